"""From the XML of a Word file to jinja source: tags become tokens in the tree, and tokens become jinja when it is text.

A token inside a line is one private-use character; one that stands for a paragraph, row or cell is a processing
instruction. Every tag of the source holds exactly one newline and nothing else does, so that a line number of jinja's
is the ordinal of a tag.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from generator.document import names
from generator.document.clean import keep_blanks, parent, remove
from generator.document.mistakes import TemplateMistake
from generator.document.names import WP, w
from generator.document.places import OBJECT, own_text, places
from generator.document.tags import BrokenTag, FoundTag, find_tags

GROUP: Final = "并组"
TOC_MARKERS: Final = ("［目录］", "[目录]")
FIRST_TOKEN = 0x100000
DRAWING_TOKEN = "drawing-number"
_INSERT = re.compile(r"[［\[]\s*插入\s*([^［］\[\]]*?[^［］\[\]\s])\s*[］\]]")
_INSERT_BESIDE = re.compile(r"[［\[]\s*插入\s[^［］\[\]]*\.docx\s*[］\]]", re.IGNORECASE)
_DECLARATIONS = re.compile(r' xmlns:\w+="[^"]*"')
_SCOPES = {"p": w("p"), "tr": w("tr"), "tc": w("tc")}
_SCOPE_WORDS = {"p": "段落", "tr": "表格行", "tc": "单元格"}


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of a template and where it stands."""

    opener: str
    scope: str
    code: str
    written: str
    place: str
    container: etree._Element  # what an opening and its closing tag must share
    file: str  # where it is written: the part or a file inserted into it


@dataclass(frozen=True, slots=True)
class Insert:
    """A place where another Word file is to be inserted: the instruction that stands there."""

    name: str
    written: str
    place: str
    element: etree._Element


@dataclass(slots=True)
class PreparedPart:
    """A part with tokens in its tree. ``tags`` are those of the tokens; ``blanks`` are the empty cells of 并组.

    A file that is inserted shares these lists and ``mistakes`` with the part that it is inserted into.
    """

    file: str
    root: etree._Element
    tags: list[Tag] = field(default_factory=list)
    mistakes: list[TemplateMistake] = field(default_factory=list)
    blanks: list[str] = field(default_factory=list)
    inserts: list[Insert] = field(default_factory=list)

    def inserted(self, file: str, root: etree._Element) -> PreparedPart:
        """A file that is inserted into this one."""
        return PreparedPart(file, root, self.tags, self.mistakes, self.blanks)

    def blame(self, place: str, tag: str, message: str) -> None:
        """Note a mistake of this file."""
        self.mistakes.append(TemplateMistake(self.file, place, tag, message))


def prepare(part: PreparedPart) -> None:
    """Put tokens for all tags into the part's cleaned tree."""
    root = part.root
    blocks: dict[etree._Element, list[Tag]] = {}
    comments: set[etree._Element] = set()
    grouped: list[tuple[etree._Element, Tag]] = []
    for paragraph, place in places(root):
        segments = own_text(paragraph)
        text = "".join(piece for _, piece in segments)
        if text.strip() in TOC_MARKERS:
            _mark_table_of_contents(part, paragraph, place)
        elif found := insert_name(text):
            _mark_insert(part, paragraph, place, found)
        elif _INSERT_BESIDE.search(text):
            part.blame(place, "", "［插入 …］要独占一段，前后不能有别的内容")
        elif any(sign in text for sign in "{}｛"):
            _Line(part, paragraph, place, segments).read(blocks, comments, grouped)
    for element, tags in blocks.items():
        _replace_block(part, element, tags)
    for element in comments - blocks.keys():
        if next(element.iter(w("sectPr")), None) is None:
            remove(element)
    _mark_groups(part, grouped)
    _refuse_notes(part)
    for number in root.iter(f"{{{WP}}}docPr"):
        number.set("id", DRAWING_TOKEN)


def insert_name(text: str) -> str:
    """The file that a line asks to insert; empty where it does not."""
    match = _INSERT.fullmatch(text.strip())
    return match[1] if match else ""


