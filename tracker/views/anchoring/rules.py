"""Items of anchoring that follow from what is stored: positions, moves, training, budget, records.

A rule gives a score only where rows say something; where there is none it is silent, and an answer may speak instead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock, subjects
from tracker.staffing_norm import core_roles, needed
from tracker.subjects import Subject
from tracker.tables.measurement import Measurement, Record
from tracker.tables.staffing import Position, StaffingMove
from tracker.thresholds import Thresholds
from tracker.views.anchoring.answers import oldest_that_counts
from tracker.views.anchoring.findings import Basis, Finding, Origin, Source
from tracker.views.anchoring.positions import inhabitants, positions_today

Computed = Mapping[Subject, Finding]
Rule = Callable[[Session, int, Thresholds], Computed]


def core_roles_filled(session: Session, workspace_id: int) -> Finding | None:
    """How far the norm is filled in the whole municipality; None while its size or its core roles are not known."""
    population = inhabitants(session, workspace_id)
    held = [row for row in positions_today(session, workspace_id) if row.core_role in core_roles()]
    if population is None or not held or any(row.filled is None for row in held):
        return None
    norm = needed(population.value)
    scores = [
        _percent(sum(row.filled or 0.0 for row in held if row.core_role == role), fte)
        for role, fte in norm.items()
        if fte > 0
    ]
    bases = [Basis(source=Source.MEASUREMENT, id=population.id), *_bases(Source.POSITION, held)]
    return Finding(score=sum(scores) / len(scores), on=clock.today(), bases=tuple(bases), origin=Origin.MUNICIPALITY)


def _backfill(session: Session, workspace_id: int, thresholds: Thresholds) -> Computed:
    del thresholds  # what was never filled again stays unfilled however long ago the move was
    said = defaultdict(list)
    today = clock.today()
    moves = select(StaffingMove).where(StaffingMove.workspace_id == workspace_id, StaffingMove.on <= today)
    for row in session.scalars(moves.order_by(StaffingMove.on, StaffingMove.id)):
        if row.backfilled is not None:
            said[row.from_id].append(row)
    found: dict[Subject, Finding] = {}
    for unit, rows in said.items():
        done = [row for row in rows if row.backfilled_on is None or row.backfilled_on <= today]
        score = _percent(sum(row.backfilled or 0.0 for row in done), sum(row.fte for row in rows))
        days = [*(row.on for row in rows), *(row.backfilled_on for row in done if row.backfilled_on)]
        found["actor", unit] = Finding(score=score, on=max(days), bases=_bases(Source.MOVE, rows))
    return found


def _vacancy(session: Session, workspace_id: int, thresholds: Thresholds) -> Computed:
    del thresholds  # positions are those of today
    known = defaultdict(list)
    for row in positions_today(session, workspace_id):
        if row.filled is not None and row.fte > 0:
            known[row.unit_id].append(row)
    return {
        ("actor", unit): Finding(
            score=_percent(sum(row.filled or 0.0 for row in rows), sum(row.fte for row in rows)),
            on=clock.today(),
            bases=_bases(Source.POSITION, rows),
        )
        for unit, rows in known.items()
    }


def _trained(session: Session, workspace_id: int, thresholds: Thresholds) -> Computed:
    since = oldest_that_counts("trained_share", thresholds)
    found: dict[Subject, Finding] = {}
    for subject, rows in _records(session, workspace_id, "training", since=since).items():
        counted = [
            row for row in rows if _is_count(row.facts.get("participants")) and _is_count(row.facts.get("affected"))
        ]
        affected = sum(row.facts["affected"] for row in counted)
        if affected:
            score = _percent(sum(row.facts["participants"] for row in counted), affected)
            found[subject] = Finding(score=score, on=counted[0].on, bases=_bases(Source.RECORD, counted))
    return found


def _budget_line(session: Session, workspace_id: int, thresholds: Thresholds) -> Computed:
    del thresholds  # a line holds for the period it was decided for
    today = clock.today()
    rows = session.scalars(
        select(Measurement)
        .where(
            Measurement.workspace_id == workspace_id,
            Measurement.indicator == "budget",
            Measurement.withdrawn_at.is_(None),
            Measurement.period_from <= today,
            Measurement.period_to >= today,
            Measurement.value > 0,
        )
        .order_by(Measurement.id)
    )
    lines = defaultdict(list)
    for row in rows:
        lines[subjects.of(row.actor_id, row.service_id)].append(row)
    return {
        subject: Finding(score=100.0, on=today, bases=_bases(Source.MEASUREMENT, held))
        for subject, held in lines.items()
    }


def _placed(session: Session, workspace_id: int, thresholds: Thresholds) -> Computed:
    del thresholds  # a home holds until the next decision
    return {
        subject: Finding(
            score=100.0 if rows[0].body.strip() or rows[0].document_id is not None else 50.0,
            on=rows[0].on,
            bases=_bases(Source.RECORD, rows[:1]),
        )
        for subject, rows in _records(session, workspace_id, "organisational_home").items()
    }


def _routine(session: Session, workspace_id: int, thresholds: Thresholds) -> Computed:
    since = oldest_that_counts("routine_current", thresholds)
    found: dict[Subject, Finding] = {}
    for subject, rows in _records(session, workspace_id, "routine").items():
        valid = [row for row in rows if _is_valid(row, since)]
        newest = valid[:1] or rows[:1]
        found[subject] = Finding(score=100.0 if valid else 0.0, on=newest[0].on, bases=_bases(Source.RECORD, newest))
    return found


def _consulted(session: Session, workspace_id: int, thresholds: Thresholds) -> Computed:
    since = oldest_that_counts("union_consulted", thresholds)
    return {
        subject: Finding(score=100.0, on=rows[0].on, bases=_bases(Source.RECORD, rows))
        for subject, rows in _records(session, workspace_id, "consultation", since=since).items()
    }


RULES: Mapping[str, Rule] = {
    "backfill": _backfill,
    "vacancy": _vacancy,
    "trained_share": _trained,
    "budget_line": _budget_line,
    "placed_by_decision": _placed,
    "routine_current": _routine,
    "union_consulted": _consulted,
}
"""By the name of the rule in anchoring.toml; the core roles are one figure for all and stand by themselves."""


def units_moved_from(session: Session, workspace_id: int) -> frozenset[int]:
    """The units that anybody has been moved from."""
    rows = select(StaffingMove.from_id).where(
        StaffingMove.workspace_id == workspace_id, StaffingMove.on <= clock.today()
    )
    return frozenset(session.scalars(rows.distinct()))


def _records(
    session: Session, workspace_id: int, kind: str, *, since: date | None = None
) -> Mapping[Subject, list[Record]]:
    """The records of a kind up to today by subject, newest first."""
    wanted = select(Record).where(
        Record.workspace_id == workspace_id,
        Record.kind == kind,
        Record.withdrawn_at.is_(None),
        Record.on <= clock.today(),
    )
    if since is not None:
        wanted = wanted.where(Record.on >= since)
    found: dict[Subject, list[Record]] = defaultdict(list)
    for row in session.scalars(wanted.order_by(Record.on.desc(), Record.recorded_at.desc(), Record.id.desc())):
        found[subjects.of(row.actor_id, row.service_id)].append(row)
    return found


def _is_valid(row: Record, since: date) -> bool:
    """A routine holds to the day it names, one that names none for the shelf life."""
    named = row.facts.get("valid_to")
    try:
        return date.fromisoformat(str(named)) >= clock.today() if named else row.on >= since
    except ValueError:
        return row.on >= since


def _percent(part: float, whole: float) -> float:
    return 100 * min(1.0, part / whole)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _bases(source: Source, rows: Iterable[Measurement | Record | Position | StaffingMove]) -> tuple[Basis, ...]:
    return tuple(Basis(source=source, id=row.id) for row in rows)
