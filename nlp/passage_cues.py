"""The expressions that tell what a passage does, read from `languages/*/passage_cues.csv` and compiled once.

A row is `mark,cue`. In a cue `...` stands for up to six words of the same sentence, `....` for up to forty (the verb
that closes a long clause), `*` for any letters of a word, `a|b` for either word and `{name}` for any cue of the rows
whose mark is `=name`.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache

from nlp.errors import NlpError
from nlp.languages import FOLDER, LANGUAGES

# Every repetition is bounded and every word is separated by white space, so that matching takes linear time.
_NEXT = r"[^\s.;!?]{1,60}(?:[.][^\s.;!?]{1,60}){0,4}"
_GAP = rf"[,:]?(?:\s{{1,8}}{_NEXT}){{0,6}}?"
_LONG_GAP = rf"[,:]?(?:\s{{1,8}}{_NEXT}){{0,40}}?"
_LETTERS = r"[^\W\d_]{0,40}"
_SPACE = r"[,:]?\s{1,8}"


@dataclass(frozen=True, slots=True)
class CueBook:
    """The compiled cues of one language by mark; text must be lower case (see `lowered`)."""

    language: str
    patterns: dict[str, re.Pattern[str]]

    def first(self, mark: str, text: str, start: int = 0) -> re.Match[str] | None:
        """The first cue of `mark` in `text` from `start` on."""
        pattern = self.patterns.get(mark)
        return pattern.search(text, start) if pattern else None

    def whole(self, mark: str, text: str) -> bool:
        """Whether the whole of `text` is a cue of `mark`.

        >>> cue_book("sv").whole("heading_decision", "kommunstyrelsens beslut")
        True
        """
        pattern = self.patterns.get(mark)
        return bool(pattern and pattern.fullmatch(text))


@cache
def cue_book(language: str) -> CueBook:
    """The cues of "sv" or "en". Raises NlpError error.unsupported_language for any other."""
    if language not in LANGUAGES:
        raise NlpError("error.unsupported_language", language=language, choices=", ".join(LANGUAGES))
    cues: dict[str, list[str]] = {}
    with (FOLDER / language / "passage_cues.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cues.setdefault(row["mark"], []).append(row["cue"])
    sets: dict[str, str] = {}
    for mark, phrases in cues.items():
        if mark.startswith("="):
            sets[mark[1:]] = _either(phrases, sets)
    return CueBook(
        language,
        {m: re.compile(rf"(?<!\w){_either(p, sets)}(?!\w)") for m, p in cues.items() if not m.startswith("=")},
    )


def lowered(text: str) -> str:
    """`text` in lower case with every character in its place.

    >>> lowered("İ 5 § ÅR"), len(lowered("İ"))
    ('İ 5 § år', 1)
    """
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(small if len(small := character.lower()) == 1 else character for character in text)


def _either(phrases: list[str], sets: dict[str, str]) -> str:
    return "(?:" + "|".join(_pattern(phrase, sets) for phrase in sorted(phrases, key=len, reverse=True)) + ")"


def _pattern(phrase: str, sets: dict[str, str]) -> str:
    """One cue as a regular expression."""
    written = ""
    for word in phrase.split():
        if word == "...":
            written += _GAP
            continue
        if word == "....":
            written += _LONG_GAP
            continue
        written += (_SPACE if written else "") + _word(word, sets)
    # A cue that opens with "..." is used for whole headings only, where nothing stands before the gap.
    return written.replace(_GAP + _SPACE, rf"(?:{_NEXT}\s{{1,8}}){{0,6}}?", 1) if phrase.startswith("... ") else written


def _word(word: str, sets: dict[str, str]) -> str:
    if word.startswith("{"):
        return sets[word.strip("{},")] + ("," if word.endswith(",") else "")
    written = "|".join(re.escape(part).replace(r"\*", _LETTERS) for part in word.split("|"))
    return f"(?:{written})" if "|" in word else written
