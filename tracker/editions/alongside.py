"""A text in another language read sentence by sentence as the one beside it: what demands one thing is one.

Languages divide sentences otherwise. Where a provision says in two sentences what the first language says in one, the
two are one wording; where it says in one what the other says in two, the one belongs to the first of these.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import inf, log

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.editions.parts import is_made_by_people
from tracker.extraction import Extracted
from tracker.preparing import Prepared
from tracker.succession import standing_editions
from tracker.tables.guideline import Edition, Requirement, Wording

MOST = 4
"""So many sentences at most are said in one of the other language."""
_DIVIDED = 0.35  # what a division costs beside unlike lengths: one to one wins where it can


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A requirement in the edition beside, with the number of characters it takes."""

    id: int
    length: int
    spoken_here: bool


def joined(session: Session, guideline_id: int, prepared: Prepared, published_on: date | None) -> Prepared:
    """The text with the sentences joined that are one in the guideline's first language; that one stays as it is."""
    first = session.scalars(
        select(Edition.language)
        .where(Edition.guideline_id == guideline_id, Edition.undone_at.is_(None))
        .order_by(Edition.id)
    ).first()
    if first is None or first == prepared.language:
        return prepared
    places = beside(session, guideline_id, prepared.language, published_on)
    ours: dict[str, list[int]] = defaultdict(list)
    for index, found in enumerate(prepared.extracted):
        if found.requirement.regulates:
            ours[prepared.document.provisions[found.provision].locator[:400]].append(index)
    into: dict[int, list[int]] = {}
    for locator, indexes in ours.items():
        theirs = places.get(locator, ())
        if len(indexes) > len(theirs) > 0:
            for _, group in align([one.length for one in theirs], [_length(prepared.extracted[i]) for i in indexes]):
                into[indexes[group[0]]] = [indexes[place] for place in group]
    gone = {index for group in into.values() for index in group[1:]}
    extracted = tuple(
        _one([prepared.extracted[i] for i in into.get(index, [index])])
        for index, found in enumerate(prepared.extracted)
        if index not in gone
    )
    return replace(prepared, extracted=extracted) if gone else prepared


def beside(
    session: Session, guideline_id: int, language: str, published_on: date | None
) -> Mapping[str, Sequence[Spoken]]:
    """What the edition beside one in another language demands, by place and in order; {} where there is none."""
    standing = standing_editions()
    others = session.execute(
        select(standing.c.id, standing.c.true_on, standing.c.newest).where(
            standing.c.guideline_id == guideline_id, standing.c.language != language
        )
    ).all()
    if not others:
        return {}
    same_day = [row for row in others if published_on and row.true_on == published_on]
    chosen = (same_day or [row for row in others if row.newest])[0].id
    spoken = select(Wording.requirement_id).join(standing, standing.c.id == Wording.edition_id)
    has_words = Wording.requirement_id.in_(spoken.where(standing.c.language == language))
    rows = session.execute(
        select(Wording.requirement_id, Wording.locator, Wording.start, Wording.end, Requirement.key, has_words)
        .join(Requirement, Requirement.id == Wording.requirement_id)
        .where(Wording.edition_id == chosen)
        .order_by(Wording.start, Wording.id)
    )
    by_place: dict[str, list[Spoken]] = defaultdict(list)
    for number, locator, start, end, key, spoken_here in rows:
        if not is_made_by_people(key):
            by_place[locator].append(Spoken(id=number, length=end - start, spoken_here=bool(spoken_here)))
    return by_place


def named(places: Mapping[str, Sequence[Spoken]], lengths: Mapping[str, Sequence[int]]) -> dict[str, int]:
    """By the name of a sentence (see wordings.names) the requirement that says the same in the edition beside.

    `lengths` are those of the sentences that demand something here, by place and in order. A requirement with words
    in this language is nobody else's.
    """
    found: dict[str, int] = {}
    for locator, ours in lengths.items():
        theirs = places.get(locator, ())
        chosen = list(theirs)
        if len(ours) < len(theirs) and not any(one.spoken_here for one in theirs):
            chosen = [theirs[group[0]] for group, _ in align([one.length for one in theirs], ours)]
        for ordinal, one in enumerate(chosen[: len(ours)], 1):
            if not one.spoken_here:
                found[f"{locator} #{ordinal}" if len(ours) > 1 else locator] = one.id
    return found


def align(theirs: Sequence[int], ours: Sequence[int]) -> list[tuple[list[int], list[int]]]:
    """Which of two rows of lengths belong together, in order: one to one, or one to several of the other side.

    Lengths are compared as shares of the whole, so that a wordier language is no worse. After Gale & Church 1993.

    >>> align([40, 80], [20, 20, 80])
    [([0], [0, 1]), ([1], [2])]
    >>> align([40, 80], [120])
    [([0, 1], [0])]
    """
    ratio = sum(theirs) / max(sum(ours), 1)
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    steps = [(1, 1), *((1, k) for k in range(2, MOST + 1)), *((k, 1) for k in range(2, MOST + 1))]
    for i in range(len(theirs) + 1):
        for j in range(len(ours) + 1):
            for a, b in steps:
                before = best.get((i - a, j - b))
                if before is None or i < a or j < b:
                    continue
                here, there = sum(theirs[i - a : i]), ratio * sum(ours[j - b : j])
                cost = before[0] + abs(log((here + 1) / (there + 1))) + _DIVIDED * (a + b - 2)
                if cost < best.get((i, j), (inf, (0, 0)))[0]:
                    best[i, j] = cost, (a, b)
    at = len(theirs), len(ours)
    if at not in best or not (theirs and ours):
        return [([place], [place]) for place in range(min(at))]
    groups: list[tuple[list[int], list[int]]] = []
    while at != (0, 0):
        a, b = best[at][1]
        at = at[0] - a, at[1] - b
        groups.append((list(range(at[0], at[0] + a)), list(range(at[1], at[1] + b))))
    return groups[::-1]


def _length(found: Extracted) -> int:
    return found.requirement.end - found.requirement.start


def _one(found: Sequence[Extracted]) -> Extracted:
    """Sentences that follow one another as one: the first with all that is read in the others."""
    first, rest = found[0], found[1:]
    if not rest:
        return first
    read = [one.requirement for one in found]
    return replace(
        first,
        requirement=replace(
            first.requirement,
            end=max(one.end for one in read),
            cues=tuple(cue for one in read for cue in one.cues),
            roles=tuple(role for one in read for role in one.roles),
            references=tuple(reference for one in read for reference in one.references),
        ),
    )
