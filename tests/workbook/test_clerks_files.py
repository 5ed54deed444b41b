"""Whatever file a clerk hands in: read, or refused with a message that names it."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from functools import cache
from pathlib import Path

import pytest
from damaged import MAIN, SAMPLES, Damage, packed, sample
from lxml import etree

from generator.workbook.read import read_workbook

WATER = "示例-江城市水务局-2024"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@cache
def good() -> bytes:
    return (SAMPLES / f"{WATER}.xlsx").read_bytes()


def refused(path: Path) -> str:
    accounts, findings = read_workbook(path)
    assert accounts is None and len(findings) == 1
    assert findings[0].hint
    return findings[0].code


@pytest.mark.parametrize(("name", "content", "code"), [
    ("旧.xls", OLE, "R003"), ("文档.et", OLE, "R003"), ("加密.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "R004"),
    ("表.csv", "科目编码,金额\n201,3\n".encode("gb18030"), "R003"), ("网页.xls", b"<html><table></table></html>", "R003"),
    ("空.xlsx", b"", "R003"), ("P", b"P", "R003"), ("残.xlsx", b"PK\x03\x04", "R005"), ("零.xlsx", bytes(2000), "R003"),
    ("~$工作簿.xlsx", b"\x05user", "R009"), (".~工作簿.xlsx", OLE, "R009"), (".~lock.工作簿.xlsx#", b",clerk", "R009"),
])
def test_files_that_are_no_workbook(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert refused(path) == code
    assert name in read_workbook(path)[1][0].message


def test_nothing_and_a_folder(tmp_path: Path) -> None:
    assert refused(tmp_path / "没有.xlsx") == "R001"
    assert refused(tmp_path) == "R002"
    assert refused(tmp_path / ("长" * 400 + ".xlsx")) == "R002"


@pytest.mark.parametrize("part", ["word/document.xml", "content.xml", "xl/workbook.bin", "xl/workbook2.xml"])
def test_other_packages(tmp_path: Path, part: str) -> None:
    path = tmp_path / "别的.xlsx"
    path.write_bytes(packed({part: b"<a/>"}))
    assert refused(path) == "R003"


@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.99, 0.9999])
def test_half_a_download(tmp_path: Path, share: float) -> None:
    path = tmp_path / "半.xlsx"
    path.write_bytes(good()[:int(len(good()) * share)])
    assert refused(path) == "R005"


def test_a_damaged_sheet_is_named(tmp_path: Path) -> None:
    damage = Damage(WATER)
    part = damage.sample.part_of["收入"]
    for data in (b"<worksheet><sheetData><row", b"", b"<a><b></a>", b"\xff\xfe\x00", damage.sample.parts[part].replace(b'r="D16"', b'r="D15"')):
        damage.others[part] = data
        path = damage.write(tmp_path / "坏.xlsx")
        assert refused(path) == "R017"
        finding = read_workbook(path)[1][0]
        assert str(finding.sources[0]) == "收入!A1" and "收入" in finding.message


def test_a_part_that_is_missing(tmp_path: Path) -> None:
    for name, expected in (("xl/_rels/workbook.xml.rels", "R005"), (sample(WATER).part_of["政府性基金"], "R017")):
        path = tmp_path / "缺.xlsx"
        path.write_bytes(packed({key: data for key, data in sample(WATER).parts.items() if key != name}))
        assert refused(path) == expected


def test_entity_tricks(tmp_path: Path) -> None:
    damage = Damage(WATER)
    part = damage.sample.part_of["基本信息"]
    damage.others[part] = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + damage.sample.parts[part]
    assert refused(damage.write(tmp_path / "实体.xlsx")) == "R017"


def test_zip_bombs(tmp_path: Path) -> None:
    path = tmp_path / "弹.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package, package.open("xl/workbook.xml", "w") as part:
        for _ in range(210):
            part.write(bytes(1024 * 1024))
    assert path.stat().st_size < 2_000_000
    start = time.perf_counter()
    assert refused(path) == "R006"
    assert time.perf_counter() - start < 1


def test_a_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    path = tmp_path / "谎.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", bytes(1024 * 1024))
    data = path.read_bytes()
    path.write_bytes(data.replace(struct.pack("<L", 1024 * 1024), struct.pack("<L", 10)))
    assert refused(path) == "R005"


def test_pictures_do_not_count(tmp_path: Path) -> None:
    damage = Damage(WATER)
    path = tmp_path / "图.xlsx"
    damage.write(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as package, package.open("xl/media/image1.png", "w") as part:
        for _ in range(210):
            part.write(bytes(1024 * 1024))
    assert read_workbook(path)[1] == ()


def test_a_macro_workbook_and_external_links(tmp_path: Path) -> None:
    damage = Damage(WATER)
    damage.others["xl/vbaProject.bin"] = OLE
    damage.others["xl/externalLinks/externalLink1.xml"] = b"<broken"
    accounts, findings = read_workbook(damage.write(tmp_path / "宏.xlsm"))
    assert findings == () and accounts is not None


@pytest.mark.parametrize("lock", ["~${}", ".~{}", ".~lock.{}#"])
def test_a_file_that_is_open_is_read_and_said(tmp_path: Path, lock: str) -> None:
    path = Damage(WATER).write(tmp_path / "工作簿.xlsx")
    (tmp_path / lock.format("工作簿.xlsx")).write_bytes(b"\x05clerk")
    accounts, findings = read_workbook(path)
    assert accounts is not None
    assert [(finding.code, finding.severity.value) for finding in findings] == [("R016", "提示")]


@pytest.mark.parametrize("name", ["a\nb.xlsx", "😀 {{ 名 }} & <b>.xlsx", "..xlsx", "名 字（1）.xlsx", "a'\"$.xlsx"])
def test_file_names(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(packed(sample(WATER).parts))
    accounts, findings = read_workbook(path)
    assert accounts is not None and findings == ()
    assert "\n" not in accounts.file
    path.write_bytes(b"PK")
    assert "\n" not in read_workbook(path)[1][0].message


def test_fifty_thousand_rows_of_formatting(tmp_path: Path) -> None:
    damage = Damage(WATER)
    clean = read_workbook(damage.write(tmp_path / "a.xlsx"))
    rows = "".join(f'<row r="{row}" spans="1:12" ht="18">' + "".join(f'<c r="{column}{row}" s="3"/>' for column in "ABCDEFGHIJKL") + "</row>"
                   for row in range(2_000, 52_000)).encode()
    for sheet in ("收入", "支出", "项目支出"):
        part = damage.sample.part_of[sheet]
        damage.others[part] = damage.sample.parts[part].replace(b"</sheetData>", rows + b"</sheetData>")
    path = damage.write(tmp_path / "b.xlsx")
    start = time.perf_counter()
    accounts, findings = read_workbook(path)
    elapsed = time.perf_counter() - start
    assert accounts is not None and clean[0] is not None and findings == ()
    assert len(accounts.tables["收入"].lines) == len(clean[0].tables["收入"].lines)
    assert elapsed < 3


def test_data_after_thousands_of_blank_rows_is_not_lost(tmp_path: Path) -> None:
    damage = Damage(WATER)
    data = damage.tree("收入").find(f"{{{MAIN}}}sheetData")
    assert data is not None
    rows = "".join(f'<row r="{row}"><c r="A{row}" s="3"/></row>' for row in range(1000, 40_000))
    last = '<row r="40000"><c r="A40000"><v>2130399</v></c><c r="I40000"><v>5</v></c></row>'
    data.extend(etree.fromstring(f'<sheetData xmlns="{MAIN}">{rows}{last}</sheetData>'))
    accounts, _ = read_workbook(damage.write(tmp_path / "c.xlsx"))
    assert accounts is not None
    assert any(str(line.row.source) == "收入!A40000" for line in accounts.tables["收入"])


def test_the_workbook_compressed_otherwise(tmp_path: Path) -> None:
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", method) as package:
            for name, part in sample(WATER).parts.items():
                package.writestr(name.replace("/", "\\") if method == zipfile.ZIP_STORED else name, part)
        path = tmp_path / "w.xlsx"
        path.write_bytes(target.getvalue())
        assert read_workbook(path)[1] == ()
