"""Who is bound, and to whom something is given: the same on both sides, or somebody else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.languages import LANGUAGES, lexicon
from nlp.requirements import RoleKind
from nlp.translation.frames import Frame
from nlp.translation.modes import Element, ElementName, ElementState, Span
from nlp.translation.pairing import Pair
from nlp.translation.statements import Part
from nlp.translation.terms import Vocabulary, content, matched, matched_across
from nlp.translation.wording import placed_words

# "till tillsynsmyndigheten", "to the supervisory authority"
_RECIPIENT = re.compile(
    r"\b(?:till|to)\s+(?:the |den |det |sin |its )?(?P<who>(?:[^\W\d_][\w-]*\s)?[^\W\d_][\w-]+)", re.IGNORECASE
)

_AGENT = re.compile(r"\b(?:av|by)\s+(?P<who>(?:the |den |varje )?[^\W\d_][\w-]+)", re.IGNORECASE)


def bearer(pair: Pair) -> Element | None:
    """The bearer as an element; None when the source names none, or nobody."""
    ours, theirs = pair.ours.part(RoleKind.DUTY_BEARER), pair.theirs.part(RoleKind.DUTY_BEARER)
    if ours is None and theirs is None:
        return None
    if theirs is not None and _was_object(pair, theirs):
        theirs = None
    if ours is None or theirs is None:
        if ours is not None and (agent := _agent(pair, ours)) is not None:
            return _element(ElementState.SAME, ours, agent)
        return None if ours is None else _element(ElementState.MISSING, ours, None)
    state = ElementState.SAME if _same(pair, ours, theirs) else ElementState.CHANGED
    return _element(state, ours, theirs)


def recipient(pair: Pair) -> Element | None:
    """Whom something goes to, where both name somebody and not the same."""
    ours = next(_recipients(pair.source, pair.ours.place), None)
    theirs = list(_recipients(pair.target, pair.theirs.place))
    if ours is None or not theirs:
        return None
    if _says(pair, pair.source.text[ours.start : ours.end], pair.target.vocabulary):
        return None
    if any(is_general(pair.target, pair.target.text[one.start : one.end]) for one in theirs):
        return None
    values = {
        "source": pair.source.text[ours.start : ours.end],
        "target": pair.target.text[theirs[0].start : theirs[0].end],
    }
    return Element(
        name=ElementName.TARGET_GROUP, state=ElementState.CHANGED, source=ours, target=theirs[0], values=values
    )


def _was_object(pair: Pair, theirs: Part) -> bool:
    """Whether what the target begins with is what the source's demand is about: "Ett ombud ska utses"."""
    part = pair.ours.part(RoleKind.ACTION)
    last = content(placed_words(theirs.text), pair.target.language)[-1:]
    if part is None or not last or not pair.one_language or is_general(pair.target, theirs.text):
        return False
    acted_on = Vocabulary.of(content(placed_words(part.text), pair.source.language))
    return last[0].stem in acted_on.whole


def _agent(pair: Pair, ours: Part) -> Part | None:
    """The doer of a passive: "av nämnden", "by the board"."""
    for match in _AGENT.finditer(pair.target.text, *pair.theirs.place):
        place = Span(*match.span("who"))
        theirs = Part(kind=RoleKind.DUTY_BEARER, text=match["who"], place=place, normal="")
        if _same(pair, ours, theirs):
            return theirs
    return None


def _same(pair: Pair, ours: Part, theirs: Part) -> bool:
    """Whether two bearers can be one: local bodies stand for the general ones that acts address."""
    if is_general(pair.source, ours.text) and is_general(pair.target, theirs.text):
        return True
    target = Vocabulary.of(content(placed_words(theirs.text), pair.target.language))
    if _says(pair, ours.text, target):
        return True
    return not pair.one_language and not is_general(pair.source, ours.text)  # no pair of terms is no difference


def _says(pair: Pair, text: str, target: Vocabulary) -> bool:
    """Whether the last word of the text, which names who it is, stands in a vocabulary."""
    words = placed_words(text)
    terms = content(words, pair.source.language)
    if not terms:
        return True
    if pair.one_language:
        return max(matched(terms[-1:], target)) >= 1.0
    languages = (pair.source.language, pair.target.language)
    return max(matched_across(text, words, terms, target, languages)) > 0.0


def is_general(frame: Frame, text: str) -> bool:
    """Whether words name a body as acts do, for which any local one may stand."""
    return frame.cues.first("general_body", text) is not None


def _recipients(frame: Frame, place: Span) -> Iterator[Span]:
    known = lexicon(frame.language if frame.language in LANGUAGES else "en")
    for match in _RECIPIENT.finditer(frame.text, *place):
        words = match["who"].lower().split()
        if known.is_actor(words[0]) or match["who"][0].isupper():  # a name: "till Digg"
            yield Span(match.start("who"), match.start("who") + len(words[0]))
        elif known.is_actor(words[-1]):
            yield Span(*match.span("who"))


def _element(state: ElementState, ours: Part, theirs: Part | None) -> Element:
    values = {"source": ours.text} | ({"target": theirs.text} if theirs else {})
    place = theirs.place if theirs else None
    return Element(name=ElementName.BEARER, state=state, source=ours.place, target=place, values=values)
