"""Records and measurements as evidence: attached by a person, for one requirement or several, and withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from tests.tracker.evening import Town
from tracker import clock, evidencing, recording
from tracker.database import Database
from tracker.errors import Conflict, NotAllowed, NotFound, Refused
from tracker.tables.assessment import Evidence
from tracker.tables.event import Event
from tracker.tables.people import Person
from tracker.views.ladder.attachable import attachable, carried, without
from tracker.views.ladder.standings import standings
from tracker.views.matrix.cell import cell_detail

TODAY = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def one_day() -> Iterator[None]:
    with clock.fixed(TODAY):
        yield


def attach(database: Database, town: Town, by: Person, kind: str = "tested", **options: int) -> list[int]:
    subject = {} if "actor_id" in options else {"service_id": town.service}
    source = {} if "measurement_id" in options else {"record_id": town.test}
    with database.writing() as session:
        rows = evidencing.add_evidence(
            session, town.workspace, town.requirements[:1], kind, by=by, **subject | source | options
        )
        return [row.id for row in rows]


def test_nothing_is_evidence_until_a_person_attaches_it(database: Database, town: Town) -> None:
    with database.reading() as session:
        cell = standings(session, town.workspace).cell(town.requirements[0], ("service", town.service))
    assert cell.standing.steps == {4}


def test_an_attached_test_reaches_step_five_of_the_service_and_its_unit(
    database: Database, person: Person, town: Town
) -> None:
    attach(database, town, person)
    with database.reading() as session:
        found = standings(session, town.workspace)
        for subject in (("service", town.service), ("actor", town.unit)):
            assert found.cell(town.requirements[0], subject).standing.above_gap == (4, 5)
        assert found.cell(town.requirements[0], ("actor", town.other_unit)).standing.steps == set()


def test_attaching_for_several_requirements_passes_over_those_that_have_it(
    database: Database, person: Person, town: Town
) -> None:
    attach(database, town, person)
    with database.writing() as session:
        rows = evidencing.add_evidence(
            session,
            town.workspace,
            town.requirements,
            "tested",
            by=person,
            service_id=town.service,
            record_id=town.test,
        )
        assert [row.requirement_id for row in rows] == list(town.requirements[1:])
        assert {row.on for row in rows} == {date(2026, 5, 1)}
    with database.reading() as session:
        event = session.scalars(select(Event).where(Event.action == "evidence.add").order_by(Event.seq.desc())).first()
    assert event is not None
    assert set(event.after["evidence"].values()) == set(town.requirements[1:])


def test_a_record_cannot_be_evidence_of_what_it_does_not_show(database: Database, person: Person, town: Town) -> None:
    with pytest.raises(Refused, match="evidence_does_not_fit"):
        attach(database, town, person, "follow_up")


def test_the_computed_index_cannot_be_attached(database: Database, person: Person, town: Town) -> None:
    with pytest.raises(NotFound, match="evidence_kind_unknown"):
        attach(database, town, person, "index")


def test_a_record_of_another_unit_is_refused(database: Database, person: Person, town: Town) -> None:
    with pytest.raises(Refused, match="evidence_of_another"):
        attach(database, town, person, actor_id=town.other_unit)


def test_a_withdrawn_record_cannot_be_attached_and_takes_its_evidence_with_it(
    database: Database, person: Person, town: Town
) -> None:
    attach(database, town, person)
    with database.writing() as session:
        recording.withdraw_record(session, town.test, by=person, note="fel tjänst")
    with pytest.raises(NotFound, match="evidence_source_unknown"):
        attach(database, town, person)
    with database.reading() as session:
        assert standings(session, town.workspace).cell(
            town.requirements[0], ("service", town.service)
        ).standing.steps == {4}


def test_withdrawn_evidence_stays_as_history_and_no_longer_counts(
    database: Database, person: Person, town: Town
) -> None:
    (number,) = attach(database, town, person)
    with database.writing() as session:
        evidencing.withdraw_evidence(session, number, by=person, note="gällde ett annat formulär")
    with database.reading() as session:
        assert session.get_one(Evidence, number).withdrawn_at is not None
        assert standings(session, town.workspace).cell(
            town.requirements[0], ("service", town.service)
        ).standing.steps == {4}
    with pytest.raises(Conflict), database.writing() as session:
        evidencing.withdraw_evidence(session, number, by=person)


def test_what_a_link_gave_is_withdrawn_with_the_link_only(database: Database, person: Person, town: Town) -> None:
    with database.reading() as session:
        given = session.scalars(select(Evidence.id)).first()
    with pytest.raises(Refused, match="evidence_of_link"), database.writing() as session:
        evidencing.withdraw_evidence(session, given or 0, by=person)


def test_somebody_without_a_role_attaches_nothing(database: Database, town: Town) -> None:
    with database.writing() as session:
        stranger = Person(name="Någon")
        session.add(stranger)
    with pytest.raises(NotAllowed):
        attach(database, town, stranger)


def test_the_cell_offers_what_the_subject_has_and_drops_it_once_attached(
    database: Database, person: Person, town: Town
) -> None:
    subject = ("service", town.service)
    with database.reading() as session:
        offered = cell_detail(session, town.workspace, town.requirements[0], subject).offered
        assert {(row.kind, row.source.id) for row in offered} == {
            ("tested", town.test), ("used", town.completions), ("effect", town.completions),
        }  # fmt: skip
        assert carried(session, town.workspace, subject) == town.requirements[:1]
    attach(database, town, person)
    with database.reading() as session:
        cell = standings(session, town.workspace).cell(town.requirements[0], subject)
        left = attachable(session, town.workspace, town.requirements[0], subject, cell.standing)
        assert "tested" not in {row.kind for row in left}
        tested = next(row for row in offered if row.kind == "tested")
        assert without(session, town.workspace, town.requirements, subject, tested) == town.requirements[1:]


def test_what_a_service_shows_is_named_in_the_cell_of_its_unit(database: Database, person: Person, town: Town) -> None:
    attach(database, town, person)
    with database.reading() as session:
        detail = cell_detail(session, town.workspace, town.requirements[0], ("actor", town.unit))
    row = next(row for row in detail.evidence if row.kind == "tested")
    assert (row.inherited_from, row.holds, row.source.name_en if row.source else "") == ("Bygglov", True, "User test")
