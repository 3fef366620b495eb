"""The elements of a demand on both sides: which are the same, changed, missing or added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nlp.requirements import RoleKind
from nlp.translation.figures import equal, same_length
from nlp.translation.frames import Frame
from nlp.translation.modes import Element, ElementName, ElementState, Span
from nlp.translation.pairing import Pair
from nlp.translation.standards import Standard
from nlp.translation.statements import Part, Statement
from nlp.translation.terms import Term
from nlp.translation.wording import Word

SAME, CHANGED, MISSING, ADDED = ElementState.SAME, ElementState.CHANGED, ElementState.MISSING, ElementState.ADDED
_EVENT = 0.3  # of the words of "before it is put into service": events are seldom told in the same words
FOUND = 0.5  # of the content words of an element: then it stands in the other text
_TOLD_OTHERWISE = {ElementName.CONDITION: 0.3, ElementName.TARGET_GROUP: 0.0}
"""The same where the target has such an element too: "the party" may well be "the applicant" there."""

_CLAUSES = {
    RoleKind.CONDITION: ElementName.CONDITION,
    RoleKind.EXCEPTION: ElementName.CONDITION,
    RoleKind.TARGET_GROUP: ElementName.TARGET_GROUP,
}


def elements(pair: Pair) -> list[Element]:
    """Every element that either side has, the source's first."""
    found = [*_times(pair), *_clauses(pair), *_standards(pair), *_levels(pair), *_quantities(pair), *_follow_up(pair)]
    return sorted(found, key=lambda one: (one.state is ADDED, one.source or one.target or Span(0, 0)))


def _times(pair: Pair) -> Iterator[Element]:
    """Time limits and rhythms; those of the source's sentence against those of the target's sentences near it."""
    for name, ours, theirs in (
        (ElementName.DEADLINE, _all_limits(pair.demands, recurring=False), _all_limits(pair.near, recurring=False)),
        (ElementName.FREQUENCY, _all_limits(pair.demands, recurring=True), _all_limits(pair.near, recurring=True)),
    ):
        left = list(theirs)
        for part in ours:
            same = next((other for other in left if _agree(part, other)), None)
            if same is not None:
                left.remove(same)
                yield _element(name, SAME, part, same)
                continue
            rival = next((other for other in left if part.normal and other.normal), None)
            if rival is not None and _rivals(pair, part, rival):
                left.remove(rival)
                yield _element(name, CHANGED, part, rival)
            elif not part.normal.startswith(("duration", "date", "recurrence")) and _happens(pair, part):
                yield _element(name, SAME, part, None)
            else:
                yield _element(name, MISSING, part, None)
        yield from (_element(name, ADDED, None, part) for part in left if not _is_said(pair, ours, part))


def _is_said(pair: Pair, ours: Sequence[Part], part: Part) -> bool:
    """Whether a limit of the target says no more than the source: in its words, by its event, or as urgent."""
    if any(part.text.lower() == other.text.lower() for other in ours):
        return True
    if part.normal.startswith("vague") and any(other.normal.startswith("vague") for other in ours):
        return True
    measured = part.normal.startswith(("duration", "date", "recurrence"))
    return not measured and _share(pair.target.terms, pair.back, pair.target.words, part) >= _EVENT


def _limits(statement: Statement, *, recurring: bool) -> list[Part]:
    kinds = (RoleKind.FREQUENCY,) if recurring else (RoleKind.DEADLINE,)
    found = [part for part in statement.parts if part.kind in kinds]
    return [
        part
        for part in found
        if recurring or (not part.normal.startswith("recurrence") and not _is_rhythm(part, statement))
    ]


def _is_rhythm(part: Part, statement: Statement) -> bool:
    return any(other.kind is RoleKind.FREQUENCY and other.place == part.place for other in statement.parts)


def _all_limits(statements: Sequence[Statement], *, recurring: bool) -> list[Part]:
    """Each place once: the parts of a compound sentence repeat what they share."""
    found: dict[object, Part] = {}
    for statement in statements:
        for part in _limits(statement, recurring=recurring):
            found.setdefault(part.place or part.text, part)
    return list(found.values())


def _agree(one: Part, other: Part) -> bool:
    if one.normal and other.normal:
        return same_length(one.normal, other.normal)
    return one.text.lower() == other.text.lower()


def _rivals(pair: Pair, one: Part, other: Part) -> bool:
    """Whether two limits that differ can be about the same act: two lengths, two dates, or in the matched sentence."""
    kinds = {one.normal.split(":")[0], other.normal.split(":")[0].split(" ")[0]}
    measured = {"duration", "date", "recurrence"}
    return bool(kinds <= measured) and other in pair.theirs.parts


def _clauses(pair: Pair) -> Iterator[Element]:
    """Conditions, exceptions and target groups: there where half of their content words are."""
    theirs = list(pair.theirs.parts)
    seen: set[Span | None] = set()
    for part in (part for statement in pair.demands for part in statement.parts):
        name = _CLAUSES.get(part.kind)
        if name is None or part.place in seen or _is_hedge(pair.ours, part):
            continue
        seen.add(part.place)
        other = next((one for one in theirs if _CLAUSES.get(one.kind) is name), None)
        least = FOUND if other is None else _TOLD_OTHERWISE[name]
        is_there = _share(pair.source.terms, pair.shared, pair.source.words, part) >= least
        yield _element(name, SAME if is_there else MISSING, part, other if is_there else None)
    ours = {_CLAUSES.get(part.kind) for statement in pair.demands for part in statement.parts}
    for part in theirs:
        name = _CLAUSES.get(part.kind)
        is_new = name is ElementName.CONDITION and name not in ours and not _is_hedge(pair.theirs, part)
        if is_new and name is not None and not _stands_back(pair, part):
            yield _element(name, ADDED, None, part)


