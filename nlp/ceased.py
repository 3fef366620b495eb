"""Whether a text that names something says itself that it no longer holds: "ersatte lagen (2018:1174)".

The words are nlp/languages/<language>/ceased.csv: those that stand before what they speak of, with little between, and
those that follow it, anywhere in the same clause or the next.
"""

from __future__ import annotations

import csv
import re
from functools import cache

from nlp.languages import FOLDER, LANGUAGES
from nlp.passages.duties import sentences

_NEAR = 40
"""Characters between a word before and what it speaks of: an article, the name of an act, no other thought."""
_FAR = 200
_CLAUSE = re.compile(r"[,;:()]| (?:och|men|samt|som|and|but|which|that) ")


def says_ceased(text: str, start: int, end: int, language: str) -> bool:
    """Whether the sentence of `text[start:end]` says that what stands there has ceased to hold.

    >>> says_ceased("Lagen ersatte lagen (2018:1174) om NIS.", 14, 31, "sv")
    True
    >>> says_ceased("Riktlinjen ersätter den från 2015 och följer WCAG 2.0.", 45, 53, "sv")
    False
    """
    first, last = sentence_around(text, start, end, language)
    before, after = _signs(language)
    ahead = text[max(first, start - _NEAR) : start].lower()
    ahead = ahead[max((clause.end() for clause in _CLAUSE.finditer(ahead)), default=0) :]
    return before.search(ahead) is not None or after.search(text[end : min(last, end + _FAR)].lower()) is not None


def sentence_around(text: str, start: int, end: int, language: str) -> tuple[int, int]:
    """Offsets of the sentence, or sentences, that hold `text[start:end]`.

    >>> sentence_around("Vi svarar. Vi följer WCAG 2.0 här. Det räcker.", 21, 29, "sv")
    (11, 34)
    """
    known = language if language in LANGUAGES else LANGUAGES[0]
    parts = [part for part in sentences(text.lower(), known) if part[0] < end and start < part[1]]
    return (min(parts[0][0], start), max(parts[-1][1], end)) if parts else (start, end)


@cache
def _signs(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands before, and what follows; of a language without words of its own those of all."""
    languages = [language] if language in LANGUAGES else LANGUAGES
    found: dict[str, list[str]] = {"before": [], "after": []}
    for each in languages:
        with (FOLDER / each / "ceased.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found[row["side"]].append(row["words"])
    before, after = (rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?![\w-])" for words in found.values())
    return re.compile(before), re.compile(after)
