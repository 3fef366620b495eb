"""One page of the matrix as the screen shows it: filtered, cut, each cell with its sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.subjects import Subject
from tracker.tables.guideline import Force, GuidelineStatus
from tracker.views.guidelines.listing import shown_identifier
from tracker.views.ladder.standings import Cell, Standings, standings
from tracker.views.matrix.table import Column, Row, columns, rows_of, wanted
from tracker.views.overview import BESIDE, NOT_EXAMINED, place_of

SHOWN = ("", "examined", "not_examined", "gaps", "suspect")
SIGNS = {NOT_EXAMINED: "·", BESIDE: "×"}
SUSPECT_SIGN = " !"
FALLEN_SIGN = " ↓"


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """A requirement: `label` is guideline and place, `places` and `signs` go with the columns.

    `status` is where its guideline is in its life.
    """

    requirement_id: int
    label: str
    status: GuidelineStatus
    text: str
    places: Sequence[str]
    signs: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """The requirements that fit a filter, by guideline and document order; the counts are over all of them."""

    requirements: Sequence[int]
    examined: int
    gaps: int
    suspect: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Some rows of the matrix with the columns they were asked for."""

    columns: Sequence[Column]
    rows: Sequence[GridRow]


def fitting(
    session: Session,
    workspace_id: int,
    *,
    by: str = "unit",
    guideline_id: int | None = None,
    force: Force | None = None,
    subjects: Sequence[Subject] = (),
    shown: str = "",
) -> Fitting:
    """What fits; `shown` is one of SHOWN and looks at the requirement as a whole, the others are as in `matrix`.

    No words and no cells are read for it: a workspace has thousands of requirements, a screen shows a few.
    """
    found = standings(session, workspace_id)
    over = {column.subject for column in columns(session, workspace_id, by=by, subjects=subjects)}
    suspects = {requirement for (requirement, subject), cell in found.cells.items() if cell.suspect and subject in over}
    suspects.update(requirement for requirement, whole in found.overall.items() if whole.suspect)
    rows = [
        number
        for number in wanted(session, workspace_id, guideline_id=guideline_id, force=force)
        if _fits(number, found, suspects, shown)
    ]
    wholes = [found.whole(number) for number in rows]
    return Fitting(
        requirements=tuple(rows),
        examined=sum(whole.examined for whole in wholes),
        gaps=sum(whole.gap for whole in wholes),
        suspect=sum(number in suspects for number in rows),
    )


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


def _fits(requirement: int, found: Standings, suspects: set[int], shown: str) -> bool:
    if shown == "suspect":
        return requirement in suspects
    if shown == "":
        return True
    whole = found.whole(requirement)
    return whole.gap if shown == "gaps" else whole.examined == (shown == "examined")


def _row(row: Row, language: str, names: Mapping[int, str]) -> GridRow:
    name = names.get(row.requirement.guideline_id) or shown_identifier(row.requirement.guideline)
    return GridRow(
        requirement_id=row.requirement.id,
        label=f"{name} {row.requirement.locator}".strip() or row.requirement.title(language),
        status=row.requirement.guideline_status,
        text=row.requirement.words(language),
        places=[place_of(cell) for cell in row.cells],
        signs=[sign(cell) for cell in row.cells],
    )
