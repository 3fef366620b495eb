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
_NEXT = r"[^\s.;!?]{1,60}(?:[.][^\s.;!?]{1,60}){0,4}(?:(?<=\bkap)\.|(?<=\bst)\.|(?<=\bart)\.)?"
_GAP = rf"[,:]?(?:\s{{1,8}}{_NEXT}){{0,6}}?"
_LONG_GAP = rf"[,:]?(?:\s{{1,8}}{_NEXT}){{0,40}}?"
_GAPS = {"...": _GAP, "....": _LONG_GAP}
_BEFORE = rf"(?:{_NEXT}\s{{1,8}}){{0,6}}?"
_LETTERS = r"[^\W\d_]{0,40}"
_SPACE = r"[,:]?\s{1,8}"


@dataclass(frozen=True, slots=True)
class CueBook:
    """The compiled cues of one language by mark; text must be lower case (see `lowered`)."""

    language: str
    patterns: dict[str, re.Pattern[str]]
    needles: dict[str, tuple[str, ...]]

    def first(self, mark: str, text: str, start: int = 0) -> re.Match[str] | None:
        """The first cue of `mark` in `text` from `start` on.

        Finding a fixed string costs a fiftieth of a pattern, and most passages hold none of those a mark needs.
        """
        for needle in self.needles.get(mark, ()):
            if text.find(needle, start) >= 0:
                return self.patterns[mark].search(text, start)
        return None

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
    marks = {mark: phrases for mark, phrases in cues.items() if not mark.startswith("=")}
    return CueBook(
        language,
        {mark: re.compile(rf"(?<!\w){_either(phrases, sets)}(?!\w)") for mark, phrases in marks.items()},
        {mark: _needles(phrases) for mark, phrases in marks.items()},
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
    """Cues as one regular expression in which a common first word is tried once."""
    endings = [phrase[1:] for phrase in phrases if re.fullmatch(r"\*[^\s*|]+", phrase)]
    branches = [_LETTERS + _choice([re.escape(ending) for ending in endings])] if endings else []
    rest: dict[str, list[str]] = {}
    for phrase in phrases:
        if phrase[1:] not in endings or phrase[0] != "*":
            first, _, following = phrase.partition(" ")
            rest.setdefault(first, []).append(following)
    for first, continued in rest.items():
        tails = [_tail(phrase, sets, opening=first == "...") for phrase in sorted(continued, key=len, reverse=True)]
        # A cue that opens with "..." is used for whole headings only.
        branches.append((_BEFORE if first == "..." else _word(first, sets)) + _choice(tails))
    return _choice(branches)


def _choice(branches: list[str]) -> str:
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def _tail(phrase: str, sets: dict[str, str], *, opening: bool) -> str:
    """What follows the first word of a cue."""
    written = ""
    for word in phrase.split():
        if word in _GAPS:
            written += _GAPS[word]
        else:
            written += ("" if opening and not written else _SPACE) + _word(word, sets)
    return written


def _word(word: str, sets: dict[str, str]) -> str:
    if word.startswith("{"):
        return sets[word.strip("{},")] + ("," if word.endswith(",") else "")
    written = "|".join(re.escape(part).replace(r"\*", _LETTERS) for part in word.split("|"))
    return f"(?:{written})" if "|" in word else written


def _needles(phrases: list[str]) -> tuple[str, ...]:
    """Fixed strings of which every cue holds one: from its word with the fewest alternatives, the longest of these."""
    found: set[str] = set()
    for phrase in phrases:
        choices = [
            [max(part.split("*"), key=len) for part in word.split("|")]
            for word in phrase.split()
            if word.strip(".") and not word.startswith("{")
        ]
        found.update(sorted(choices, key=_cost)[0])
    return tuple(sorted(needle for needle in found if not any(other in needle for other in found - {needle})))


def _cost(words: list[str]) -> tuple[int, int]:
    return len(words), -min(len(word) for word in words)
