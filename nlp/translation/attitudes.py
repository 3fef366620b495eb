"""Demands told as what somebody means, wishes or plans to do: "Nämnden har som ambition att svara"."""

from __future__ import annotations

import re

from nlp.requirements import RoleKind
from nlp.translation.force import MUST, OUGHT
from nlp.translation.modes import Span
from nlp.translation.pairing import Pair, effective
from nlp.translation.statements import Statement
from nlp.translation.terms import Vocabulary, matched

_LINK = {"sv": re.compile(r"\s(?:att)\s"), "en": re.compile(r"\s(?:to|that)\s")}
_SECOND = re.compile(r"\b(?:och|men|samt|and|but)\s+(?P<modal>bör|should)\b", re.IGNORECASE)
_LONGEST = 60  # characters of the words that say what somebody means about the demand
_RULES = ("indicative", "indicative_actor", "is", "none", "fragment")


def attitude(pair: Pair) -> Span | None:
    """The words before a subordinate demand that neither bind nor describe; None where there are none.

    The verb of the source's demand must stand in the subordinate clause. Which words bind ("ser till att", "ansvarar
    för att") is data; a demand behind any others is somebody's wish.
    """
    theirs = pair.theirs
    link = _LINK.get(pair.target.language)
    if link is None or theirs.rule not in _RULES or theirs.rank not in (None, MUST):
        return None
    start, end = theirs.place
    match = link.search(pair.target.text, start, min(end, start + _LONGEST))
    if match is None or pair.target.cues.first("binding", pair.target.text, start, match.start()) is not None:
        return None
    behind = [term for term in pair.target.terms if match.end() <= pair.target.words[term.at].start < end]
    if not _says_verb(pair, pair.ours, Vocabulary.of(behind)):
        return None
    return Span(start, match.end() - 1)


def weaker_elsewhere(pair: Pair) -> Statement | None:
    """A later sentence that asks less for what the matched one leaves out: "Loggar ska sparas. De bör granskas"."""
    if not pair.one_language:
        return None
    asked = effective(pair.ours)
    if asked is None:
        return None
    strong = [one for one in pair.target.statements if one.voiced and (effective(one) or 0) >= asked]
    said = Vocabulary.of(pair.target.terms[n] for one in strong for n in one.terms)
    left = [term for term in (pair.source.terms[n] for n in pair.asked) if not matched([term], said)[0]]
    for one in pair.near:
        rank = effective(one) if one.place.start > pair.theirs.place.start else None
        if rank is not None and OUGHT <= rank < asked and any(term.stem in one.vocabulary.whole for term in left):
            return one
    return None


def weaker_half(pair: Pair) -> Span | None:
    """The second modal of a sentence that asks less for part of what the source asks: "ska skrivas och bör spridas"."""
    if effective(pair.ours) != MUST or effective(pair.theirs) != MUST or not pair.one_language:
        return None
    match = _SECOND.search(pair.target.text, *pair.theirs.place)
    if match is None:
        return None
    inside = [pair.target.terms[n] for n in pair.theirs.terms]
    first = Vocabulary.of(term for term in inside if pair.target.words[term.at].start < match.start())
    second = Vocabulary.of(term for term in inside if pair.target.words[term.at].start > match.start())
    demanded = [pair.source.terms[n] for n in pair.asked]
    both = zip(matched(demanded, first), matched(demanded, second), strict=True)
    is_half = any(not before and behind for before, behind in both)
    return Span(match.start("modal"), match.end("modal")) if is_half else None


def _says_verb(pair: Pair, demand: Statement, other: Vocabulary) -> bool:
    """Whether the first word of the action stands in a vocabulary."""
    part = demand.part(RoleKind.ACTION)
    place = part.place if part is not None and part.place is not None else demand.place
    words = pair.source.words
    verb = [term for term in pair.source.terms if place.start <= words[term.at].start < place.end][:1]
    return bool(verb) and pair.one_language and matched(verb, other)[0] > 0
