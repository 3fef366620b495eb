"""Municipalities side by side on the screen: only those the reader has a role in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import delete
from streamlit.testing.v1 import AppTest

from tracker import workspaces
from tracker.database import Database
from tracker.tables.people import Membership, Person

Open = Callable[..., AppTest]


def told(page: AppTest) -> str:
    return "\n".join(str(part.value) for part in (*page.markdown, *page.caption, *page.info))


@pytest.fixture
def neighbour(database: Database, person: Person) -> int:
    with database.writing() as session:
        return workspaces.create(session, "Granneviks kommun", by=person).id


@pytest.mark.parametrize(("lang", "words"), [("sv", "För lite underlag"), ("en", "Not enough data")])
def test_two_are_compared_on_what_both_have_examined(
    open_page: Open, filled: int, neighbour: int, lang: str, words: str
) -> None:
    del filled, neighbour  # shown beside each other
    page = open_page("research", lang=lang, tab="municipalities")
    assert words in told(page)
    assert page.multiselect[0].options == ["Provby kommun"]
    assert "[page." not in told(page)


def test_another_without_a_role_there_does_not_exist(
    open_page: Open, database: Database, filled: int, neighbour: int
) -> None:
    del filled  # the one that is left
    with database.writing() as session:
        session.execute(delete(Membership).where(Membership.workspace_id == neighbour))
    page = open_page("research", tab="municipalities")
    assert not page.multiselect
    assert "Granneviks" not in told(page)
