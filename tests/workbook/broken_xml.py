"""Sheets and tables of strings as XML, and how to break them."""

from __future__ import annotations

import random

from damaged import MAIN

BITS = tuple(bit.encode() for bit in (
    "<", ">", "/", '"', "&", "&amp;", "&#65;", "&#xE000;", "\ue000", "&foo;", "<!--", "-->", "<![CDATA[", "]]>", "\x01", "\r\n", " ", "<c>", "</c>",
    "<row>", "</row>", "<v>", "</v>", "<f>", "</f>", ' r="A1"', ' t="s"', ' t="str"', ' s="3"', "<v/>", "<f/>", "<is>", "</is>", "<t>", "</t>",
    "_x0041_", "_x005F_x0041_", "<sheetData>", "</sheetData>", "<sheetData/>", '<c r="B2" s="1"/>', '<row r="3"/>', "x:", 'si="0"', "<?pi ?>",
    "<si>", "</si>", "<r>", "</r>", "-1", "99999999", '<mergeCell ref="A"/>', "0", "A", '<phoneticPr fontId="1"/>', "甲", "<a>", "</a>",
    ' hidden="1"', ' hidden="true"', '"1"', '"true"'))


def sheet(rows: str, head: str = "", tail: str = "") -> bytes:
    return (f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<worksheet xmlns="{MAIN}" xmlns:a="urn:a">{head}'
            f"<sheetData>{rows}</sheetData>{tail}</worksheet>").encode()


def strings(items: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><sst xmlns="{MAIN}" count="1">{items}</sst>'.encode()



def broken(chance: random.Random, data: bytes) -> bytes:
    """Data with some bytes or tags changed, doubled, taken out or put in."""
    changed = bytearray(data)
    for _ in range(chance.choice([1, 1, 1, 2, 4])):
        place, how = chance.randrange(len(changed)), chance.random()
        if how < 0.5:
            place = max(changed.find(b"<", place), 0) if chance.random() < 0.5 else place
            changed[place:place] = chance.choice(BITS)
        elif how < 0.65:
            del changed[place:place + chance.randrange(1, 8)]
        elif how < 0.75:
            changed[place:place] = changed[place:place + chance.randrange(1, 120)]
        elif how < 0.9 and (place := changed.find(old := chance.choice(BITS), place)) >= 0:
            changed[place:place + len(old)] = chance.choice(BITS)
        else:
            changed[place] = chance.randrange(256)
    return bytes(changed)
