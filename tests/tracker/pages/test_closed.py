"""What a role does not allow is shown closed, with the reason; what it has no part in is not shown at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

from tracker import people
from tracker.database import Database
from tracker.tables.people import Membership, Person, Role, Workspace


def given(database: Database, person: Person, role: Role) -> None:
    with database.writing() as session:
        session.execute(update(Membership).where(Membership.person_id == person.id).values(role=role))


@pytest.mark.parametrize(("role", "closed"), [(Role.VIEWER, True), (Role.AUDITOR, True), (Role.REVIEWER, False)])
def test_decisions_are_for_who_may_take_them(
    filled: int, open_page: Callable[..., AppTest], database: Database, person: Person, role: Role, closed: bool
) -> None:
    del filled
    given(database, person, role)
    button = open_page("review").button(key="reject")
    assert button.disabled is closed
    assert bool(button.help) is closed


def test_people_are_let_in_by_administrators(
    workspace: Workspace, open_page: Callable[..., AppTest], database: Database, person: Person
) -> None:
    page = open_page("settings", tab="people")
    page.text_input(key="admit-login").set_value("kim@kommun.example")
    page.selectbox(key="admit-role").set_value(Role.AUDITOR)
    page.button(key="admit-do").click().run()
    assert "kim@kommun.example" in set(page.dataframe[0].value["login"])
    given(database, person, Role.REVIEWER)
    page.run()
    assert len(page.dataframe[0].value) == 1
    assert "admit-login" not in {field.key for field in page.text_input}


def test_a_workspace_without_a_role_in_it_is_not_there(
    workspace: Workspace, open_page: Callable[..., AppTest], database: Database, person: Person
) -> None:
    with database.writing() as session:
        other = people.admit(session, workspace.id, "boss@kommun.example", "Chefen", Role.ADMIN, by=person)
        session.query(Membership).filter_by(person_id=person.id).delete()
    assert other.id
    page = open_page("start", ws=workspace.slug)
    assert workspace.name not in " ".join(str(part.value) for part in (*page.markdown, *page.error, *page.title))
    assert not [part for part in page.selectbox if part.key == "workspace-choice"]
