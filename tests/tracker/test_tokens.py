"""Tokens of programs: shown once, kept as a checksum, refused once revoked, expired or of a workspace out of use."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tracker import clock, tokens
from tracker.database import Database
from tracker.errors import NotAllowed, NotFound, Refused
from tracker.tables.event import Event
from tracker.tables.people import Membership, Person, Role, Workspace
from tracker.tables.token import ApiToken
from tracker.tokens import Made
from tracker.views.tokens import tokens as listed

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def made(database: Database, workspace: Workspace, person: Person) -> Made:
    with clock.fixed(NOW), database.writing() as session:
        return tokens.make(session, workspace.id, " Öppna  data ", 30, by=person)


def opens(database: Database, shown: str, later: timedelta = timedelta()) -> int | None:
    """The workspace that opens."""
    with clock.fixed(NOW + later), database.reading() as session:
        found = tokens.opened(session, shown)
        return None if found is None else found.workspace_id


def test_a_token_opens_one_workspace_until_it_expires(database: Database, workspace: Workspace, made: Made) -> None:
    assert opens(database, made.shown) == workspace.id
    assert opens(database, made.shown, timedelta(days=30)) is None
    assert [opens(database, wrong) for wrong in ("", made.shown[:-1], made.shown + " ", "x" * 100_000)] == [None] * 4


def test_what_is_shown_is_kept_nowhere(database: Database, made: Made) -> None:
    with database.reading() as session:
        row = session.scalars(select(ApiToken)).one()
        kept = " ".join(str(getattr(row, column.key)) for column in ApiToken.__table__.columns)
        told = [str((event.action, event.before, event.after)) for event in session.scalars(select(Event))]
    assert row.purpose == "Öppna data"
    assert made.shown not in kept + " ".join(told)


def test_a_revoked_token_opens_nothing(database: Database, workspace: Workspace, person: Person, made: Made) -> None:
    with clock.fixed(NOW), database.writing() as session:
        tokens.revoke(session, workspace.id, made.id, by=person)
        again = tokens.revoke(session, workspace.id, made.id, by=person)
        assert again.revoked_at == NOW
    assert opens(database, made.shown) is None
    with database.reading() as session:
        told = session.scalars(select(Event.action).where(Event.entity == f"api_token:{made.id}").order_by(Event.seq))
        assert list(told) == ["token.make", "token.revoke"]


def test_a_workspace_out_of_use_is_closed(database: Database, workspace: Workspace, made: Made) -> None:
    with database.writing() as session:
        session.get_one(Workspace, workspace.id).retired_at = NOW
    assert opens(database, made.shown) is None


@pytest.mark.parametrize(("purpose", "days"), [(" ", 30), ("Öppna data", 0), ("Öppna data", 367)])
def test_a_token_says_what_it_is_for_and_ends(
    database: Database, workspace: Workspace, person: Person, purpose: str, days: int
) -> None:
    with database.writing() as session, pytest.raises(Refused):
        tokens.make(session, workspace.id, purpose, days, by=person)


def test_only_administrators_make_list_and_revoke(
    database: Database, workspace: Workspace, person: Person, made: Made
) -> None:
    with clock.fixed(NOW), database.writing() as session:
        assert [row.purpose for row in listed(session, workspace.id, person_id=person.id)] == ["Öppna data"]
        session.scalars(select(Membership)).one().role = Role.REVIEWER
        session.flush()
        assert listed(session, workspace.id, person_id=person.id) == []
        with pytest.raises(NotAllowed):
            tokens.make(session, workspace.id, "Öppna data", 30, by=person)
        with pytest.raises(NotAllowed):
            tokens.revoke(session, workspace.id, made.id, by=person)


def test_another_workspaces_token_is_not_there(
    database: Database, workspace: Workspace, person: Person, made: Made
) -> None:
    from tracker import workspaces

    with database.writing() as session:
        other = workspaces.create(session, "Annanby kommun", by=person)
        with pytest.raises(NotFound):
            tokens.revoke(session, other.id, made.id, by=person)
