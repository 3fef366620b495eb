"""What people answered: the newest measurement of each item that is still good, per unit and service."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock, subjects
from tracker.anchoring import items
from tracker.subjects import Subject
from tracker.tables.measurement import Measurement
from tracker.thresholds import Thresholds
from tracker.views.anchoring.findings import Basis, Finding, Lack, Source, Unusable

TRAINED_MONTHS = 12
"""A share of trained staff speaks of so many months, whatever the shelf life of answers is."""


def answers(
    session: Session, workspace_id: int, thresholds: Thresholds
) -> Mapping[Subject, Mapping[str, Finding | Unusable]]:
    """By subject and item the newest answer that counts, else the newest one with the reason why it does not.

    Only what was said for all or by staff counts. Surveys with fewer answers than the smallest n do not, nor does what
    is older than the shelf life, lies ahead, or is off the scale.
    """
    item_of = {item.indicator: item.code for item in items().values() if item.indicator}
    rows = session.scalars(
        select(Measurement)
        .where(
            Measurement.workspace_id == workspace_id,
            Measurement.indicator.in_(item_of),
            Measurement.withdrawn_at.is_(None),
            Measurement.period_from <= clock.today(),
            Measurement.group.in_(("", "staff")),
            Measurement.topic_id.is_(None),
            Measurement.form_id.is_(None),
        )
        .order_by(Measurement.period_to.desc(), Measurement.recorded_at.desc(), Measurement.id.desc())
    )
    found: dict[Subject, dict[str, Finding | Unusable]] = defaultdict(dict)
    for row in rows:
        answer = _answer(row, item_of[row.indicator], thresholds)
        if answer is None:
            continue
        known = found[subjects.of(row.actor_id, row.service_id)]
        item = item_of[row.indicator]
        if item not in known or (isinstance(known[item], Unusable) and isinstance(answer, Finding)):
            known[item] = answer
    return found


def oldest_that_counts(item: str, thresholds: Thresholds) -> date:
    """The first day of which an answer to the item still holds today."""
    months = TRAINED_MONTHS if item == "trained_share" else thresholds.shelf_life
    return clock.months_before(clock.today(), months)


def _answer(row: Measurement, item: str, thresholds: Thresholds) -> Finding | Unusable | None:
    """The row as an answer; None when its value is off the scale."""
    is_share = item == "trained_share"
    score = row.value * 100 if is_share else row.value
    if not 0 <= score <= 100:
        return None
    bases = (Basis(source=Source.MEASUREMENT, id=row.id),)
    if row.period_to < oldest_that_counts(item, thresholds):
        return Unusable(lack=Lack.EXPIRED, on=row.period_to, n=row.n, bases=bases)
    if row.n is not None and row.n < thresholds.smallest_n and not is_share:
        return Unusable(lack=Lack.TOO_FEW, on=row.period_to, n=row.n, bases=bases)
    return Finding(score=score, on=row.period_to, bases=bases)
