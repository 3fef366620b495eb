"""Where a cell is shown: on a step of the ladder, before the ladder, or beside it."""

from __future__ import annotations

from tracker.views.ladder.standings import Cell

NOT_EXAMINED, BESIDE = "not_examined", "beside"
"""The places that are no steps: nobody has looked; or a person put it aside, or it cannot reach the subject."""


def place_of(cell: Cell) -> str:
    """The place of a cell: NOT_EXAMINED, "0" to "7", or BESIDE."""
    if not cell.reached or cell.beside:
        return BESIDE
    return NOT_EXAMINED if cell.shown is None else str(cell.shown)
