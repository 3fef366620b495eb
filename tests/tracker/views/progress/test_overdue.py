"""What is late, with owner and barrier."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select, update

from tracker import linking, planning
from tracker.database import Database
from tracker.tables.assessment import SideState
from tracker.tables.guideline import Bindingness, Guideline, Requirement, Wording
from tracker.tables.link import LinkType
from tracker.tables.people import Person
from tracker.views.progress.overdue import Because, OverdueRow, overdue


def late(database: Database, town: Any) -> list[OverdueRow]:
    with database.reading() as session:
        return overdue(session, town.workspace)


def applies(database: Database, day: date, **guideline: Any) -> None:
    with database.writing() as session:
        session.execute(update(Guideline).values(applies_on=day, bindingness=Bindingness.BINDING, **guideline))


def test_a_measure_past_its_day_has_owner_and_barrier(database: Database, person: Person, town: Any) -> None:
    with database.writing() as session:
        planning.plan(
            session, town.workspace, town.requirements[1], "Öva", by=person, owner_id=town.unit, barrier="staffing",
            due_on=date(2026, 11, 10),
        )  # fmt: skip
    (row,) = late(database, town)
    assert (row.because, row.title, row.owner, row.barrier, row.days) == (
        Because.MEASURE,
        "Öva",
        "Bygg",
        "staffing",
        10,
    )


def test_what_applies_and_is_in_service_is_not_late(database: Database, town: Any) -> None:
    applies(database, date(2026, 6, 1))
    found = late(database, town)
    assert town.requirements[0] not in {row.requirement.id for row in found if row.requirement}
    assert {row.because for row in found} == {Because.APPLIES}
    assert {(row.owner, row.barrier) for row in found} == {("", "")}


def test_what_does_not_apply_yet_is_not_late(database: Database, town: Any) -> None:
    applies(database, date(2027, 1, 1))
    assert late(database, town) == []


def test_a_requirement_that_applies_later_than_its_guideline_waits(database: Database, town: Any) -> None:
    applies(database, date(2026, 6, 1))
    with database.writing() as session:
        session.get_one(Requirement, town.requirements[1]).applies_on = date(2027, 1, 1)
    assert town.requirements[1] not in {row.requirement.id for row in late(database, town) if row.requirement}


def test_a_soft_guideline_is_late_only_by_its_own_deadlines(database: Database, town: Any) -> None:
    applies(database, date(2026, 6, 1))
    with database.writing() as session:
        session.execute(update(Guideline).values(bindingness=Bindingness.SOFT))
        wording = session.scalars(select(Wording).where(Wording.requirement_id == town.requirements[1])).one()
        wording.deadline_normal = "date:2026-09-30"
    (row,) = late(database, town)
    assert (row.because, row.due_on, row.days) == (Because.DEADLINE, date(2026, 9, 30), 51)


def test_a_person_who_found_it_in_service_or_not_applicable_is_heard(
    database: Database, town: Any, judge: Callable[..., None]
) -> None:
    applies(database, date(2026, 6, 1))
    judge(date(2026, 10, 1), side_state=SideState.NOT_APPLICABLE, note="gäller inte oss")
    assert town.requirements[1] not in {row.requirement.id for row in late(database, town) if row.requirement}
    judge(date(2026, 10, 2), level=4)
    assert town.requirements[1] not in {row.requirement.id for row in late(database, town) if row.requirement}


def test_who_is_linked_as_responsible_owns_it(database: Database, person: Person, town: Any) -> None:
    applies(database, date(2026, 6, 1))
    with database.writing() as session:
        link = linking.add(session, town.workspace, town.requirements[1], "actor", town.other_unit, by=person)
        linking.confirm(session, link.id, LinkType.RESPONSIBLE, by=person, seen_version=1)
    owners = {row.requirement.id: row.owner for row in late(database, town) if row.requirement}
    assert owners[town.requirements[1]] == "Skola"
