"""The history as a list: which events, whose names, which reasons."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select

from tests.tracker.evening import Town
from tracker import people, secrecy, services, workspaces
from tracker.database import Database
from tracker.errors import NotAllowed
from tracker.tables.guideline import Guideline
from tracker.tables.local import LocalDocument
from tracker.tables.people import Membership, Person, Role
from tracker.tables.service import ServiceStatus
from tracker.views import history
from tracker.views.history import Wanted


def comer(database: Database, evening: Town, by: Person, role: Role) -> int:
    with database.writing() as session:
        return people.admit(session, evening.workspace, f"{role}@kommun.example", role.value, role, by=by).id


@pytest.mark.parametrize(("role", "named"), [(Role.REVIEWER, False), (Role.AUDITOR, True)])
def test_names_and_reasons_are_for_some_roles(
    database: Database, person: Person, evening: Town, role: Role, named: bool
) -> None:
    number = comer(database, evening, person, role)
    with database.reading() as session:
        rows = history.rows(session, evening.workspace, Wanted(), for_person=number)
        assert any(row.note for row in rows) is named
        assert any(row.who for row in rows) is named


def test_who_wrote_in_the_library_is_named_to_those_who_know_them(
    database: Database, person: Person, evening: Town
) -> None:
    """The auditor of another municipality sees what was imported, not by whom."""
    with database.writing() as session:
        other = workspaces.create(session, "Annanby kommun", by=person).id
        auditor = people.admit(session, other, "rev@kommun.example", "Rev", Role.AUDITOR, by=person).id
        people.admit(session, other, "adm@kommun.example", "Adm", Role.ADMIN, by=person)
        session.execute(delete(Membership).where(Membership.workspace_id == other, Membership.person_id == person.id))
    with database.reading() as session:
        rows = [row for row in history.rows(session, other, Wanted(), for_person=auditor) if row.chain == 0]
        assert rows
        assert {(row.who, row.note) for row in rows} == {("", "")}
        found = history.rows(session, other, Wanted(person=person.id), for_person=auditor)
        assert {row.chain for row in found} == {other}


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CODER])
def test_some_roles_do_not_read_it(database: Database, person: Person, evening: Town, role: Role) -> None:
    number = comer(database, evening, person, role)
    with database.reading() as session, pytest.raises(NotAllowed):
        history.rows(session, evening.workspace, Wanted(), for_person=number)


def test_pages_follow_each_other_whatever_comes_meanwhile(database: Database, person: Person, evening: Town) -> None:
    place, by = evening.workspace, person.id
    with database.reading() as session:
        whole = [row.id for row in history.rows(session, place, Wanted(), for_person=by)]
        first = [row.id for row in history.rows(session, place, Wanted(), for_person=by, size=5)]
    with database.writing() as session:
        services.change_service(session, evening.service, by=person, seen_version=1, status=ServiceStatus.PLANNED)
    with database.reading() as session:
        then = history.rows(session, place, Wanted(), for_person=by, size=5, older_than=first[-1])
        back = history.rows(session, place, Wanted(), for_person=by, size=5, newer_than=then[0].id)
    assert first + [row.id for row in then] == whole[:10]
    assert [row.id for row in back] == first


def test_a_guideline_has_the_events_of_its_requirements(database: Database, person: Person, evening: Town) -> None:
    with database.reading() as session:
        number = session.scalars(select(Guideline.id)).one()
        mine = history.rows(session, evening.workspace, Wanted(guideline=number), for_person=person.id)
        none = history.rows(session, evening.workspace, Wanted(guideline=number + 1), for_person=person.id)
    assert {row.kind for row in mine} >= {"link", "assessment", "search_record", "crosswalk"}
    assert "service" not in {row.kind for row in mine}
    assert none == []


def test_things_are_called_by_their_names(database: Database, person: Person, evening: Town) -> None:
    with database.reading() as session:
        rows = history.rows(session, evening.workspace, Wanted(kind="link"), for_person=person.id)
    names = [row.name for row in rows]
    assert all(names)
    assert any("Bygglov" in name for name in names)


def test_what_is_under_secrecy_is_neither_named_nor_reasoned_about(
    database: Database, person: Person, evening: Town
) -> None:
    with database.writing() as session:
        document = session.scalars(select(LocalDocument)).one()
        title = document.name
        secrecy.mark_document(session, document.id, by=person, seen_version=document.version, reason="OSL 21:7")
    for cleared in (False, True):
        with database.reading() as session:
            rows = history.rows(session, evening.workspace, Wanted(), for_person=person.id, cleared=cleared)
        told = " ".join(f"{row.name} {row.note}" for row in rows)
        assert (title in told) is cleared
        assert ("OSL 21:7" in told) is cleared
        assert any(row.withheld for row in rows) is not cleared
