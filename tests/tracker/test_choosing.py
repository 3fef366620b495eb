"""Which guidelines count in a workspace."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from tracker import choosing, ingest, workspaces
from tracker.database import Database
from tracker.errors import NotAllowed, NotFound, Refused
from tracker.tables.choice import GuidelineChoice
from tracker.tables.event import Event, EventNote
from tracker.tables.guideline import Guideline
from tracker.tables.people import Person, Workspace
from tracker.views.counted import counted_requirements


def _counted(database: Database, workspace_id: int) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(counted_requirements(workspace_id).subquery())) or 0


@pytest.fixture
def law(guideline: ingest.ImportedGuideline) -> int:
    return guideline.guideline_id


def test_what_is_left_out_counts_no_more_and_again_when_chosen(
    database: Database, person: Person, workspace: Workspace, law: int
) -> None:
    before = _counted(database, workspace.id)
    with database.writing() as session:
        assert choosing.choose(session, workspace.id, {law: False}, "vi har ingen sådan", by=person) == 1
    assert (before > 0, _counted(database, workspace.id)) == (True, 0)
    with database.writing() as session:
        choosing.choose(session, workspace.id, {law: True}, by=person)
    assert _counted(database, workspace.id) == before


def test_another_workspace_counts_it_still(database: Database, person: Person, workspace: Workspace, law: int) -> None:
    with database.writing() as session:
        other = workspaces.create(session, "Annanby", by=person).id
        choosing.choose(session, workspace.id, {law: False}, "nej", by=person)
    assert _counted(database, other) > 0


def test_leaving_out_needs_a_reason(database: Database, person: Person, workspace: Workspace, law: int) -> None:
    with database.writing() as session, pytest.raises(Refused, match="left_out_without_reason"):
        choosing.choose(session, workspace.id, {law: False}, "  ", by=person)


def test_the_same_choice_again_writes_nothing(
    database: Database, person: Person, workspace: Workspace, law: int
) -> None:
    with database.writing() as session:
        choosing.choose(session, workspace.id, {law: False}, "nej", by=person)
        assert choosing.choose(session, workspace.id, {law: False}, "annat", by=person) == 0
        assert session.scalars(select(GuidelineChoice.reason)).all() == ["nej"]
        assert len(session.scalars(select(Event).where(Event.action == "guideline.choose")).all()) == 1


def test_the_history_holds_the_reason_outside_its_hash(
    database: Database, person: Person, workspace: Workspace, law: int
) -> None:
    with database.writing() as session:
        choosing.choose(session, workspace.id, {law: False}, "vi har ingen sådan", by=person)
        event = session.scalars(select(Event).where(Event.action == "guideline.choose")).one()
        assert (event.after["counted"], event.after["left_out"]) == ([], [law])
        assert session.scalars(select(EventNote.text).where(EventNote.event_id == event.id)).one() == (
            "vi har ingen sådan"
        )


def test_a_guideline_that_is_not_there_is_refused(
    database: Database, person: Person, workspace: Workspace, law: int
) -> None:
    with database.writing() as session:
        other = workspaces.create(session, "Annanby", by=person).id
        session.get_one(Guideline, law).workspace_id = other
        session.flush()
        for number in (law, 999_999):
            with pytest.raises(NotFound):
                choosing.choose(session, workspace.id, {number: True}, by=person)
        session.rollback()


def test_only_those_with_a_role_choose(database: Database, workspace: Workspace, law: int) -> None:
    with database.writing() as session:
        stranger = Person(name="Någon", login="stranger")
        session.add(stranger)
        session.flush()
        with pytest.raises(NotAllowed):
            choosing.choose(session, workspace.id, {law: True}, by=stranger)
