"""The department: its names, duties, units, people, key work and terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.figures.registry import Desk, figure
from generator.figures.values import Number
from generator.money import add_up
from generator.phrases import PENDING, paragraphs, sentence_end
from generator.subjects import FUNCTIONAL, catalogue, name_in, parent_code

GROUP = "单位情况"
CONSOLIDATED = "（汇总）"


@dataclass(frozen=True, slots=True)
class Department:
    """The department as the report names it."""

    全称: str
    简称: str
    名称: str
    表名: str
    年度: int
    上年度: int
    汇总: bool
    性质: str
    公开日期: str
    联系电话: str
    本级财政: str


@figure("单位", GROUP, "部门的名称和年度：全称、简称（没有则同全称）、名称（汇总的加“（汇总）”，见用语“汇总后缀”）、表名（公开表“部门：”之后）、"
        "年度、上年度、汇总（是否）、性质、公开日期、联系电话、本级财政")
def department(desk: Desk) -> Department:
    """基本信息, with the names derived from the full name."""
    accounts = desk.accounts
    full = accounts.text("基本信息.单位全称")
    suffix = desk.layout.words.汇总后缀
    name = full + (suffix if is_consolidated(desk) and not full.endswith(CONSOLIDATED) else "")
    day = accounts.day("基本信息.公开日期")
    return Department(
        full, accounts.text("基本信息.单位简称") or full, name, accounts.text("基本信息.公开表所印名称") or name,
        accounts.year, accounts.year - 1, is_consolidated(desk), accounts.text("基本信息.单位性质"),
        f"{day.year}年{day.month}月{day.day}日" if day else "", accounts.text("基本信息.联系电话"),
        accounts.text("基本信息.本级财政") or "本级财政")


def is_consolidated(desk: Desk) -> bool:
    """Whether the report covers subordinate units (部门汇总)."""
    return desk.accounts.text("基本信息.汇总") == "是"


@figure("草稿", GROUP, "真：这是草稿（--draft），封面和页眉要标明")
def is_draft(desk: Desk) -> bool:
    """Whether the run is a draft."""
    return desk.draft


@figure("主要职责", GROUP, "主要职责的各自然段")
def duties(desk: Desk) -> list[str]:
    """主要职责, a paragraph each."""
    found = [part for row in desk.accounts.rows["主要职责"] for part in paragraphs(row.text("内容"))]
    return found or ([PENDING] if desk.draft else [])


@figure("本级单位", GROUP, "本级单位的名称清单")
def own_units(desk: Desk) -> list[str]:
    """机构与单位: the rows marked 本级."""
    return _units_at(desk, below=False)


def _units_at(desk: Desk, *, below: bool) -> list[str]:
    rows = desk.accounts.rows["机构与单位"]
    return [row.text("单位名称") for row in rows if (row.text("层级") == "下属单位") is below]


@figure("下属单位", GROUP, "下属单位的名称清单；没有下属单位时为空")
def subordinate_units(desk: Desk) -> list[str]:
    """机构与单位: the rows marked 下属单位."""
    return _units_at(desk, below=True)


@figure("决算单位", GROUP, "纳入决算的全部单位，本级在前，本级加注“（本级）”")
def units(desk: Desk) -> list[str]:
    """The list of units: 本级 first, marked as such where there are others."""
    below = _units_at(desk, below=True)
    own = _units_at(desk, below=False) or [desk.accounts.text("基本信息.单位全称")]
    return [name if name.endswith("（本级）") or not below else f"{name}（本级）" for name in own] + below


@figure("内设机构", GROUP, "内设机构情况的各自然段；没有填则为空")
def inner_offices(desk: Desk) -> list[str]:
    """机构与单位: 内设机构."""
    return paragraphs(desk.accounts.text("机构与单位.内设机构"))


@figure("人员", GROUP, "人员情况：编制人数、在职人数、行政人数、参公人数、事业人数、离休人数、退休人数、离退休人数、说明")
def people(desk: Desk) -> dict[str, Any]:
    """机构与单位: the counts of people."""
    keys = ("编制人数", "在职人数", "行政人数", "参公人数", "事业人数", "离休人数", "退休人数")
    counts = {key: count(desk, f"机构与单位.{key}", f"人员.{key}") for key in keys}
    retired = [counts[key] for key in ("离休人数", "退休人数")]
    total = add_up(number.value for number in retired)
    counts["离退休人数"] = Number("人员.离退休人数", total, retired[0].inputs + retired[1].inputs)
    return {**counts, "说明": paragraphs(desk.accounts.text("机构与单位.人员说明"))}


def count(desk: Desk, key: str, name: str) -> Number:
    """A count from a form cell."""
    found = desk.accounts.count(key)
    if found is None:
        return Number(name, None)
    return Number(name, found.value, (found.source,) if found.source else ())


@figure("重点工作概述", GROUP, "第四部分的文字：每段有 内容 和 小标题（真/假）")
def key_work(desk: Desk) -> list[dict[str, Any]]:
    """重点工作概述, a paragraph each; a cell may hold several."""
    return [{"内容": part, "小标题": row.text("类型") == "小标题"}
            for row in desk.accounts.rows["重点工作概述"] for part in paragraphs(row.text("内容"))]


@figure("重点工作事项", GROUP, "重点工作完成情况表的各行：序号（同一事项相同）、重要事项、工作内容及目标、完成情况")
def key_items(desk: Desk) -> list[dict[str, Any]]:
    """重点工作事项; consecutive rows of one 重要事项 share a number."""
    rows: list[dict[str, Any]] = []
    last, number = "", 0
    for row in desk.accounts.rows["重点工作事项"]:
        if row.text("重要事项") != last:
            last, number = row.text("重要事项"), number + 1
        rows.append({"序号": number, **{key: row.text(key) for key in ("重要事项", "工作内容及目标", "完成情况")}})
    return rows


class FixedTerms:
    """Asks whether a fixed term is printed from the template: not where the workbook explains it itself."""

    def __init__(self, own: Mapping[str, str]) -> None:
        self._own = {_bare(name) for name in own}

    def __call__(self, name: str) -> bool:
        """True unless the workbook has its own explanation of `name`."""
        return _bare(name) not in self._own


def _bare(name: str) -> str:
    return "".join(char for char in name if char.isalnum())


def _own_terms(desk: Desk) -> dict[str, str]:
    return {row.text("名词"): row.text("解释") for row in desk.accounts.rows["名词解释"] if row.text("名词")}


@figure("固定名词", GROUP, "固定名词('三公经费')：真表示印模板里的解释；工作簿自己解释了同名名词则为假")
def fixed_terms(desk: Desk) -> FixedTerms:
    """Whether the template's own explanation of a term is to be printed."""
    return FixedTerms(_own_terms(desk))


