"""What a sentence that is no requirement does for its act: it defines, delegates, amends, enters into force ...

The words decide before the force does: an amendment instruction says "ska" and binds nobody; a delegation is a
permission by its words and a matter between law-makers by what it does.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from nlp.languages import FOLDER
from nlp.requirements import Force, StatementType

TRANSITIONAL_ZONE = "transitional"
_MOST_COLONS = 20
_SPACE = " \t\n‘’“”\"'"
_LONGEST = 1500  # characters looked at: what a sentence does for its act is said early
_BY_RULE = {
    "delegation": StatementType.DELEGATION,
    "amendment": StatementType.AMENDMENT,
    "entry_into_force": StatementType.ENTRY_INTO_FORCE,
    "not_applicable": StatementType.SCOPE,
}
_BY_FORCE = {Force.DEFINITION: StatementType.DEFINITION, Force.SCOPE: StatementType.SCOPE}
_ORDER = (
    StatementType.AMENDMENT,
    StatementType.DELEGATION,
    StatementType.TRANSITIONAL,
    StatementType.ENTRY_INTO_FORCE,
)


class _Pattern(NamedTuple):
    type: StatementType
    trigger: str
    expression: re.Pattern[str]


@cache
def _patterns(language: str) -> tuple[_Pattern, ...]:
    path = FOLDER / language / "statements.csv"
    with path.open(encoding="utf-8", newline="") as file:
        found = [
            _Pattern(StatementType(row["type"]), row["trigger"], re.compile(row["pattern"]))
            for row in csv.DictReader(file)
        ]
    return tuple(sorted(found, key=lambda pattern: _ORDER.index(pattern.type)))


@cache
def _triggers(language: str) -> frozenset[str]:
    return frozenset(pattern.trigger for pattern in _patterns(language))


def worded_type(words: Sequence[str], language: str) -> StatementType | None:
    """The type told by the words of a sentence (lower-case tokens) alone, None where they tell nothing.

    >>> worded_type("i 5 § ska ordet byrån utgå".split(), "sv").value
    'amendment'
    """
    if _triggers(language).isdisjoint(words):
        return None
    text = " ".join(words)[:_LONGEST]
    held = set(words)
    return next((p.type for p in _patterns(language) if p.trigger in held and p.expression.search(text)), None)


def governing_words(lead_in: str, language: str) -> str:
    """The words of a lead-in that its items complete: those behind an instruction to insert them into an act.

    >>> governing_words("The following article is inserted: Article 5a Providers shall log:", "en")
    ' Article 5a Providers shall log:'
    """
    start = 0
    segment = 0
    ends = [place for place, sign in enumerate(lead_in) if sign == ":"]
    for end in ends if len(ends) < _MOST_COLONS else ():
        if worded_type(lead_in[segment:end].lower().split(), language) is StatementType.AMENDMENT:
            start = end + 1
        segment = end + 1
    return lead_in[start:] if lead_in[start:].strip(_SPACE) else lead_in


def statement_type(worded: StatementType | None, rule: str, force: Force, zone: str) -> StatementType | None:
    """The type of a sentence from its words, the rule that fired, its force and its zone; None for a requirement.

    >>> statement_type(None, "delegation", Force.PERMISSION, "enacting").value
    'delegation'
    """
    if worded is not None:
        return worded
    by_force = _BY_FORCE.get(force)
    if rule == "delegation" and force is Force.PERMISSION:
        return StatementType.DELEGATION
    if by_force is None and force is not Force.EXEMPTION:
        return None
    found = _BY_RULE.get(rule, by_force)
    if zone == TRANSITIONAL_ZONE and found is StatementType.SCOPE:
        return StatementType.TRANSITIONAL
    return found
