"""How well a service works outward: requirements carried out, forms submitted, users who succeed, accessibility."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.tables.guideline import Decided
from tracker.tables.link import Link
from tracker.tables.measurement import Measurement, Record
from tracker.tables.service import Service, ServiceStatus
from tracker.thresholds import Thresholds
from tracker.views.anchoring.findings import Basis, Source
from tracker.views.counted import counted_requirements
from tracker.views.ladder.standings import Standings

IN_SERVICE, USED_TESTED = 4, 5
"""The steps of the ladder that show outward."""
USE_MONTHS = 12
"""Use is counted over the periods that ended within so many months."""
FEWEST_PARTS = 2
"""So many of the four parts must be known before there is a score."""
CONFORMANCE = {"full": 100.0, "partial": 50.0, "none": 0.0}
"""What an accessibility statement within its life is worth."""


class Part(StrEnum):
    """The parts of the outward score, all of the same weight."""

    REQUIREMENTS = "requirements"
    COMPLETION = "completion"
    TEST = "test"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartScore:
    """A known part: its score, what was counted (requirements, started, participants; None for a statement), rows."""

    score: float
    n: int | None
    on: date
    bases: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outward:
    """How well a service works outward: `value` is 0 to 100, None while too little is known.

    A planned service works for nobody yet and has 0, whatever else is known of it.
    """

    value: float | None
    status: ServiceStatus
    parts: Mapping[Part, PartScore]


def outward(session: Session, workspace_id: int, found: Standings, thresholds: Thresholds) -> Mapping[int, Outward]:
    """The outward score of every service that was not closed, by its number."""
    known: dict[int, dict[Part, PartScore]] = defaultdict(dict)
    for service, part in _carried_out(session, workspace_id, found).items():
        known[service][Part.REQUIREMENTS] = part
    for part_name, read in _READ.items():
        for service, part in read(session, workspace_id, thresholds).items():
            known[service][part_name] = part
    services = session.execute(select(Service.id, Service.status).where(Service.workspace_id == workspace_id))
    return {
        number: Outward(value=_value(status, known[number]), status=status, parts=known[number])
        for number, status in services
        if status is not ServiceStatus.CLOSED
    }


def _value(status: ServiceStatus, parts: Mapping[Part, PartScore]) -> float | None:
    if status is ServiceStatus.PLANNED:
        return 0.0
    if len(parts) < FEWEST_PARTS:
        return None
    return sum(part.score for part in parts.values()) / len(parts)


def _carried_out(session: Session, workspace_id: int, found: Standings) -> Mapping[int, PartScore]:
    """The mean of two shares of the requirements confirmed for a service: in service, and used or tested."""
    rows = session.execute(
        select(Link.service_id, Link.requirement_id)
        .where(
            Link.workspace_id == workspace_id,
            Link.state == Decided.CONFIRMED,
            Link.service_id.is_not(None),
            Link.requirement_id.in_(counted_requirements(workspace_id)),
        )
        .distinct()
    )
    linked: dict[int, set[int]] = defaultdict(set)
    for service, requirement in rows:
        linked[service or 0].add(requirement)
    scores = {}
    for service, requirements in linked.items():
        steps = [found.cell(requirement, ("service", service)).standing.steps for requirement in requirements]
        reached = sum((IN_SERVICE in each) + (USED_TESTED in each) for each in steps)
        scores[service] = PartScore(score=100 * reached / (2 * len(steps)), n=len(steps), on=clock.today())
    return scores


def _completion(session: Session, workspace_id: int, thresholds: Thresholds) -> Mapping[int, PartScore]:
    """Submitted of started, over the periods of the last twelve months that have both, all forms together."""
    rows = session.scalars(
        select(Measurement)
        .where(
            Measurement.workspace_id == workspace_id,
            Measurement.service_id.is_not(None),
            Measurement.indicator.in_(("starts", "completions")),
            Measurement.withdrawn_at.is_(None),
            Measurement.group == "",
            Measurement.period_from <= clock.today(),
            Measurement.period_to >= clock.months_before(clock.today(), USE_MONTHS),
        )
        .order_by(Measurement.recorded_at, Measurement.id)
    )
    periods: dict[int, dict[tuple[int | None, date, date], dict[str, Measurement]]] = defaultdict(dict)
    for row in rows:
        place = (row.form_id, row.period_from, row.period_to)
        periods[row.service_id or 0].setdefault(place, {})[row.indicator] = row
    scores = {}
    for service, by_period in periods.items():
        both = [pair for pair in by_period.values() if len(pair) == len(("starts", "completions"))]
        started = sum(pair["starts"].value for pair in both)
        if started >= max(thresholds.smallest_n, 1):
            submitted = sum(pair["completions"].value for pair in both)
            scores[service] = PartScore(
                score=100 * min(1.0, max(0.0, submitted / started)),
                n=round(started),
                on=max(pair["starts"].period_to for pair in both),
                bases=tuple(Basis(source=Source.MEASUREMENT, id=row.id) for pair in both for row in pair.values()),
            )
    return scores


def _test(session: Session, workspace_id: int, thresholds: Thresholds) -> Mapping[int, PartScore]:
    """The share that succeeded in the newest user test within the shelf life."""
    since = clock.months_before(clock.today(), thresholds.shelf_life)
    scores = {}
    for service, row in _newest(session, workspace_id, "user_test").items():
        success = _share(row.facts.get("success"))
        if row.on >= since and success is not None:
            scores[service] = _part(100 * success, row, n=row.facts.get("participants"))
    return scores


def _statement(session: Session, workspace_id: int, thresholds: Thresholds) -> Mapping[int, PartScore]:
    """What the newest accessibility statement says, nothing once it is older than its life."""
    since = clock.months_before(clock.today(), thresholds.statement_life)
    return {
        service: _part(CONFORMANCE.get(str(row.facts.get("conformance")), 0.0) if row.on >= since else 0.0, row)
        for service, row in _newest(session, workspace_id, "accessibility_statement").items()
    }


_READ: Mapping[Part, Callable[[Session, int, Thresholds], Mapping[int, PartScore]]] = {
    Part.COMPLETION: _completion,
    Part.TEST: _test,
    Part.STATEMENT: _statement,
}


def _newest(session: Session, workspace_id: int, kind: str) -> Mapping[int, Record]:
    """The newest record of a kind up to today, by service."""
    rows = session.scalars(
        select(Record)
        .where(
            Record.workspace_id == workspace_id,
            Record.service_id.is_not(None),
            Record.kind == kind,
            Record.withdrawn_at.is_(None),
            Record.on <= clock.today(),
        )
        .order_by(Record.on, Record.recorded_at, Record.id)
    )
    return {row.service_id or 0: row for row in rows}


def _part(score: float, row: Record, *, n: Any = None) -> PartScore:
    bases = (Basis(source=Source.RECORD, id=row.id),)
    return PartScore(score=score, n=n if isinstance(n, int) else None, on=row.on, bases=bases)


def _share(value: object) -> float | None:
    """A share of 0 to 1, None for anything else."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return float(value) if 0 <= value <= 1 else None
