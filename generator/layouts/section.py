"""A section of layout.toml: keys are taken out of it, and what is missing, wrong or left over is noted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

KIND_NAMES = {str: "文字（加英文双引号）", int: "整数", bool: "true 或 false", list: "方括号中的列表", dict: "一节"}


class Section:
    """Mistakes go to `mistakes`, shared by all sections; what was wrong comes back empty."""

    def __init__(self, data: Mapping[str, Any], file: Path, origins: Mapping[str, Path], mistakes: list[str],
                 place: str = "") -> None:
        self.data, self.file, self.origins, self.mistakes, self.place = data, file, origins, mistakes, place
        self.taken: set[str] = set()

    def blame(self, key: str, what: str) -> None:
        """Note a mistake about a key, with the file that wrote it."""
        place = self.place + key
        self.note(f"{self.origins.get(place, self.file)}：“{place}”{what}。")

    def note(self, message: str) -> None:
        """Note a mistake, once."""
        if message not in self.mistakes:
            self.mistakes.append(message)

    def take(self, key: str, kind: type, *, needed: bool = False) -> Any:
        """The value of a key; None where it is not there or wrong."""
        self.taken.add(key)
        value = self.data.get(key)
        if value is None:
            if needed:
                place = self.place.removesuffix(".")
                self.note(f"{self.origins.get(place, self.file)}：缺少“{self.place}{key}”。")
            return None
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.blame(key, f"的值 {value!r} 类型不对，应为{KIND_NAMES[kind]}")
            return None
        return value

    def text(self, key: str, default: str | None = None) -> str:
        """A text; one without a default must be there."""
        value: str | None = self.take(key, str, needed=default is None)
        return (default or "") if value is None else value

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value: bool | None = self.take(key, bool)
        return default if value is None else value

    def number(self, key: str, least: int, most: int, default: int) -> int:
        """A whole number within bounds."""
        value: int | None = self.take(key, int)
        if value is None:
            return default
        if not least <= value <= most:
            self.blame(key, f"的值 {value} 应在 {least} 到 {most} 之间")
            return default
        return value

    def choice(self, key: str, choices: Collection[str], default: str) -> str:
        """One of several words."""
        value = self.text(key, default)
        if value not in choices:
            self.blame(key, f"的值 {value!r} 不对，只能是 {' 或 '.join(choices)}")
            return default
        return value

    def items(self, key: str, *, needed: bool = True) -> list[Any]:
        """A list of whatever."""
        return self.take(key, list, needed=needed) or []

    def texts(self, key: str, *, needed: bool = True) -> list[str]:
        """A list of texts."""
        found = []
        for value in self.items(key, needed=needed):
            if isinstance(value, str):
                found.append(value)
            else:
                self.blame(key, f"中的 {value!r} 类型不对，每一项都应为文字（加英文双引号）")
        return found

    def section(self, key: str, *, needed: bool = False) -> Section:
        """A section below this one; an empty one where it is missing."""
        data = self.take(key, dict, needed=needed)
        return Section(data or {}, self.file, self.origins, self.mistakes, f"{self.place}{key}.")

    def done(self) -> None:
        """Note the keys that nobody took."""
        for key in self.data:
            if key not in self.taken:
                place = self.place + key
                hint = "键没有写错的，看看它的节名前面是不是还带着 # 号。" if self.place else ""
                self.note(f"{self.origins.get(place, self.file)}：不认识“{place}”。{hint}可用的键：{'、'.join(sorted(self.taken))}。")
