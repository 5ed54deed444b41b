"""Lists: what the parts number is taken over into the base's numbering under new numbers."""

from __future__ import annotations

import copy
import zlib
from collections.abc import Iterable

from lxml import etree

from generator.document.clean import parent, remove
from generator.document.names import w


class Numbering:
    """The numbering.xml of the base."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.changed = False

    def adopt(self, theirs: etree._Element | None, users: Iterable[etree._Element], file: str) -> None:
        """Copy the lists that a part's body and styles use, and renumber these uses."""
        uses = [use for user in users for use in user.iter(w("numId")) if use.get(w("val"), "0") != "0"]
        if theirs is None:
            for use in uses:  # a list that does not exist: Word shows none
                remove(parent(use))
            return
        nums = {num.get(w("numId"), ""): num for num in theirs.iterchildren(w("num"))}
        kinds = {kind.get(w("abstractNumId"), ""): kind for kind in theirs.iterchildren(w("abstractNum"))}
        renumbered: dict[str, str] = {}
        for use in uses:
            number = use.get(w("val"), "")
            if number not in renumbered and number in nums:
                renumbered[number] = self._copy(nums[number], kinds, file)
            use.set(w("val"), renumbered.get(number, "0"))

    def _copy(self, num: etree._Element, kinds: dict[str, etree._Element], file: str) -> str:
        self.changed = True
        num = copy.deepcopy(num)
        reference = num.find(w("abstractNumId"))
        kind = None if reference is None else kinds.get(reference.get(w("val"), ""))
        if reference is not None and kind is not None:
            kind = copy.deepcopy(kind)
            kind_id = self._next("abstractNum", "abstractNumId")
            kind.set(w("abstractNumId"), kind_id)
            for name in ("nsid", "tmpl"):
                for stamp in kind.findall(w(name)):
                    seed = f"{file} {kind_id} {stamp.get(w('val'))}"
                    stamp.set(w("val"), f"{zlib.crc32(seed.encode()):08X}")
            last = self.root.findall(w("abstractNum"))
            self.root.insert(self.root.index(last[-1]) + 1 if last else 0, kind)
            reference.set(w("val"), kind_id)
        num_id = self._next("num", "numId")
        num.set(w("numId"), num_id)
        last = self.root.findall(w("num")) or self.root.findall(w("abstractNum"))
        self.root.insert(self.root.index(last[-1]) + 1 if last else 0, num)
        return num_id

    def _next(self, element: str, attribute: str) -> str:
        used = [int(found.get(w(attribute), "0")) for found in self.root.iterchildren(w(element))]
        return str(max(used, default=0) + 1)
