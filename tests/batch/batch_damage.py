"""Workbooks as they come in: good ones, and ten that are not, each bad in its own way."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook, load_workbook

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "input_samples"
GOOD = SAMPLES / "示例-江城市水务局-2024.xlsx"
OTHER = SAMPLES / "武汉经开区总工会-2023.xlsx"
BROKEN = SAMPLES / "错例" / "02-收支不平衡.xlsx"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def _replaced(data: bytes, old: str, new: str) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as package, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for info in package.infolist():
            part = package.read(info).replace(old.encode(), new.encode())
            out.writestr(info.filename, part.replace(*(text.encode("ascii", "xmlcharrefreplace") for text in (old, new))))
    return buffer.getvalue()


def unit(path: Path, name: str) -> Path:
    """A good workbook of a unit with this name."""
    path.write_bytes(_replaced(GOOD.read_bytes(), "江城市水务局", name))
    return path


def _saved(book: Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _without_sheet() -> bytes:
    book = load_workbook(GOOD)
    del book["支出"]
    return _saved(book)


def _foreign() -> bytes:
    book = Workbook()
    book.active.append(["姓名", "电话"])
    return _saved(book)


def _layout() -> str:
    from generator.workbook.read import read_workbook

    accounts, _ = read_workbook(GOOD)
    assert accounts is not None
    return accounts.layout


#: file name -> content, result, what the first error says
DAMAGED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "01-截断.xlsx": (lambda: GOOD.read_bytes()[:20_000], "有错误", "文件已损坏"),
    "02-文本.xlsx": (lambda: "这不是工作簿".encode() * 100, "有错误", "不是 .xlsx 文件"),
    "03-旧格式改名.xlsx": (lambda: OLE + "Workbook".encode("utf-16-le"), "有错误", "不是 .xlsx 文件"),
    "04-加密.xlsx": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "有错误", "文件已加密"),
    "05-合计不符.xlsx": (BROKEN.read_bytes, "有错误", "相差"),
    "06-缺工作表.xlsx": (_without_sheet, "有错误", "支出"),
    "07-版式不明.xlsx": (lambda: _replaced(GOOD.read_bytes(), _layout(), "nowhere-2099"), "失败", "nowhere-2099"),
    "08-空文件.xlsx": (lambda: b"", "有错误", "不是 .xlsx 文件"),
    "09-通讯录.xlsx": (_foreign, "有错误", "不是标准工作簿"),
    "10-文字金额.xlsx": ((SAMPLES / "错例" / "06-金额处写文字.xlsx").read_bytes, "有错误", ""),
}


def damage(folder: Path) -> None:
    """Write the ten."""
    for name, (content, _, _) in DAMAGED.items():
        (folder / name).write_bytes(content())


def inbox(folder: Path) -> Path:
    """A small folder as an officer has it: two good workbooks, one wrong, one broken, a lock file, another document."""
    folder.mkdir()
    for source in (GOOD, OTHER, BROKEN):
        shutil.copy(source, folder)
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    (folder / f"~${GOOD.name}").write_bytes(b"lock")
    (folder / "说明.docx").write_bytes(b"no workbook")
    return folder
