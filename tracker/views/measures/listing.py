"""Measures (åtgärder): what is planned, who owns it, what blocks it, and what must be decided at which meeting."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from tracker import clock, former, subjects
from tracker.errors import NotFound
from tracker.subjects import Subject
from tracker.tables.assessment import Measure, MeasureState
from tracker.tables.event import Event, EventNote
from tracker.tables.network import Actor
from tracker.tables.people import Person
from tracker.tables.service import Service
from tracker.views.ladder.standings import Cell, Standings, standings
from tracker.views.subject_names import subject_names
from tracker.views.texts import RequirementText, requirement_texts

OPEN = frozenset({MeasureState.PLANNED, MeasureState.ONGOING})
"""A measure in one of these is still to be finished."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow:
    """A measure with what it is about; `requirement` and `subject` are None where it is for the other as a whole.

    `overdue` is true once its day has passed and it is not finished. `cell` is where the requirement stands for the
    subject (in the whole municipality without one), None without a requirement.
    """

    id: int
    title: str
    state: MeasureState
    requirement: RequirementText | None
    subject: Subject | None
    subject_name: str
    owner_id: int | None
    owner: str
    due_on: date | None
    overdue: bool
    barrier: str
    cause: str
    decision: str
    decision_from_id: int | None
    decision_from: str
    meeting_on: date | None
    note: str
    recorded_at: datetime
    version: int
    cell: Cell | None

    @property
    def open(self) -> bool:
        """Whether it is still to be finished."""
        return self.state in OPEN

    @property
    def waits(self) -> bool:
        """Whether it is open and somebody is wanted to decide something."""
        return self.open and bool(self.decision or self.decision_from_id)

    @property
    def evidence(self) -> tuple[int, ...]:
        """The ids of the evidence that holds behind the requirement."""
        return tuple(piece.id for piece in self.cell.pieces if piece.holds) if self.cell is not None else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Open measures, those overdue, and those a meeting must decide before the end of the month."""

    open: int
    overdue: int
    decisions: int
    ended: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureChange:
    """One change of a measure: the names of what changed with before and after, and what was said with it."""

    at: datetime
    by: str
    action: str
    changed: Mapping[str, tuple[object, object]]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a measure to be planned would be about; `owner_id` is who would own it, as far as the subject says."""

    requirement: RequirementText | None
    subject: Subject | None
    subject_name: str
    owner_id: int | None
    cell: Cell | None


def measure_rows(
    session: Session, workspace_id: int, *, requirement_id: int | None = None, subject: Subject | None = None
) -> list[MeasureRow]:
    """All measures, the next due first; of a requirement only, and then those for a subject or for no one."""
    wanted = select(Measure).where(Measure.workspace_id == workspace_id)
    if requirement_id is not None:
        wanted = wanted.where(Measure.requirement_id == requirement_id)
    if subject is not None:
        column = Measure.actor_id if subject[0] == "actor" else Measure.service_id
        wanted = wanted.where(or_(column == subject[1], and_(Measure.actor_id.is_(None), Measure.service_id.is_(None))))
    found = standings(session, workspace_id, requirement_id=requirement_id)
    return _rows(session, workspace_id, session.scalars(wanted).all(), found)


def measure_row(session: Session, workspace_id: int, measure_id: int) -> MeasureRow:
    """One measure; raises NotFound outside the workspace."""
    row = session.get(Measure, measure_id)
    if row is None or row.workspace_id != workspace_id:
        raise NotFound("error.measure_unknown", id=measure_id)
    found = standings(session, workspace_id, requirement_id=row.requirement_id)
    return _rows(session, workspace_id, [row], found)[0]


def counts(rows: Sequence[MeasureRow], *, today: date | None = None) -> Counts:
    """The figures over these measures on a day, by default today."""
    return Counts(
        open=sum(row.open for row in rows),
        overdue=sum(row.overdue for row in rows),
        decisions=len(decided_by(rows, month_end(today or clock.today()))),
        ended=sum(not row.open for row in rows),
    )


