"""Looks added to xl/styles.xml: what is there already is used again, so that checking twice adds nothing."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from generator.checking.parts import Parts, local, space

STYLES = "xl/styles.xml"
_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles",
          "colors", "extLst")


class Looks:
    """The style sheet of a package."""

    def __init__(self, parts: Parts, part: str = STYLES) -> None:
        self.root = parts.tree(part)
        self.space = space(self.root)

    def marked(self, fill: str) -> int:
        """The number of the differential format for a marked cell: a fill in colour `fill` (RRGGBB)."""
        return self._add("dxfs", f'<dxf {self._here()}><fill><patternFill patternType="solid"><fgColor rgb="FF{fill}"/>'
                         f'<bgColor rgb="FF{fill}"/></patternFill></fill></dxf>')

    def cell(self, *, bold: bool = False, colour: str = "000000", size: int = 11, fill: str = "", border: bool = True,
             underlined: bool = False, right: bool = False, number: int = 0) -> int:
        """The number of a cell format with these properties."""
        under = "<u/>" if underlined else ""
        font = self._add("fonts", f'<font {self._here()}>{"<b/>" if bold else ""}{under}<sz val="{size}"/>'
                         f'<color rgb="FF{colour}"/><name val="宋体"/><family val="3"/><charset val="134"/></font>')
        filled = 0 if not fill else self._add(
            "fills", f'<fill {self._here()}><patternFill patternType="solid"><fgColor rgb="FF{fill}"/>'
            '<bgColor indexed="64"/></patternFill></fill>')
        edges = "".join(f'<{side} style="thin"><color rgb="FFBFBFBF"/></{side}>'
                        for side in ("left", "right", "top", "bottom")) if border else "<left/><right/><top/><bottom/>"
        edge = self._add("borders", f"<border {self._here()}>{edges}<diagonal/></border>")
        attributes: Mapping[str, str | int] = {
            "numFmtId": number, "fontId": font, "fillId": filled, "borderId": edge, "xfId": 0, "applyNumberFormat": 1,
            "applyFont": 1, "applyFill": 1, "applyBorder": 1, "applyAlignment": 1}
        written = " ".join(f'{key}="{value}"' for key, value in attributes.items())
        aligned = ' horizontal="right"' if right else ""
        return self._add("cellXfs", f'<xf {self._here()} {written}><alignment{aligned} vertical="top" wrapText="1"/></xf>')

    def _here(self) -> str:
        return f'xmlns="{self.space[1:-1]}"'

    def _add(self, group: str, xml: str) -> int:
        wanted = etree.fromstring(xml)
        holder = self._group(group)
        canonical = etree.tostring(wanted, method="c14n")
        for index, entry in enumerate(holder):
            if etree.tostring(_alone(entry), method="c14n") == canonical:
                return index
        holder.append(wanted)
        holder.set("count", str(len(holder)))
        return len(holder) - 1

    def _group(self, name: str) -> etree._Element:
        for child in self.root:
            if local(child) == name:
                return child
        made = etree.Element(f"{self.space}{name}")
        later = _ORDER[_ORDER.index(name) + 1:]
        place = next((index for index, child in enumerate(self.root) if local(child) in later), len(self.root))
        self.root.insert(place, made)
        return made


def _alone(entry: etree._Element) -> etree._Element:
    """The entry with its own namespace only, without the blanks around it."""
    copy = etree.fromstring(etree.tostring(entry, with_tail=False))
    etree.cleanup_namespaces(copy)
    return copy
