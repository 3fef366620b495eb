"""The part of a text that shows why it was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Place = tuple[int, int]

LENGTH = 320
"""Characters of a text that a hit shows at most, give or take a word at either end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """Words of a text with the places of what was sought, counted from their beginning; whether more stands around."""

    text: str
    places: tuple[Place, ...]
    before: bool
    after: bool


def excerpt(text: str, places: Sequence[Place], *, length: int = LENGTH) -> Excerpt:
    """The stretch that holds most of the places, cut between words.

    >>> excerpt("Nämnden ska svara senast i maj varje år.", [(18, 24)], length=16)
    Excerpt(text='senast i maj', places=((0, 6),), before=True, after=True)
    """
    if len(text) <= length * 5 // 4:
        start, end = 0, len(text)
    else:
        first = max(
            (start for start, _ in places),
            key=lambda start: (sum(start <= low and high <= start + length * 3 // 4 for low, high in places), -start),
            default=0,
        )
        start = _word_start(text, max(0, first - length // 4), first)
        end = _word_end(text, min(len(text), start + length), max((p[1] for p in places if p[0] == first), default=0))
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    shown = tuple((low - start, high - start) for low, high in places if start <= low and high <= end)
    return Excerpt(text=text[start:end], places=shown, before=start > 0, after=end < len(text))


def _word_start(text: str, at: int, latest: int) -> int:
    """The first beginning of a word from `at` on."""
    if at == 0:
        return 0
    found = next((place for place in range(at, latest) if text[place - 1].isspace()), latest)
    return min(found, latest)


def _word_end(text: str, at: int, earliest: int) -> int:
    """The last end of a word up to `at`."""
    if at >= len(text):
        return len(text)
    return next((place for place in range(at, earliest, -1) if text[place].isspace()), max(at, earliest))
