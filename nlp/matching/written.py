"""Where the words of a text stand in it, so that a reason can be marked and checked there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from nlp.matching.tokens import stems, words

Place = tuple[int, int]

MOST_PLACES = 24  # marked of one reason on one side; more is a coloured page, not a hint

# tokens.WORD for texts as they were written: a letter may carry its accent as a mark of its own.
_LETTERS = r"(?:[^\W\d_][\u0300-\u036f]*)+"
_WORD = re.compile(rf"\d+(?:[.:/]\d+)*[a-z]?|{_LETTERS}(?:-{_LETTERS})*")


class Word(NamedTuple):
    """A folded word and its offsets into the text, end exclusive."""

    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The stems of a text, each with the first word that gave it, as written, and the places of all that did."""

    words: Mapping[str, str]
    places: Mapping[str, tuple[Place, ...]]

    def where(self, chosen: Iterable[str]) -> tuple[Place, ...]:
        """The places of the chosen stems in the text, ascending, none twice."""
        found = {place for stem in chosen for place in self.places.get(stem, ())}
        return tuple(sorted(found)[:MOST_PLACES])


@lru_cache(maxsize=4_000)
def word_places(text: str) -> tuple[Word, ...]:
    """The words of a text as `tokens.words` gives them, with their places.

    >>> [(word.folded, word.start, word.end) for word in word_places("Öppna data 7.1")]
    [('öppna', 0, 5), ('data', 6, 10), ('7.1', 11, 14)]
    """
    return tuple(
        Word(folded, match.start(), match.end()) for match in _WORD.finditer(text) for folded in words(match.group())
    )


@lru_cache(maxsize=20_000)
def written(text: str, language: str, heading: str = "") -> Written:
    """The stems of a text and its places. Words of the heading are known too, but have no place in the text."""
    found: dict[str, str] = {}
    places: dict[str, list[Place]] = {}
    for word in word_places(text):
        for stem in stems(word.folded, language):
            found.setdefault(stem, _composed(text[word.start : word.end]))
            places.setdefault(stem, []).append((word.start, word.end))
    for word in word_places(heading):
        for stem in stems(word.folded, language):
            found.setdefault(stem, _composed(heading[word.start : word.end]))
    return Written(words=found, places={stem: tuple(spans) for stem, spans in places.items()})


def phrase_places(text: str, phrase: Sequence[str]) -> tuple[Place, ...]:
    """Where folded words stand one after the other in a text.

    >>> phrase_places("Open data, and more open data", ("open", "data"))
    ((0, 9), (20, 29))
    """
    found = word_places(text)
    size = len(phrase)
    wanted = list(phrase)
    places = [
        (found[at].start, found[at + size - 1].end)
        for at in range(len(found) - size + 1 if size else 0)
        if [word.folded for word in found[at : at + size]] == wanted
    ]
    return tuple(places[:MOST_PLACES])


def shared_runs(text: str, other: str, length: int) -> tuple[Place, ...]:
    """The parts of `text` made of runs of `length` words that stand in `other` too; the longest three, ascending.

    >>> shared_runs("so the council shall publish data", "The council shall publish a list", 3)
    ((3, 28),)
    """
    found = word_places(text)
    known = _runs(other, length)
    places: list[Place] = []
    for at in range(len(found) - length + 1):
        if tuple(word.folded for word in found[at : at + length]) in known:
            start, end = found[at].start, found[at + length - 1].end
            if places and start <= places[-1][1]:
                places[-1] = (places[-1][0], max(end, places[-1][1]))
            else:
                places.append((start, end))
    longest = sorted(places, key=lambda place: place[0] - place[1])[:3]
    return tuple(sorted(longest))


def shared_share(text: str, other: str, length: int) -> float:
    """Share of the runs of `length` words of `text` that stand in `other`; 0 when it has none.

    >>> shared_share("the council shall publish data", "The Council shall publish a list", 3)
    0.6666666666666666
    """
    runs = _runs(text, length)
    return len(runs & _runs(other, length)) / len(runs) if runs else 0.0


@lru_cache(maxsize=20_000)
def _runs(text: str, length: int) -> frozenset[tuple[str, ...]]:
    found = [word.folded for word in word_places(text)]
    return frozenset(tuple(found[at : at + length]) for at in range(len(found) - length + 1))


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)
