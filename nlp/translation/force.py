"""How strongly a sentence demands: a rank by its force, lowered by words that leave it to possibility or endeavour.

Ranks: obligation, prohibition and right 3, recommendation 2, permission 1, exemption 0; None for sentences that
demand nothing in so many words (a description of what is done neither softens nor hardens a demand).
"""

from __future__ import annotations

import re

from nlp.requirements import Force, Requirement
from nlp.translation.cues import CueBook
from nlp.translation.modes import Span

MUST, OUGHT, MAY, FREE = 3, 2, 1, 0
RANKS = {
    Force.OBLIGATION: MUST,
    Force.PROHIBITION: MUST,
    Force.RIGHT: MUST,
    Force.RECOMMENDATION: OUGHT,
    Force.PERMISSION: MAY,
    Force.EXEMPTION: FREE,
}
_DESCRIBING = ("indicative", "indicative_actor", "indicative_agent", "is", "none", "fragment", "exists")
_BY_RULE = {"shall": MUST, "must": MUST, "should": OUGHT}  # where the model takes a demand for a statement
ABLE = ("can", "able")
_WEAK_MODALS = ("bör", "should")
_DENIED = re.compile(r"\s{0,8}(?:inte|ej|not)\b", re.IGNORECASE)
# "och om möjligt även bilagorna": only what is named beside the demand is left to possibility.
_BESIDE_BEFORE = re.compile(r"(?:\b(?:och|samt|men|and|but)|,)\s+$", re.IGNORECASE)
_BESIDE_AFTER = re.compile(r"\s+(?:även|också|dessutom|därtill|also|in addition)\b", re.IGNORECASE)
# "Om det är möjligt att nå den enskilde": what is possible there is not the demand.
_OF_ANOTHER = re.compile(r"\s+(?:att|to|that|för|for)\b", re.IGNORECASE)
# "när som helst", "vem som helst": anything goes there, which leaves the demand as it is.
_EVER = re.compile(r"\b(?:när|var|vart|vem|vad|hur|vilk[ea][nt]?|vilka)\s+som\s+$", re.IGNORECASE)
_BODY = 16  # characters in which a body of the municipality stands beside its verb
_SUBJECT = 6  # characters in which "du" does
# "..., vilket bör räcka i de flesta fall": a remark on the demand.
_ASIDE = re.compile(r",\s(?:vilk[ea]t?|som|eftersom|which|because)\b", re.IGNORECASE)
_MODAL = re.compile(r"(?<!\w)(?:ska|skall|skulle|måste|shall|must|will|should|bör)(?!\w)", re.IGNORECASE)
_BETWEEN = 40  # characters between a modal and the verb of endeavour: "ska därför i alla lägen sträva"
_FINITE_BETWEEN = re.compile(r"[,;:]|\b(?:att|to|som|which|that)\b", re.IGNORECASE)


def judged(
    text: str, read: Requirement, span: Span, book: CueBook, quotes: tuple[Span, ...]
) -> tuple[int | None, Span | None, Span | None]:
    """The rank of a sentence, the words that give it, and the words that weaken it."""
    aside = _outside(book, "aside", text, span, quotes)
    if aside is not None and (modal := _MODAL.search(text, aside.end, span.end)) is not None:
        # "Det bör noteras att protokoll ska publiceras": the demand is what is to be noted.
        if modal.group().lower() in _WEAK_MODALS:
            return OUGHT, Span(*modal.span()), None
        return MUST, Span(*modal.span()), hedge(text, Span(aside.end, span.end), book, quotes)
    cue = read.cues[0] if read.cues else None
    place = Span(cue.start, cue.end) if cue is not None and span.start <= cue.start < cue.end <= span.end else None
    rule = cue.rule if cue is not None else "none"
    rank: int | None = RANKS.get(read.force, _BY_RULE.get(rule))
    if rank is None or rule in _DESCRIBING:
        freedom = _outside(book, "permission", text, span, quotes)
        if freedom is not None:
            return MAY, freedom, None
        advice = _outside(book, "advice", text, span, quotes) or _wish(book, text, span, quotes, place)
        if advice is not None:
            return OUGHT, advice, None
        if rule in ABLE:
            denied = place is not None and _DENIED.match(text, place.end, span.end) is not None
            return MUST if denied else MAY, place, None
        if rank is None:
            weak = hedge(text, span, book, quotes)
            return (None, place, None) if weak is None else (OUGHT, weak, None)
    weak = hedge(text, span, book, quotes)
    if rule == "imperative" and weak is not None:
        return MUST, place, weak  # an order, if it is possible
    return rank, place, weak if rank == MUST else None


def hedge(text: str, span: Span, book: CueBook, quotes: tuple[Span, ...]) -> Span | None:
    """Words that leave a demand to possibility ("om möjligt") or ask for endeavour only ("ska sträva efter")."""
    for place in book.found("hedge", text, span.start, span.end):
        if _OF_ANOTHER.match(text, place.end, span.end) or _ASIDE.search(text, span.start, place.start):
            continue
        if _EVER.search(text, span.start, place.start):
            continue
        beside = _BESIDE_BEFORE.search(text, span.start, place.start) and _BESIDE_AFTER.match(text, place.end, span.end)
        if not beside and not _quoted(place, quotes):
            return place
    for place in book.found("hedge_verb", text, span.start, span.end):
        modals = list(_MODAL.finditer(text, span.start, place.start))
        if not modals or _quoted(place, quotes):
            continue
        between = text[modals[-1].end() : place.start]
        if len(between) <= _BETWEEN and _FINITE_BETWEEN.search(between) is None:
            return place
    return None


def _wish(book: CueBook, text: str, span: Span, quotes: tuple[Span, ...], cue: Span | None) -> Span | None:
    """A verb of will or endeavour that is the verb of the sentence, or beside who wills: "om du vill" is neither."""
    for place in book.found("volition", text, span.start, span.end):
        is_verb = cue is not None and place.start < cue.end and cue.start < place.end
        beside = book.first(
            "general_body", text, max(span.start, place.start - _BODY), min(span.end, place.end + _BODY)
        )
        if (is_verb or beside is not None) and not _quoted(place, quotes):
            addressed = book.first("addressee", text, max(span.start, place.start - _SUBJECT), place.end + _SUBJECT)
            if addressed is None:
                return place
    return None


def _outside(book: CueBook, kind: str, text: str, span: Span, quotes: tuple[Span, ...]) -> Span | None:
    for place in book.found(kind, text, span.start, span.end):
        if not _quoted(place, quotes) and _EVER.search(text, span.start, place.start) is None:
            return place
    return None


def _quoted(place: Span, quotes: tuple[Span, ...]) -> bool:
    return any(quote.start <= place.start < quote.end for quote in quotes)
