"""What stands in the way, by type: barriers that were recorded, and those named for measures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from tracker import subjects
from tracker.barriers import Weighed, types, weighed
from tracker.subjects import Subject
from tracker.tables.assessment import Measure, MeasureState
from tracker.tables.network import Actor
from tracker.views.anchoring.organisation import until_today
from tracker.views.recorded.records import records
from tracker.views.subject_names import subject_names


@dataclass(frozen=True, slots=True, kw_only=True)
class BarrierRow:
    """A barrier, from a record (`record_id`) or named for a measure (`measure_id`).

    `subject` is None for a measure about a requirement as a whole. `words` say what stands in the way; `source` is the
    body or document behind a record, the owner of a measure.
    """

    type: str
    severity: str
    subject: Subject | None
    name: str
    words: str
    source: str
    on: date
    record_id: int | None
    measure_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Barriers:
    """All barriers, how many of each type (in the order of the types), and organisation weighed against technology."""

    rows: Sequence[BarrierRow]
    counts: Mapping[str, int]
    weighed: Weighed


def barriers(session: Session, workspace_id: int, *, sees_secrecy: bool = False) -> Barriers:
    """The barriers that were not withdrawn, newest first; measures that were cancelled name none."""
    recorded = [
        BarrierRow(
            type=str(row.facts.get("type", "")),
            severity=str(row.facts.get("severity", "")),
            subject=subjects.of(row.actor_id, row.service_id),
            name=row.subject,
            words=row.note,
            source=row.document or row.body,
            on=row.on,
            record_id=row.id,
            measure_id=None,
        )
        for row in until_today(records(session, workspace_id, kinds=("barrier",), sees_secrecy=sees_secrecy))
    ]
    rows = sorted([*recorded, *_named(session, workspace_id)], key=lambda row: row.on, reverse=True)
    counted = Counter(row.type for row in rows)
    others = [code for code in counted if code not in types()]
    return Barriers(
        rows=rows,
        counts={code: counted[code] for code in (*types(), *others) if counted[code]},
        weighed=weighed(row.type for row in rows),
    )


def _named(session: Session, workspace_id: int) -> list[BarrierRow]:
    """The barriers named for measures."""
    names = subject_names(session, workspace_id)
    owner = aliased(Actor)
    rows = session.execute(
        select(Measure, owner.name)
        .outerjoin(owner, owner.id == Measure.owner_id)
        .where(
            Measure.workspace_id == workspace_id,
            Measure.barrier != "",
            Measure.state != MeasureState.CANCELLED,
        )
        .order_by(Measure.id)
    )
    found = []
    for row, answers in rows:
        subject = subjects.of_either(row.actor_id, row.service_id)
        found.append(
            BarrierRow(
                type=row.barrier,
                severity="",
                subject=subject,
                name=names.get(subject, "") if subject else "",
                words=row.title,
                source=answers or "",
                on=row.recorded_at.date(),
                record_id=None,
                measure_id=row.id,
            )
        )
    return found