class _Line:
    """One paragraph with tags in it."""

    def __init__(
        self, part: PreparedPart, paragraph: etree._Element, place: str, segments: list[tuple[etree._Element, str]]
    ) -> None:
        self.part, self.paragraph, self.place = part, paragraph, place
        self.elements = [element for element, _ in segments]
        self.letters = [list(piece) for _, piece in segments]
        self.where = [(row, column) for row, piece in enumerate(self.letters) for column in range(len(piece))]
        self.text = "".join(piece for _, piece in segments)

    def read(
        self,
        blocks: dict[etree._Element, list[Tag]],
        comments: set[etree._Element],
        grouped: list[tuple[etree._Element, Tag]],
    ) -> None:
        """Replace the line's tags by tokens; block tags are handed to ``blocks`` and ``comments``."""
        for found in find_tags(self.text):
            if isinstance(found, BrokenTag):
                self.part.blame(self.place, found.written, found.message)
            elif OBJECT in found.written:
                self.part.blame(self.place, found.written.replace(OBJECT, "□"), "标签中间夹着图片、域或别的对象")
            elif found.scope:
                self._block(found, blocks, comments)
            else:
                tag = self._inline(found)
                if tag is not None and GROUP in tag.code and tag.opener == "{{":
                    grouped.append((self.paragraph, tag))
        self._write()

    def _block(self, found: FoundTag, blocks: dict[etree._Element, list[Tag]], comments: set[etree._Element]) -> None:
        target: etree._Element | None = self.paragraph
        if found.scope != "p":
            target = next(self.paragraph.iterancestors(_SCOPES[found.scope]), None)
        if target is None:
            message = f"{found.opener}{found.scope} 只能写在表格里"
            self.part.blame(self.place, found.written, message)
            return
        self._blank_out(found, "")
        if found.opener == "{#":
            comments.add(target)
        else:
            blocks.setdefault(target, []).append(self._tag(found, parent(target)))

    def _inline(self, found: FoundTag) -> Tag | None:
        if found.opener == "{#":
            self._blank_out(found, "")
            return None
        run = next(self.elements[self.where[found.start][0]].iterancestors(w("r")))
        tag = self._tag(found, parent(run))
        self.part.tags.append(tag)
        self._blank_out(found, chr(FIRST_TOKEN + len(self.part.tags) - 1))
        return tag

    def _tag(self, found: FoundTag, container: etree._Element) -> Tag:
        return Tag(found.opener, found.scope, found.code, found.written, self.place, container, self.part.file)

    def _blank_out(self, found: FoundTag, token: str) -> None:
        for index in range(found.start, found.end):
            row, column = self.where[index]
            self.letters[row][column] = ""
        row, column = self.where[found.start]
        self.letters[row][column] = token

    def _write(self) -> None:
        for element, letters in zip(self.elements, self.letters, strict=True):
            text = "".join(letters)
            if element.tag != w("t"):
                if letters and not text:  # a tab or line break that stood inside a tag
                    remove(element)
            elif not text:
                remove(element)
            elif text != element.text:
                element.text = text
                keep_blanks(element)


def _replace_block(part: PreparedPart, element: etree._Element, tags: list[Tag]) -> None:
    """A paragraph, row or cell gives way to its statements."""
    left = "".join(piece for paragraph in element.iter(w("p")) for _, piece in own_text(paragraph)).strip()
    what = _SCOPE_WORDS[tags[0].scope]
    if left:
        part.blame(tags[0].place, tags[0].written, f"这个标签会替换整个{what}，但里面还有别的内容，请移到别处")
    if next(element.iter(w("sectPr")), None) is not None:
        part.blame(tags[0].place, tags[0].written, f"这个标签会替换整个{what}，但里面有分节符，请把分节符移到另一段")
    for tag in tags:
        part.tags.append(tag)
        element.addprevious(etree.ProcessingInstruction("tag", chr(FIRST_TOKEN + len(part.tags) - 1)))
    remove(element)


def _mark_table_of_contents(part: PreparedPart, paragraph: etree._Element, place: str) -> None:
    """The entries come before this paragraph, which ends the field and is as low as a paragraph can be."""
    if parent(paragraph).tag != w("body"):
        part.blame(place, TOC_MARKERS[0], "目录要独占正文里的一段，不能放在表格或文本框里")
        return
    paragraph.addprevious(etree.ProcessingInstruction("mark", names.TOC))
    section = paragraph.find(f"{w('pPr')}/{w('sectPr')}")
    for child in list(paragraph):
        paragraph.remove(child)
    paragraph.append(low_paragraph_properties(section))
    paragraph.append(etree.ProcessingInstruction("mark", names.TOC_END))


