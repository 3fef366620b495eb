"""One page of the matrix as the screen shows it: filtered, cut, each cell with its sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.tables.guideline import GuidelineStatus
from tracker.views.guidelines.listing import shown_identifier
from tracker.views.ladder.standings import Cell
from tracker.views.matrix.table import Column, Matrix, Row
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
class Grid:
    """`total` rows fit the filter, `rows` are those of this page; the counts are over all that fit."""

    columns: Sequence[Column]
    rows: Sequence[GridRow]
    total: int
    examined: int
    gaps: int
    suspect: int


def grid(
    found: Matrix,
    *,
    shown: str = "",
    first: int = 0,
    size: int = 25,
    language: str = "sv",
    names: Mapping[int, str] | None = None,
) -> Grid:
    """A page of a matrix; `shown` is one of SHOWN and looks at the requirement as a whole.

    `names` are what guidelines are called in front of a row; without one the identifier stands there.
    """
    rows = [row for row in found.rows if _fits(row, shown)]
    return Grid(
        columns=found.columns,
        rows=[_row(row, language, names or {}) for row in rows[first : first + size]],
        total=len(rows),
        examined=sum(row.whole.examined for row in rows),
        gaps=sum(row.whole.gap for row in rows),
        suspect=sum(row.whole.suspect or any(cell.suspect for cell in row.cells) for row in rows),
    )


def sign(cell: Cell) -> str:
    """What stands in a cell: the level or the sign of a place off the ladder, and what is beside it.

    The highest step above a gap stands in brackets; a mark says that the level has fallen back, another that something
    is suspect.
    """
    place = place_of(cell)
    above = f" ({cell.standing.above_gap[-1]})" if cell.standing.above_gap and place != BESIDE else ""
    fallen = FALLEN_SIGN if cell.fallen is not None else ""
    return SIGNS.get(place, place) + above + fallen + (SUSPECT_SIGN if cell.suspect else "")


def _fits(row: Row, shown: str) -> bool:
    if shown == "examined":
        return row.whole.examined
    if shown == "not_examined":
        return not row.whole.examined
    if shown == "gaps":
        return row.whole.gap
    if shown == "suspect":
        return row.whole.suspect or any(cell.suspect for cell in row.cells)
    return True


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
