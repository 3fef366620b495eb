"""How far the requirements have come in shares: per guideline, unit or service, what does not apply left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.ladder import TOP
from tracker.subjects import Subject
from tracker.tables.guideline import Bindingness, Force, Guideline, Requirement
from tracker.views.counted import counted_requirements
from tracker.views.guidelines.listing import guideline_names
from tracker.views.ladder.standings import Cell, Standings, standings
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


def shares(
    session: Session, workspace_id: int, *, by: str = "guideline", where: Standings | None = None
) -> list[Share]:
    """The shares by guideline (the furthest any subject has come), by unit, or by service.

    A unit is asked about all counted requirements, a service about those that something was linked to or judged for it.
    `where` requirements stand can be given by who has it already.
    """
    found = where or standings(session, workspace_id)
    rows = session.execute(
        select(Requirement.id, Requirement.guideline_id, Requirement.force, Guideline.bindingness)
        .join(Guideline, Guideline.id == Requirement.guideline_id)
        .where(Requirement.id.in_(counted_requirements(workspace_id)))
    ).all()
    binding = {row.id for row in rows if row.force in MUST and row.bindingness is Bindingness.BINDING}
    if by == "guideline":
        of: dict[int, list[int]] = {}
        for row in rows:
            of.setdefault(row.guideline_id, []).append(row.id)
        names = {name.id: name.abbreviation or name.title_sv for name in guideline_names(session, workspace_id)}
        return [
            _share(number, names.get(number, ""), None, {each: found.whole(each) for each in ids}, binding)
            for number, ids in of.items()
        ]
    asked = _asked(found) if by == "service" else {}
    counted = [row.id for row in rows]
    return [
        _share(
            column.subject[1],
            column.name,
            column.subject,
            {
                each: found.cell(each, column.subject)
                for each in counted
                if by != "service" or each in asked.get(column.subject, ())
            },
            binding,
        )
        for column in columns(session, workspace_id, by=by)
    ]


def _asked(found: Standings) -> Mapping[Subject, set[int]]:
    """By service the requirements that have evidence of its own, or a judgement."""
    asked: dict[Subject, set[int]] = {}
    for (requirement, subject), cell in found.cells.items():
        if cell.judged is not None or any(piece.subject == subject for piece in cell.pieces):
            asked.setdefault(subject, set()).add(requirement)
    return asked


def _share(number: int, name: str, subject: Subject | None, cells: Mapping[int, Cell], binding: Iterable[int]) -> Share:
    kept = {requirement: cell for requirement, cell in cells.items() if cell.concerns}
    levels = [cell.shown for cell in kept.values()]
    must = [kept[requirement].shown for requirement in binding if requirement in kept]
    unexamined = sum(level is None for level in must)
    return Share(
        id=number,
        name=name,
        subject=subject,
        concerned=len(kept),
        not_applicable=len(cells) - len(kept),
        reached=[sum(level is not None and level >= step for level in levels) for step in range(TOP + 1)],
        above_gap=sum(bool(cell.standing.above_gap) for cell in kept.values()),
        fallen=sum(cell.fallen is not None for cell in kept.values()),
        binding=len(must),
        binding_unexamined=unexamined,
        lowest=min((level for level in must if level is not None), default=None) if not unexamined else None,
    )
