"""The cues of parts in documents, read from `languages/*/participation.csv` and compiled once.

A row is `part,form,within,cue`. In a cue `a|b` stands for either word, `*` for any letters, `...` for the few words
between and `{name}` for words with a capital letter. `within` names the types of passages the words count in.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache

from nlp.languages import FOLDER, LANGUAGES
from nlp.passages.types import PassageType

ANY = frozenset({PassageType.RULE, PassageType.BACKGROUND, PassageType.DECISION})
WITHIN = {
    "any": ANY,
    "head": ANY,
    "decision": frozenset({PassageType.DECISION}),
    "refusal": frozenset({PassageType.DECISION, PassageType.REJECTED}),
    "dissent": frozenset({PassageType.RESERVATION, PassageType.PROPOSAL, PassageType.BACKGROUND, PassageType.DECISION}),
}
"""Types of passages by the word of a row; "head" also wants the beginning of the document."""

BESIDE = ("label", "opens", "own", "after", "before", "between")
"""The forms whose cues stand beside a name."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that give a part, and where the name stands to them."""

    part: str
    form: str
    within: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class CueBook:
    """Everything the reading of parts knows of one language."""

    cues: tuple[Cue, ...]
    columns: dict[str, str]
    pairs: tuple[tuple[str, str, str], ...]
    document: re.Pattern[str]
    places: tuple[re.Pattern[str], ...]
    cut: re.Pattern[str]
    linking: frozenset[str]


@cache
def book(language: str) -> CueBook | None:
    """The cues of a language, None where there are none."""
    if language not in LANGUAGES:
        return None
    with (FOLDER / language / "participation.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    forms: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        forms.setdefault(row["form"], []).append(row)
    cues = [
        Cue(row["part"], form, row["within"], _pattern(row["cue"])) for form in BESIDE for row in forms.get(form, ())
    ]
    pairs = [(*row["cue"].split(" + "), row["part"]) for row in forms["pair"]]
    return CueBook(
        cues=tuple(cues),
        columns={title: row["part"] for row in forms["column"] for title in _titles(row["cue"])},
        pairs=tuple((title, other, part) for title, other, part in pairs),
        document=re.compile("|".join(_words(row["cue"]) for row in forms["document"])),
        places=tuple(re.compile(_place(row["cue"])) for row in forms["place"]),
        cut=re.compile("|".join(rf",?\s{{1,3}}{_words(row['cue'])}(?!\w)" for row in forms["cut"])),
        linking=frozenset(row["cue"] for row in forms["and"]),
    )


def _pattern(cue: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_words(cue)}(?!\w)(?!\s{{1,3}}(?:inte|ej|not)\b)")


def _words(cue: str) -> str:
    written = ""
    for number, word in enumerate(cue.split()):
        space = r"\s{1,8}" if number else ""
        if word == "...":
            written += r"\s{1,8}(?P<gap>[^\s.;!?]{1,60}(?:\s{1,8}[^\s.;!?]{1,60}){0,6}?)"
            continue
        choices = "|".join(re.escape(choice).replace(r"\*", r"\w{0,40}") for choice in word.split("|"))
        written += f"{space}(?:{choices})"
    return written


def _place(cue: str) -> str:
    name = r"(?P<name>[^\W\d_a-zåäö][\w-]{1,40}(?:\s[^\W\d_a-zåäö][\w-]{1,40}){0,2})"
    before, _, after = cue.partition("{name}")
    pieces = [rf"(?i:{_words(before)})", name, *([rf"(?i:{_words(after)})"] if after else [])]
    return r"(?<!\w)" + r"\s".join(pieces) + r"(?!\w)"


def _titles(cue: str) -> list[str]:
    """Every title that a cue with choices stands for."""
    found = [""]
    for word in cue.split():
        found = [f"{start} {choice}".strip() for start in found for choice in word.split("|")]
    return found
