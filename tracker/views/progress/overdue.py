"""What is late: measures past their day, and requirements past theirs that nothing in operation follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.tables.guideline import Bindingness, Decided, Guideline, Requirement
from tracker.tables.link import Link, LinkType
from tracker.tables.service import Service
from tracker.views import deadlines
from tracker.views.counted import counted_requirements
from tracker.views.deadlines import DeadlineSource
from tracker.views.ladder.decoupling import IN_SERVICE
from tracker.views.ladder.shares import MUST
from tracker.views.ladder.standings import standings
from tracker.views.measures.listing import MeasureRow, measure_rows
from tracker.views.subject_names import subject_names
from tracker.views.texts import RequirementText, requirement_texts


class Because(StrEnum):
    """Which day has passed: the measure's, one the requirement's words name, or the day its text began to apply."""

    MEASURE = "measure"
    DEADLINE = "deadline"
    APPLIES = "applies"


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdueRow:
    """A measure or requirement that is late since the day after `due_on`.

    `owner` is "" where nobody is known; `barrier` is the code of what stands in the way, "" where nobody has said.
    `level` is where the requirement stands as a whole, None for not examined or without one.
    """

    because: Because
    due_on: date
    days: int
    requirement: RequirementText | None
    measure_id: int | None
    title: str
    owner: str
    barrier: str
    level: int | None


def overdue(session: Session, workspace_id: int) -> list[OverdueRow]:
    """All that is late today, measures first, then deadlines, then texts that apply; the longest overdue first.

    A requirement is late while no evidence shows it in service anywhere and a person has not put it beside the ladder;
    of those that merely apply only binding demands.
    """
    today = clock.today()
    measures = measure_rows(session, workspace_id)
    rows = [_of_measure(row, today) for row in measures if row.overdue]
    due = {number: found for number, found in _due(session, workspace_id).items() if found[1] < today}
    where = standings(session, workspace_id)
    served = {requirement for (requirement, _), cell in where.cells.items() if IN_SERVICE in cell.standing.steps}
    late = [
        number
        for number in due
        if number not in served
        and not where.whole(number).beside
        and (where.whole(number).judged is None or (where.whole(number).shown or 0) < IN_SERVICE)
    ]
    planned = next_measures(measures)
    answering = _owners(session, workspace_id, late)
    for number, text in requirement_texts(session, late).items():
        because, day = due[number]
        measure = planned.get(number)
        rows.append(
            OverdueRow(
                because=because,
                due_on=day,
                days=(today - day).days,
                requirement=text,
                measure_id=measure.id if measure is not None else None,
                title="",
                owner=(measure.owner if measure is not None else "") or answering.get(number, ""),
                barrier=measure.barrier if measure is not None else "",
                level=where.whole(number).shown,
            )
        )
    order = list(Because)
    return sorted(rows, key=lambda row: (order.index(row.because), row.due_on))


def application_days(session: Session, workspace_id: int) -> Mapping[int, date]:
    """The day from which each counted requirement applies: its own, else its guideline's, else when that is in force.

    Those of which no day is known are left out.
    """
    counted = set(session.scalars(counted_requirements(workspace_id)))
    days = deadlines.application_days(session)
    return {number: day.on for number, day in days.items() if day is not None and number in counted}


def _due(session: Session, workspace_id: int) -> Mapping[int, tuple[Because, date]]:
    """By counted requirement the day it was to be done: one its words name, of binding ones else the day they apply."""
    counted = counted_requirements(workspace_id)
    binding = set(
        session.scalars(
            select(Requirement.id)
            .join(Guideline, Guideline.id == Requirement.guideline_id)
            .where(
                Requirement.id.in_(counted),
                Requirement.force.in_(MUST),
                Guideline.bindingness == Bindingness.BINDING,
            )
        )
    )
    found = {}
    for number, deadline in deadlines.own_deadlines(session, session.scalars(counted)).items():
        if deadline.source is DeadlineSource.WORDING:
            found[number] = (Because.DEADLINE, deadline.on)
        elif number in binding:
            found[number] = (Because.APPLIES, deadline.on)
    return found


def _of_measure(row: MeasureRow, today: date) -> OverdueRow:
    due = row.due_on or today
    return OverdueRow(
        because=Because.MEASURE,
        due_on=due,
        days=(today - due).days,
        requirement=row.requirement,
        measure_id=row.id,
        title=row.title,
        owner=row.owner,
        barrier=row.barrier,
        level=row.cell.shown if row.cell is not None else None,
    )


def next_measures(measures: Iterable[MeasureRow]) -> Mapping[int, MeasureRow]:
    """By requirement the open measure due first."""
    found: dict[int, MeasureRow] = {}
    for row in measures:
        if row.open and row.requirement is not None:
            found.setdefault(row.requirement.id, row)
    return found


def _owners(session: Session, workspace_id: int, requirement_ids: Sequence[int]) -> Mapping[int, str]:
    """Who would answer for each: who is linked as responsible, else the unit of a service that is to carry it."""
    names = subject_names(session, workspace_id)
    rows = session.execute(
        select(Link.requirement_id, Link.type, Link.actor_id, Service.unit_id)
        .outerjoin(Service, Service.id == Link.service_id)
        .where(Link.workspace_id == workspace_id, Link.state == Decided.CONFIRMED, Link.passage_id.is_(None))
        .order_by(Link.id)
    ).all()
    wanted, found = set(requirement_ids), dict[int, str]()
    for responsible in (True, False):
        for number, kind, actor, unit in rows:
            who = actor if responsible and kind is LinkType.RESPONSIBLE else None if responsible else unit
            if number in wanted and who is not None:
                found.setdefault(number, names.get(("actor", who), ""))
    return found
