"""Records and measurements: who may, what is refused, what the history keeps, what withdrawing takes along."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from tracker import clock, recording
from tracker.database import Database
from tracker.errors import Conflict, NotAllowed, NotFound, Refused
from tracker.ingest import ImportedGuideline
from tracker.tables.assessment import Evidence
from tracker.tables.event import Event, EventNote
from tracker.tables.guideline import Requirement
from tracker.tables.measurement import Measurement, Record
from tracker.tables.people import Membership, Person, Role, Workspace
from tracker.tables.service import Form, Service

DAY = date(2026, 3, 2)
TEST = {"participants": 6, "success": 0.5, "groups": "Anna och Bo"}
MONTH = {"period_from": date(2026, 3, 1), "period_to": date(2026, 3, 31)}


@pytest.fixture
def service(database: Database, workspace: Workspace) -> int:
    with database.writing() as session:
        row = Service(workspace_id=workspace.id, name="Bygglov")
        session.add(row)
        session.flush()
        return row.id


@pytest.fixture
def reader(database: Database, workspace: Workspace) -> Person:
    """Somebody who may only look."""
    with database.writing() as session:
        row = Person(name="Läsare")
        session.add(row)
        session.flush()
        session.add(Membership(workspace_id=workspace.id, person_id=row.id, role=Role.VIEWER))
        return row


def test_a_record_is_kept_with_its_event_and_no_names_in_the_chain(
    database: Database, person: Person, workspace: Workspace, service: int
) -> None:
    with database.writing() as session:
        row = recording.add_record(
            session, workspace.id, "user_test", by=person, on=DAY, facts_given=TEST, service_id=service, note="Bra"
        )
        event = session.scalars(select(Event).order_by(Event.id.desc())).first()
        assert event is not None
        assert (event.action, event.entity) == ("record.add", f"record:{row.id}")
        assert event.after["facts"] == {"participants": 6, "success": 0.5}
        assert "Anna" in session.get_one(EventNote, event.id).text


def test_looking_on_is_not_enough(database: Database, reader: Person, workspace: Workspace, service: int) -> None:
    with database.writing() as session, pytest.raises(NotAllowed):
        recording.add_record(
            session, workspace.id, "user_test", by=reader, on=DAY, facts_given=TEST, service_id=service
        )  # fmt: skip
    with database.writing() as session, pytest.raises(NotAllowed):
        recording.add_measurement(session, workspace.id, "starts", 3, by=reader, service_id=service, **MONTH)


def test_a_record_needs_its_facts_a_day_that_was_and_one_subject(
    database: Database, person: Person, workspace: Workspace, service: int
) -> None:
    def add(**said: object) -> None:
        with database.writing() as session:
            given = {"on": DAY, "facts_given": TEST, "service_id": service} | said
            recording.add_record(session, workspace.id, "user_test", by=person, **given)  # type: ignore[arg-type]

    with pytest.raises(Refused, match="fact_missing"):
        add(facts_given={"success": 0.5})
    with pytest.raises(Refused, match="day_ahead"):
        add(on=clock.today() + timedelta(days=1))
    with pytest.raises(Refused, match="one_subject"):
        add(actor_id=1)
    with pytest.raises(Refused, match="one_subject"):
        add(service_id=None)
    with pytest.raises(NotFound):
        add(service_id=service + 100)
    with pytest.raises(NotFound):
        add(form_id=1)
    with database.reading() as session:
        assert session.scalars(select(Record)).all() == []


def test_a_service_of_another_workspace_is_not_there(
    database: Database, person: Person, workspace: Workspace, service: int
) -> None:
    with database.writing() as session:
        other = Workspace(name="Annan", slug="annan", created_at=datetime.now(UTC))
        session.add(other)
        session.flush()
        session.add(Membership(workspace_id=other.id, person_id=person.id, role=Role.ADMIN))
        session.flush()
        with pytest.raises(NotFound, match="subject_unknown"):
            recording.add_measurement(session, other.id, "starts", 3, by=person, service_id=service, **MONTH)


def test_withdrawing_takes_the_evidence_along_once(
    database: Database, person: Person, workspace: Workspace, service: int, guideline: ImportedGuideline
) -> None:
    with database.writing() as session:
        row = recording.add_record(
            session, workspace.id, "user_test", by=person, on=DAY, facts_given=TEST, service_id=service
        )
        session.add(
            Evidence(
                workspace_id=workspace.id,
                requirement_id=session.scalars(select(Requirement.id)).first() or 0,
                service_id=service,
                kind="in_service",
                record_id=row.id,
                on=DAY,
                by_id=person.id,
                recorded_at=clock.now(),
            )
        )
        session.flush()
        recording.withdraw_record(session, row.id, by=person, note="Fel tjänst")
        assert session.scalars(select(Evidence.withdrawn_at)).one() is not None
        with pytest.raises(Conflict):
            recording.withdraw_record(session, row.id, by=person)


def test_a_measurement_stands_once_until_it_is_withdrawn(
    database: Database, person: Person, workspace: Workspace, service: int
) -> None:
    with database.writing() as session:
        first = recording.add_measurement(session, workspace.id, "starts", 3, by=person, service_id=service, **MONTH)
        with pytest.raises(Refused, match="measurement_there"):
            recording.add_measurement(session, workspace.id, "starts", 4, by=person, service_id=service, **MONTH)
        recording.withdraw_measurement(session, first.id, by=person)
        recording.add_measurement(session, workspace.id, "starts", 4, by=person, service_id=service, n=9, **MONTH)
        with pytest.raises(Conflict):
            recording.withdraw_measurement(session, first.id, by=person)
        counted = select(Measurement.value).where(Measurement.withdrawn_at.is_(None))
        assert session.scalars(counted).all() == [4]


def test_a_form_belongs_to_the_service_it_is_measured_for(
    database: Database, person: Person, workspace: Workspace, service: int
) -> None:
    with database.writing() as session:
        form = Form(workspace_id=workspace.id, service_id=service, name="Ansökan")
        other = Service(workspace_id=workspace.id, name="Skola")
        session.add_all([form, other])
        session.flush()
        recording.add_measurement(
            session, workspace.id, "starts", 3, by=person, service_id=service, form_id=form.id, **MONTH
        )  # fmt: skip
        with pytest.raises(NotFound, match="form_unknown"):
            recording.add_measurement(
                session, workspace.id, "starts", 3, by=person, service_id=other.id, form_id=form.id, **MONTH
            )


@pytest.mark.parametrize(("indicator", "value"), [("digital_share", 83), ("ease", 101), ("starts", -1)])
def test_a_value_its_unit_cannot_have_is_refused(
    database: Database, person: Person, workspace: Workspace, service: int, indicator: str, value: float
) -> None:
    with database.writing() as session, pytest.raises(Refused):
        recording.add_measurement(session, workspace.id, indicator, value, by=person, service_id=service, **MONTH)
