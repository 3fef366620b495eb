"""Instruments named in running text, by number ("lag (2018:1937)") or by name ("DOS-lagen", "GDPR")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from nlp.mentions.acts import identified, named
from policies.locators import Locator, LocatorError, contains, parse_all

# Where a number of an act may stand; the grammar of policies.locators then says which act it is, if any.
_NUMBER = re.compile(r"[0-9]{4}[:_][0-9]{1,5}|[0-9]{1,4}/[0-9]{1,4}|\b[0-9CE][0-9]{4}[A-Z]{1,2}[0-9]{4}")
_REACH = 90  # characters before a number in which the kind of the act is named
_AFTER = 24  # "/EU)", the rest of a CELEX number
# Places in an act: "13 § andra stycket", "6 kap. 37 och 38 §§", "art. 28", "Article 5(1)".
_LIST = r"[0-9]{1,3}(?: ?[a-hj-z]\b)?(?:(?:, | och | and |–|-)[0-9]{1,3}(?: ?[a-hj-z]\b)?){0,5}"
_PLACE = re.compile(rf"(?:[0-9]{{1,3}}(?: [a-z])? kap\. )?{_LIST} ?§§?|\b[Aa]rt(?:ik(?:el|larna)|icles?|\.)? ?{_LIST}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The instrument a text names, and the words that name it as written."""

    instrument: str
    written: str


def citations(text: str) -> tuple[Citation, ...]:
    """The instruments named in a text, in order, each once.

    >>> [found.instrument for found in citations("enligt lag (2018:1937) och GDPR")]
    ['SFS 2018:1937', '32016R0679']
    """
    found: dict[str, str] = {}
    before = 0
    for match in _NUMBER.finditer(text):
        name = identified(text[max(before, match.start() - _REACH) : match.end() + _AFTER])
        if name:
            found.setdefault(name, match.group())
        before = match.end()
    for element in named(text):
        found.setdefault(element.value, text[element.start : element.end])
    return tuple(Citation(instrument=name, written=written) for name, written in found.items())


def instrument(reference: str) -> str:
    """The instrument of a normalised locator or of a citation's words; "" when it names none.

    >>> instrument("SFS 2018:1937 13 § 2 st"), instrument("13 §")
    ('SFS 2018:1937', '')
    """
    named = identified(reference)
    if named:
        return named
    found = citations(reference)
    return found[0].instrument if found else ""


@lru_cache(maxsize=20_000)
def places(text: str) -> frozenset[Locator]:
    """The places within acts that a text names, whichever acts they belong to.

    >>> sorted(str(place) for place in places("enligt 11 och 13 §§ DOS-lagen, jfr art. 7 i direktivet"))
    ['11 §', '13 §', 'art 7']
    """
    found: set[Locator] = set()
    for match in _PLACE.finditer(text):
        try:
            found.update(Locator("", place.parts[:2]) for place in parse_all(match.group()))
        except LocatorError:
            continue
    return frozenset(found)


def place(reference: str) -> Locator | None:
    """The section or article a normalised reference points to, None when it names a whole act or nothing.

    >>> str(place("SFS 2018:1937 13 § 2 st")), place("SFS 2018:1937")
    ('13 §', None)
    """
    try:
        parts = parse_all(reference)[0].parts
    except LocatorError:
        return None
    kept = parts[: 2 if parts and parts[0].kind == "kap" else 1]
    return Locator("", kept) if kept else None


def same_place(one: Locator, other: Locator) -> bool:
    """Whether one of the places holds the other."""
    return contains(one, other) or contains(other, one)


def beside(text: str) -> str:
    """A text without the instruments and the places within them that it names.

    >>> beside("DOS-lagen 13 § om anpassning").split()
    ['om', 'anpassning']
    """
    for found in citations(text):
        text = text.replace(found.written, " ")
    return _PLACE.sub(" ", text)
