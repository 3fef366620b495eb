"""A window left open reads nothing for somebody whose role or sign-in is gone, nor for whoever comes after them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, update
from streamlit.testing.v1 import AppTest

import tracker.pages
from tracker.database import Database
from tracker.pages import standing
from tracker.tables.people import Membership, Person, Role, Workspace

SCRIPT = """
import streamlit as st
from tests.tracker.pages.test_standing import LEFT
from tracker.pages import frame, standing
frame.begin()
if LEFT["between"]:
    LEFT["between"].pop()()
LEFT["makes"].append(standing.still(lambda: b"rows"))
LEFT["typed"].append(st.session_state.setdefault("typed", LEFT["types"]))
standing.part(lambda: LEFT["drew"].append(frame.roles()))()
"""
LEFT: dict[str, Any] = {}
"""What the script leaves to the test."""


@pytest.fixture
def window(database: Database, workspace: Workspace) -> AppTest:
    LEFT.update(between=[], makes=[], typed=[], drew=[], types="of the first")
    return AppTest.from_string(SCRIPT, default_timeout=30)


def changed(database: Database, person: Person, statement: Any) -> None:
    with database.writing() as session:
        session.execute(statement.where(Membership.person_id == person.id))


@pytest.mark.parametrize("change", [update(Membership).values(role=Role.VIEWER), delete(Membership)])
def test_a_file_is_made_only_for_who_was_shown_the_button(
    window: AppTest, database: Database, person: Person, change: Any
) -> None:
    window.run()
    make: Callable[[], bytes] = LEFT["makes"][-1]
    assert make() == b"rows"
    changed(database, person, change)
    with pytest.raises(standing.Unmade):
        make()


def test_what_hinders_a_file_is_logged_without_its_words(
    window: AppTest, database: Database, person: Person, caplog: pytest.LogCaptureFixture
) -> None:
    window.run()
    changed(database, person, delete(Membership))
    with caplog.at_level(logging.ERROR), pytest.raises(standing.Unmade) as raised:
        LEFT["makes"][-1]()
    assert [record.message for record in caplog.records] == ["failure"]
    assert str(raised.value) == ""
    assert raised.value.__suppress_context__


def test_a_part_drawn_alone_has_the_page_drawn_anew_once_the_role_is_another(
    window: AppTest, database: Database, person: Person
) -> None:
    LEFT["between"] = [lambda: changed(database, person, update(Membership).values(role=Role.VIEWER))]
    window.run()
    assert LEFT["drew"] == [{Role.VIEWER}]
    assert len(LEFT["makes"]) == 2


def test_what_somebody_left_in_a_window_is_gone_for_who_comes_after(
    window: AppTest, monkeypatch: pytest.MonkeyPatch, person: Person
) -> None:
    window.run()
    monkeypatch.setattr(standing, "_now", lambda: (person.id + 1, None, frozenset()))
    LEFT["types"] = "of the second"
    window.run()
    assert LEFT["typed"] == ["of the first", "of the second"]


def test_no_page_goes_around_it() -> None:
    folder = Path(tracker.pages.__file__).parent
    around = [
        f"{path.relative_to(folder)}: {call}"
        for path in folder.rglob("*.py")
        for call in ("st.download_button", "st.fragment")
        if call in path.read_text("utf-8") and path.name != "standing.py"
    ]
    assert around == []
