"""The batch on a Dask cluster: a real scheduler, real worker processes on loopback, and what goes wrong with them."""

from __future__ import annotations

import builtins
import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner

import generator.batch.cluster as cluster_module
import generator.batch.dispatch as dispatch_module
import generator.batch.run as run_module
from generator.batch.cluster import ClusterError, connect
from generator.batch.command import batch
from generator.batch.dispatch import ClusterGone, Dispatcher, WorkerLost
from generator.batch.machines import FONTS, OFFICE, differences, do_checked, identity, remarks
from generator.batch.plan import Done
from generator.batch.run import Workers, run_batch
from generator.batch.work import Result, Settings, Task
from generator.cli import app

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "input_samples"
FAST = Settings(pdf=False, charts="native")


@contextmanager
def running(folder: Path, name: str, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """`dask scheduler` or `dask worker` as a process; it ends when the test ends, or by itself soon after."""
    env = {**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT / "tests"), **environment}
    command = [sys.executable, "-m", f"distributed.cli.dask_{name}", "--scheduler-file", str(folder / "scheduler.json"),
               "--host", "127.0.0.1", "--no-dashboard", *arguments]
    with (folder / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def scheduler(folder: Path) -> Any:
    return running(folder, "scheduler", "--port", "0", "--idle-timeout", "90s", "--no-jupyter")


def worker(folder: Path, name: str, *arguments: str, **environment: str) -> Any:
    return running(folder, "worker", "--name", name, "--no-nanny", "--nthreads", "1", "--death-timeout", "20",
                   "--local-directory", str(folder), *arguments, **environment)


def address(folder: Path, patience_s: float = 30) -> str:
    """Where the scheduler listens, once it does."""
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        try:
            return str(json.loads((folder / "scheduler.json").read_text("utf-8"))["address"])
        except (OSError, ValueError):
            time.sleep(0.05)
    raise AssertionError((folder / "scheduler.log").read_text("utf-8"))


class Farm:
    """A scheduler, and workers that a workbook named 杀手 kills; whoever dies is replaced when the next test needs them."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self._stack, self._workers = folder, stack, list[subprocess.Popen[bytes]]()
        stack.enter_context(scheduler(folder))
        self.url = address(folder)

    def need(self, count: int) -> list[subprocess.Popen[bytes]]:
        """So many workers, connected."""
        while len(self.alive()) < count:
            name = f"机{len(self._workers) + 1}"
            self._workers.append(self._stack.enter_context(worker(self.folder, name, "--preload", "cluster_poison")))
        wait_for_workers(self.url, len(self.alive()))
        return self.alive()

    def alive(self) -> list[subprocess.Popen[bytes]]:
        return [process for process in self._workers if process.poll() is None]


def wait_for_workers(url: str, count: int) -> None:
    from distributed import Client

    with Client(url, timeout=10, set_as_default=False) as client:
        client.wait_for_workers(count, timeout=30)


@pytest.fixture(scope="module")
def farm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Farm]:
    with ExitStack() as stack:
        yield Farm(tmp_path_factory.mktemp("farm"), stack)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "回收"
    folder.mkdir()
    for name in ("水利局", "林业局", "农业局"):
        _renamed(SAMPLES / "示例-江城市水务局-2024.xlsx", folder / f"{name}.xlsx", {"水务局": name})
    shutil.copy(SAMPLES / "错例" / "02-收支不平衡.xlsx", folder)
    return folder


def _renamed(source: Path, target: Path, words: dict[str, str]) -> None:
    """A copy with other words: the workbook of another unit."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.namelist():
            data = old.read(member)
            for word, other in words.items():
                data = data.replace(*(one.encode("ascii", "xmlcharrefreplace") for one in (word, other)))
            new.writestr(member, data)


def contents(folder: Path) -> dict[str, bytes]:
    """All files of the reports."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.glob("*/*")
            if path.is_file() and not path.parent.name.startswith(".")}


def build(inbox: Path, output: Path, url: str, report: Callable[[Done], None] = lambda done: None,
          patience_s: float = 60) -> dict[str, Done]:
    """One workbook a chunk, on the cluster."""
    with connect(url, pdf=False, patience_s=patience_s) as cluster:
        done = run_batch(sorted(inbox.iterdir()), output, FAST, cluster.workers, jobs=cluster.slots, report=report)
    return {Path(one.workbook).name: one for one in done}


def after_one_report(kill: Callable[[], None]) -> Callable[[Done], None]:
    """Something dies as soon as the first report is there."""
    made: list[Done] = []

    def watch(done: Done) -> None:
        if done.status == "完成" and not made:
            made.append(done)
            kill()

    return watch


@pytest.fixture(autouse=True)
def one_workbook_a_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_module, "CHUNK", 1)


def test_one_of_two_workers_killed_midway_costs_nothing_and_the_bytes_are_those_of_the_local_batch(
        farm: Farm, inbox: Path, tmp_path: Path) -> None:
    victim = farm.need(2)[0]
    done = build(inbox, tmp_path / "集群", farm.url, after_one_report(victim.kill))
    assert sorted(one.status for one in done.values()) == ["完成", "完成", "完成", "有错误"]
    batch([inbox], tmp_path / "本机", FAST, jobs=1, resume=False)
    local = contents(tmp_path / "本机")
    assert len(local) >= 9 and contents(tmp_path / "集群") == local


def test_a_workbook_that_kills_two_workers_is_given_up_and_the_others_are_done(farm: Farm, inbox: Path, tmp_path: Path) -> None:
    (inbox / "林业局.xlsx").rename(inbox / "杀手.xlsx")
    before = len(farm.need(3))
    done = build(inbox, tmp_path / "out", farm.url)
    assert done["杀手.xlsx"].status == "失败" and "意外退出" in done["杀手.xlsx"].first_error
    assert sorted(one.status for one in done.values()) == ["失败", "完成", "完成", "有错误"]
    assert len(farm.alive()) == before - 2, "two tries and no more"


def test_the_command_says_how_many_workers_there_are(farm: Farm, inbox: Path, tmp_path: Path) -> None:
    workers = len(farm.need(1))
    done = CliRunner().invoke(app, ["batch", str(inbox / "水利局.xlsx"), "-o", str(tmp_path / "out"), "--word-only", "--charts",
                                    "native", "--scheduler", farm.url.removeprefix("tcp://")])
    assert done.exit_code == 0 and f"集群：{workers} 个工作进程" in done.stderr and "完成 1" in done.stdout
    assert len(contents(tmp_path / "out")) == 1


def test_a_worker_with_other_layouts_is_named_and_nothing_is_sent(farm: Farm, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    (tmp_path / "templates" / "新.txt").write_text("改过", encoding="utf-8")
    others = len(farm.need(1))
    with worker(farm.folder, "丙", JUESUAN_TEMPLATES=str(tmp_path / "templates")):
        wait_for_workers(farm.url, others + 1)
        with pytest.raises(ClusterError) as caught, connect(farm.url, pdf=False):
            pass
    message = str(caught.value)
    assert "丙（tcp://127.0.0.1:" in message and "版式" in message
    assert "机" not in message.replace("机器", "").replace("本机", "") and "调度器：" not in message


class Pretended:
    """Stands for Dask's client: workers that answer at once, or never where the workbook's name says so."""

    status = "running"

    def __init__(self, *workers: str) -> None:
        self.workers, self.sent, self.cancelled = dict.fromkeys(workers, 1), list[tuple[str, str]](), list[Any]()
        self.scheduler = SimpleNamespace(ncores=lambda: self.workers)

    def _run(self, workers: list[str]) -> dict[str, Any]:
        return {name: identity() if "旧" not in name else {**identity(), "juesuan": "0.0"} for name in workers}

    def sync(self, what: Callable[..., Any], *_: Any, workers: list[str] | None, **__: Any) -> Any:
        return what() if workers is None else what(workers)

    def submit(self, _: Any, __: Any, tasks: list[Task], settings: Settings, *, workers: list[str], **___: Any) -> Any:
        [name] = {task.name for task in tasks}
        self.sent.append((name, workers[0]))
        results = [Result(task.number, problem="做完了") for task in tasks]
        never = "睡着" in name
        return SimpleNamespace(status="pending" if never else "finished", result=lambda: results,
                               add_done_callback=lambda call: None if never else call(SimpleNamespace(status="finished")))

    def cancel(self, remotes: list[Any]) -> None:
        self.cancelled += remotes


def test_a_workbook_that_never_ends_is_given_up_and_the_others_are_done(
        inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (inbox / "林业局.xlsx").rename(inbox / "睡着.xlsx")
    monkeypatch.setattr(dispatch_module, "LONGEST_S", 0.3)
    monkeypatch.setattr(dispatch_module, "LOOK_S", 0.05)
    client: Any = Pretended("甲", "乙", "丙", "旧")
    workers = Workers(lambda count: Dispatcher(client, count, 60), (WorkerLost,), (ClusterGone,))
    done = {Path(one.workbook).name: one
            for one in run_batch(sorted(inbox.iterdir()), tmp_path / "out", FAST, workers, jobs=2)}
    hung = [worker for name, worker in client.sent if name == "睡着.xlsx"]
    assert len(hung) == len(set(hung)) == len(client.cancelled) == 2, "two tries, on two workers"
    assert "意外退出" in done.pop("睡着.xlsx").first_error
    assert [one.first_error for one in done.values()] == ["做完了"] * 3
    assert "旧" not in {worker for _, worker in client.sent}, "it came late and differs"


def test_ctrl_c_cancels_what_was_sent(inbox: Path, tmp_path: Path) -> None:
    (inbox / "林业局.xlsx").rename(inbox / "睡着.xlsx")
    client: Any = Pretended("甲", "乙")

    def stop(done: Done) -> None:
        raise KeyboardInterrupt

    workers = Workers(lambda count: Dispatcher(client, count, 60), (WorkerLost,), (ClusterGone,))
    paths = [inbox / "睡着.xlsx", inbox / "水利局.xlsx", inbox / "农业局.xlsx"]
    done = run_batch(paths, tmp_path / "out", FAST, workers, jobs=2, report=stop)
    assert done[0].status == "没有做" and len(client.cancelled) >= 1


def test_all_workers_or_the_scheduler_are_lost_and_what_is_finished_stays(
        inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And before there is a worker, that is said."""
    output = tmp_path / "out"
    with ExitStack() as stack:
        master = stack.enter_context(scheduler(tmp_path))
        url = address(tmp_path)
        with monkeypatch.context() as patch, pytest.raises(ClusterError, match="没有工作进程"):
            patch.setattr(cluster_module, "ANSWER_S", 0.5)
            stack.enter_context(connect(url, pdf=False))
        with worker(tmp_path, "丁") as only:
            wait_for_workers(url, 1)
            first = build(inbox, output, url, after_one_report(only.kill), patience_s=1)
        stack.enter_context(worker(tmp_path, "戊"))
        wait_for_workers(url, 1)
        second = build(inbox, output, url, after_one_report(master.kill))
    for done, problem in ((first, "没有工作进程了"), (second, "与调度器的连接断了")):
        finished = [one for one in done.values() if one.status == "完成"]
        lost = [one for one in done.values() if problem in one.first_error]
        assert finished and lost and len(done) == 4
        assert all("--resume" in one.first_error and one.status == "失败" for one in lost)
        assert all(Path(file).is_file() for one in finished for file in one.files)
    here = Workers(lambda count: ThreadPoolExecutor(1))
    again = batch([inbox], output, FAST, jobs=1, resume=True, workers=here).results
    assert {one.status for one in again} == {"未变化", "完成", "有错误"}


@pytest.mark.parametrize("wrong", ["http://10.0.0.5:8786", "10.0.0.5", "tcp://10.0.0.5:99999", "tcp://:8786", "集群"])
def test_an_address_that_is_none_is_said(wrong: str, inbox: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["batch", str(inbox), "-o", str(tmp_path / "out"), "--scheduler", wrong])
    assert done.exit_code == 3 and "tcp://主机:端口" in done.stderr
    assert not (tmp_path / "out").exists()


def test_nobody_answers_or_somebody_else_does(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    monkeypatch.setattr(cluster_module, "ANSWER_S", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(ClusterError, match="没有 Dask 调度器应答"), connect(f"tcp://127.0.0.1:{port}", pdf=False):
            pass
    with pytest.raises(ClusterError, match="没有 Dask 调度器应答"), connect(f"127.0.0.1:{port}", pdf=False):
        pass
    with pytest.raises(ClusterError, match="证书"), connect(f"tls://127.0.0.1:{port}", pdf=False):
        pass


def test_without_dask_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.split(".")[0] == "distributed":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ClusterError, match=r"pip install .*juesuan\[cluster\]"), connect("tcp://127.0.0.1:8786", pdf=False):
        pass


def test_machines_that_print_the_same_do_not_differ() -> None:
    here = identity()
    elsewhere = {**here, OFFICE: "24.2", FONTS: "others"}
    assert differences(here, elsewhere) == [], "their PDFs may, which is remarked"
    lines = "\n".join(remarks({"甲": {**here, OFFICE: "7.4"}, "乙": elsewhere, "丙": {**here, OFFICE: "没有"}}, pdf=True))
    assert "丙" in lines and "甲" not in lines and "7.4、24.2" in lines.replace("24.2、7.4", "7.4、24.2") and "字体" in lines
    assert remarks({"丙": {**here, OFFICE: "没有"}}, pdf=False) == []


@pytest.mark.parametrize("name", ["juesuan", "python", "templates", "第三方库 lxml"])
def test_what_must_agree_is_named(name: str) -> None:
    here = identity()
    assert here[name]
    [line] = differences(here, {**here, name: "9.9"})
    assert line.startswith({"juesuan": "juesuan 版本（本机", "python": "Python 版本（本机", "templates": "版式"}.get(name, name))


def test_a_worker_that_came_later_and_differs_prints_nothing() -> None:
    data = next(SAMPLES.glob("*.xlsx")).read_bytes()
    [result] = do_checked({**identity(), "juesuan": "9.9"}, [Task(3, "单位.xlsx", data)], FAST)
    assert result.number == 3 and not result.files
    assert "juesuan 版本" in result.problem and "--resume" in result.problem
