"""Somebody who may read only finds nothing on any page that would end in a refusal."""

from __future__ import annotations

import ast
from collections.abc import Callable
from importlib import import_module

import pytest
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

from tests.tracker.evening import Town
from tests.tracker.pages.writing import offered, pressed_and_open, pressed_unsaid
from tracker import access, workspaces
from tracker.database import Database
from tracker.pages import language, routes
from tracker.tables.people import Membership, Person, Role, Workspace

Open = Callable[..., AppTest]
THINGS = {
    "guidelines": {"guideline": "1"},
    "local": {"document": "1"},
    "matrix": {"requirement": "1", "subject": "actor-1"},
    "chain": {"requirement": "1"},
    "network": {"actor": "1"},
    "anchoring": {"subject": "actor-1"},
    "services": {"service": "1"},
    "measures": {"measure": "1"},
    "search": {"q": "svara"},
}
"""What can be opened on a page, as its address names it."""
FURTHER = [
    *(("guidelines", {"guideline": "1", "tab": tab}) for tab in import_module("tracker.pages.guidelines.tabs").TABS),
    *(("services", {"service": "1", "tab": tab}) for tab in import_module("tracker.pages.services.tabs").TABS),
    ("guidelines", {"guideline": "1", "edit": "1", "action": "retype"}),
    ("local", {"document": "1", "part": "editions"}),
    ("start", {"step": "guidelines"}),
    ("start", {"step": "documents"}),
    ("start", {"step": "findings"}),
    ("review", {"view": "translations", "state": "any"}),
]


def places() -> list[tuple[str, dict[str, str]]]:
    """Every page, each of its tabs and views, and what is opened on them."""
    found = list(FURTHER)
    for name in sorted(routes.ADDRESSES):
        module = vars(import_module(f"tracker.pages.{name}.page"))
        tabs = [{key: tab} for key, held in (("tab", "TABS"), ("view", "VIEWS")) for tab in module.get(held, ())]
        found += [(name, values) for values in ({}, *tabs, *([THINGS[name]] if name in THINGS else ()))]
    return found


def given(database: Database, person: Person, role: Role) -> None:
    with database.writing() as session:
        session.execute(update(Membership).where(Membership.person_id == person.id).values(role=role))


def test_nothing_that_changes_anything_is_open_to_a_viewer(
    evening: Town, open_page: Open, database: Database, person: Person
) -> None:
    given(database, person, Role.VIEWER)
    asked = places()
    found = {(name, *values.values()): offered(open_page(name, **values)) for name, values in asked}
    assert {place: keys for place, keys in found.items() if keys} == {}


def test_no_button_without_a_callback_writes_unless_it_says_for_whom_it_is_open() -> None:
    assert pressed_and_open() == set()
    source = "def draw():\n    if {asked}st.button('Do'{said}):\n        frame.do(verb)"
    found = {
        (asked, said): pressed_unsaid(ast.parse(source.format(asked=asked, said=said)).body[0], {})
        for asked, said in (("", ""), ("_may(here) and ", ""), ("", ", **frame.only('link.decide')"))
    }
    assert list(found.values()) == [True, False, False]


def test_a_workspace_is_begun_by_those_alone_who_may(
    workspace: Workspace, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "start-demo" in offered(open_page("start", step="begin"))
    monkeypatch.setattr(access, "may_make_workspace", lambda session, by: False)
    page = open_page("start", step="begin")
    page.selectbox(key="start-municipality").set_value("1286").run()
    assert offered(page) == set()
    for key in ("start-demo", "start-own"):
        assert (page.button(key=key).disabled, "Din roll" in page.button(key=key).help) == (True, True)


def test_who_may_begin_none_still_opens_theirs(
    database: Database, person: Person, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.writing() as session:
        workspaces.begin(session, "Ystad", "1286", by=person)
    monkeypatch.setattr(access, "may_make_workspace", lambda session, by: False)
    page = open_page("start", step="begin")
    page.selectbox(key="start-municipality").set_value("1286").run()
    page.button(key="start-own").click().run()
    assert [str(error.value) for error in page.error] == []
    assert page.session_state["ws"] == "ystad"


def test_what_is_open_to_a_reviewer_is_found(
    evening: Town, open_page: Open, database: Database, person: Person
) -> None:
    given(database, person, Role.REVIEWER)
    assert "upload-import_document--0" in offered(open_page("local"))
    assert "reject" in offered(open_page("review"))
    assert any(key.startswith("record-") for key in offered(open_page("review", view="gaps")))


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_what_is_closed_says_why(filled: int, open_page: Open, database: Database, person: Person, lang: str) -> None:
    given(database, person, Role.VIEWER)
    button = open_page("review", lang=lang).button(key="reject")
    assert button.disabled
    assert "Din roll" in button.help if lang == "sv" else "Your role" in button.help
