"""The page of research: each tab in both languages, empty and with codes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from tracker import coding, jobs, linking
from tracker.database import Database
from tracker.pages.research.page import TABS
from tracker.tables.link import Link, LinkType
from tracker.tables.people import Person
from tracker.tables.translation import Mode, Modifier

Open = Callable[..., AppTest]


def said(page: AppTest) -> str:
    return "\n".join(str(part.value) for part in (*page.markdown, *page.caption, *page.info))


@pytest.fixture(autouse=True)
def no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is outdated is not worked out while a page is looked at."""
    monkeypatch.setattr(jobs, "ensure_worker", lambda _: None)


@pytest.fixture
def coded(database: Database, person: Person, filled: int) -> int:
    with database.writing() as session:
        link = session.scalars(
            select(Link).where(Link.workspace_id == filled, Link.passage_id.is_not(None)).order_by(Link.id).limit(1)
        ).one()
        linking.confirm(session, link.id, LinkType.IMPLEMENTS, by=person, seen_version=link.version)
        coding.code(session, link.id, Mode.PARA, [Modifier.CTX], by=person)
    return filled


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("tab", TABS)
def test_a_tab_without_codes_says_what_to_do(open_page: Open, filled: int, tab: str, lang: str) -> None:
    page = open_page("research", lang=lang, tab=tab)
    assert page.info
    assert "[page." not in said(page)


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize(("tab", "words"), [("modes", "1 "), ("rules", "1 "), ("set", "1 ")])
def test_a_tab_with_codes_answers_first(open_page: Open, coded: int, tab: str, words: str, lang: str) -> None:
    page = open_page("research", lang=lang, tab=tab)
    assert not page.info
    assert f"**{words}" in said(page)
    assert page.dataframe
    assert "[page." not in said(page)
