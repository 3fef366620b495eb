"""Which finders of mentions are worth running over a text, told by its words; most words are no sign of any."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from nlp.mentions.elements import Element

_REMEMBERED = 50_000  # words; searching one for signs costs far more than looking it up
_LONGEST = 60  # characters of a word that is remembered


class Finder(NamedTuple):
    """Finds elements in a text; `sign` is found in some word of every text that holds any."""

    find: Callable[[str], Iterable[Element]]
    sign: re.Pattern[str]


class Finders(dict[str, int]):
    """The finders that each word seen is a sign of, one bit for each."""

    def __init__(self, finders: Sequence[Finder]) -> None:
        super().__init__()
        self.finders = finders

    def __missing__(self, word: str) -> int:
        signs = sum(1 << place for place, finder in enumerate(self.finders) if finder.sign.search(word))
        if len(word) <= _LONGEST:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[word] = signs
        return signs

    def elements(self, text: str) -> Iterator[Element]:
        """What the finders find, one finder after the other."""
        signs = 0
        for each in set(map(self.__getitem__, text.split())):
            signs |= each
        if signs:
            for place, finder in enumerate(self.finders):
                if signs >> place & 1:
                    yield from finder.find(text)
