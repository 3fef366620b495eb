"""Phrases that weaken, advise, point, follow up and so on, read from languages/<code>/translation_cues.csv."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nlp.languages import FOLDER, LANGUAGES
from nlp.translation.modes import Span

_GAP = r"\s+(?:[\w-]+\s+){0,4}?"


@dataclass(frozen=True, slots=True, eq=False)
class CueBook:
    """One pattern per kind of phrase."""

    patterns: dict[str, re.Pattern[str]]

    def found(self, kind: str, text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
        """The phrases of a kind between two places of a text, in order."""
        pattern = self.patterns.get(kind)
        if pattern is not None:
            last = len(text) if end is None else end
            yield from (Span(*match.span()) for match in pattern.finditer(text, start, last))

    def first(self, kind: str, text: str, start: int = 0, end: int | None = None) -> Span | None:
        """The first phrase of a kind, None where there is none."""
        return next(self.found(kind, text, start, end), None)


@cache
def cue_book(language: str) -> CueBook:
    """The phrases of "sv" or "en"; those of English for any other language."""
    folder = FOLDER / (language if language in LANGUAGES else "en")
    phrases: defaultdict[str, list[str]] = defaultdict(list)
    with (folder / "translation_cues.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            phrases[row["kind"]].append(row["phrase"])
    return CueBook({kind: _pattern(some) for kind, some in phrases.items()})


def _pattern(phrases: list[str]) -> re.Pattern[str]:
    """Longest first, so that a phrase is not cut short by one it begins with; any white space between words.

    A * stands for any letters, at the beginning of a word for at least one: "*enheten" is "vårdenheten", not
    "enheten". Three dots stand for up to four words.
    """
    ranked = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    bodies = (_GAP.join(map(_words, phrase.split(" ... "))) for phrase in ranked)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(bodies)})(?![\w-])", re.IGNORECASE)


def _words(phrase: str) -> str:
    return r"\s+".join(map(_word, phrase.split()))


def _word(word: str) -> str:
    body = re.escape(word.lstrip("*")).replace(r"\*", r"\w*")
    return rf"[\w-]+{body}" if word.startswith("*") else body
