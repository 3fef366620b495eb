"""Labels and their values on the first page of a document, and the names of document types: data and one reading."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache

from nlp.languages import FOLDER

# A value ends at the line, the next cell or the next sentence; never in the middle of a date or a bracket.
_VALUE = re.compile(r"(?:[^\n|·\t.]|\.(?!\s+[A-ZÅÄÖ]|\s*$|\s*[\n|·]))*")
_EMPTY = re.compile(
    r"[-–—\s.]*(?:(?:inget|ingen|ej tillämpligt|nytt dokument|none|n/?a|not applicable)\b.*)?", re.I | re.S
)
LONGEST_VALUE = 300


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label's value at `start:end` of the text."""

    field: str
    label: str
    start: int
    end: int


def labelled(text: str) -> list[Labelled]:
    """Every label with a value in `text`, in order. A label opens a line, a cell or a sentence.

    >>> [(found.field, found.start, found.end) for found in labelled("Ansvarig: Kansliet. Dnr 1")]
    [('responsible', 10, 18)]
    """
    found = []
    for match in _labels()[0].finditer(text):
        if not _is_pair(text, match):
            continue
        value = _VALUE.match(text, match.end(), match.end() + LONGEST_VALUE)
        start = match.end()
        end = value.end() if value else start
        start += len(text[start:end]) - len(text[start:end].lstrip(" :"))
        end -= len(text[start:end]) - len(text[start:end].rstrip(" ,;."))
        if end > start and not _EMPTY.fullmatch(text[start:end]):
            label = match["label"].lower()
            found.append(Labelled(_labels()[1][label], label, start, end))
    return found


def type_named(words: str) -> tuple[str, int, int] | None:
    """The code of the first document type named in `words`, with offsets; None where none is.

    Rows without a code name documents of other kinds, whose titles may go on to mention a policy.

    >>> type_named("Tjänsteskrivelse om ny policy"), type_named("Svar på motion om policy")
    (('TJSK', 0, 16), None)
    """
    if _ABOUT.match(words):
        return None
    hits = [(match.start(), -match.end(), code) for code, pattern in _types() if (match := pattern.search(words))]
    if not hits:
        return None
    start, end, code = min(hits)
    return (code, start, -end) if code else None


def _is_pair(text: str, match: re.Match[str]) -> bool:
    """Whether label and value stand alone in their line or row; else the label heads a column."""
    separator = text[match.end("label") : match.end()]
    if "|" not in separator and "\n" not in separator:
        return True
    opening = text[text.rfind("\n", 0, match.start("label")) + 1 : match.start("label")]
    line = text[match.end() : match.end() + LONGEST_VALUE].split("\n", 1)[0]
    return not opening.strip(" *") and "|" not in line


_ABOUT = re.compile(
    r"\s*(?:#+\s*)?(?:§\s?\d+\s+)?(?:svar på|motion|remissvar|yttrande|information om|utbildning|inbjudan"
    r"|frågor och svar|nyhet|reply to|response to|information on|invitation)\b",
    re.I,
)


@cache
def _labels() -> tuple[re.Pattern[str], dict[str, str]]:
    with (FOLDER / "document_labels.csv").open(encoding="utf-8", newline="") as file:
        fields = {row["label"]: row["field"] for row in csv.DictReader(file)}
    words = "|".join(re.escape(label) for label in sorted(fields, key=len, reverse=True))
    opening = r"(?:^|(?<=[\n|·\t])|(?<=[.;,]\s)|(?<=[|·]\s)|(?<=\*\*))[ \t*]{0,8}"
    closing = r"\*{0,2}(?:[ ]{0,3}[:|][ *]{0,4}|\t[ ]{0,3}|[ ]{0,3}\n[ ]{0,3}(?=\S)|[ ]är[ ])"
    return re.compile(rf"{opening}(?P<label>{words}){closing}", re.I), fields


@cache
def _types() -> list[tuple[str, re.Pattern[str]]]:
    with (FOLDER / "document_types.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    patterns = ((row["code"], re.escape(row["words"]).replace(r"\*", r"[^\W\d_]{0,40}")) for row in rows)
    return [(code, re.compile(rf"(?<![^\W_]){words}(?![^\W_])", re.I)) for code, words in patterns]
