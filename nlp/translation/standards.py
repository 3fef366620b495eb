"""Standards with their versions and levels, and standards spoken of as if they were law."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.mentions import Kind, Mention
from nlp.translation.cues import cue_book
from nlp.translation.modes import Span

# Names with a version number that no catalogue of standards holds: "TLS 1.3", "OAuth 2.0".
_NAMED = re.compile(
    r"(?<![\w.])(?P<name>[A-ZÅÄÖ][\w-]*[A-Za-z]) (?:version )?[vV]?(?P<version>\d{1,2}(?:\.\d{1,2}){1,2})(?![\d.]*\d)"
)
_LEVEL = re.compile(r"\b(?i:nivån?|level|klass|class|tillitsnivån?) (?P<level>A{1,3}|[A-D]|[0-5])(?!\w|\.\d)")
_DENIED = re.compile(r"\b(?:inte|ej|inget|ingen|not|no)\b[^.]{0,24}$", re.IGNORECASE)
_END = re.compile(r"[.!?;]\s+(?=[A-ZÅÄÖ])|\n")
_NOT_STANDARDS = {
    "kapitel",
    "avsnitt",
    "bilaga",
    "punkt",
    "sida",
    "section",
    "chapter",
    "annex",
    "version",
    "kap",
    "tabell",
}


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard by its name without version; `version` is "" where the text gives none."""

    name: str
    version: str
    place: Span


def standards(text: str, mentions: Sequence[Mention]) -> tuple[Standard, ...]:
    """The standards among the mentions of a text, and other names with a version number."""
    found: dict[Span, Standard] = {}
    for mention in mentions:
        if mention.act is not None and mention.act.kind is Kind.STANDARD:
            place = Span(mention.act.start, mention.act.end)
            found[place] = _parted(mention.act.value, place)
    for match in _NAMED.finditer(text):
        place = Span(*match.span())
        if match["name"].lower() not in _NOT_STANDARDS and not any(overlap(place, other) for other in found):
            found[place] = Standard(match["name"], match["version"], place)
    return tuple(found.values())


def levels(text: str) -> tuple[Standard, ...]:
    """Levels of conformity, as standards named "level".

    >>> [level.version for level in levels("WCAG 2.1 på nivå AA")]
    ['AA']
    """
    return tuple(Standard("level", match["level"].upper(), Span(*match.span())) for match in _LEVEL.finditer(text))


def as_law(text: str, language: str, named: Sequence[Standard]) -> Span | None:
    """The words that call a standard of the same sentence law; None where nothing does, or the text denies it."""
    for place in cue_book(language).found("as_law", text):
        start = max((match.end() for match in _END.finditer(text, 0, place.start)), default=0)
        stop = _END.search(text, place.end)
        end = stop.start() if stop is not None else len(text)
        is_denied = _DENIED.search(text[start : place.start]) is not None
        if not is_denied and any(start <= one.place.start < end for one in named):
            return place
    return None


def overlap(one: Span, other: Span) -> bool:
    """Whether two places share a character."""
    return one.start < other.end and other.start < one.end


def _parted(value: str, place: Span) -> Standard:
    """ "EN 301549 V3.2.1" and "WCAG 2.1" in name and version; the number of "EN 301549" is part of its name."""
    match = re.fullmatch(r"(?P<name>.+?)(?: V(?P<v>\d[\d.]*)|:(?P<year>\d{4})| (?P<web>\d(?:\.\d+)+))?", value)
    if match is None:
        return Standard(value, "", place)
    return Standard(match["name"], match["v"] or match["year"] or match["web"] or "", place)
