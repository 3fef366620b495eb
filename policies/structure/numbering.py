"""Numbers of headings: "Princip 4", "Krav 12", "2.1", "A."; the word in front says what is numbered."""

from __future__ import annotations

import re

_WORDS = {
    "principle": "principle principles princip grundprincip designprincip criterion point punkt play standard",
    "recommendation": "recommendation rekommendation",
    "requirement": "requirement krav",
    "step": "step steg",
    "section": "section sec avsnitt chapter kapitel article",
    "part": "part del",
}
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_NAMED = re.compile(
    rf"^({'|'.join(_KINDS)})\s+([0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{0,4}}|[A-Z])(?![\w-])\s?[.:)–—]?\s*(.*)$", re.IGNORECASE
)
_NUMBERED = re.compile(r"^([0-9]{1,3}(?:\.[0-9]{1,3}){0,4})(?:[.:)]\s*|\s+)(?=[^0-9\s])")
_LETTERED = re.compile(r"^([A-Z])[.:)]\s+(?=\S)")


def number_of(line: str) -> tuple[str, str, str]:
    """Kind, number and words of a heading; the number is "" where it has none.

    >>> number_of("Principle 4: Work in the open"), number_of("2.1 Ansvar"), number_of("Ansvar")
    (('principle', '4', 'Work in the open'), ('section', '2.1', 'Ansvar'), ('section', '', 'Ansvar'))
    """
    if named := _NAMED.match(line):
        return _KINDS[named.group(1).lower()], named.group(2), named.group(3) or line
    found = _NUMBERED.match(line) or _LETTERED.match(line)
    return ("section", found.group(1), line[found.end() :]) if found else ("section", "", line)
