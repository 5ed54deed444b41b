"""How many people there are: the parts are within the whole."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.registry import Checked, Problem, Skip, check
from generator.model import Severity
from generator.tables.books import Books

WARNING, NOTE = Severity.WARNING, Severity.NOTE
KINDS = ("行政人数", "参公人数", "事业人数")


@check("D301", "人员分类", "行政、参公、事业人数之和不大于在职人数。", "部门决算报表：机构人员情况", WARNING)
def kinds_of_staff_are_within_all(books: Books) -> Iterator[Checked]:
    """行政 + 参公 + 事业 ≤ 在职."""
    accounts = books.accounts
    staff = accounts.count("机构与单位.在职人数")
    kinds = [count for key in KINDS if (count := accounts.count(f"机构与单位.{key}")) is not None]
    if staff is None or not kinds:
        yield Skip("在职人数或分类人数没有填列")
        return
    total = sum(count.value for count in kinds)
    yield None if total <= staff.value else Problem(
        f"{staff.source}（在职人数）写 {staff.value:f}，行政、参公、事业人数之和 {total:f}；请核对。",
        tuple(count.source for count in (staff, *kinds) if count.source))


@check("D302", "在职人数与编制", "在职人数一般不大于编制人数。", "部门决算报表：机构人员情况", NOTE)
def staff_is_within_posts(books: Books) -> Iterator[Checked]:
    """在职 ≤ 编制."""
    accounts = books.accounts
    staff, posts = accounts.count("机构与单位.在职人数"), accounts.count("机构与单位.编制人数")
    if staff is None or posts is None:
        yield Skip("在职人数或编制人数没有填列")
        return
    yield None if staff.value <= posts.value else Problem(
        f"{staff.source}（在职人数）写 {staff.value:f}，{posts.source}（编制人数）写 {posts.value:f}；请核对。",
        tuple(count.source for count in (staff, posts) if count.source))
