"""What is done to what: the action and its object, stretches left out or added, and other things of the same kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nlp.requirements import RoleKind
from nlp.translation.frames import Frame
from nlp.translation.modes import Element, ElementName, ElementState, Span
from nlp.translation.pairing import Pair
from nlp.translation.statements import Statement
from nlp.translation.terms import Term

_BORDER = re.compile(r"[,;:()–]|\s(?:och|samt|eller|and|or|as well as|som|vilket|which|that)\s", re.IGNORECASE)
_HARDLY = 0.25  # of the content words of a stretch: less stands in the other text only by chance
_ROW = 4
_FOUND = 0.5


def action(pair: Pair) -> Iterator[Element]:
    """The verb of the demand and what it is about, as two elements."""
    part = pair.ours.part(RoleKind.ACTION)
    place = part.place if part is not None and part.place is not None else pair.ours.place
    inside = [n for n in pair.ours.terms if place.start <= _start(pair.source, n) < place.end]
    if not inside:
        return
    verb, rest = inside[:1], inside[1:]
    known = _share(pair.shared, verb) > 0 or (bool(rest) and _share(pair.shared, rest) >= _FOUND)
    yield _element(pair, ElementName.ACTION, verb, ElementState.SAME if known else ElementState.MISSING)
    if rest:
        there = _share(pair.shared, rest) >= _FOUND
        yield _element(pair, ElementName.OBJECT, rest, ElementState.SAME if there else ElementState.MISSING)


def missing_stretches(pair: Pair) -> list[Span]:
    """Stretches of the source's sentence between commas and conjunctions that hardly stand in the target."""
    least = 2 if pair.one_language else 3
    return list(_stretches(pair.source, pair.demands, pair.shared, least))


def added_stretches(pair: Pair) -> list[Span]:
    """Stretches of the target's sentences about the matter that hardly stand in the source."""
    least = 3 if pair.one_language else 4
    return list(_stretches(pair.target, pair.near, pair.back, least))


def variant(pair: Pair) -> tuple[Term, Term] | None:
    """Two compounds of one head that name different things: "dataskyddsombud", "arkivombud"."""
    return _compounds(pair, same_head=True)


def relabelled(pair: Pair) -> tuple[Term, Term] | None:
    """Two compounds that name one matter differently: "tillgänglighetsredogörelse", "tillgänglighetsrapport"."""
    return _compounds(pair, same_head=False)


def _compounds(pair: Pair, *, same_head: bool) -> tuple[Term, Term] | None:
    if not pair.one_language:
        return None
    source, target = pair.source.vocabulary, pair.target.vocabulary
    kept, other = (-1, 0) if same_head else (0, -1)
    for one in (pair.source.terms[n] for n in pair.ours.terms):
        if not one.parts or one.stem in target.all or one.parts[other] in target.all:
            continue
        for two in (pair.target.terms[n] for n in pair.theirs.terms):
            is_akin = two.parts and two.parts[kept] == one.parts[kept] and two.parts[other] not in source.all
            if is_akin and two.stem not in source.all and not _inflected(one.stem, two.stem):
                return one, two
    return None


def _inflected(one: str, other: str) -> bool:
    """Whether two stems are one word with another ending: "webbplats", "webbplatsen"."""
    return one.startswith(other) or other.startswith(one)


def _stretches(frame: Frame, statements: Sequence[Statement], there: Sequence[float], least: int) -> Iterator[Span]:
    """What lies between commas and conjunctions and hardly stands in the other text; neighbours are taken together.

    Words of citations and standards are spoken of elsewhere. Many words in a row that are not in the other text are a
    stretch wherever it begins.
    """
    lost: list[int] = []
    for piece in _pieces(frame, statements):
        if _share(there, piece) < _HARDLY:
            lost += piece
            continue
        yield from _long_enough(frame, lost, least)
        yield from _in_a_row(frame, piece, there)
        lost = []
    yield from _long_enough(frame, lost, least)


def _pieces(frame: Frame, statements: Sequence[Statement]) -> Iterator[list[int]]:
    """The numbers of the content words of each piece of the sentences, no word twice."""
    seen: set[int] = set()
    times = (RoleKind.DEADLINE, RoleKind.FREQUENCY)
    for statement in statements:
        spoken_of = [*frame.named, *(p.place for p in statement.parts if p.place is not None and p.kind in times)]
        start = statement.place.start
        borders = (match.start() for match in _BORDER.finditer(frame.text, *statement.place))
        for end in (*borders, statement.place.end):
            piece = [n for n in statement.terms if start <= _start(frame, n) < end and n not in seen]
            piece = [n for n in piece if not any(s.start <= _start(frame, n) < s.end for s in spoken_of)]
            seen.update(piece)
            start = end
            if piece:
                yield piece


def _in_a_row(frame: Frame, piece: Sequence[int], there: Sequence[float]) -> Iterator[Span]:
    row: list[int] = []
    for n in (*piece, None):
        if n is not None and there[n] == 0:
            row.append(n)
            continue
        yield from _long_enough(frame, row, _ROW)
        row = []


def _long_enough(frame: Frame, lost: Sequence[int], least: int) -> Iterator[Span]:
    span = frame.span_of([frame.terms[n] for n in lost])
    if span is not None and len(lost) >= least:
        yield span


def _element(pair: Pair, name: ElementName, inside: Sequence[int], state: ElementState) -> Element:
    source = pair.source.span_of([pair.source.terms[n] for n in inside])
    stems = {form for n in inside for form in (pair.source.terms[n].stem, *pair.source.terms[n].parts)}
    met = [term for term in (pair.target.terms[n] for n in pair.theirs.terms) if stems & {term.stem, *term.parts}]
    target = pair.target.span_of(met) if state is ElementState.SAME else None
    values = {} if source is None else {"source": pair.source.text[source.start : source.end]}
    if target is not None:
        values["target"] = pair.target.text[target.start : target.end]
    return Element(name=name, state=state, source=source, target=target, values=values)


def _start(frame: Frame, number: int) -> int:
    return frame.words[frame.terms[number].at].start


def _share(there: Sequence[float], inside: Sequence[int]) -> float:
    return sum(there[n] for n in inside) / len(inside) if inside else 0.0
