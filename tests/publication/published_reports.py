"""Small Word reports with tables, written by hand, and workbooks as openpyxl reads them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl

from generator.document import DocumentProperties

SAMPLES = Path(__file__).resolve().parents[2] / "input_samples"
PROPERTIES = DocumentProperties("某局2023年度决算公开表", "某局", datetime(2024, 8, 20, 9, 0))
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PORTRAIT = '<w:pgSz w:w="11906" w:h="16838"/>'
LANDSCAPE = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
STYLES = f"""<w:styles {W}>
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:eastAsia="仿宋"/><w:sz w:val="32"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>
<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="h2"><w:name w:val="heading 2"/><w:basedOn w:val="h1"/>
<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="title"><w:name w:val="表题"/><w:basedOn w:val="a"/><w:pPr><w:jc w:val="center"/></w:pPr>
<w:rPr><w:rFonts w:eastAsia="方正小标宋简体"/><w:b/><w:sz w:val="36"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="cell"><w:name w:val="表格"/><w:rPr><w:rFonts w:eastAsia="宋体"/><w:sz w:val="18"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="mid"><w:name w:val="中"/><w:basedOn w:val="cell"/><w:pPr><w:jc w:val="center"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="sum"><w:name w:val="数"/><w:basedOn w:val="cell"/><w:pPr><w:jc w:val="right"/></w:pPr></w:style>
<w:style w:type="table" w:styleId="grid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>
<w:top w:val="single"/><w:left w:val="single"/><w:bottom w:val="single"/><w:right w:val="single"/>
<w:insideH w:val="single"/><w:insideV w:val="single"/></w:tblBorders></w:tblPr></w:style></w:styles>"""


def p(text: str, style: str = "a", extra: str = "") -> str:
    runs = "<w:r><w:tab/></w:r>".join(
        f'<w:r><w:t xml:space="preserve">{escape(part)}</w:t></w:r>' if part else "" for part in text.split("\t"))
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>{runs}</w:p>'


def section(size: str = PORTRAIT) -> str:
    return f'<w:sectPr>{size}<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="850" w:footer="850"/></w:sectPr>'


def tc(text: str, style: str = "cell", span: int = 1, merge: str = "", extra: str = "") -> str:
    down = {"restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}.get(merge, "")
    return (f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{down}{extra}</w:tcPr>'
            + "".join(p(line, style) for line in text.split("\n")) + "</w:tc>")


def tr(*cells: str, header: bool = False) -> str:
    return f"<w:tr><w:trPr>{'<w:tblHeader/>' if header else ''}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(widths: Sequence[int], *rows: str) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f'<w:tbl><w:tblPr><w:tblStyle w:val="grid"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{"".join(rows)}</w:tbl>'


def word(*blocks: str, last: str = PORTRAIT) -> bytes:
    """A .docx with these blocks: enough of one for what reads the tables."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        package.writestr("word/document.xml", f"<w:document {W}><w:body>{''.join(blocks)}{section(last)}</w:body></w:document>")
        package.writestr("word/styles.xml", STYLES)
    return written.getvalue()


def one(*body: str, caption: str = "\t公开01表", header: str = "") -> bytes:
    """A report with one table of three columns: 项目, 行次, 决算数."""
    head = header or tr(tc("项目", "mid"), tc("行次", "mid"), tc("决算数", "mid"), header=True)
    return word(p("决算总表", "title"), p(caption), tbl([3000, 600, 1500], head, *body))


def line(label: str, number: str, amount: str) -> str:
    return tr(tc(label), tc(number, "mid"), tc(amount, "sum"))


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def values(data: bytes, first: int, last: int, sheet: int = 0) -> list[tuple[object, ...]]:
    """The cells of rows `first` … `last`."""
    return list(opened(data).worksheets[sheet].iter_rows(min_row=first, max_row=last, values_only=True))
