"""The batch on a Dask cluster: a real scheduler, real worker processes on loopback, and what goes wrong with them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
from cluster_farm import (
    FAST,
    ROOT,
    Farm,
    address,
    after_one_report,
    build,
    contents,
    scheduler,
    wait_for_workers,
    worker,
)
from typer.testing import CliRunner

import generator.batch.cluster as cluster_module
from generator.batch.cluster import ClusterError, connect
from generator.batch.command import batch
from generator.batch.run import Workers
from generator.cli import app

pytestmark = pytest.mark.usefixtures("one_workbook_a_chunk")


@pytest.fixture(scope="module")
def farm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Farm]:
    with ExitStack() as stack:
        yield Farm(tmp_path_factory.mktemp("farm"), stack)


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
