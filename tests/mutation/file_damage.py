"""Damage to sheets, styles, shared strings and the bytes of the zip, at random."""

from __future__ import annotations

from random import Random

from cell_damage import NAMES
from damaged import MAIN, Damage, packed
from lxml import etree
from outcome import Harm, Kind


def _edited(damage: Damage) -> etree._Element:
    return etree.fromstring(damage.part("xl/workbook.xml"))


def _sheets(workbook: etree._Element) -> etree._Element:
    found = workbook.find(f"{{{MAIN}}}sheets")
    assert found is not None
    return found


def _keep(damage: Damage, workbook: etree._Element) -> None:
    damage.others["xl/workbook.xml"] = etree.tostring(workbook)


def sheet_deleted(random: Random, damage: Damage) -> Harm:
    workbook, name = _edited(damage), random.choice(NAMES)
    sheets = _sheets(workbook)
    sheets.remove(next(sheet for sheet in sheets if sheet.get("name") == name))
    _keep(damage, workbook)
    return Harm("sheet deleted", Kind.BROKEN, sheets=(name,))


def sheet_renamed(random: Random, damage: Damage) -> Harm:
    workbook, name = _edited(damage), random.choice(NAMES)
    other = random.choice([f"{name}表", "Sheet1", f"{name} (2)", "😀", f"({name})", "a/b..", f"旧{name}"])
    next(sheet for sheet in _sheets(workbook) if sheet.get("name") == name).set("name", other)
    _keep(damage, workbook)
    return Harm("sheet renamed", Kind.BROKEN, sheets=(name, other))


def sheets_moved(random: Random, damage: Damage) -> Harm:
    workbook = _edited(damage)
    sheets = _sheets(workbook)
    order = list(sheets)
    random.shuffle(order)
    sheets[:] = order
    for sheet in order:
        if random.random() < 0.3:
            sheet.set("state", random.choice(["hidden", "veryHidden"]))
    _keep(damage, workbook)
    return Harm("sheets moved", Kind.SAME)


def names_swapped(random: Random, damage: Damage) -> Harm:
    """Two sheets with each other's name."""
    workbook, names = _edited(damage), random.sample(NAMES, 2)
    first, second = (next(sheet for sheet in _sheets(workbook) if sheet.get("name") == name) for name in names)
    first.set("name", names[1]), second.set("name", names[0])
    _keep(damage, workbook)
    return Harm("names swapped", Kind.BROKEN, sheets=tuple(names))


def wrong_part(random: Random, damage: Damage) -> Harm:
    """A sheet that shows the content of another."""
    first, second = random.sample(NAMES, 2)
    damage.others[damage.sample.part_of[first]] = damage.sample.parts[damage.sample.part_of[second]]
    return Harm("wrong part", Kind.BROKEN, sheets=(first, second))


def part_missing(random: Random, damage: Damage) -> Harm:
    name = random.choice([*(damage.sample.part_of[sheet] for sheet in NAMES), "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
                          "docProps/custom.xml", "[Content_Types].xml", "xl/theme/theme1.xml"])
    damage.others[name] = b""
    sheets = tuple(sheet for sheet, part in damage.sample.part_of.items() if part == name)
    return Harm("part emptied", Kind.BROKEN, sheets=sheets, whole_file=True)


def bytes_changed(random: Random, damage: Damage) -> Harm:
    """Some bytes of the XML of a sheet are others."""
    sheet = random.choice(NAMES)
    part = damage.sample.part_of[sheet]
    data = bytearray(damage.sample.parts[part])
    start = data.index(b"<sheetData")
    for _ in range(random.choice([1, 1, 2, 20])):
        data[random.randrange(start, len(data))] = random.randrange(32, 127)
    damage.others[part] = bytes(data)
    # what still is XML may be another workbook that could be meant so
    rows = frozenset((sheet, row) for row in range(0, 400))
    return Harm("bytes of a sheet", Kind.EDIT, sheets=(sheet,), rows=rows, whole_file=True)


def sheet_cut(random: Random, damage: Damage) -> Harm:
    sheet = random.choice(NAMES)
    part = damage.sample.part_of[sheet]
    data = damage.sample.parts[part]
    damage.others[part] = data[:random.randrange(len(data))] + random.choice([b"", b"</sheetData></worksheet>", b"\x00"])
    return Harm("sheet cut", Kind.BROKEN, sheets=(sheet,), whole_file=True)


