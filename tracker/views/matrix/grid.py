"""Some rows of the matrix as the screen shows them: each cell with its place and its sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.subjects import Subject
from tracker.tables.guideline import GuidelineStatus
from tracker.views.ladder.places import BESIDE, NOT_EXAMINED, place_of
from tracker.views.ladder.standings import Cell
from tracker.views.matrix.table import Column, Row, rows_of
from tracker.views.texts import shown_identifier

SIGNS = {NOT_EXAMINED: "·", BESIDE: "×"}
SUSPECT_SIGN = " !"
FALLEN_SIGN = " ↓"


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """A requirement: `label` is guideline and place; `places`, `signs` and `suspect` go with the columns.

    `status` is where its guideline is in its life.
    """

    requirement_id: int
    label: str
    status: GuidelineStatus
    text: str
    places: Sequence[str]
    signs: Sequence[str]
    suspect: Sequence[bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Some rows of the matrix with the columns they were asked for."""

    columns: Sequence[Column]
    rows: Sequence[GridRow]


def grid(
    session: Session,
    workspace_id: int,
    *,
    requirements: Sequence[int],
    by: str = "unit",
    subjects: Sequence[Subject] = (),
    language: str = "sv",
    names: Mapping[int, str] | None = None,
) -> Grid:
    """The rows of these requirements; `names` are what guidelines are called in front of one, else the identifier."""
    found = rows_of(session, workspace_id, requirements, by=by, subjects=subjects)
    return Grid(columns=found.columns, rows=[_row(row, language, names or {}) for row in found.rows])


def sign(cell: Cell) -> str:
    """What stands in a cell: the level or the sign of a place off the ladder, and what is beside it.

    The highest step above a gap stands in brackets; a mark says that the level has fallen back, another that something
    is suspect.
    """
    place = place_of(cell)
    above = f" ({cell.standing.above_gap[-1]})" if cell.standing.above_gap and place != BESIDE else ""
    fallen = FALLEN_SIGN if cell.fallen is not None else ""
    return SIGNS.get(place, place) + above + fallen + (SUSPECT_SIGN if cell.suspect else "")


def _row(row: Row, language: str, names: Mapping[int, str]) -> GridRow:
    name = names.get(row.requirement.guideline_id) or shown_identifier(row.requirement.guideline)
    return GridRow(
        requirement_id=row.requirement.id,
        label=f"{name} {row.requirement.locator}".strip() or row.requirement.title(language),
        status=row.requirement.guideline_status,
        text=row.requirement.words(language),
        places=[place_of(cell) for cell in row.cells],
        signs=[sign(cell) for cell in row.cells],
        suspect=[cell.suspect for cell in row.cells],
    )
