"""The words of a stretch of text as choices, and where a sentence can be divided."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlp.languages import LANGUAGES, compound_words

_WORD = re.compile(r"\S+")
_STOPS = ".;:!?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word with what stands right before and after it, so that two alike can be told apart."""

    start: int
    end: int
    text: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A place to divide a text: one part ends at `end`, the next begins at `start`, after "och" or the like.

    `proposed` is false where nothing but the space between two words speaks for it.
    """

    end: int
    start: int
    before: str
    after: str
    proposed: bool


def words(text: str, offset: int = 0, *, stops: Sequence[int] = ()) -> list[Word]:
    """Every word of a text that begins at `offset` of its edition; a word that goes over a stop is two.

    >>> [(word.text, word.start) for word in words("Nämnden ska", 5)]
    [('Nämnden', 5), ('ska', 13)]
    >>> [word.text for word in words("svara, spara", stops=[5])]
    ['svara', ',', 'spara']
    """
    found: list[tuple[int, int]] = []
    for match in _WORD.finditer(text):
        start, end = match.start() + offset, match.end() + offset
        bounds = [start, *sorted(stop for stop in stops if start < stop < end), end]
        found += pairwise(bounds)
    texts = [text[start - offset : end - offset] for start, end in found]
    return [
        Word(
            start=start,
            end=end,
            text=texts[at],
            before=texts[at - 1] if at else "",
            after=texts[at + 1] if at + 1 < len(texts) else "",
        )
        for at, (start, end) in enumerate(found)
    ]


def cuts(text: str, language: str, offset: int = 0) -> list[Cut]:
    """Every place between two words, in order; proposed are those after a comma or stop and those around "och".

    >>> [(cut.before, cut.after) for cut in cuts("svara alla och spara svaret", "sv") if cut.proposed]
    [('svara alla', 'spara svaret')]
    """
    groups = compound_words(language if language in LANGUAGES else "en")
    joining = groups.get("conjunctions", frozenset()) | groups.get("disjunctions", frozenset())
    found = words(text, offset)
    made: list[Cut] = []
    for at, word in enumerate(found[1:], start=1):
        previous = found[at - 1]
        if previous.text.casefold() in joining and at > 1:
            continue  # the place before "och" stands for both
        joined = word.text.casefold() in joining and at + 1 < len(found)
        first = at + 1 if joined else at
        proposed = joined or previous.text[-1] in _STOPS + ","
        end = previous.end - (previous.text[-1] in ",;" and len(previous.text) > 1)
        made.append(
            Cut(
                end=end,
                start=found[first].start,
                before=_last(found[:at]),
                after=_first(found[first:]),
                proposed=proposed,
            )
        )
    return made


def _last(found: Sequence[Word]) -> str:
    return " ".join(word.text for word in found[-2:])


def _first(found: Sequence[Word]) -> str:
    return " ".join(word.text for word in found[:2])
