"""The plain script that juesuan is measured against: one workbook in, one Word report with its four charts out.

What a competent engineer writes in an afternoon: openpyxl reads, Decimal computes, matplotlib.pyplot draws, docxtpl
fills the same template (all parts in one .docx), one `soffice` makes the PDF. It is all its own code; of the project it
uses only data: the template, the workbook and the CSV of subjects. It does less than juesuan: it checks nothing, traces
no figure to its cell, does not merge cells down a group, and leaves the table of contents to Word.

    python plain_report.py WORKBOOK TEMPLATE SUBJECTS FONT OUTPUT [--pdf]
"""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import jinja2
import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from matplotlib.font_manager import FontProperties
from plain_context import build_context, explanations
from plain_words import FILTERS

SIZE = (140 / 25.4, 80 / 25.4)


def finish(figure):
    stream = BytesIO()
    figure.savefig(stream, dpi=300)
    plt.close(figure)
    return stream


def two_years(names, money, years, font):
    """Two groups of bars with their amounts."""
    figure, axes = plt.subplots(figsize=SIZE)
    for series, (year, value, colour) in enumerate(zip(years, (money.prior, money.value), ("#A9B6C6", "#9B2226"), strict=True)):
        places = [index + (series - 0.5) * 0.36 for index in range(len(names))]
        bars = axes.bar(places, [float(value or 0)] * len(names), 0.3, color=colour, label=f"{year}年度")
        axes.bar_label(bars, [f"{value:.2f}" if value is not None else ""] * len(names), fontproperties=font, padding=2)
    axes.set_xticks(range(len(names)), names, fontproperties=font)
    axes.set_yticks([])
    axes.spines[["left", "right", "top"]].set_visible(False)
    axes.margins(y=0.15)
    axes.legend(prop=font, frameon=False, loc="upper center", ncols=2, bbox_to_anchor=(0.5, -0.08))
    figure.tight_layout()
    return finish(figure)


def structure(parts, font):
    """A ring with a label for each part."""
    figure, axes = plt.subplots(figsize=SIZE)
    labels = [f"{part['名称']}\n{part['金额']}万元，{part['金额'].占比}" for part in parts]
    axes.pie([float(part["金额"].value) for part in parts], labels=labels, startangle=90, counterclock=False,
             colors=["#9B2226", "#A9B6C6", "#1F3A5F", "#D9A79C", "#5B7FA3", "#7A7A7A"], textprops={"fontproperties": font},
             wedgeprops={"width": 0.45, "edgecolor": "white"})
    figure.tight_layout()
    return finish(figure)


def charts(context, font_file):
    font = FontProperties(fname=font_file, size=9)
    years = (context["单位"]["上年度"], context["单位"]["年度"])
    pictures = {"图1": two_years(("收入总计", "支出总计"), context["收支总计"], years, font)}
    for name, key in (("图2", "收入构成"), ("图3", "支出构成")):
        pictures[name] = structure(context[key], font) if context[key] else None
    pictures["图4"] = two_years(("财政拨款收入总计", "财政拨款支出总计"), context["财政拨款总计"], years, font)
    return pictures


def environment(filters):
    """Strict and escaping: a competent engineer has read docxtpl's documentation."""
    made = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=True,
                              finalize=lambda value: "" if value is None else value)
    made.filters.update(filters)
    return made


def fill(template, context, pictures, filters, width=140):
    """The filled template; `pictures` are streams of PNGs, `width` theirs in mm."""
    document = DocxTemplate(template)
    shown = {name: InlineImage(document, stream, width=Mm(width)) if stream else "" for name, stream in pictures.items()}
    document.render({**context, **shown}, environment(filters), autoescape=True)
    return document


def main():
    workbook, template, subjects, font, output = sys.argv[1:6]
    context = build_context(workbook, explanations(subjects))
    fill(template, context, charts(context, font), FILTERS).save(output)
    if "--pdf" in sys.argv:
        folder = str(Path(output).parent)
        subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, output], check=True)


if __name__ == "__main__":
    main()
