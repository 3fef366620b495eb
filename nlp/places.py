"""Places as cited: words to parts of locators, parts to what a noun points at, parts to text."""

from __future__ import annotations

import re
from functools import lru_cache

from policies.locators import Locator, LocatorError, Part, parse, parse_all

Parts = tuple[Part, ...]

MOST_TARGETS = 40  # a citation of more places points to the act as a whole

_CHAPTERED = re.compile(r"§ ?\d{1,3}[-–]\d")  # Norwegian "§ 3-4" is one section, of a chapter
# What a noun may stand for in the two traditions: the innermost part of one of these kinds.
_STANDS_FOR = {
    "kap": ("kap", "chapter"), "st": ("st", "subpara"), "p": ("p", "point", "sub"), "letter": ("sub", "letter"),
}  # fmt: skip


@lru_cache(maxsize=20_000)
def written(instrument: str, parts: Parts) -> str:
    """The canonical form of a place, "" where there is neither an instrument nor a part."""
    return str(Locator(instrument, parts)) if instrument or parts else ""


def as_statute(parts: Parts) -> Parts:
    """ "§ 5" of a statute is its section 5; without an act it is a paragraph of minutes."""
    if parts and parts[0].kind == "minute":
        return (Part("§", parts[0].number), *parts[1:])
    return parts


def cut(parts: Parts, kind: str) -> Parts:
    """`parts` up to the part that a noun stands for, () where there is none."""
    if kind == "sub":  # a paragraph of an article, never a point below it
        ends = [at for at, part in enumerate(parts) if part.kind in {"sub", "para", "st"} and not part.number.isalpha()]
        return parts[: ends[0] + 1] if ends else ()
    kinds = _STANDS_FOR.get(kind, (kind,))
    ends = [at for at, part in enumerate(parts) if part.kind in kinds]
    return parts[: ends[-1] + 1] if ends else ()


@lru_cache(maxsize=20_000)
def parts_of(locator: str) -> Parts | None:
    """The parts of a locator or identifier, None where it is neither."""
    try:
        return parse(locator).parts if locator else None
    except LocatorError:
        return None


def _needed(place: str, within: Parts) -> Parts:
    """What of the surroundings can complete a place: for a section its chapter, for an article nothing."""
    if "§" in place and "kap" not in place:
        return within[:1] if within and within[0].kind == "kap" else within if place.startswith("§") else ()
    return () if place[:3] in {"Art", "art"} else within


@lru_cache(maxsize=20_000)
def _read(place: str, within: Parts) -> tuple[Parts, ...]:
    """The places some words name, () when they are unreadable or too many."""
    if _CHAPTERED.match(place):
        return ()
    try:
        found = parse_all(place, within=Locator("", within) if within else None)
    except LocatorError:
        return ()
    return tuple(each.parts for each in found) if len(found) <= MOST_TARGETS else ()


def read(place: str, within: Parts) -> tuple[Parts, ...]:
    """The places some words name where they stand at `within`; () when they are unreadable or more than MOST_TARGETS.

    >>> [written("", parts) for parts in read("första stycket 2 och 3", parts_of("13 § 2 st") or ())]
    ['13 § 1 st 2 p', '13 § 1 st 3 p']
    """
    return _read(place, _needed(place, within))
