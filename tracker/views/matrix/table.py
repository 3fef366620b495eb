"""The matrix: requirements by units or services, each cell a level with its evidence behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.subjects import Subject, known_requirements
from tracker.tables.guideline import Force, Requirement
from tracker.tables.network import UNIT_KINDS, Actor, ActorKind
from tracker.tables.service import Service
from tracker.views.counted import counted_requirements
from tracker.views.ladder.standings import Cell, Standings, standings
from tracker.views.texts import RequirementText, requirement_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A unit, the municipality as a whole, or a service; one `used_locally` is not known to be used across borders."""

    subject: Subject
    name: str
    used_locally: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A requirement and its cells, in the order of the columns; `whole` is the furthest any subject has come."""

    requirement: RequirementText
    whole: Cell
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Rows by guideline and document order."""

    columns: Sequence[Column]
    rows: Sequence[Row]


def columns(session: Session, workspace_id: int, *, by: str = "unit", subjects: Sequence[Subject] = ()) -> list[Column]:
    """The columns by unit, as the organisation has them, or by service, by name; all of them or those of `subjects`."""
    found = _columns(session, workspace_id, by)
    return [column for column in found if column.subject in subjects] if subjects else found


def _columns(session: Session, workspace_id: int, by: str) -> list[Column]:
    if by == "service":
        services = session.execute(
            select(Service.id, Service.name, Service.cross_border)
            .where(Service.workspace_id == workspace_id)
            .order_by(Service.name_sort)
        )
        return [
            Column(subject=("service", number), name=name, used_locally=abroad is not True)
            for number, name, abroad in services
        ]
    actors = session.execute(
        select(Actor.id, Actor.name, Actor.kind, Actor.part_of_id)
        .where(Actor.workspace_id == workspace_id)
        .order_by(Actor.kind != ActorKind.MUNICIPALITY, Actor.name_sort)
    ).all()
    below: dict[int | None, list[int]] = defaultdict(list)
    for actor in actors:
        below[actor.part_of_id].append(actor.id)
    shown = {actor.id: actor.name for actor in actors if actor.kind in (ActorKind.MUNICIPALITY, *UNIT_KINDS)}
    ordered = _downwards(below, [actor.id for actor in actors])
    return [Column(subject=("actor", number), name=shown[number]) for number in ordered if number in shown]


def _downwards(below: dict[int | None, list[int]], everybody: Sequence[int]) -> list[int]:
    """Each actor right after the one it belongs to; a circle of actors that belong to each other comes last."""
    ordered: dict[int, None] = {}
    waiting = [*reversed(everybody), *reversed(below[None])]
    while waiting:
        actor = waiting.pop()
        if actor not in ordered:
            ordered[actor] = None
            waiting.extend(reversed(below[actor]))
    return list(ordered)


def matrix(
    session: Session,
    workspace_id: int,
    *,
    by: str = "unit",
    guideline_id: int | None = None,
    force: Force | None = None,
    subjects: Sequence[Subject] = (),
) -> Matrix:
    """The matrix of the counted requirements; `subjects` narrows the columns, the other arguments the rows."""
    counted = counted_requirements(workspace_id)
    if guideline_id is not None:
        counted = counted.where(Requirement.guideline_id == guideline_id)
    if force is not None:
        counted = counted.where(Requirement.force == force)
    return rows_of(session, workspace_id, session.scalars(counted), by=by, subjects=subjects)


def rows_of(
    session: Session,
    workspace_id: int,
    requirements: Iterable[int],
    *,
    by: str = "unit",
    subjects: Sequence[Subject] = (),
) -> Matrix:
    """The rows of some requirements, with all their cells or those of `subjects`."""
    shown = columns(session, workspace_id, by=by, subjects=subjects)
    found = standings(session, workspace_id)
    texts = requirement_texts(session, known_requirements(session, workspace_id, requirements))
    return Matrix(columns=shown, rows=[_row(text, shown, found) for text in texts.values()])


def _row(text: RequirementText, shown: Sequence[Column], found: Standings) -> Row:
    return Row(
        requirement=text,
        whole=found.whole(text.id),
        cells=[_cell(text, column, found) for column in shown],
    )


def _cell(text: RequirementText, column: Column, found: Standings) -> Cell:
    cell = found.cell(text.id, column.subject)
    if text.cross_border and column.used_locally and not cell.examined:
        return replace(cell, reached=False)
    return cell
