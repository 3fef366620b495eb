"""Progress as one table: each counted requirement with its move since a day, what is late about it and its lags."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from tracker import clock
from tracker.views.counted import counted_requirements
from tracker.views.exports.sheets import ABOUT_REQUIREMENT, Sheet, about
from tracker.views.ladder.standings import standings
from tracker.views.progress.lags import STEPS, lags
from tracker.views.progress.movement import LevelMove, last_quarter, movement
from tracker.views.progress.overdue import Because, OverdueRow, overdue
from tracker.views.texts import requirement_texts

MOVED = ("level_before", "level", "direction", "why", "evidence_ids")
LATE = ("late_because", "due_on", "days_late", "owner", "barrier")


def progress_sheet(session: Session, workspace_id: int, language: str, *, since: date | None = None) -> Sheet:
    """A row per requirement that counts, or counted at the end of the day compared with (of the quarter before).

    `lag_*` are days from when it applies to each step; empty is "not yet" or no known day.
    """
    found = movement(session, workspace_id, since=since or last_quarter(clock.today()))
    moves = {move.requirement.id: move for move in found.moves}
    texts = {move.requirement.id: move for move in found.texts}
    late = {row.requirement.id: row for row in overdue(session, workspace_id) if _of_itself(row) and row.requirement}
    waits = {row.requirement.id: row for row in lags(session, workspace_id).rows}
    where = standings(session, workspace_id)
    rows: list[dict[str, Any]] = []
    counted = requirement_texts(session, session.scalars(counted_requirements(workspace_id)))
    for number, text in (counted | {number: move.requirement for number, move in texts.items()}).items():
        move, lag = moves.get(number), waits.get(number)
        row = {**about(text, language), **_moved(move, where.whole(number).shown), **_late(late.get(number))}
        if number in texts:
            row |= {"direction": texts[number].course.value, "why": texts[number].through.value}
        row["applies_on"] = lag.applies_on if lag is not None else None
        row |= {f"lag_{step}": lag.days(step) if lag is not None else None for step in STEPS}
        rows.append(row)
    columns = (*ABOUT_REQUIREMENT, *MOVED, *LATE, "applies_on", *(f"lag_{step}" for step in STEPS))
    return Sheet(name="progress", columns=columns, rows=rows, titles={})


def _of_itself(row: OverdueRow) -> bool:
    return row.because is not Because.MEASURE


def _moved(move: LevelMove | None, level: int | None) -> dict[str, Any]:
    if move is None:
        return {"level_before": level, "level": level, "direction": "", "why": "", "evidence_ids": ""}
    return {
        "level_before": move.before,
        "level": move.now,
        "direction": move.course.value,
        "why": move.why.value,
        "evidence_ids": ", ".join(str(piece.id) for piece in (*move.came, *move.went)),
    }


def _late(row: OverdueRow | None) -> dict[str, Any]:
    if row is None:
        return dict.fromkeys(LATE, None)
    return {
        "late_because": row.because.value,
        "due_on": row.due_on,
        "days_late": row.days,
        "owner": row.owner,
        "barrier": row.barrier,
    }
