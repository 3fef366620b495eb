"""Programs that read: a token is made and shown once, listed, and revoked; only administrators see any of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from tracker import tokens
from tracker.database import Database
from tracker.locales import text
from tracker.pages import problems
from tracker.pages.settings.programs import SHOWN
from tracker.tables.people import Membership, Person, Role, Workspace
from tracker.tables.token import ApiToken

Open = Callable[..., AppTest]


def said(page: AppTest) -> str:
    return " ".join(str(part.value) for part in (*page.markdown, *page.caption, *page.info, *page.success, *page.error))


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_way_to_a_token_is_told(workspace: Workspace, open_page: Open, lang: str) -> None:
    page = open_page("settings", lang=lang, tab="people")
    assert text("page.settings.tokens.none", lang) in said(page)
    assert "[" not in said(page)


def test_a_token_is_shown_once(workspace: Workspace, open_page: Open, database: Database) -> None:
    page = open_page("settings", tab="people")
    page.text_input(key="token-purpose").input("Öppna data")
    page.button(key="token-make").click().run()
    assert text("page.settings.tokens.made", "sv") in said(page)
    (shown,) = (block.value for block in page.code)
    with database.reading() as session:
        opened = tokens.opened(session, shown)
        assert opened is not None
        assert opened.workspace_id == workspace.id
    page.run()
    assert list(page.code) == []
    assert SHOWN not in page.session_state


def test_a_token_without_a_purpose_is_refused(workspace: Workspace, open_page: Open) -> None:
    page = open_page("settings", tab="people")
    page.button(key="token-make").click().run()
    assert problems.plain(text("error.token_purpose", "sv")) in said(page)


def test_a_chosen_token_is_revoked(
    workspace: Workspace, person: Person, open_page: Open, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tracker.pages import tables

    with database.writing() as session:
        tokens.make(session, workspace.id, "Öppna data", 30, by=person)
    drawn = tables.table
    choose = lambda rows, columns, *, key, **more: 0 if key == "tokens" else drawn(rows, columns, key=key, **more)  # noqa: E731
    monkeypatch.setattr(tables, "table", choose)
    page = open_page("settings", tab="people")
    page.button(key="token-revoke").click().run()
    with database.reading() as session:
        assert session.scalars(select(ApiToken.revoked_at)).one() is not None
    assert [button.key for button in page.button if button.key == "token-revoke"] == []


def test_others_see_no_tokens(workspace: Workspace, person: Person, open_page: Open, database: Database) -> None:
    with database.writing() as session:
        tokens.make(session, workspace.id, "Öppna data", 30, by=person)
        session.scalars(select(Membership)).one().role = Role.REVIEWER
    page = open_page("settings", tab="people")
    assert "Öppna data" not in said(page)
    assert [button.key for button in page.button if button.key == "token-make"] == []
