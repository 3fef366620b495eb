"""How far the requirements have come in shares: per guideline, unit or service, what does not apply left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.ladder import TOP
from tracker.subjects import Subject
from tracker.tables.guideline import Bindingness, Force, Guideline, Requirement
from tracker.views.counted import counted_requirements
from tracker.views.guidelines.listing import guideline_names
from tracker.views.ladder.standings import EMPTY, Cell, Standings, standings
from tracker.views.matrix.table import columns

MUST = frozenset({Force.OBLIGATION, Force.PROHIBITION})
"""In a binding guideline these demands are binding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The requirements of one guideline, unit or service.

    `concerned` is the denominator; `not_applicable` are left out of it and of every count. `reached[n]` counts those
    at level n or higher, for n from 0 to 7; those not examined are below. `lowest` is the lowest level of the
    `binding` ones, None while any of them is not examined or there is none.
    """

    id: int
    name: str
    subject: Subject | None
    concerned: int
    not_applicable: int
    reached: Sequence[int]
    above_gap: int
    fallen: int
    binding: int
    binding_unexamined: int
    lowest: int | None


Mark = tuple[bool, int | None, bool, bool]
"""What a share takes of a cell: whether it concerns, the level shown, whether there is more above a gap, or it fell."""
Sort = tuple[bool, bool]
"""Whether a requirement is binding, and whether a search for it was recorded."""
Tally = Counter[tuple[Mark, Sort]]
"""How many cells have each mark and sort: a town has a million cells and a few dozen of these."""


def shares(
    session: Session, workspace_id: int, *, by: str = "guideline", where: Standings | None = None
) -> list[Share]:
    """The shares by guideline (the furthest any subject has come), by unit, or by service.

    A unit is asked about all counted requirements, a service about those that something was linked to or judged for it.
    `where` requirements stand can be given by who has it already.
    """
    return shares_by(session, workspace_id, (by,), where=where)[by]


def shares_by(
    session: Session, workspace_id: int, by: Sequence[str], *, where: Standings | None = None
) -> Mapping[str, list[Share]]:
    """The same in several ways at once, for what takes as long to find as all of them: which requirements count."""
    found = where or standings(session, workspace_id)
    rows = session.execute(
        select(Requirement.id, Requirement.guideline_id, Requirement.force, Guideline.bindingness)
        .join(Guideline, Guideline.id == Requirement.guideline_id)
        .where(Requirement.id.in_(counted_requirements(workspace_id)))
    ).all()
    sorts = {
        row.id: (row.force in MUST and row.bindingness is Bindingness.BINDING, row.id in found.searched) for row in rows
    }
    return {
        way: _of_guidelines(session, workspace_id, found, sorts, {row.id: row.guideline_id for row in rows})
        if way == "guideline"
        else _of_subjects(session, workspace_id, found, sorts, way)
        for way in by
    }


def _of_guidelines(
    session: Session, workspace_id: int, found: Standings, sorts: Mapping[int, Sort], guidelines: Mapping[int, int]
) -> list[Share]:
    tallies: dict[int, Tally] = {}
    for requirement, guideline in guidelines.items():
        tallies.setdefault(guideline, Counter())[_mark(found.whole(requirement)), sorts[requirement]] += 1
    names = {name.id: name.abbreviation or name.title_sv for name in guideline_names(session, workspace_id)}
    return [_share(number, names.get(number, ""), None, tally) for number, tally in tallies.items()]


def _of_subjects(
    session: Session, workspace_id: int, found: Standings, sorts: Mapping[int, Sort], by: str
) -> list[Share]:
    asked = columns(session, workspace_id, by=by)
    tallies: dict[Subject, Tally] = {column.subject: Counter() for column in asked}
    _count(found, sorts, tallies, own=by == "service")
    if by != "service":
        _count_empty(sorts, tallies)
    return [_share(column.subject[1], column.name, column.subject, tallies[column.subject]) for column in asked]


def _count(found: Standings, sorts: Mapping[int, Sort], tallies: Mapping[Subject, Tally], *, own: bool) -> None:
    """Count the cells with anything in them; with `own` only those with evidence of the subject's own, or a judgement.

    Subjects with the same evidence share a cell, which is looked at once.
    """
    seen: dict[int, tuple[Mark, Collection[Subject] | None]] = {}
    for (requirement, subject), cell in found.cells.items():
        tally, sort = tallies.get(subject), sorts.get(requirement)
        if tally is None or sort is None:
            continue
        if id(cell) not in seen:
            own_only = own and cell.judged is None
            seen[id(cell)] = _mark(cell), {piece.subject for piece in cell.pieces} if own_only else None
        mark, only = seen[id(cell)]
        if only is None or subject in only:
            tally[mark, sort] += 1


def _count_empty(sorts: Mapping[int, Sort], tallies: Mapping[Subject, Tally]) -> None:
    """Count the requirements without a cell, which look the same for every subject."""
    whole = Counter(sorts.values())
    for tally in tallies.values():
        left = whole.copy()
        for (_, sort), cells in tally.items():
            left[sort] -= cells
        for sort, cells in left.items():
            tally[_mark(EMPTY[sort[1]]), sort] += cells


def _mark(cell: Cell) -> Mark:
    return cell.concerns, cell.shown, bool(cell.standing.above_gap), cell.fallen is not None


def _share(number: int, name: str, subject: Subject | None, tally: Tally) -> Share:
    kept = [(mark, binding, cells) for (mark, (binding, _)), cells in tally.items() if mark[0] and cells]
    must = [(level, cells) for (_, level, _, _), binding, cells in kept if binding]
    unexamined = sum(cells for level, cells in must if level is None)
    concerned = sum(cells for _, _, cells in kept)
    return Share(
        id=number,
        name=name,
        subject=subject,
        concerned=concerned,
        not_applicable=tally.total() - concerned,
        reached=[
            sum(cells for (_, level, _, _), _, cells in kept if level is not None and level >= step)
            for step in range(TOP + 1)
        ],
        above_gap=sum(cells for (_, _, above_gap, _), _, cells in kept if above_gap),
        fallen=sum(cells for (_, _, _, fallen), _, cells in kept if fallen),
        binding=sum(cells for _, cells in must),
        binding_unexamined=unexamined,
        lowest=min((level for level, _ in must if level is not None), default=None) if not unexamined else None,
    )
