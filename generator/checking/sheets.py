"""The sheets of a package: where each stands, and taking one in or out without moving the names that belong to others."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from generator.checking.parts import WORKBOOK, Parts, local, space

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


def relation_space(parts: Parts) -> str:
    """The namespace of r:id, which differs between ordinary and strict workbooks."""
    for sheet in _sheets(parts):
        for key in sheet.attrib:
            if str(key).endswith("}id"):
                return str(key)[1:].rpartition("}")[0]
    return "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def sheet_parts(parts: Parts) -> Mapping[str, str]:
    """Name of the sheet, as it is read -> its part."""
    targets = {relation.id: relation.target for relation in parts.relations(WORKBOOK)}
    identity = f"{{{relation_space(parts)}}}id"
    found = {(sheet.get("name") or "").strip(): targets.get(sheet.get(identity, ""), "") for sheet in _sheets(parts)}
    return {name: part for name, part in found.items() if part in parts.data}


def _sheets(parts: Parts) -> etree._Element:
    return next(child for child in parts.tree(WORKBOOK) if local(child) == "sheets")


def remove_sheet(parts: Parts, name: str) -> None:
    """Take a sheet out, wherever it stands."""
    sheets, identity = _sheets(parts), f"{{{relation_space(parts)}}}id"
    for index, sheet in enumerate(list(sheets)):
        if (sheet.get("name") or "").strip() != name:
            continue
        relation = sheet.get(identity, "")
        part = next((one.target for one in parts.relations(WORKBOOK) if one.id == relation), "")
        sheets.remove(sheet)
        parts.unrelate(WORKBOOK, relation)
        if part:
            for below in list(parts.relations(part)):
                parts.drop(below.target)
            parts.drop(part)
        _shift_names(parts, index, -1)
        _activate(parts, index, -1)
        return


def insert_first(parts: Parts, name: str, content: bytes) -> str:
    """A new first sheet, opened when the workbook is; its part."""
    part = parts.free_name("xl/worksheets/sheet{}.xml")
    parts.put(part, content)
    parts.declare(part, SHEET_TYPE)
    kind = f"{relation_space(parts)}/worksheet"
    relation = parts.relate(WORKBOOK, kind, part)
    sheets = _sheets(parts)
    number = 1 + max((int(sheet.get("sheetId", "0")) for sheet in sheets), default=0)
    entry = etree.Element(f"{space(sheets)}sheet", {
        "name": name, "sheetId": str(number), f"{{{relation_space(parts)}}}id": relation})
    sheets.insert(0, entry)
    _shift_names(parts, 0, 1)
    _activate(parts, 0, 1)
    return part


def _shift_names(parts: Parts, index: int, step: int) -> None:
    """Names that belong to a sheet say so by its place."""
    for names in [child for child in parts.tree(WORKBOOK) if local(child) == "definedNames"]:
        for name in list(names):
            place = name.get("localSheetId")
            if place is None:
                continue
            if step < 0 and int(place) == index:
                names.remove(name)
            elif int(place) >= index:
                name.set("localSheetId", str(int(place) + step))
        if not len(names):
            parts.tree(WORKBOOK).remove(names)


def _activate(parts: Parts, index: int, step: int) -> None:
    """The sheet that is open: the new one, or the one that was before it came; one alone is selected."""
    views = [view for child in parts.tree(WORKBOOK) if local(child) == "bookViews" for view in child]
    count = len(_sheets(parts))
    for view in views:
        before = int(view.get("activeTab", "0"))
        active = index if step > 0 else max(0, min(before - 1 if before > index else before, count - 1))
        view.set("activeTab", str(active))
        if view.get("firstSheet"):
            view.set("firstSheet", "0")
    chosen = int(views[0].get("activeTab", "0")) if views else 0
    for place, part in enumerate(sheet_parts(parts).values()):
        for view in parts.tree(part).iter("{*}sheetView"):
            if place == chosen:
                view.set("tabSelected", "1")
            elif "tabSelected" in view.attrib:
                del view.attrib["tabSelected"]
