"""What people change about services, forms, topics and maps: allowed, checked, never over somebody else's change."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tracker import former, journeys, services
from tracker.database import Database
from tracker.errors import Conflict, NotAllowed, NotFound, Refused
from tracker.tables.event import Event
from tracker.tables.journey import Channel, JourneyKind, JourneyStep, PainPoint, Side, Touchpoint
from tracker.tables.network import Actor, ActorKind
from tracker.tables.people import Membership, Person, Role, Workspace
from tracker.tables.service import Acquisition, Service, ServiceStatus


@pytest.fixture
def service(database: Database, workspace: Workspace) -> int:
    with database.writing() as session:
        row = Service(workspace_id=workspace.id, name="Bygglov", life_event="Bygga och bo")
        session.add(row)
        session.flush()
        return row.id


def test_a_change_is_stored_with_what_it_was_before(database: Database, person: Person, service: int) -> None:
    with database.writing() as session:
        services.change_service(
            session, service, by=person, seen_version=1, acquisition=Acquisition.ADD_ON, description="Tillägg"
        )
        event = session.scalars(select(Event).order_by(Event.id.desc())).first()
        assert event is not None
        before = {key: value for key, value in event.before.items() if key != former.BEFORE}
        after = {key: value for key, value in event.after.items() if key != former.SUMS}
        assert (before, after) == ({"acquisition": "unknown"}, {"acquisition": "add_on", "version": 2})


def test_the_second_of_two_changes_is_a_conflict(database: Database, person: Person, service: int) -> None:
    with database.writing() as session:
        services.change_service(session, service, by=person, seen_version=1, life_event="Flytta")
    with database.writing() as session, pytest.raises(Conflict, match="service_changed"):
        services.change_service(session, service, by=person, seen_version=1, life_event="Bygga")


def test_saving_what_is_there_already_is_no_change(database: Database, person: Person, service: int) -> None:
    with database.writing() as session:
        before = len(session.scalars(select(Event.id)).all())
        services.change_service(session, service, by=person, seen_version=1, life_event="Bygga och bo")
        assert session.get_one(Service, service).version == 1
        assert len(session.scalars(select(Event.id)).all()) == before


def test_a_closed_service_keeps_the_moment_until_it_opens(database: Database, person: Person, service: int) -> None:
    with database.writing() as session:
        services.change_service(session, service, by=person, seen_version=1, status=ServiceStatus.CLOSED)
        assert session.get_one(Service, service).closed_at is not None
        services.change_service(session, service, by=person, seen_version=2, status=ServiceStatus.PILOT)
        assert session.get_one(Service, service).closed_at is None


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "in_service"},
        {"name": "Nytt"},
        {"version": 9},
        {"personal_data": "yes"},
        {"url": "javascript:alert(1)"},
        {"url": "https://a b"},
        {"started_on": date(1, 1, 1)},
    ],
)
def test_values_that_cannot_stand_are_refused(
    database: Database, person: Person, service: int, changes: dict[str, object]
) -> None:
    with database.writing() as session, pytest.raises(Refused):
        services.change_service(session, service, by=person, seen_version=1, **changes)


def test_a_unit_nobody_knows_is_refused(database: Database, person: Person, service: int) -> None:
    with database.writing() as session, pytest.raises(NotFound):
        services.change_service(session, service, by=person, seen_version=1, unit_id=4711)


def test_a_viewer_changes_nothing(database: Database, workspace: Workspace, service: int) -> None:
    with database.writing() as session:
        viewer = Person(name="Läsare")
        session.add(viewer)
        session.flush()
        session.add(Membership(workspace_id=workspace.id, person_id=viewer.id, role=Role.VIEWER))
        session.flush()
        for verb in (
            lambda: services.change_service(session, service, by=viewer, seen_version=1, life_event="x"),
            lambda: services.save_form(session, service, "Ansökan", by=viewer),
            lambda: services.save_topic(session, workspace.id, "Avgift", by=viewer),
            lambda: journeys.add_journey(session, service, JourneyKind.CITIZEN, "Resa", by=viewer),
        ):
            with pytest.raises(NotAllowed):
                verb()


def test_a_form_is_added_then_changed_by_whoever_saw_it(database: Database, person: Person, service: int) -> None:
    with database.writing() as session:
        form = services.save_form(session, service, " Ansökan ", by=person, fields=20, required_fields=8)
        assert (form.name, form.version) == ("Ansökan", 1)
        services.save_form(session, service, "Ansökan", by=person, form_id=form.id, seen_version=1, fields=18)
        with pytest.raises(Conflict):
            services.save_form(session, service, "Ansökan", by=person, form_id=form.id, seen_version=1, fields=17)
        with pytest.raises(Refused, match="name_taken"):
            services.save_form(session, service, "ANSÖKAN", by=person)
        with pytest.raises(Refused, match="fact_more_than"):
            services.save_form(session, service, "Annan", by=person, fields=3, required_fields=4)


def test_a_topic_says_who_had_it_and_which_service_answers(
    database: Database, person: Person, workspace: Workspace, service: int
) -> None:
    with database.writing() as session:
        unit = Actor(workspace_id=workspace.id, name="Byggenheten", kind=ActorKind.UNIT)
        session.add(unit)
        session.flush()
        topic = services.save_topic(
            session, workspace.id, "Bygglov", by=person, service_id=service, unit_id=unit.id,
            taken_over_on=date(2024, 1, 1),
        )  # fmt: skip
        assert (topic.service_id, topic.unit_id, topic.version) == (service, unit.id, 1)
        with pytest.raises(Refused, match="name_taken"):
            services.save_topic(session, workspace.id, "bygglov", by=person)
        with pytest.raises(Conflict):
            services.save_topic(session, workspace.id, "Bygglov", by=person, topic_id=topic.id, seen_version=0)


def test_steps_follow_one_another_and_can_be_taken_out(database: Database, person: Person, service: int) -> None:
    with database.writing() as session:
        journey = journeys.add_journey(session, service, JourneyKind.CITIZEN, "Bygga altan", by=person)
        first = journeys.add_step(
            session, journey.id, "Fråga", by=person, seen_version=1, channels=[Channel.PHONE, Channel.WEB],
            pain_external="Svårt att hitta", opportunity="Guide",
        )  # fmt: skip
        second = journeys.add_step(session, journey.id, "Ansöka", by=person, seen_version=2, days=2.5)
        assert (first.position, second.position) == (1, 2)
        assert session.scalars(select(PainPoint.side)).all() == [Side.EXTERNAL]
        with pytest.raises(Conflict):
            journeys.remove_step(session, first.id, by=person, seen_version=2)
        journeys.remove_step(session, first.id, by=person, seen_version=3)
        assert session.scalars(select(JourneyStep.name)).all() == ["Ansöka"]
        assert session.scalars(select(Touchpoint.id)).all() == []


@pytest.mark.parametrize("days", [-1, float("nan"), 99999])
def test_days_that_cannot_be_are_refused(database: Database, person: Person, service: int, days: float) -> None:
    with database.writing() as session:
        journey = journeys.add_journey(session, service, JourneyKind.PROCESS_AS_IS, "Handläggning", by=person)
        with pytest.raises(Refused, match="fact_days"):
            journeys.add_step(session, journey.id, "Granska", by=person, seen_version=1, days=days)
