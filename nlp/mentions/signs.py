"""Which finders of mentions are worth running over a text, told by its words; most words are no sign of any."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from nlp.memory import Remembered
from nlp.mentions.elements import Element


class Finder(NamedTuple):
    """Finds elements in a text; `sign` is found in some word of every text that holds any."""

    find: Callable[[str], Iterable[Element]]
    sign: re.Pattern[str]


class Finders:
    """Finders of elements, each run over a text where any of its words is a sign for it."""

    def __init__(self, finders: Sequence[Finder]) -> None:
        self.finders = finders
        self.signs = Remembered(self._signs)

    def _signs(self, word: str) -> int:
        """The finders that a word is a sign for, one bit for each."""
        return sum(1 << place for place, finder in enumerate(self.finders) if finder.sign.search(word))

    def elements(self, text: str) -> Iterator[Element]:
        """What the finders find, one finder after the other."""
        signs = 0
        for each in set(map(self.signs.__getitem__, text.split())):
            signs |= each
        if signs:
            for place, finder in enumerate(self.finders):
                if signs >> place & 1:
                    yield from finder.find(text)
