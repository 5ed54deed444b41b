"""Which unit of the list a workbook belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.bureau.identity import bare_name
from generator.bureau.roster import Unit
from generator.workbook.cells import compact

SHORTEST_CODE = 4  # shorter ones stand in file names by chance


@dataclass(frozen=True, slots=True)
class Owner:
    """The unit that a workbook belongs to; `handed_to` is another one that it was handed out to."""

    unit: Unit
    handed_to: Unit | None = None


class Owners:
    """Finds units by the code, the name and the 是否汇总 that stand in a workbook."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units = tuple(units)
        self._codes = {unit.code.casefold(): unit for unit in self.units}
        self._keys = {unit.key: unit for unit in self.units}

    def find(self, code: str, name: str, *, merged: bool) -> Owner | None:
        """By name and 是否汇总, else by code, else by name alone where one unit only has it.

        The name comes first because it is what will be published; a workbook copied from another unit keeps that unit's code.
        """
        coded, bare = self._codes.get(code.casefold()) if code else None, bare_name(name)
        named = self._keys.get((bare, merged)) if bare else None
        if named is not None:
            other = coded is not None and coded.key[0] != bare
            return Owner(named, coded if other else None)
        if coded is not None:
            return Owner(coded)
        alone = [unit for unit in self.units if bare and unit.key[0] == bare]
        return Owner(alone[0]) if len(alone) == 1 else None

    def guess(self, file_name: str) -> Unit | None:
        """By the name of the file, for a file that cannot be opened: the unit of the longest name in it, or the code at its start."""
        text = compact(file_name).casefold()
        named = [unit for unit in self.units if unit.key[0].casefold() in text]
        longest = max((len(unit.key[0]) for unit in named), default=0)
        found = [unit for unit in named if len(unit.key[0]) == longest] or list(self._coded(text))
        if len(found) > 1:
            found = [unit for unit in found if unit.merged == ("汇总" in text)]
        return found[0] if len(found) == 1 else None

    def _coded(self, text: str) -> Iterator[Unit]:
        for unit in self.units:
            code = unit.code.casefold()
            after = text[len(code):len(code) + 1]  # 101015坏.xlsx is of 101015, 1010151.xlsx is not
            if len(code) >= SHORTEST_CODE and text.startswith(code) and not (after.isascii() and after.isalnum()):
                yield unit