def _mark_insert(part: PreparedPart, paragraph: etree._Element, place: str, name: str) -> None:
    """An instruction takes the paragraph's place; a section that ends there ends in a low paragraph."""
    written = f"［插入 {name}］"
    if parent(paragraph).tag != w("body"):
        part.blame(place, written, "插入要独占正文里的一段，不能放在表格或文本框里")
        return
    element = etree.ProcessingInstruction("insert", name)
    paragraph.addprevious(element)
    section = paragraph.find(f"{w('pPr')}/{w('sectPr')}")
    if section is None:
        remove(paragraph)
    else:
        for child in list(paragraph):
            paragraph.remove(child)
        paragraph.append(low_paragraph_properties(section))
    part.inserts.append(Insert(name, written, place, element))


def low_paragraph_properties(section: etree._Element | None) -> etree._Element:
    """Properties of a paragraph one point high that only carries something."""
    properties = etree.Element(w("pPr"))
    snap = etree.SubElement(properties, w("snapToGrid"))
    snap.set(w("val"), "0")
    spacing = etree.SubElement(properties, w("spacing"))
    for name, value in (("before", "0"), ("after", "0"), ("line", "20"), ("lineRule", "exact")):
        spacing.set(w(name), value)
    indent = etree.SubElement(properties, w("ind"))
    for name in ("firstLineChars", "firstLine"):
        indent.set(w(name), "0")
    size = etree.SubElement(etree.SubElement(properties, w("rPr")), w("sz"))
    size.set(w("val"), "2")
    if section is not None:
        properties.append(section)
    return properties


def _mark_groups(part: PreparedPart, grouped: list[tuple[etree._Element, Tag]]) -> None:
    """Marks for 并组: around its tables, rows and cells."""
    seen: set[etree._Element] = set()
    for paragraph, tag in grouped:
        cell = next(paragraph.iterancestors(w("tc")), None)
        if cell is None:
            part.blame(tag.place, tag.written, f"“{GROUP}”只能用在表格的单元格里")
            continue
        if cell in seen:
            part.blame(tag.place, tag.written, f"一个单元格里只能有一个“{GROUP}”")
            continue
        table = next(cell.iterancestors(w("tbl")))
        if table not in seen:
            _mark_table(table)
        seen |= {cell, table}
        properties = cell.find(w("tcPr"))
        if properties is None:
            properties = etree.Element(w("tcPr"))
            cell.insert(0, properties)
        before = [child for child in properties if child.tag in map(w, ("cnfStyle", "tcW", "gridSpan", "hMerge"))]
        for old in properties.findall(w("vMerge")):
            properties.remove(old)
        properties.insert(len(before), etree.ProcessingInstruction("mark", names.CELL + str(len(part.blanks))))
        cell.append(etree.ProcessingInstruction("mark", names.CELL_END))
        style = paragraph.find(w("pPr"))
        blank = "" if style is None else _DECLARATIONS.sub("", etree.tostring(style, encoding="unicode"))
        part.blanks.append(f"<w:p>{blank}</w:p>")


def _mark_table(table: etree._Element) -> None:
    rows = list(table.iterchildren(w("tr")))
    for row in rows:
        row.insert(0, etree.ProcessingInstruction("mark", names.ROW))
    first = next(child for child in table if child.tag not in (w("tblPr"), w("tblGrid")))
    first.addprevious(etree.ProcessingInstruction("mark", names.TABLE))
    table.append(etree.ProcessingInstruction("mark", names.TABLE_END))


def _refuse_notes(part: PreparedPart) -> None:
    for kind, word in (("footnoteReference", "脚注"), ("endnoteReference", "尾注")):
        for reference in part.root.iter(w(kind)):
            paragraph = next(reference.iterancestors(w("p")))
            place = next(place for found, place in places(part.root) if found is paragraph)
            part.blame(place, "", f"模板里不支持{word}，请改写成正文")
