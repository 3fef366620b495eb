"""Modifiers apart from force: scope, bearer, local context, reasons given, and labels; each with its places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from nlp.translation.content import relabelled
from nlp.translation.frames import Frame
from nlp.translation.modes import Element, Modifier, Reason, Span
from nlp.translation.pairing import Pair
from nlp.translation.scope import reason, scope, shift
from nlp.translation.terms import matched
from nlp.translation.wording import placed_words

_MOST_RELATED = 0.34  # of a cause's words in the other text: more is the same cause
_BEFORE = 40  # characters before a name in which its preposition stands
_BETWEEN = re.compile(r"\s+(?:(?:[^\W\d_]|-)+\s+)?")  # at most one word: "the", "kommunens", "systemet"
_FRAME_LIKE = 0.6
_ABOUT = 0.3  # likeness from which two sentences are about the same thing


def modifiers(pair: Pair, elements: Iterable[Element]) -> Iterator[tuple[Modifier, Reason]]:
    """What was done to the demand on the way, apart from its force."""
    found = list(elements)
    if pair.likeness < _ABOUT:
        return
    yield from scope(pair)
    yield from shift(pair, found)
    yield from _context(pair)
    yield from _logic(pair)
    pairs = relabelled(pair)
    if pairs is not None and pair.recall >= _FRAME_LIKE:
        ours, theirs = (frame.span_of([term]) for frame, term in zip((pair.source, pair.target), pairs, strict=True))
        yield Modifier.FRM, reason(pair, "translation.other_label", ours, theirs)


def _context(pair: Pair) -> Iterator[tuple[Modifier, Reason]]:
    """A name or unit of the municipality by which or at which something is done, and that the source does not hold.

    National bodies and acts are the same everywhere, and a name that is the subject says who, not where.
    """
    known = {word.word for word in pair.source.words}
    cited = [span for _, span in pair.target.citations] + [one.place for one in pair.target.standards]
    for statement in pair.near:
        names = (pair.target.marked(kind, statement.place) for kind in ("name", "unit"))
        for place in sorted(chain.from_iterable(names)):
            words = placed_words(pair.target.text[place.start : place.end])
            is_known = all(word.word in known for word in words)
            if is_known or any(span.start <= place.start < span.end for span in cited):
                continue
            if _is_national(pair.target, place) or not _is_where(pair.target, place):
                continue
            yield Modifier.CTX, reason(pair, "translation.local_name", None, place)
            return


def _is_national(frame: Frame, place: Span) -> bool:
    return frame.cues.first("national", frame.text, place.start, place.end) is not None


def _is_where(frame: Frame, place: Span) -> bool:
    """Whether a preposition stands before a name: "i Platina", "i systemet Platina", "via vår portal"."""
    begin = max(0, place.start - _BEFORE)
    last = [span.end for span in frame.cues.found("where", frame.text, begin, place.start)]
    return any(_BETWEEN.fullmatch(frame.text, end, place.start) is not None for end in last)


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
        yield Modifier.LOG, reason(pair, code, ours, theirs)


def _cause(frame: Frame, place: Span) -> Span | None:
    """From the connector to the end of its sentence."""
    no_cause = list(frame.marked("no_cause", place))
    for found in frame.marked("cause", place):
        if not any(span.start <= found.start < span.end for span in no_cause):
            return Span(found.start, place.end)
    return None


def _in(frame: Frame, word: int, place: Span) -> bool:
    return place.start <= frame.words[word].start < place.end
