"""Which list an item belongs to: told by its marker's style and its depth, since legal text rarely says more."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policies.locators.locator import roman_value

_CORE = re.compile(r"[^\w ]+")
_WORDS = re.compile(r"\w+(?: \w)?")
_QUOTES = "‘“”\"'„»«"


@dataclass(frozen=True, slots=True)
class Marker:
    """An item's marker taken apart: `style` is number, letter, roman or dash; `number` the bare number ("2 a", "b")."""

    style: str
    number: str
    shape: str

    @property
    def bare(self) -> str:
        """The number without spaces, as EU locators write it ("2a")."""
        return self.number.replace(" ", "")

    @property
    def family(self) -> tuple[str, str]:
        return (self.style, self.shape)


@dataclass(slots=True)
class _Open:
    family: tuple[str, str, int]
    index: int
    number: str


class OpenLists:
    """The lists open at one place, outermost first; each with its latest item."""

    def __init__(self) -> None:
        self._open: list[_Open] = []

    def clear(self) -> None:
        self._open.clear()

    @property
    def innermost(self) -> int | None:
        """The latest item of the innermost list, as an index of the tree."""
        return self._open[-1].index if self._open else None

    def marker(self, label: str, following: str = "") -> Marker:
        """The marker a label stands for, seen from where the lists stand: (i) after (h) is a letter.

        `following` is the label of the next item: (i) before (ii) is a numeral wherever it stands.
        """
        label = label.strip(_QUOTES)
        number = _bare(label)
        shape = _WORDS.sub("n", label)
        if not number:
            return Marker("dash", "", "")
        if number[0].isdigit():
            return Marker("number", _spaced(number), shape)
        if roman_value(number) and (_bare(following) == number + "i" or not self._follows(number, shape)):
            return Marker("roman", number, shape)
        return Marker("letter", number, shape)

    def _follows(self, number: str, shape: str) -> bool:
        """Whether a possible roman numeral rather continues an open list of letters."""
        for opened in reversed(self._open):
            if opened.family[:2] == ("roman", shape):
                return False
            if opened.family[:2] == ("letter", shape):
                return len(number) == 1 and ord(number) - ord(opened.number[0]) == 1
        return len(number) == 1 and number != "i"

    def parent_of(self, marker: Marker, level: int) -> int | None:
        """Close what ends before this item; the item it stands below, or None for the outermost list."""
        family = (*marker.family, level)
        known = [opened.family for opened in self._open]
        if family in known:
            del self._open[known.index(family) :]
        else:
            while self._open and self._open[-1].family[2] > level:
                self._open.pop()
        return self.innermost

    def close_below(self, level: int) -> int | None:
        """Close the lists deeper than `level`; the item text at that level goes on with, None if none is open."""
        while self._open and self._open[-1].family[2] > level:
            self._open.pop()
        return self.innermost

    def enter(self, marker: Marker, level: int, index: int) -> None:
        """Note the item as the latest of its list."""
        self._open.append(_Open((*marker.family, level), index, marker.number))


def _bare(label: str) -> str:
    return _CORE.sub("", label).strip().lower()


def _spaced(number: str) -> str:
    """
    >>> _spaced("2a"), _spaced("2 a"), _spaced("10")
    ('2 a', '2 a', '10')
    """
    digits = re.match(r"[0-9]+", number)
    rest = number[digits.end() :].strip() if digits else ""
    return f"{digits.group()} {rest}".strip() if digits else number
