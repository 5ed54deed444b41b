"""The section 校验 of layout.toml: thresholds and severities of the checks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from generator.layouts.rules import RuleSettings, rule_settings
from generator.layouts.section import Section
from generator.model import Severity


def read(data: dict[str, Any]) -> tuple[RuleSettings, list[str]]:
    mistakes: list[str] = []
    return rule_settings(Section(data, Path("layout.toml"), {}, mistakes, "校验.")), mistakes


def test_nothing_said_is_the_default() -> None:
    assert read({}) == (RuleSettings(), [])


def test_thresholds_and_severities() -> None:
    settings, mistakes = read({"变动幅度": 30, "单位倍数": 500, "级别": {"Y103": "提示", "J108": "不核对", "W110": "错误"}})
    assert mistakes == []
    assert (settings.change_percent, settings.slip_factor, settings.change_wan) == (30, 500, 10)
    assert settings.severities == {"Y103": Severity.NOTE, "J108": None, "W110": Severity.ERROR}


def test_mistakes_are_named_with_their_place() -> None:
    _, mistakes = read({"变动幅度": 0, "级别": {"Y103": "严重", "规则一": "提示"}, "容差": 1})
    text = "\n".join(mistakes)
    assert len(mistakes) == 4
    assert "“校验.变动幅度”的值 0 应在 1 到" in text and "“校验.级别.Y103”的值 '严重' 不对" in text
    assert "“校验.级别.规则一”不是规则代码" in text and "不认识“校验.容差”" in text
