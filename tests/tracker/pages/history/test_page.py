from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select, text
from streamlit.testing.v1 import AppTest

from tracker import linking
from tracker.database import Database
from tracker.tables.event import Event
from tracker.tables.guideline import Guideline
from tracker.tables.link import Link, LinkType
from tracker.tables.people import Person


@pytest.fixture
def decided(database: Database, filled: int, person: Person) -> int:
    """A workspace in which somebody has confirmed a link."""
    with database.writing() as session:
        link = session.scalars(select(Link).where(Link.passage_id.is_not(None)).order_by(Link.id)).first()
        assert link is not None
        linking.confirm(session, link.id, LinkType.IMPLEMENTS, by=person, seen_version=link.version)
    return filled


def words(page: AppTest) -> str:
    return " ".join(str(part.value) for part in (*page.markdown, *page.caption, *page.success, *page.error))


@pytest.mark.parametrize(("lang", "said"), [("sv", "Kedjan är kontrollerad"), ("en", "Chain verified")])
def test_it_says_that_the_chain_holds_and_lists_what_was_done(
    decided: int, open_page: Callable[..., AppTest], lang: str, said: str
) -> None:
    del decided
    page = open_page("history", lang=lang)
    assert said in words(page)
    assert "[" not in words(page)
    assert len(page.dataframe[0].value) > 3


def test_filters_stand_in_the_address(decided: int, open_page: Callable[..., AppTest]) -> None:
    del decided
    page = open_page("history", lang="en", action="link.confirm")
    shown = page.dataframe[0].value
    assert set(shown["action"]) == {"confirmed"}


def test_a_row_opens_with_what_it_was_before(decided: int, open_page: Callable[..., AppTest]) -> None:
    del decided
    page = open_page("history", action="link.confirm")
    page.session_state["history"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    page.run()
    changed = page.dataframe[1].value
    assert ("Föreslagen", "Bekräftad") in set(zip(changed["before"], changed["after"], strict=True))


def test_a_chain_that_does_not_hold_is_said(
    decided: int, open_page: Callable[..., AppTest], database: Database
) -> None:
    del decided
    with database.writing() as session:
        session.execute(text("DROP TRIGGER event_no_update"))
        session.execute(text("UPDATE event SET action = 'x.y' WHERE id = 2"))
    page = open_page("history", lang="en", entity="never:1")
    assert "does not hold" in words(page)


def test_one_thing_is_named_and_left_again(decided: int, open_page: Callable[..., AppTest]) -> None:
    del decided
    page = open_page("history", entity="link:1")
    only = page.button(key="every-thing")
    assert (only.label, set(page.dataframe[0].value["kind"])) == ("Bara Koppling 1: visa allt", {"Koppling"})
    page = only.click().run()
    assert len(set(page.dataframe[0].value["kind"])) > 1
    assert "every-thing" not in [button.key for button in page.button]


def chosen(page: AppTest) -> AppTest:
    page.session_state["history"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    return page.run()


def test_what_stood_before_is_shown_and_brought_back(
    decided: int, open_page: Callable[..., AppTest], database: Database
) -> None:
    del decided
    page = chosen(open_page("history", action="link.confirm"))
    assert "Återställ det som gällde före händelsen" in [part.value for part in page.subheader]
    page.button(key="restore-do").click().run()
    with database.reading() as session:
        newest = session.scalars(select(Event).order_by(Event.id.desc())).first()
        assert newest is not None
        assert (newest.action, "restores" in newest.after) == ("link.reopen", True)


def test_a_guideline_is_a_filter(decided: int, open_page: Callable[..., AppTest], database: Database) -> None:
    del decided
    with database.reading() as session:
        number = session.scalars(select(Guideline.id)).one()
    page = open_page("history", lang="en", guideline=str(number))
    assert {"Link", "Edition"} & set(page.dataframe[0].value["kind"])
    assert not any(":" in name for name in page.dataframe[0].value["entity"] if name.startswith("link"))


def test_a_viewer_reads_no_events(decided: int, open_page: Callable[..., AppTest], database: Database) -> None:
    del decided
    with database.writing() as session:
        session.execute(text("UPDATE membership SET role = 'viewer'"))
    page = open_page("history", lang="en")
    assert not page.dataframe
    assert "does not read the events" in page.info[0].value
