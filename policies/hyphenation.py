"""Words broken over two lines, put together again: "kommu-" + "nen", but "e-" + "tjänst" and "in- och" + "utdata"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

LETTER = r"[^\W\d_]"
# Line breaks inside words: the hyphen people see, the soft hyphen, and two stand-ins PDF libraries put in its place.
BROKEN = re.compile(r"[\w.][-\u00ad\u2010\x02\ufffe]$")
FIRST_WORD = re.compile(rf"^{LETTER}+")
COMPOUND = re.compile(rf"\b{LETTER}+-{LETTER}+")
LONGEST_WORD = 80
SUSPENDED = frozenset(
    {"och", "eller", "samt", "respektive", "resp", "and", "or", "und", "oder", "og", "till", "to", "men"}
)
SHORT_PREFIXES = frozenset(
    {"e", "i", "m", "s", "k", "x", "icke", "non", "ex", "co", "self", "pre", "vice", "all", "cross"}
)


def compounds_in(lines: Iterable[str]) -> frozenset[str]:
    """Words written with a hyphen inside a line, in lower case: evidence that the hyphen belongs to the word."""
    return frozenset(found.lower() for line in lines for found in COMPOUND.findall(line))


def joined(lines: Sequence[str], compounds: frozenset[str] = frozenset()) -> str:
    """The lines of one paragraph as running text.

    >>> joined(["Kommu-", "nen erbjuder e-", "tjänster för in-", "och utdata"])
    'Kommunen erbjuder e-tjänster för in- och utdata'
    """
    parts: list[str] = []
    for line in filter(None, map(str.strip, lines)):
        if parts:
            parts[-1], between = _seam(parts[-1], line, compounds)
            parts.append(between)
        parts.append(line)
    return "".join(parts)


def _seam(last: str, line: str, compounds: frozenset[str]) -> tuple[str, str]:
    """The end of a line, its hyphen kept or not, and what goes between it and the next line."""
    if not BROKEN.search(last, max(0, len(last) - 2)):
        return last, " "
    first = FIRST_WORD.match(line)
    stem = last[:-1]
    if not first:
        # A dash before a figure joins; before a bracket or quotation mark it is a dash.
        return (f"{stem}-", "") if line[0].isalnum() else (last, " ")
    before, after = last[-LONGEST_WORD:-1].split()[-1], first.group()
    if after.lower() in SUSPENDED:
        return f"{stem}-", " "
    return (f"{stem}-" if _keeps_hyphen(before, after, compounds) else stem), ""


def _keeps_hyphen(before: str, after: str, compounds: frozenset[str]) -> bool:
    return (
        f"{before}-{after}".lower() in compounds
        or before.lower() in SHORT_PREFIXES
        or not before[-1].isalpha()
        or before.isupper()
        or not after[0].islower()
    )
