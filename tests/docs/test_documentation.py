"""What the documentation says can be typed and opened, and names what is there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer.main

from generator.cli import app

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "generator" / "subjects" / "SOURCES.md",
         *sorted((ROOT / "docs").glob("*.md"))]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def written_commands() -> list[tuple[str, str]]:
    """(page, command line) of every `juesuan …` in a fenced block."""
    found = []
    for page in PAGES:
        for block in FENCED.findall(page.read_text("utf-8")):
            for line in block.splitlines():
                match = re.match(r"(?:\S*[\\/])?juesuan (.+)", line.split("  #")[0])
                if match and not match[1].startswith("-"):  # `juesuan --help` is an option of the program, no command
                    found.append((page.name, match[1].strip()))
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    for target in LINK.findall(page.read_text("utf-8")):
        if not target.startswith(("http", "#")):
            assert (page.parent / target.partition("#")[0]).exists(), target


@pytest.mark.parametrize(("page", "line"), written_commands(), ids=lambda value: value)
def test_commands_can_be_typed(page, line):
    command: Any = typer.main.get_command(app)
    words = shlex.split(line)
    parent = None
    while hasattr(command, "commands"):
        parent = command.make_context("juesuan", list(words), parent=parent, resilient_parsing=True)
        command, words = command.commands[words[0]], words[1:]
    command.make_context(command.name, list(words), parent=parent)  # raises a usage error
    for word in words:
        if word.startswith("input_samples/"):
            assert (ROOT / word).is_file()


def test_there_are_commands_to_type():
    assert {page for page, _ in written_commands()} >= {"README.md", "使用说明.md", "改模板.md"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_make_targets_exist(page):
    targets = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    text = page.read_text("utf-8")
    used = set(re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE))
    assert used <= targets


def test_architecture_names_every_room():
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    named = set(re.findall(r"`generator/([\w./]+)`", text))
    for path in sorted((ROOT / "generator").iterdir()):
        if path.is_dir() and (path / "__init__.py").is_file():
            assert f"{path.name}/" in named
        elif path.suffix == ".py" and path.name != "__init__.py":
            assert path.name in named
    for name in named:
        assert (ROOT / "generator" / name).exists(), name


def test_glossary_names_exist_in_the_code():
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "generator").rglob("*.py"))
    text = (ROOT / "docs" / "术语表.md").read_text("utf-8")
    names = {name for span in re.findall(r"`([A-Za-z_][\w.]*)", text) for name in span.split(".") if span[-3:] != ".py"}
    for name in names - {"checks", "figures", "templates", "document", "workbook", "toc", "py"}:
        assert re.search(rf"\b{name}\b", code), name


def test_glossary_files_exist():
    text = (ROOT / "docs" / "术语表.md").read_text("utf-8")
    named = re.findall(r"`([\w./]+(?:\.py|/))`", text)
    assert len(named) > 5
    for name in named:
        assert (ROOT / "generator" / name).exists() or (ROOT / name).exists(), name


@pytest.mark.parametrize("name", ["JUESUAN_TEMPLATES", "JUESUAN_SOFFICE", "JUESUAN_CACHE"])
def test_environment_variables_are_read(name):
    assert any(name in path.read_text("utf-8") for path in (ROOT / "generator").rglob("*.py"))


def test_subject_counts_are_those_of_the_tables():
    text = (ROOT / "generator" / "subjects" / "SOURCES.md").read_text("utf-8")
    for name in ("functional", "economic", "changes"):
        rows = (ROOT / "generator" / "subjects" / f"{name}.csv").read_text("utf-8").splitlines()[1:]
        assert re.search(rf"\| {name}\.csv \|.*\| {len(rows)} \|", text)
