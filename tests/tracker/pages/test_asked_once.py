"""What a person may do is asked for once a run however much a page offers, and anew in the run that follows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, update
from sqlalchemy.orm import Session
from streamlit.testing.v1 import AppTest

from tracker.database import Database
from tracker.pages import frame
from tracker.tables.people import Membership, Person, Role, Workspace
from tracker.views.workspaces import WorkspaceName

SCRIPT = """
import contextlib
import streamlit as st
from tracker.pages import frame
with frame.roles_asked_once() if {once} else contextlib.nullcontext():
    frame.begin()
    for number in range({controls}):
        st.button(str(number), **frame.only("network.decide"))
"""


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that the pages' database is asked meanwhile."""
    asked: list[str] = []
    engine = frame.database().read_engine

    def note(_: object, __: object, statement: str, *___: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def asked_for(controls: int, *, once: bool) -> int:
    page = AppTest.from_string(SCRIPT.format(controls=controls, once=once), default_timeout=30)
    with counted() as asked:
        page.run()
    assert [problem.message for problem in page.exception] == []
    return len(asked)


def test_the_database_is_asked_no_more_for_more_controls(database: Database, workspace: Workspace) -> None:
    few, many = (asked_for(controls, once=True) for controls in (1, 40))
    assert many == few
    assert asked_for(40, once=False) > many + 40  # as it is outside of a run


def test_a_role_taken_away_counts_in_the_next_run(database: Database, workspace: Workspace, person: Person) -> None:
    page = AppTest.from_string(SCRIPT.format(controls=1, once=True), default_timeout=30).run()
    assert not next(button for button in page.button if button.label == "0").disabled
    with database.writing() as session:
        session.execute(update(Membership).where(Membership.person_id == person.id).values(role=Role.VIEWER))
    page.run()
    assert next(button for button in page.button if button.label == "0").disabled


def test_what_is_done_may_change_the_roles_of_the_same_run(
    database: Database, workspace: Workspace, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def give(session: Session, *, by: Person) -> None:
        session.execute(update(Membership).where(Membership.person_id == by.id).values(role=Role.VIEWER))

    chosen = WorkspaceName(id=workspace.id, slug=workspace.slug, name=workspace.name)
    monkeypatch.setattr(frame, "person", lambda: person)
    monkeypatch.setattr(frame, "workspace", lambda: chosen)
    with frame.roles_asked_once():
        assert frame.may("network.decide")
        frame.do(give)
        assert not frame.may("network.decide")
