"""Words broken over two lines, put together again: "kommu-" + "nen", but "e-" + "tjänst" and "in- och" + "utdata"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

LETTER = r"[^\W\d_]"
# Line breaks inside words: the hyphen people see, the soft hyphen, and two stand-ins PDF libraries put in its place.
BROKEN = re.compile(rf"({LETTER}+|\d+|[^\s]*[\w.])[-\u00ad\u2010\x02\ufffe]$")
FIRST_WORD = re.compile(rf"^{LETTER}+")
COMPOUND = re.compile(rf"\b{LETTER}+-{LETTER}+")
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
    text = ""
    for line in lines:
        text = _appended(text, line.strip(), compounds)
    return text


def _appended(text: str, line: str, compounds: frozenset[str]) -> str:
    if not text or not line:
        return text or line
    broken = BROKEN.search(text)
    first = FIRST_WORD.match(line)
    if not broken:
        return f"{text} {line}"
    stem = text[:-1]
    if not first:
        # A dash before a figure or a bracket is a dash.
        return f"{text} {line}" if not line[0].isalnum() else f"{stem}-{line}"
    before, after = broken[1], first.group()
    if after.lower() in SUSPENDED:
        return f"{stem}- {line}"
    if _keeps_hyphen(before, after, compounds):
        return f"{stem}-{line}"
    return stem + line


def _keeps_hyphen(before: str, after: str, compounds: frozenset[str]) -> bool:
    return (
        f"{before}-{after}".lower() in compounds
        or before.lower() in SHORT_PREFIXES
        or not before[-1].isalpha()
        or before.isupper()
        or not after[0].islower()
    )
