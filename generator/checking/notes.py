"""Cell comments: in xl/comments….xml what they say, in a VML drawing where they stand. The clerk's own are kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from generator.checking.parts import Parts, Relation, local, space
from generator.checking.sheets import relation_space
from generator.checking.worksheet import Measures, insert_child, measures
from generator.workbook.writing import lines_needed

HEAD = "【校验】"
AUTHOR = "决算校验"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
WIDTH_PX, LINE_PX, CHARACTERS = 330, 18, 44
_SHAPE = re.compile(r"<v:shape\b(?!type).*?</v:shape>", re.DOTALL)
_PLACE = re.compile(r"<x:Row>\s*(\d+)\s*</x:Row>\s*<x:Column>\s*(\d+)\s*</x:Column>")
_SHAPE_ID = re.compile(r"_x0000_s(\d+)")
_REFERENCE = re.compile(r"([A-Z]+)(\d+)")
_EMPTY_DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{block}"/>'
    "</o:shapelayout></xml>")
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>')


@dataclass(frozen=True, slots=True)
class _Place:
    """A cell, row and column counted from 0 as VML does."""

    row: int
    column: int


def add_notes(parts: Parts, sheet: str, texts: Mapping[str, str]) -> None:
    """Comments for cells of the sheet whose part is `sheet`; below what the clerk wrote where there is a comment."""
    if not texts:
        return
    comments = _comments(parts, sheet)
    root = parts.tree(comments)
    listed = _child(root, "commentList")
    own = {comment.get("ref", ""): comment for comment in listed}
    author = _author(root)
    fresh: list[str] = []
    for cell, text in texts.items():
        known = own.get(cell)
        if known is None:
            listed.append(_comment(root, cell, author, f"{HEAD}{text}"))
            fresh.append(cell)
        elif not _threaded(root, known):
            _append(known, f"\n{HEAD}{text}")
    if fresh:
        _draw(parts, sheet, {cell: texts[cell] for cell in fresh})


def remove_notes(parts: Parts, sheet: str) -> None:
    """Take away what an earlier check wrote; drop what is empty then."""
    relation = _relation(parts, sheet, "comments")
    if relation is None:
        return
    root = parts.tree(relation.target)
    listed = _child(root, "commentList")
    gone: set[_Place] = set()
    for comment in list(listed):
        text = "".join(str(piece) for piece in comment.itertext())
        if text.lstrip().startswith(HEAD):
            listed.remove(comment)
            gone.add(_place(comment.get("ref", "A1")))
        elif HEAD in text:
            _cut(comment, text.index(HEAD))
    if gone:
        _erase(parts, sheet, gone)
    if not len(listed):
        parts.unrelate(sheet, relation.id)
        parts.drop(relation.target)


def _relation(parts: Parts, sheet: str, kind: str) -> Relation | None:
    return next((one for one in parts.relations(sheet)
                 if one.type.endswith(f"/{kind}") and one.target in parts.data), None)


def _child(root: etree._Element, name: str) -> etree._Element:
    for child in root:
        if local(child) == name:
            return child
    return etree.SubElement(root, f"{space(root)}{name}")


def _comments(parts: Parts, sheet: str) -> str:
    relation = _relation(parts, sheet, "comments")
    if relation is not None:
        return relation.target
    part = parts.free_name("xl/comments{}.xml")
    main = space(parts.tree(sheet))[1:-1]
    parts.put(part, f'<comments xmlns="{main}"><authors/><commentList/></comments>'.encode())
    parts.declare(part, COMMENTS_TYPE)
    parts.relate(sheet, f"{relation_space(parts)}/comments", part)
    return part


def _author(root: etree._Element) -> int:
    authors = _child(root, "authors")
    for index, author in enumerate(authors):
        if author.text == AUTHOR:
            return index
    etree.SubElement(authors, f"{space(root)}author").text = AUTHOR
    return len(authors) - 1


def _threaded(root: etree._Element, comment: etree._Element) -> bool:
    """A conversation of newer Excels: the comment is only its shadow, what is written there is lost."""
    authors = [author.text or "" for author in _child(root, "authors")]
    number = int(comment.get("authorId", "0"))
    return number < len(authors) and authors[number].startswith("tc=")


def _comment(root: etree._Element, cell: str, author: int, text: str) -> etree._Element:
    made = etree.Element(f"{space(root)}comment", {"ref": cell, "authorId": str(author)})
    etree.SubElement(made, f"{space(root)}text")
    _append(made, text)
    return made


def _append(comment: etree._Element, text: str) -> None:
    holder = _child(comment, "text")
    plain = next((child for child in holder if local(child) == "t"), None)
    if plain is not None:  # either one plain text or runs
        plain.text = (plain.text or "") + text
        return
    run = etree.SubElement(holder, f"{space(comment)}r")
    properties = etree.SubElement(run, f"{space(comment)}rPr")
    for name, value in (("sz", "9"), ("rFont", "宋体")):
        etree.SubElement(properties, f"{space(comment)}{name}", {"val": value})
    piece = etree.SubElement(run, f"{space(comment)}t")
    piece.text = text
    piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _cut(comment: etree._Element, end: int) -> None:
    """Keep the first `end` characters, without the line break before what is cut off."""
    for piece in list(comment.iter("{*}t")):
        text = piece.text or ""
        piece.text = text[:max(end, 0)]
        end -= len(text)
        if end <= 0:
            piece.text = piece.text.rstrip("\n")
        run = piece.getparent()
        if not piece.text and run is not None and local(run) == "r":
            holder = run.getparent()
            if holder is not None:
                holder.remove(run)


def _place(reference: str) -> _Place:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return _Place(0, 0)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return _Place(int(match[2]) - 1, column - 1)


def _drawing(parts: Parts, sheet: str) -> str:
    relation = _relation(parts, sheet, "vmlDrawing")
    root = parts.tree(sheet)
    if relation is not None and any(local(child) == "legacyDrawing" for child in root):
        return relation.target
    part = parts.free_name("xl/drawings/vmlDrawing{}.vml")
    number = "".join(character for character in part if character.isdigit())
    parts.put(part, _EMPTY_DRAWING.format(block=number).encode())
    parts.declare_ending("vml", VML_TYPE)
    identity = parts.relate(sheet, f"{relation_space(parts)}/vmlDrawing", part)
    insert_child(root, etree.Element(f"{space(root)}legacyDrawing", {f"{{{relation_space(parts)}}}id": identity}))
    return part


def _draw(parts: Parts, sheet: str, texts: Mapping[str, str]) -> None:
    """Shapes are put in as text: drawings by Excel are not always well-formed XML."""
    part = _drawing(parts, sheet)
    drawing = parts.data[part].decode("utf-8", errors="surrogateescape")
    sizes = measures(parts.tree(sheet))
    block = 1024 * int("".join(character for character in part if character.isdigit()) or 1)
    number = max((int(found) for found in _SHAPE_ID.findall(drawing)), default=block)
    shapes = [] if 'id="_x0000_t202"' in drawing else [_SHAPE_TYPE]
    for offset, (cell, text) in enumerate(texts.items(), 1):
        shapes.append(_shape(number + offset, _place(cell), text, sizes))
    head, closing, tail = drawing.rpartition("</xml>")
    parts.put(part, (head + "".join(shapes) + closing + tail).encode("utf-8", errors="surrogateescape"))


def _shape(number: int, place: _Place, text: str, sizes: Measures) -> str:
    lines = lines_needed(f"{HEAD}{text}", CHARACTERS)
    last_column, right = sizes.across(place.column + 1, WIDTH_PX)
    top = max(place.row - 1, 0)
    last_row, bottom = sizes.down(top, lines * LINE_PX + 14)
    anchor = f"{place.column + 1}, 15, {top}, 4, {last_column}, {right}, {last_row}, {bottom}"
    return (f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;'
            f'width:{WIDTH_PX * 3 // 4}pt;height:{(lines * LINE_PX + 14) * 3 // 4}pt;z-index:{number % 1024};visibility:hidden"'
            ' fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
            '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div>'
            '</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
            f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{place.row}</x:Row>"
            f"<x:Column>{place.column}</x:Column></x:ClientData></v:shape>")


def _erase(parts: Parts, sheet: str, gone: set[_Place]) -> None:
    relation = _relation(parts, sheet, "vmlDrawing")
    if relation is None:
        return
    drawing = parts.data[relation.target].decode("utf-8", errors="surrogateescape")

    def kept(match: re.Match[str]) -> str:
        place = _PLACE.search(match[0])
        of_us = 'ObjectType="Note"' in match[0] and place is not None and _Place(int(place[1]), int(place[2])) in gone
        return "" if of_us else match[0]

    drawing = _SHAPE.sub(kept, drawing)
    parts.put(relation.target, drawing.encode("utf-8", errors="surrogateescape"))
    if _SHAPE.search(drawing) is None:
        root = parts.tree(sheet)
        for child in [child for child in root if local(child) == "legacyDrawing"]:
            root.remove(child)
        parts.unrelate(sheet, relation.id)
        parts.drop(relation.target)