@figure("补充名词", GROUP, "工作簿补充（或改写）的名词：名词、解释")
def extra_terms(desk: Desk) -> list[dict[str, str]]:
    """名词解释 of the workbook."""
    return [{"名词": name, "解释": sentence_end(text)} for name, text in _own_terms(desk).items()]


@figure("科目名词", GROUP, "本部门使用的支出功能分类项级科目：类、款、项、名称（……（类）……（款）……（项））、解释")
def subject_terms(desk: Desk) -> list[dict[str, str]]:
    """The 项 of 公开03表, explained from the subject table; a 名词 of the same name in the workbook wins."""
    table, known, own = desk.books.t3, catalogue(FUNCTIONAL), _own_terms(desk)
    found: list[dict[str, str]] = []
    for line in table.level(3):
        names = [subject_name(desk, code) for code in (parent_code(parent_code(line.code)), parent_code(line.code))]
        subject = known.get(line.code)
        if line.name in own:
            continue
        # An own name under a code means another subject: the table's explanation would be of the wrong one.
        official = subject is not None and line.name in (subject.name, name_in(subject, desk.accounts.year))
        text = subject.description if subject is not None and official else ""
        found.append({"编码": line.code, "类": names[0], "款": names[1], "项": line.name,
                      "名称": f"{names[0]}（类）{names[1]}（款）{line.name}（项）",
                      "解释": sentence_end(text) or f"反映{line.name.removesuffix('支出')}方面的支出"})
    return found


def subject_name(desk: Desk, code: str) -> str:
    """The name of 类 or 款 `code`: the workbook's, else the subject table's."""
    for table in (desk.books.t3, desk.books.t5, desk.books.t7, desk.books.t8, desk.books.t2):
        line = table.at(code)
        if line is not None and line.name:
            return line.name
    subject = catalogue(FUNCTIONAL).get(code)
    return subject.name if subject else code
