"""The matrix and its shares, as programs read them: the same figures as the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.subjects import Subject
from tracker.tables.guideline import Force, Requirement
from tracker.views.counted import counted_requirements
from tracker.views.ladder.places import NOT_EXAMINED, place_of
from tracker.views.ladder.shares import shares
from tracker.views.ladder.standings import Cell
from tracker.views.matrix.table import Column, rows_of
from tracker.views.rows.paging import page


class By(StrEnum):
    """What shares are of."""

    GUIDELINE = "guideline"
    UNIT = "unit"
    SERVICE = "service"


class Columns(StrEnum):
    """What the columns of the matrix are."""

    UNIT = "unit"
    SERVICE = "service"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareItem:
    """How far the requirements of one guideline, unit or service have come; `id` is the number of that.

    `concerned` is the denominator; what does not apply is left out of it and of every count. `reached[n]` counts those
    at step n of the ladder or higher, n from 0 to 7; those not examined are below. `lowest` is the lowest step of the
    binding ones, null while any of them is not examined or there is none.
    """

    id: int
    by: By
    name: str
    concerned: int
    not_applicable: int
    reached: Sequence[int]
    binding: int
    binding_unexamined: int
    lowest: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellItem:
    """A requirement in one unit or service: exactly one of the two is there.

    `level` is the step that counts, null where nobody has looked; `place` is where the screen shows it: "0" to "7",
    "not_examined", or "beside" the ladder. `suspect` says that it stands on something that has changed.
    """

    unit_id: int | None
    service_id: int | None
    level: int | None
    place: str
    suspect: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixItem:
    """A row of the matrix; `id` is the number of the requirement, `level` and `place` the furthest any has come.

    `cells` leaves out the units and services in which nobody has examined the requirement.
    """

    id: int
    guideline_id: int
    force: Force
    level: int | None
    place: str
    suspect: bool
    cells: Sequence[CellItem]


def coverage(
    session: Session,
    workspace_id: int,
    *,
    after: int = 0,
    size: int | None = None,
    ids: Sequence[int] | None = None,
    by: By = By.GUIDELINE,
) -> list[ShareItem]:
    """The shares by guideline, unit or service, by number."""
    found = sorted(shares(session, workspace_id, by=by), key=lambda share: share.id)
    rows = [share for share in found if share.id > after and (ids is None or share.id in ids)]
    return [
        ShareItem(
            id=row.id,
            by=By(by),
            name=row.name,
            concerned=row.concerned,
            not_applicable=row.not_applicable,
            reached=row.reached,
            binding=row.binding,
            binding_unexamined=row.binding_unexamined,
            lowest=row.lowest,
        )
        for row in rows[:size]
    ]


def matrix(
    session: Session,
    workspace_id: int,
    *,
    after: int = 0,
    size: int | None = None,
    ids: Sequence[int] | None = None,
    guideline_id: int | None = None,
    force: Force | None = None,
    unit_id: int | None = None,
    by: Columns = Columns.UNIT,
) -> list[MatrixItem]:
    """The rows of the counted requirements, by number; `unit_id` leaves the cells of one unit alone."""
    wanted = select(Requirement.id).where(Requirement.id.in_(counted_requirements(workspace_id)))
    if guideline_id is not None:
        wanted = wanted.where(Requirement.guideline_id == guideline_id)
    if force is not None:
        wanted = wanted.where(Requirement.force == force)
    numbers = list(session.scalars(page(wanted, Requirement.id, after, size, ids)))
    subjects: tuple[Subject, ...] = (("actor", unit_id),) if unit_id is not None else ()
    found = rows_of(session, workspace_id, numbers, by=by, subjects=subjects)
    rows = [
        MatrixItem(
            id=row.requirement.id,
            guideline_id=row.requirement.guideline_id,
            force=row.requirement.force,
            level=row.whole.shown,
            place=place_of(row.whole),
            suspect=row.whole.suspect,
            cells=[
                _cell(column, cell, place)
                for column, cell in zip(found.columns, row.cells, strict=True)
                if (place := place_of(cell)) != NOT_EXAMINED
            ],
        )
        for row in found.rows
    ]
    return sorted(rows, key=lambda row: row.id)


def _cell(column: Column, cell: Cell, place: str) -> CellItem:
    kind, number = column.subject
    return CellItem(
        unit_id=number if kind == "actor" else None,
        service_id=number if kind == "service" else None,
        level=cell.shown,
        place=place,
        suspect=cell.suspect,
    )
