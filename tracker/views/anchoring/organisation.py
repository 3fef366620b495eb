"""What carries digital service inside besides posts: competences, training, its home, consultation, budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock, subjects
from tracker.subjects import Subject
from tracker.tables.measurement import Measurement
from tracker.views.recorded.records import RecordRow, records
from tracker.views.subject_names import subject_names

KINDS = ("organisational_home", "consultation", "training", "anchoring_activity")
"""The kinds of records that are listed, in this order on the screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Competence:
    """The newest level (0 to 3) of a competence in a unit."""

    measurement_id: int
    subject: Subject
    name: str
    competence: str
    level: float
    on: date
    n: int | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLine:
    """A budget line of a period with its outcome, None while nobody has entered one."""

    subject: Subject
    name: str
    line: str
    period_from: date
    period_to: date
    budget: float
    outcome: float | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Everything besides posts, newest first; of the records those of KINDS up to today."""

    records: Sequence[RecordRow]
    competences: Sequence[Competence]
    budget: Sequence[BudgetLine]


def organisation(session: Session, workspace_id: int, *, sees_secrecy: bool = False) -> Organisation:
    """What the workspace holds about the organisation behind its services."""
    names = subject_names(session, workspace_id)
    return Organisation(
        records=until_today(records(session, workspace_id, kinds=KINDS, sees_secrecy=sees_secrecy)),
        competences=_competences(session, workspace_id, names),
        budget=_budget(session, workspace_id, names),
    )


def until_today(rows: Sequence[RecordRow]) -> list[RecordRow]:
    """The records whose day has come; a list may hold days ahead."""
    return [row for row in rows if row.on <= clock.today()]


def _competences(session: Session, workspace_id: int, names: dict[Subject, str]) -> list[Competence]:
    newest: dict[tuple[Subject, str], Measurement] = {}
    for row in _measured(session, workspace_id, ("competence_level",)):
        newest[subjects.of(row.actor_id, row.service_id), row.group] = row
    found = [
        Competence(
            measurement_id=row.id,
            subject=subject,
            name=names.get(subject, ""),
            competence=group,
            level=row.value,
            on=row.period_to,
            n=row.n,
            source=row.source,
        )
        for (subject, group), row in newest.items()
    ]
    return sorted(found, key=lambda row: (row.name, row.level, row.competence))


def _budget(session: Session, workspace_id: int, names: dict[Subject, str]) -> list[BudgetLine]:
    """Budget lines, each with the outcome of the same line that ends within its period."""
    rows = _measured(session, workspace_id, ("budget", "outcome"))
    outcomes = [row for row in rows if row.indicator == "outcome"]
    lines: dict[tuple[Subject, str, date, date], BudgetLine] = {}
    for row in rows:
        if row.indicator != "budget":
            continue
        subject = subjects.of(row.actor_id, row.service_id)
        its = [
            other
            for other in outcomes
            if subjects.of(other.actor_id, other.service_id) == subject
            and other.group == row.group
            and other.period_from == row.period_from
            and other.period_to <= row.period_to
        ]
        last = its[-1] if its else None
        lines[subject, row.group, row.period_from, row.period_to] = BudgetLine(
            subject=subject,
            name=names.get(subject, ""),
            line=row.group,
            period_from=row.period_from,
            period_to=row.period_to,
            budget=row.value,
            outcome=last.value if last else None,
            source=row.source,
        )
    return sorted(lines.values(), key=lambda line: (-line.period_from.toordinal(), line.name, line.line))


def _measured(session: Session, workspace_id: int, indicators: Sequence[str]) -> list[Measurement]:
    """The measurements of these indicators, the newest last."""
    return list(
        session.scalars(
            select(Measurement)
            .where(
                Measurement.workspace_id == workspace_id,
                Measurement.indicator.in_(indicators),
                Measurement.withdrawn_at.is_(None),
                Measurement.period_from <= clock.today(),
            )
            .order_by(Measurement.period_to, Measurement.recorded_at, Measurement.id)
        )
    )
