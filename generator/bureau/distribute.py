"""One personalised workbook for each unit of a list, and a manifest of what was handed out. All of them or none."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator.bureau.filenames import workbook_name
from generator.bureau.identity import Identity, bare_name, digest_of, identify, properties_of
from generator.bureau.manifest import MANIFESTS, Entry, manifest_files
from generator.bureau.personal import personal_workbook
from generator.bureau.pool import in_processes
from generator.bureau.previous import LastYear, in_unit, last_year
from generator.bureau.roster import Unit
from generator.delivery import reason
from generator.layouts import load_layout
from generator.workbook.package import write_whole
from generator.workbook.template import Content

Progress = Callable[[str], None]
BENCH = ".正在生成-"
ABANDONED = 3600  # seconds


class DistributeError(Exception):
    """Nothing was written; the message (Chinese) says why and what to do."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written where. `force`: over files that are there; `missing`: only files that are not."""

    units: tuple[Unit, ...]
    output: Path
    previous: Path | None = None
    force: bool = False
    missing: bool = False
    jobs: int = 1


@dataclass(frozen=True, slots=True)
class Distributed:
    """What was handed out, in the order of the list; `unused` are workbooks of last year that no unit took.

    `unreadable` are files of last year that could not be read.
    """

    entries: tuple[Entry, ...]
    written: int
    carried: int
    unused: tuple[Path, ...]
    unreadable: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """One workbook to write; `previous` is the unit's workbook of last year."""

    unit: Unit
    path: Path
    weight: int | None
    previous: Path | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A workbook written: its digest, or the problem that stopped it (disk full …)."""

    sha256: str = ""
    carried: str = ""
    remark: str = ""
    problem: str = ""


def distribute(plan: Plan, progress: Progress) -> Distributed:
    """Write the workbooks and the manifest. Raises DistributeError, LayoutError, OSError (of the folder of last year)."""
    names = {unit.code: workbook_name(unit) for unit in plan.units}
    there = _there(plan, names)
    _refuse_overwriting(plan, [there[unit.code].path.name for unit in plan.units if unit.code in there])
    todo = [unit for unit in plan.units if not (plan.missing and unit.code in there)]
    weights = {name: load_layout(name).execution_weight for name in sorted({unit.layout for unit in todo})}
    last = last_year(plan.previous, todo, plan.jobs, progress) if plan.previous is not None else LastYear({}, {}, ())
    with _bench(plan.output) as bench:
        orders = [Order(unit, bench / names[unit.code], weights[unit.layout], last.files.get(unit.code)) for unit in todo]
        made = _make(orders, plan.jobs, progress)
        entries = tuple(_entry(unit, names[unit.code], made.get(unit.code), there.get(unit.code), last) for unit in plan.units)
        try:
            manifest_files(bench, entries)
            _move(bench, plan.output, [*(order.path.name for order in orders), *MANIFESTS])
        except OSError as error:
            raise _not_written(plan.output, error) from error
    return Distributed(entries, len(todo), sum(bool(one.carried) for one in made.values()), last.unused, last.unreadable)


def _there(plan: Plan, names: Mapping[str, str]) -> Mapping[str, Identity]:
    """The workbooks that units have in the folder already, by code: under their own name, or under another by what they hold."""
    found = {code: Identity(plan.output / name, code) for code, name in names.items() if (plan.output / name).exists()}
    years, named = {unit.code: unit.year for unit in plan.units}, frozenset(names.values())
    others = sorted(path for path in plan.output.glob("*.xlsx") if path.name not in named) if plan.output.is_dir() else []
    for path in others:
        code = properties_of(path).unit
        if code in years and code not in found:
            identity = identify(path)
            if identity.year == years[code]:
                found[code] = identity
    return found


def _refuse_overwriting(plan: Plan, there: Sequence[str]) -> None:
    if plan.force and plan.missing:
        raise DistributeError("--missing 和 --force 只能用一个：--missing 不动已有的，--force 全部重新生成（已填写的会丢失）。")
    if plan.force or plan.missing:
        return
    there = [*there, *(name for name in MANIFESTS if (plan.output / name).exists())]
    if there:
        shown = "、".join(there[:5]) + (f" 等 {len(there)} 个" if len(there) > 5 else "")
        raise DistributeError(f"{plan.output} 中已有 {shown}，没有覆盖，什么也没有写。只补发还没有的单位，加 --missing；"
                              "要全部重新生成，换一个文件夹，或加 --force（已填写的会丢失）。")


def _make(orders: Sequence[Order], jobs: int, progress: Progress) -> Mapping[str, Made]:
    """All workbooks by unit code. Raises DistributeError where one cannot be written."""
    made: dict[str, Made] = {}
    if not any(order.previous for order in orders):
        jobs = 1  # blank ones are copied in less time than processes start
    for number, result in in_processes(make, orders, jobs):
        unit = orders[number].unit
        if result is None or result.problem:
            problem = result.problem if result is not None else "工作进程意外退出（内存不足？）"
            raise DistributeError(f"{unit.code} {unit.title} 的工作簿没有生成：{problem}。什么也没有写。")
        made[unit.code] = result
        progress(f"生成工作簿 {len(made)}/{len(orders)}")
    return made


def make(order: Order) -> Made:
    """Write one workbook; what a worker does."""
    content, carried, remark = _content(order)
    data = personal_workbook(order.unit, order.weight, content)
    try:
        write_whole(order.path, data)
    except OSError as error:
        return Made(problem=reason(error))
    return Made(hashlib.sha256(data).hexdigest(), carried, remark)


def _content(order: Order) -> tuple[Content, str, str]:
    """What comes from last year, from which file, and what to look at."""
    from generator.intake.command import Refused, begin_year

    if order.previous is None:
        return Content(), "", ""
    unit = order.unit
    try:
        begun = begin_year(order.previous, year=unit.year, layout=unit.layout, name=unit.name)
    except Refused as error:
        return Content(), "", f"没有带入上年数：{error}"
    accounts = begun.previous.accounts
    remarks = [f"上年的工作簿（{order.previous.name}）有 {begun.previous.errors} 处错误，带入的上年数请核对"] if begun.previous.errors else []
    before = accounts.text("基本信息.单位全称")
    if before != unit.name:
        remarks.append(f"上年的单位全称是“{before}”，请核对带入的简称、公开表所印名称和机构")
    if accounts.unit is not unit.money:
        remarks.append(f"上年的金额单位是{accounts.unit}，已换算为{unit.money}")
    return in_unit(begun.done.content, accounts.unit, unit.money), order.previous.name, "；".join(remarks)


def _entry(unit: Unit, name: str, made: Made | None, there: Identity | None, last: LastYear) -> Entry:
    """A line of the manifest; `there` is what the unit had in the folder before."""
    other = there if there is not None and there.path.name != name else None
    if made is None:
        assert there is not None, unit.code
        differs = f"（文件名不同，其中的单位全称是“{other.name}”）" if other is not None and bare_name(other.name) != unit.key[0] else ""
        return Entry(unit, there.path.name, digest_of(there.path), "", f"原有的{differs}，没有重新生成")
    beside = f"文件夹中另有该单位的工作簿 {other.path.name}，请只留一个" if other is not None else ""
    remark = made.remark or ("" if made.carried else last.remarks.get(unit.code, ""))
    return Entry(unit, name, made.sha256, made.carried, "；".join(part for part in (beside, remark) if part))


@contextmanager
def _bench(output: Path) -> Iterator[Path]:
    """A hidden folder in the output folder, gone afterwards whatever happens."""
    if output.exists() and not output.is_dir():
        raise DistributeError(f"{output} 是一个文件，不是文件夹。请用 -o 另给一个文件夹。")
    try:
        output.mkdir(parents=True, exist_ok=True)
        _clear(output)
        bench = Path(tempfile.mkdtemp(prefix=BENCH, dir=output))
    except OSError as error:
        raise _not_written(output, error) from error
    try:
        yield bench
    finally:
        shutil.rmtree(bench, ignore_errors=True)


def _clear(output: Path) -> None:
    """What a run that was killed left behind; a run that lives writes a file every few seconds."""
    for left in output.glob(f"{BENCH}*"):
        if time.time() - left.stat().st_mtime > ABANDONED:
            shutil.rmtree(left, ignore_errors=True)


def _move(bench: Path, output: Path, names: Sequence[str]) -> None:
    """Move the finished files to their place; what stood there comes back if one of them is locked, or at Ctrl-C. Raises OSError."""
    moved: list[tuple[Path, Path]] = []
    try:
        for name in names:
            target, before = output / name, bench / f"{name}.原"
            if target.exists():
                target.replace(before)
            moved.append((target, before))
            (bench / name).replace(target)
    except BaseException:  # Ctrl-C too: never a part of what is handed out
        for target, before in reversed(moved):
            if before.exists():
                before.replace(target)
            else:
                target.unlink(missing_ok=True)
        raise


def _not_written(output: Path, error: OSError) -> DistributeError:
    return DistributeError(f"不能写入 {output}：{reason(error)}。请核对磁盘空间和权限；文件在 Excel 或 WPS 中打开的，请先关闭。")