def styles_damaged(random: Random, damage: Damage) -> Harm:
    """Number formats exchanged all over the workbook: dates, percents and scaled numbers where plain ones were."""
    styles = etree.fromstring(damage.part("xl/styles.xml"))
    looks = styles.find(f"{{{MAIN}}}cellXfs")
    assert looks is not None
    for look in random.sample(list(looks), random.choice([1, 3, len(looks)])):
        look.set("numFmtId", random.choice(["0", "2", "9", "10", "14", "22", "49", "9999", "-1"]))
    damage.others["xl/styles.xml"] = random.choice([etree.tostring(styles)] * 4 + [b"", b"<styleSheet/>"])
    rows = frozenset((sheet, row) for sheet in NAMES for row in range(0, 400))
    return Harm("styles", Kind.EDIT, sheets=NAMES, rows=rows, whole_file=True)


def _shared(damage: Damage) -> list[str]:
    """Turn the texts of every sheet into shared strings, as Excel does when it saves."""
    strings: dict[str, int] = {}
    for sheet in NAMES:
        for cell in damage.tree(sheet).iter(f"{{{MAIN}}}c"):
            if cell.get("t") == "inlineStr":
                text = "".join(str(part) for part in cell.itertext())
                del cell[:]
                cell.set("t", "s")
                etree.SubElement(cell, f"{{{MAIN}}}v").text = str(strings.setdefault(text, len(strings)))
    damage.replace("xl/_rels/workbook.xml.rels", "</Relationships>",
                   '<Relationship Id="rIdS" Target="sharedStrings.xml" Type="sharedStrings"/></Relationships>')
    return list(strings)


def _write_strings(damage: Damage, strings: list[str]) -> None:
    root = etree.Element(f"{{{MAIN}}}sst", nsmap={None: MAIN})  # type: ignore[dict-item]
    for text in strings:
        etree.SubElement(etree.SubElement(root, f"{{{MAIN}}}si"), f"{{{MAIN}}}t").text = text
    damage.others["xl/sharedStrings.xml"] = etree.tostring(root)


def strings_shared(random: Random, damage: Damage) -> Harm:
    _write_strings(damage, _shared(damage))
    return Harm("strings shared", Kind.SAME)


def strings_damaged(random: Random, damage: Damage) -> Harm:
    """Shared strings lost, exchanged or cut off."""
    strings = _shared(damage)
    how = random.choice(["lost", "cut", "one"])
    if how == "lost":
        del strings[random.randrange(len(strings)):]
    elif how == "cut":
        strings[random.randrange(len(strings))] = ""
    else:
        strings[random.randrange(len(strings))] = "别的文字"
    _write_strings(damage, strings)
    rows = frozenset((sheet, row) for sheet in NAMES for row in range(0, 400))
    return Harm(f"strings {how}", Kind.EDIT, sheets=NAMES, rows=rows, whole_file=True)


def calendar_changed(random: Random, damage: Damage) -> Harm:
    workbook = _edited(damage)
    properties = workbook.find(f"{{{MAIN}}}workbookPr")
    if properties is None:
        properties = etree.Element(f"{{{MAIN}}}workbookPr")
        workbook.insert(0, properties)
    properties.set("date1904", "1")
    _keep(damage, workbook)
    rows = frozenset((sheet, row) for sheet in NAMES for row in range(0, 400))
    return Harm("calendar of 1904", Kind.EDIT, sheets=NAMES, rows=rows)


FILE_DAMAGE = (sheet_deleted, sheet_renamed, sheets_moved, names_swapped, wrong_part, part_missing, bytes_changed, bytes_changed, sheet_cut,
               styles_damaged, strings_shared, strings_damaged, calendar_changed)


def zip_bytes(random: Random, data: bytes) -> tuple[Harm, bytes]:
    """The file cut off, or with other bytes in it."""
    changed = bytearray(data)
    how = random.choice(["cut", "bytes", "bytes", "tail", "zeros"])
    if how == "cut":
        del changed[random.randrange(len(changed)):]
    elif how == "zeros":
        start = random.randrange(len(changed))
        changed[start:start + 512] = bytes(len(changed[start:start + 512]))
    else:
        first = len(changed) - 4000 if how == "tail" else 0
        for _ in range(random.choice([1, 3, 30])):
            changed[random.randrange(first, len(changed))] = random.randrange(256)
    return Harm(f"zip {how}", Kind.BROKEN, sheets=NAMES, whole_file=True), bytes(changed)


__all__ = ["FILE_DAMAGE", "packed", "zip_bytes"]
