"""Measures: what they are about, what can be changed, and what stays in the history."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tracker import planning
from tracker.database import Database
from tracker.errors import Conflict, NotFound, Refused
from tracker.tables.assessment import Measure, MeasureState
from tracker.tables.event import Event
from tracker.tables.people import Person
from tracker.views.measures.listing import about, counts, measure_history, measure_row, measure_rows


def plan(database: Database, town: Any, by: Person, **said: Any) -> int:
    with database.writing() as session:
        return planning.plan(session, town.workspace, said.pop("requirement", None), "Åtgärda", by=by, **said).id


def test_a_measure_may_be_for_a_service_alone(database: Database, person: Person, town: Any) -> None:
    number = plan(database, town, person, service_id=town.service, cause="hollow_front", owner_id=town.unit)
    with database.reading() as session:
        row = measure_row(session, town.workspace, number)
    assert (row.subject, row.subject_name, row.owner, row.cause) == (
        ("service", town.service), "Bygglov", "Bygg", "hollow_front",
    )  # fmt: skip
    assert (row.requirement, row.cell, row.evidence) == (None, None, ())


@pytest.mark.parametrize(
    "said", [{"barrier": "rubbish"}, {"due_on": date(1, 1, 1)}, {"meeting_on": date(9999, 12, 31)}]
)
def test_what_no_list_of_measures_could_show_is_refused(
    database: Database, person: Person, town: Any, said: dict[str, Any]
) -> None:
    with pytest.raises((NotFound, Refused)):
        plan(database, town, person, service_id=town.service, **said)


def test_a_measure_about_nothing_is_refused(database: Database, person: Person, town: Any) -> None:
    with pytest.raises(Refused):
        plan(database, town, person)


@pytest.mark.parametrize(
    "said", [{"owner_id": 9999}, {"decision_wanted_from_id": 9999}, {"cause": "whim"}, {"service_id": 9999}]
)
def test_what_does_not_exist_is_not_found(database: Database, person: Person, town: Any, said: dict[str, Any]) -> None:
    with pytest.raises(NotFound):
        plan(database, town, person, requirement=town.requirements[0], **said)
    with database.reading() as session:
        assert session.scalars(select(Measure)).all() == []


def test_a_change_alters_only_what_it_names(database: Database, person: Person, town: Any) -> None:
    number = plan(database, town, person, requirement=town.requirements[0], barrier="legal", due_on=date(2026, 1, 1))
    with database.writing() as session:
        planning.change(session, number, by=person, seen_version=1, state=MeasureState.ONGOING)
    with database.reading() as session:
        row = measure_row(session, town.workspace, number)
    assert (row.state, row.barrier, row.due_on, row.version) == (MeasureState.ONGOING, "legal", date(2026, 1, 1), 2)


def test_the_slower_of_two_people_sees_the_conflict(database: Database, person: Person, town: Any) -> None:
    number = plan(database, town, person, requirement=town.requirements[0])
    with database.writing() as session:
        planning.change(session, number, by=person, seen_version=1, state=MeasureState.DONE)
    with pytest.raises(Conflict), database.writing() as session:
        planning.change(session, number, by=person, seen_version=1, barrier="legal")


def test_cancelling_needs_a_reason_and_the_reason_stays(database: Database, person: Person, town: Any) -> None:
    number = plan(database, town, person, requirement=town.requirements[0])
    with pytest.raises(Refused), database.writing() as session:
        planning.change(session, number, by=person, seen_version=1, state=MeasureState.CANCELLED, why="  ")
    with database.writing() as session:
        planning.change(session, number, by=person, seen_version=1, state=MeasureState.CANCELLED, why="Ersatt")
    with database.reading() as session:
        newest, first = measure_history(session, town.workspace, number)
    assert newest.changed == {"state": ("planned", "cancelled")}
    assert (newest.note, first.action, first.changed) == ("Ersatt", "measure.plan", {})


def test_free_text_stays_out_of_the_chain(database: Database, person: Person, town: Any) -> None:
    number = plan(database, town, person, requirement=town.requirements[0], decision="Anställ Åsa", note="Ring Åsa")
    with database.reading() as session:
        event = session.scalars(select(Event).where(Event.entity == f"measure:{number}")).one()
    assert "Åsa" not in str(event.after)


def test_the_figures_tell_open_overdue_and_decisions_of_the_month(
    database: Database, person: Person, town: Any
) -> None:
    decide = {"decision": "Besluta", "decision_wanted_from_id": town.unit}
    plan(database, town, person, requirement=town.requirements[0], due_on=date(2020, 1, 1), **decide)
    plan(database, town, person, requirement=town.requirements[0], meeting_on=date(2026, 11, 30), **decide)
    plan(database, town, person, requirement=town.requirements[1], meeting_on=date(2026, 12, 1), **decide)
    done = plan(database, town, person, actor_id=town.unit, meeting_on=date(2026, 11, 3), **decide)
    with database.writing() as session:
        planning.change(session, done, by=person, seen_version=1, state=MeasureState.DONE)
    with database.reading() as session:
        found = counts(measure_rows(session, town.workspace), today=date(2026, 11, 20))
        of_one = measure_rows(session, town.workspace, requirement_id=town.requirements[1])
    assert (found.open, found.overdue, found.decisions, found.ended) == (3, 1, 1, 1)
    assert len(of_one) == 1


def test_the_form_is_filled_in_with_who_would_own_it(database: Database, town: Any) -> None:
    with database.reading() as session:
        found = about(session, town.workspace, town.requirements[0], None, town.service)
        assert (found.owner_id, found.subject_name) == (town.unit, "Bygglov")
        with pytest.raises(NotFound):
            about(session, town.workspace, 9999, None, None)
