"""What is still to fill in a workbook that was made from official tables or from last year's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.workbook.schema import SHEETS, Block, Form, Item, Matrix, Sheet, Table
from generator.workbook.template import Content

#: Help that says so: the cell may stay blank, or only some layouts print it.
_NOT_NEEDED = ("可不填", "部分版式", "有其他用车时填写", "不填则", "不填为", "不填取")
_TYPED_BESIDE = {"一般公共预算": ("年初预算数", "差异原因"), "政府性基金": ("主要用途",), "国有资本经营": ("主要用途",)}


@dataclass(frozen=True, slots=True)
class ToFill:
    """A sheet with what is blank in it: the captions of its cells, or of its columns with the number of rows."""

    sheet: str
    captions: tuple[str, ...]
    note: str = ""


def to_fill(content: Content, *, settled: Sequence[str] = ()) -> tuple[ToFill, ...]:
    """Sheet by sheet what the content leaves blank; optional sheets and cells that may stay blank are not named.

    A blank on a sheet that is `settled` means that there is nothing.
    """
    return tuple(item for sheet in SHEETS if sheet.name not in settled and (not sheet.optional or sheet.name in content.rows)
                 for item in _sheet(sheet, content))


def _sheet(sheet: Sheet, content: Content) -> Iterator[ToFill]:
    captions = [caption for block in sheet.blocks for caption in _blank(sheet, block, content.fields)]
    rows = content.rows.get(sheet.name, ())
    note = f"{sheet.table.title}没有内容" if sheet.table is not None and not rows and not sheet.optional else ""
    if captions or note:
        yield ToFill(sheet.name, tuple(captions), note)
    blank = [key for key in _TYPED_BESIDE.get(sheet.name, ()) if rows and not any(row.get(key) is not None for row in rows)]
    if blank:
        yield ToFill(sheet.name, tuple(blank), f"{len(rows)} 行")


def _blank(sheet: Sheet, block: Block, fields: Mapping[str, object]) -> Iterator[str]:
    if isinstance(block, Table) or "部分版式" in block.title:
        return
    if isinstance(block, Matrix):
        for item in block.columns:
            names = [row for row in block.rows if fields.get(f"{sheet.name}.{row}.{item.key}") is None]
            if len(names) == len(block.rows) and _needed(item):
                yield item.caption
        return
    yield from (item.caption for item in _form_items(block) if fields.get(f"{sheet.name}.{item.key}") is None)


def _form_items(form: Form) -> Iterator[Item]:
    return (item for item in form.items if _needed(item))


def _needed(item: Item) -> bool:
    return item.required or not any(word in item.help for word in _NOT_NEEDED)
