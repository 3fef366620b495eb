"""Measurements that still count, as they were recorded; how several of one period become one figure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.tables.measurement import Indicator, Measurement
from tracker.tables.service import ContactTopic, Form
from tracker.vocabulary import IndicatorKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A measured value of a service or an actor; `unit` is that of its indicator, `n` is None when nobody knows."""

    id: int
    service_id: int | None
    actor_id: int | None
    indicator: str
    unit: str
    topic_id: int | None
    topic: str
    form_id: int | None
    form: str
    group: str
    period_from: date
    period_to: date
    value: float
    n: int | None
    source: str
    recorded_at: datetime


def indicator_names(session: Session, workspace_id: int) -> dict[str, IndicatorKind]:
    """All indicators by code; they are the same in every workspace."""
    del workspace_id
    return {
        row.code: IndicatorKind(
            code=row.code,
            name_sv=row.name_sv,
            name_en=row.name_en,
            unit=row.unit,
            higher_is_better=row.higher_is_better,
        )
        for row in session.scalars(select(Indicator).order_by(Indicator.code))
    }


def figures(
    session: Session,
    workspace_id: int,
    indicators: Collection[str],
    *,
    service_id: int | None = None,
    actor_id: int | None = None,
) -> list[Figure]:
    """The values of some indicators that nobody withdrew, oldest period first, of one subject or of all."""
    wanted = (
        select(Measurement, Indicator.unit, ContactTopic.name, Form.name)
        .join(Indicator, Indicator.code == Measurement.indicator)
        .outerjoin(ContactTopic, ContactTopic.id == Measurement.topic_id)
        .outerjoin(Form, Form.id == Measurement.form_id)
        .where(
            Measurement.workspace_id == workspace_id,
            Measurement.withdrawn_at.is_(None),
            Measurement.indicator.in_(indicators),
        )
        .order_by(Measurement.period_from, Measurement.period_to, Measurement.id)
    )
    if service_id is not None:
        wanted = wanted.where(Measurement.service_id == service_id)
    if actor_id is not None:
        wanted = wanted.where(Measurement.actor_id == actor_id)
    return [
        Figure(
            id=row.id,
            service_id=row.service_id,
            actor_id=row.actor_id,
            indicator=row.indicator,
            unit=unit,
            topic_id=row.topic_id,
            topic=topic or "",
            form_id=row.form_id,
            form=form or "",
            group=row.group,
            period_from=row.period_from,
            period_to=row.period_to,
            value=row.value,
            n=row.n,
            source=row.source,
            recorded_at=row.recorded_at,
        )
        for row, unit, topic, form in session.execute(wanted)
    ]


def whole(rows: Sequence[Figure]) -> list[Figure]:
    """The figures for the whole where they are given, else its parts: none is counted beside a total of itself.

    Values without a form stand for all forms, those without a group for all groups.
    """
    chosen = [row for row in rows if row.form_id is None] or list(rows)
    return [row for row in chosen if not row.group] or chosen


def added(rows: Iterable[Figure]) -> float | None:
    """The sum of counts, None of nothing."""
    values = [row.value for row in rows]
    return sum(values) if values else None


def mean(rows: Iterable[Figure]) -> tuple[float, int | None] | None:
    """The mean weighted by n, with all n together; without any n the plain mean and None. None of nothing.

    Rows without n are left out once others have theirs: nobody knows what they weigh.
    """
    held = list(rows)
    known = [(row.value, row.n) for row in held if row.n]
    if known:
        total = sum(n for _, n in known)
        return sum(value * n for value, n in known) / total, total
    return (sum(row.value for row in held) / len(held), None) if held else None