def decided_by(rows: Sequence[MeasureRow], last: date) -> list[MeasureRow]:
    """Those that wait for a decision of a meeting on or before a day, the earliest meeting first."""
    waiting = [row for row in rows if row.waits and row.meeting_on is not None and row.meeting_on <= last]
    return sorted(waiting, key=lambda row: (row.meeting_on or last, row.decision_from, row.id))


def month_end(day: date) -> date:
    """The last day of a day's month.

    >>> month_end(date(2026, 2, 3))
    datetime.date(2026, 2, 28)
    """
    return day.replace(day=monthrange(day.year, day.month)[1])


def about(
    session: Session, workspace_id: int, requirement_id: int | None, actor_id: int | None, service_id: int | None
) -> About:
    """What a measure for a requirement, unit or service would be about; raises NotFound for an unknown one."""
    subject = subjects.of_either(actor_id, service_id)
    name, owner = "", actor_id
    if subject is not None:
        subjects.check(session, workspace_id, actor_id, service_id)
        if actor_id is not None:
            name = session.get_one(Actor, actor_id).name
        else:
            service = session.get_one(Service, service_id)
            name, owner = service.name, service.unit_id
    requirement = None if requirement_id is None else requirement_texts(session, [requirement_id]).get(requirement_id)
    if requirement_id is not None and requirement is None:
        raise NotFound("error.requirement_unknown", id=requirement_id)
    found = standings(session, workspace_id, requirement_id=requirement_id)
    return About(
        requirement=requirement,
        subject=subject,
        subject_name=name,
        owner_id=owner,
        cell=_cell(found, requirement_id, subject),
    )


def measure_history(session: Session, workspace_id: int, measure_id: int) -> list[MeasureChange]:
    """What people did with a measure, newest first."""
    rows = session.execute(
        select(Event, Person.name, EventNote.text)
        .join(Person, Person.id == Event.by_id)
        .outerjoin(EventNote, EventNote.event_id == Event.id)
        .where(Event.chain == workspace_id, Event.entity == f"measure:{measure_id}")
        .order_by(Event.seq.desc())
    )
    return [
        MeasureChange(
            at=event.recorded_at,
            by=name,
            action=event.action,
            changed={
                key: (event.before.get(key), value)
                for key, value in event.after.items()
                if key not in {"version", *former.OURS} and event.before.get(key) != value and event.before
            },
            note=note or "",
        )
        for event, name, note in rows
    ]


def _rows(session: Session, workspace_id: int, measures: Sequence[Measure], found: Standings) -> list[MeasureRow]:
    """The measures as rows, the next due first, those without a day last."""
    texts = requirement_texts(session, [row.requirement_id for row in measures if row.requirement_id is not None])
    names = subject_names(session, workspace_id)
    today = clock.today()
    rows = []
    for row in sorted(measures, key=lambda measure: (measure.due_on is None, measure.due_on or today, measure.id)):
        subject = subjects.of_either(row.actor_id, row.service_id)
        rows.append(
            MeasureRow(
                id=row.id,
                title=row.title,
                state=row.state,
                requirement=texts.get(row.requirement_id or 0),
                subject=subject,
                subject_name=names.get(subject, "") if subject is not None else "",
                owner_id=row.owner_id,
                owner=names.get(("actor", row.owner_id or 0), ""),
                due_on=row.due_on,
                overdue=row.state in OPEN and row.due_on is not None and row.due_on < today,
                barrier=row.barrier,
                cause=row.cause,
                decision=row.decision,
                decision_from_id=row.decision_wanted_from_id,
                decision_from=names.get(("actor", row.decision_wanted_from_id or 0), ""),
                meeting_on=row.meeting_on,
                note=row.note,
                recorded_at=row.recorded_at,
                version=row.version,
                cell=_cell(found, row.requirement_id, subject),
            )
        )
    return rows


def _cell(found: Standings, requirement_id: int | None, subject: Subject | None) -> Cell | None:
    if requirement_id is None:
        return None
    return found.whole(requirement_id) if subject is None else found.cell(requirement_id, subject)
