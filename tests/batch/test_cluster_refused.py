"""The batch and a cluster that is not there, hangs or differs from this machine. Nothing of Dask runs but its client."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cluster_farm import FAST, SAMPLES
from typer.testing import CliRunner

import generator.batch.cluster as cluster_module
import generator.batch.dispatch as dispatch_module
from generator.batch.cluster import ClusterError, connect
from generator.batch.dispatch import ClusterGone, Dispatcher, WorkerLost
from generator.batch.machines import FONTS, OFFICE, differences, do_checked, identity, remarks
from generator.batch.plan import Done
from generator.batch.run import Workers, run_batch
from generator.batch.work import Result, Settings, Task
from generator.cli import app

pytestmark = pytest.mark.usefixtures("one_workbook_a_chunk")


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