def _is_hedge(statement: Statement, part: Part) -> bool:
    """Whether the words of a condition are those that weaken the demand; force speaks of them."""
    return (
        statement.hedge is not None
        and part.place is not None
        and part.place.start <= statement.hedge.start < part.place.end
    )


def _happens(pair: Pair, part: Part) -> bool:
    return _share(pair.source.terms, pair.shared, pair.source.words, part) >= _EVENT


def _stands_back(pair: Pair, part: Part) -> bool:
    return _share(pair.target.terms, pair.back, pair.target.words, part) >= FOUND


def _share(terms: Sequence[Term], there: Sequence[float], words: Sequence[Word], part: Part) -> float:
    """The share of the content words of a part that stand in the other text; 1 when it has none."""
    place = part.place
    if place is None:
        return 1.0
    mine = [value for term, value in zip(terms, there, strict=True) if place.start <= words[term.at].start < place.end]
    return sum(mine) / len(mine) if mine else 1.0


def _standards(pair: Pair) -> Iterator[Element]:
    theirs = {one.name.lower(): one for one in pair.target.standards}
    ours = {one.name.lower(): one for one in pair.source.standards}
    for name, one in ours.items():
        other = theirs.get(name)
        if other is None:
            yield _standard(MISSING, one, None)
        elif one.version and other.version and one.version != other.version:
            yield _standard(CHANGED, one, other)
        else:
            yield _standard(SAME, one, other)
    yield from (_standard(ADDED, None, other) for name, other in theirs.items() if name not in ours)


def _levels(pair: Pair) -> Iterator[Element]:
    ours, theirs = {one.version: one for one in pair.source.levels}, {one.version: one for one in pair.target.levels}
    for level, one in ours.items():
        if level in theirs:
            yield _standard(SAME, one, theirs[level])
        elif theirs:
            yield _standard(CHANGED, one, next(iter(theirs.values())))
        elif pair.target.standards:
            yield _standard(MISSING, one, None)


def _quantities(pair: Pair) -> Iterator[Element]:
    mine = [one for one in pair.source.figures if any(_inside(one.place, other.place) for other in pair.demands)]
    left = [one for one in pair.target.figures if any(_inside(one.place, other.place) for other in pair.near)]
    for one in mine:
        same = next((o for o in left if equal(one, o) and (o.unit == one.unit or not pair.one_language)), None)
        rival = next((o for o in left if o.unit == one.unit), None) if same is None else None
        other = same or rival
        state = SAME if same else CHANGED if rival else MISSING
        if other is not None:
            left.remove(other)
        values = {"source": _cut(pair.source, one.place)} | (
            {"target": _cut(pair.target, other.place)} if other else {}
        )
        target = other.place if other else None
        yield Element(name=ElementName.QUANTITY, state=state, source=one.place, target=target, values=values)
    for one in left:
        values = {"target": _cut(pair.target, one.place)}
        yield Element(name=ElementName.QUANTITY, state=ADDED, target=one.place, values=values)


def _follow_up(pair: Pair) -> Iterator[Element]:
    """Following up, reporting, reviewing: phrases of the cue lists, outside headings."""
    ours = pair.source.mark("follow_up", pair.ours.place)
    theirs = None
    for statement in pair.near:
        theirs = theirs or pair.target.mark("follow_up", statement.place)
    if ours is None and theirs is None:
        return
    told = ours is not None and any(
        there > 0 and _inside(Span(pair.source.words[term.at].start, 0), ours)
        for term, there in zip(pair.source.terms, pair.shared, strict=True)
    )
    state = SAME if told or (ours and theirs) else MISSING if ours else ADDED
    values = {} if ours is None else {"source": _cut(pair.source, ours)}
    if theirs is not None:
        values["target"] = _cut(pair.target, theirs)
    yield Element(name=ElementName.FOLLOW_UP, state=state, source=ours, target=theirs, values=values)


def _inside(one: Span, other: Span) -> bool:
    return other.start <= one.start < other.end


def _cut(frame: Frame, place: Span) -> str:
    return frame.text[place.start : place.end]


def _standard(state: ElementState, one: Standard | None, other: Standard | None) -> Element:
    values = {} if one is None else {"source": f"{one.name} {one.version}".strip().removeprefix("level ")}
    if other is not None:
        values["target"] = f"{other.name} {other.version}".strip().removeprefix("level ")
    return Element(
        name=ElementName.STANDARD,
        state=state,
        source=one.place if one else None,
        target=other.place if other else None,
        values=values,
    )


def _element(name: ElementName, state: ElementState, one: Part | None, other: Part | None) -> Element:
    values = {} if one is None else {"source": one.text}
    if other is not None:
        values["target"] = other.text
    return Element(
        name=name, state=state, source=one.place if one else None, target=other.place if other else None, values=values
    )
