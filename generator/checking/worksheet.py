"""Changes to the XML of a worksheet: colours by conditional formats, so that the cells' own looks stay theirs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from generator.checking.parts import local, space

MARK = "决算校验："
_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing",
    "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts",
    "extLst")
_DEFAULT_WIDTH, _DEFAULT_HEIGHT = 8.43, 15.0


def insert_child(root: etree._Element, child: etree._Element) -> None:
    """Put a child where the format wants it."""
    later = _ORDER[_ORDER.index(local(child)) + 1:]
    place = next((index for index, one in enumerate(root) if local(one) in later), len(root))
    root.insert(place, child)


def colour_cells(root: etree._Element, cells: Mapping[int, Sequence[str]], names: Mapping[int, str]) -> None:
    """Colour cells by differential format; these rules go before those of the workbook. `names` by format."""
    chosen = {look: listed for look, listed in cells.items() if listed}
    for rule in root.iter(f"{space(root)}cfRule"):
        rule.set("priority", str(int(rule.get("priority", "1")) + len(chosen)))
    for number, (look, listed) in enumerate(chosen.items(), 1):
        holder = etree.Element(f"{space(root)}conditionalFormatting", {"sqref": " ".join(listed)})
        rule = etree.SubElement(holder, f"{space(root)}cfRule", {
            "type": "expression", "dxfId": str(look), "priority": str(number)})
        etree.SubElement(rule, f"{space(root)}formula").text = f'LEN("{MARK}{names[look]}")>0'
        first = next((one for one in root if local(one) == "conditionalFormatting"), None)
        if first is not None and number == 1:
            first.addprevious(holder)
        else:
            insert_child(root, holder)


def uncolour(root: etree._Element) -> None:
    """Take away the colours of an earlier check."""
    removed = 0
    for holder in [one for one in root if local(one) == "conditionalFormatting"]:
        for rule in list(holder):
            if any(MARK in (formula.text or "") for formula in rule):
                holder.remove(rule)
                removed += 1
        if not len(holder):
            root.remove(holder)
    rules = list(root.iter(f"{space(root)}cfRule"))
    if removed and all(int(rule.get("priority", "1")) > removed for rule in rules):
        for rule in rules:
            rule.set("priority", str(int(rule.get("priority", "1")) - removed))


@dataclass(frozen=True, slots=True)
class Measures:
    """Widths of columns and heights of rows in pixels, where they differ from the usual ones; counted from 0."""

    widths: Mapping[int, int]
    heights: Mapping[int, int]
    width: int
    height: int

    def across(self, column: int, pixels: int) -> tuple[int, int]:
        """The column and the pixels into it, so many pixels to the right of the left edge of `column`."""
        return _walk(column, pixels + 15, self.widths, self.width)

    def down(self, row: int, pixels: int) -> tuple[int, int]:
        """The row and the pixels into it, so many pixels below the upper edge of `row`."""
        return _walk(row, pixels + 4, self.heights, self.height)


def _walk(index: int, pixels: int, sizes: Mapping[int, int], usual: int) -> tuple[int, int]:
    while pixels > (size := sizes.get(index, usual)):
        pixels -= size
        index += 1
    return index, pixels


def measures(root: etree._Element) -> Measures:
    """The sizes that a sheet gives its columns and rows."""
    usual = next((child for child in root if local(child) == "sheetFormatPr"), None)
    width = _number(usual, "defaultColWidth", _DEFAULT_WIDTH)
    height = _number(usual, "defaultRowHeight", _DEFAULT_HEIGHT)
    widths: dict[int, int] = {}
    for column in root.iter(f"{space(root)}col"):
        last = min(int(column.get("max", "1")), 300)
        for number in range(int(column.get("min", "1")), last + 1):
            widths[number - 1] = 1 if column.get("hidden") in ("1", "true") else _pixels(_number(column, "width", width))
    heights = {int(row.get("r", "0")) - 1: max(round(_number(row, "ht", height) * 4 / 3), 1)
               for row in root.iter(f"{space(root)}row") if row.get("ht") and row.get("r")}
    return Measures(widths, heights, _pixels(width), max(round(height * 4 / 3), 1))


def _number(element: etree._Element | None, key: str, default: float) -> float:
    found = element.get(key, "") if element is not None else ""
    return float(found) if re.fullmatch(r"\d+(\.\d+)?", found) else default


def _pixels(width: float) -> int:
    return max(round(width * 7 + 5), 1)
