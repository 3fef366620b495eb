"""People of a workspace: let in, bound at their first sign-in, given other roles, signed out, let go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tracker import clock, people, sign_ins, workspaces
from tracker.database import Database
from tracker.errors import Conflict, NotAllowed, Refused, TrackerError
from tracker.settings import Settings
from tracker.signing_in import Claim
from tracker.tables.event import Event, EventNote
from tracker.tables.people import Membership, Person, Role, SignIn, Workspace
from tracker.views.workspaces import workspace_names

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SETTINGS = Settings(sign_in="oidc")
KIM = Claim(login="kim@kommun.example", subject="https://p.example 4711", key="a" * 64)


@pytest.fixture
def kim(database: Database, workspace: Workspace, person: Person) -> Person:
    with database.writing() as session:
        return people.admit(session, workspace.id, " Kim@Kommun.example", "Kim", Role.ADMIN, by=person)


def enter(database: Database, claim: Claim, later: timedelta = timedelta(), settings: Settings = SETTINGS) -> str:
    """The name of who came in, or the code they were refused with."""
    with clock.fixed(NOW + later):
        try:
            return sign_ins.who(database, settings, claim).name
        except TrackerError as problem:
            return problem.code


def test_who_was_let_in_comes_in_and_is_bound(database: Database, kim: Person) -> None:
    assert enter(database, KIM) == "Kim"
    with database.reading() as session:
        assert session.get_one(Person, kim.id).subject == KIM.subject
        assert session.scalars(select(func.count()).select_from(SignIn)).one() == 1
    assert enter(database, Claim(login="another@kommun.example", subject=KIM.subject, key="b" * 64)) == "Kim"
    another = Claim(login=KIM.login, subject="https://p.example 4712", key="c" * 64)
    assert enter(database, another) == "error.sign_in_other_subject"
    assert enter(database, Claim(login="li@kommun.example", key="d" * 64)) == "error.sign_in_unknown"


def test_a_sign_in_ends_unused_at_its_longest_and_by_hand(
    database: Database, kim: Person, person: Person, workspace: Workspace
) -> None:
    assert enter(database, KIM) == "Kim"
    assert enter(database, KIM, timedelta(minutes=59)) == "Kim"
    assert enter(database, KIM, timedelta(minutes=60)) == "error.sign_in_ended"
    with clock.fixed(NOW + timedelta(minutes=50)):
        sign_ins.use(database, KIM)
    assert enter(database, KIM, timedelta(minutes=100)) == "Kim"
    assert enter(database, KIM, timedelta(minutes=100), Settings(sign_in="oidc", longest=timedelta(hours=1))) == (
        "error.sign_in_ended"
    )
    with clock.fixed(NOW + timedelta(minutes=100)), database.writing() as session:
        assert sign_ins.end(session, workspace.id, kim.id, by=person) == 1
    assert enter(database, KIM, timedelta(minutes=100)) == "error.sign_in_ended"
    sign_ins.use(database, KIM)  # which opens nothing again
    assert enter(database, KIM, timedelta(minutes=101)) == "error.sign_in_ended"


def test_what_the_provider_vouched_for_long_ago_opens_nothing(database: Database, kim: Person) -> None:
    old = Claim(login=KIM.login, subject=KIM.subject, key="e" * 64, since=NOW - timedelta(hours=12))
    assert enter(database, old) == "error.sign_in_ended"


def test_the_last_administrator_stays(database: Database, kim: Person, person: Person, workspace: Workspace) -> None:
    with database.writing() as session, pytest.raises(Refused, match="last_admin"):
        people.let_go(session, workspace.id, kim.id, by=kim)
    with database.writing() as session, pytest.raises(Refused, match="last_admin"):
        people.change_role(session, workspace.id, kim.id, Role.VIEWER, seen=Role.ADMIN, by=kim)
    with database.writing() as session, pytest.raises(Refused, match="person_local"):
        people.let_go(session, workspace.id, person.id, by=kim)
    with database.writing() as session:  # who works at the machine may take back what they gave
        people.let_go(session, workspace.id, kim.id, by=person)


def test_who_is_let_go_everywhere_comes_in_no_more(
    database: Database, kim: Person, person: Person, workspace: Workspace
) -> None:
    assert enter(database, KIM) == "Kim"
    with database.writing() as session:
        people.let_go(session, workspace.id, kim.id, by=person)
    assert enter(database, KIM) == "error.sign_in_ended"
    assert enter(database, Claim(login=KIM.login, subject=KIM.subject, key="f" * 64)) == "error.sign_in_unknown"
    with database.writing() as session:  # the name is free for whoever has the address now
        people.admit(session, workspace.id, KIM.login, "Kim den andra", Role.VIEWER, by=person)
    assert enter(database, Claim(login=KIM.login, subject="https://p.example 4712", key="g" * 64)) == "Kim den andra"


def test_a_role_is_changed_from_what_was_seen(
    database: Database, kim: Person, person: Person, workspace: Workspace
) -> None:
    with database.writing() as session:
        people.change_role(session, workspace.id, kim.id, Role.CODER, seen=Role.ADMIN, by=person)
    with database.writing() as session, pytest.raises(Conflict, match="role_changed"):
        people.change_role(session, workspace.id, kim.id, Role.VIEWER, seen=Role.ADMIN, by=person)
    with database.reading() as session:
        event = session.scalars(select(Event).where(Event.action == "people.role")).one()
        assert (event.before["role"], event.after["role"]) == ("admin", "coder")
        assert "Kim" not in str((event.before, event.after))
        assert any("kim@kommun.example" in note for note in session.scalars(select(EventNote.text)))


def test_other_workspaces_are_as_if_they_were_not_there(
    database: Database, kim: Person, person: Person, workspace: Workspace
) -> None:
    with database.writing() as session:
        workspaces.create(session, "Annanby kommun", by=person, municipality_code="0001")
        assert [one.id for one in workspace_names(session, kim.id)] == [workspace.id]
        assert len(workspace_names(session, person.id)) == 2
        mine = workspaces.begin(session, "Annanby kommun", "0001", by=kim)
        assert mine.id not in {one.id for one in workspace_names(session, person.id)}


def test_who_administers_nothing_begins_no_workspace(
    database: Database, kim: Person, person: Person, workspace: Workspace
) -> None:
    with database.writing() as session:
        people.change_role(session, workspace.id, kim.id, Role.REVIEWER, seen=Role.ADMIN, by=person)
    with database.writing() as session, pytest.raises(NotAllowed):
        workspaces.create(session, "Annanby kommun", by=kim)


@pytest.mark.parametrize("login", ["", "local", "två ord", "kim\n@kommun.example", "\u212aim@kommun.example"])
def test_nobody_is_let_in_by_what_is_no_name(
    database: Database, person: Person, workspace: Workspace, login: str
) -> None:
    with database.writing() as session, pytest.raises(Refused, match="login_invalid"):
        people.admit(session, workspace.id, login, "Kim", Role.VIEWER, by=person)
    with database.reading() as session:
        assert session.scalars(select(func.count()).select_from(Membership)).one() == 1
