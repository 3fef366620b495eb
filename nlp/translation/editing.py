"""Modifiers apart from force: scope, bearer, local context, reasons given, and labels; each with its places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from nlp.requirements import RoleKind
from nlp.translation.content import relabelled
from nlp.translation.frames import Frame
from nlp.translation.modes import Element, ElementName, ElementState, Modifier, Reason, Span
from nlp.translation.pairing import Pair
from nlp.translation.terms import content, matched
from nlp.translation.wording import placed_words

_MOST_RELATED = 0.34  # of a cause's words in the other text: more is the same cause
_BODY = 6  # letters that make two bodies of one kind: "förvaltningar", "förvaltningen"
_TOLD_APART = 0.5  # of the source's content words in the target
_FRAME_LIKE = 0.6
_ABOUT = 0.3  # likeness from which two sentences are about the same thing


def modifiers(pair: Pair, elements: Iterable[Element]) -> Iterator[tuple[Modifier, Reason]]:
    """What was done to the demand on the way, apart from its force."""
    found = list(elements)
    if pair.likeness < _ABOUT:
        return
    yield from _scope(pair, found)
    for element in found:
        if element.name is ElementName.BEARER and element.state is ElementState.CHANGED:
            yield Modifier.SHIFT, _of(element, "translation.other_bearer")
    yield from _context(pair)
    yield from _logic(pair)
    pairs = relabelled(pair)
    if pairs is not None and pair.recall >= _FRAME_LIKE:
        ours, theirs = (frame.span_of([term]) for frame, term in zip((pair.source, pair.target), pairs, strict=True))
        yield Modifier.FRM, _reason(pair, "translation.other_label", ours, theirs)


def _scope(pair: Pair, elements: list[Element]) -> Iterator[tuple[Modifier, Reason]]:
    ours, theirs = pair.ours.place, pair.theirs.place
    everyone, everyone_here = pair.source.mark("all", ours), pair.target.mark("all", theirs)
    some = _restricting(pair.source, ours, pair.shared)
    some_here = _restricting(pair.target, theirs, pair.back)
    if some_here and not some and not everyone_here:
        yield Modifier.NARROW, _reason(pair, "translation.narrower", everyone, some_here)
    elif everyone and not everyone_here and (unit := _unit_for_all(pair)):
        yield Modifier.NARROW, _reason(pair, "translation.narrower", everyone, unit)
    elif some and not some_here:
        yield Modifier.WIDEN, _reason(pair, "translation.wider", some, everyone_here)
    only, only_here = pair.source.mark("only", ours), pair.target.mark("only", theirs)
    forbidden = "may_only"
    if only_here and not only and pair.ours.rule != forbidden:
        yield Modifier.NARROW, _reason(pair, "translation.narrower", None, only_here)
    yield from _lists(pair)
    if pair.recall < _TOLD_APART:
        return  # what is dropped cannot be told from what is said in other words
    for element in elements:
        if element.name is ElementName.CONDITION and element.state is ElementState.ADDED:
            yield Modifier.NARROW, _of(element, "translation.condition_added")
        if element.name is ElementName.CONDITION and element.state is ElementState.MISSING and element.source:
            yield Modifier.WIDEN, _of(element, "translation.condition_dropped")
        if element.name is ElementName.TARGET_GROUP and element.state is ElementState.MISSING:
            yield Modifier.WIDEN, _of(element, "translation.group_dropped")


def _restricting(frame: Frame, place: Span, there: Sequence[float]) -> Span | None:
    """A word like "vissa" or "externa" before something that the other text names as well."""
    for found in frame.marked("some", place):
        behind = next((n for n, term in enumerate(frame.terms) if frame.words[term.at].start >= found.end), None)
        if behind is not None and there[behind] > 0:
            return found
    return None


def _lists(pair: Pair) -> Iterator[tuple[Modifier, Reason]]:
    """A list on one side of which the other names one member only."""
    if not pair.one_language:
        return
    long_here = pair.target.mark("list", pair.theirs.place)
    long_there = pair.source.mark("list", pair.ours.place)
    if long_here is not None and long_there is None and _partly(pair.target, long_here, pair.back):
        yield Modifier.WIDEN, _reason(pair, "translation.wider", None, long_here)
    elif long_there is not None and long_here is None and _partly(pair.source, long_there, pair.shared):
        yield Modifier.NARROW, _reason(pair, "translation.narrower", long_there, None)


def _partly(frame: Frame, place: Span, there: Iterable[float]) -> bool:
    """Whether some members of a list stand in the other text and some do not."""
    mine = [
        v > 0 for t, v in zip(frame.terms, there, strict=True) if place.start <= frame.words[t.at].start < place.end
    ]
    return any(mine) and not all(mine)


def _unit_for_all(pair: Pair) -> Span | None:
    """A named unit that is bound where the source binds every one of them."""
    theirs, ours = pair.theirs.part(RoleKind.DUTY_BEARER), pair.ours.part(RoleKind.DUTY_BEARER)
    if theirs is None or theirs.place is None or ours is None:
        return None
    if pair.source.cues.first("all", ours.text) is None or pair.target.cues.first("all", theirs.text) is not None:
        return None
    one, other = (placed_words(part.text)[-1:] for part in (ours, theirs))
    if not one or not other or not pair.one_language:
        return None
    every, single = (content(words, pair.target.language) for words in (one, other))
    is_compound = bool(single and every and single[0].stem != every[0].stem and every[0].stem in single[0].parts)
    is_named = len(placed_words(theirs.text)) > 1 and one[0].word[:_BODY] == other[0].word[:_BODY]
    return theirs.place if is_compound or is_named else None


def _context(pair: Pair) -> Iterator[tuple[Modifier, Reason]]:
    """Names and units of the municipality that the source does not hold."""
    known = {word.word for word in pair.source.words}
    cited = [span for _, span in pair.target.citations] + [one.place for one in pair.target.standards]
    for statement in pair.near:
        bearer = pair.theirs.part(RoleKind.DUTY_BEARER)
        names = (pair.target.marked(kind, statement.place) for kind in ("name", "unit"))
        for place in sorted(chain.from_iterable(names)):
            words = placed_words(pair.target.text[place.start : place.end])
            if bearer is not None and bearer.place is not None and bearer.place.start <= place.start < bearer.place.end:
                continue
            if any(span.start <= place.start < span.end for span in cited) or any(word.word in known for word in words):
                continue
            yield Modifier.CTX, _reason(pair, "translation.local_name", None, place)
            return


def _logic(pair: Pair) -> Iterator[tuple[Modifier, Reason]]:
    """A cause or purpose given locally that the source gives otherwise or not at all."""
    theirs = next((s for one in pair.near if (s := _cause(pair.target, one.place))), None)
    ours = _cause(pair.source, pair.ours.place)
    if theirs is None or not pair.one_language:
        return
    behind = [n for n, term in enumerate(pair.target.terms) if _in(pair.target, term.at, theirs)]
    if not behind:
        return
    there = matched([pair.target.terms[n] for n in behind], pair.source.vocabulary)
    if sum(there) / len(there) < _MOST_RELATED:
        code = "translation.other_cause" if ours else "translation.cause_added"
        yield Modifier.LOG, _reason(pair, code, ours, theirs)


def _cause(frame: Frame, place: Span) -> Span | None:
    """From the connector to the end of its sentence."""
    no_cause = list(frame.marked("no_cause", place))
    for found in frame.marked("cause", place):
        if not any(span.start <= found.start < span.end for span in no_cause):
            return Span(found.start, place.end)
    return None


def _in(frame: Frame, word: int, place: Span) -> bool:
    return place.start <= frame.words[word].start < place.end


def _reason(pair: Pair, code: str, source: Span | None, target: Span | None) -> Reason:
    values: dict[str, str | int | float] = {
        "source": pair.source.text[source.start : source.end] if source else "",
        "target": pair.target.text[target.start : target.end] if target else "",
    }
    return Reason(code=code, values=values, source=source, target=target)


def _of(element: Element, code: str) -> Reason:
    values = {"source": element.values.get("source", ""), "target": element.values.get("target", "")}
    return Reason(code=code, values=values, source=element.source, target=element.target)
