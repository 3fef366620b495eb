"""The page of progress: each tab in both languages, empty, young and with a past, and as of a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

from tests.tracker.stock import STOCKED
from tracker import assessing, clock, planning
from tracker.database import Database
from tracker.pages.progress import page as progress
from tracker.tables.guideline import Bindingness, Guideline
from tracker.tables.people import Person, Workspace

Open = Callable[..., AppTest]
TABS = tuple(progress.TABS)


def said(page: AppTest) -> str:
    parts = (*page.title, *page.markdown, *page.caption, *page.info, *page.success, *page.subheader)
    return "\n".join(str(part.value) for part in parts)


@pytest.fixture
def past(database: Database, person: Person, request: pytest.FixtureRequest) -> Any:
    """A town whose guideline has been there for two years, judged a year ago and again since; one measure is late."""
    long_ago = clock.now().replace(year=clock.today().year - 2, month=2, day=3)
    with clock.fixed(long_ago):
        request.getfixturevalue("guideline")
    town = request.getfixturevalue("town")
    for years, level in ((1, 1), (0, 2)):
        moment = long_ago.replace(year=long_ago.year + 2 - years)
        with clock.fixed(moment), database.writing() as session:
            assessing.assess(
                session, town.workspace, town.requirements[1], by=person, actor_id=town.unit, level=level,
                evidence_digest="", note="",
            )  # fmt: skip
    with database.writing() as session:
        session.execute(update(Guideline).values(in_force_on=date(2020, 1, 1), bindingness=Bindingness.BINDING))
        planning.plan(
            session, town.workspace, town.requirements[1], "Öva *ofta*", by=person, owner_id=town.unit,
            due_on=date(2024, 1, 1), barrier="staffing",
        )  # fmt: skip
    return town


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("tab", TABS)
def test_every_tab_stands_in_both_languages(open_page: Open, past: Any, tab: str, lang: str) -> None:
    page = open_page("progress", lang=lang, tab=tab, since=date(clock.today().year - 2, 6, 1).isoformat())
    assert [problem.value for problem in page.error] == []
    assert "[page." not in said(page)
    assert len(page.dataframe) >= 1


@pytest.mark.parametrize("tab", TABS)
def test_an_empty_workspace_is_told_what_to_do(open_page: Open, workspace: Workspace, tab: str) -> None:
    page = open_page("progress", tab=tab)
    assert [problem.value for problem in page.error] == []
    assert page.info or page.success


def test_a_young_workspace_has_no_timeline(open_page: Open, town: Any) -> None:
    page = open_page("progress", on=STOCKED.date().isoformat())
    assert any("historiken börjar" in str(part.value) for part in page.info)


def test_levels_are_compared_with_the_first_day_there_is(open_page: Open, past: Any) -> None:
    page = open_page("progress", level="1", by="guideline")
    answer = next(str(part.value) for part in page.markdown if "1 Omnämnt" in str(part.value))
    assert "var det 0 av 5" in answer


def test_what_is_late_says_who_and_what_is_in_the_way(open_page: Open, past: Any) -> None:
    page = open_page("progress", tab="overdue")
    table = page.dataframe[0].value
    assert table["owner"].iloc[0] == "Bygg"
    assert "okänd ansvarig" in set(table["owner"])
    assert table["barrier"].iloc[0] == "Bemanning"


def test_an_earlier_day_is_marked_and_shows_what_was_known_then(open_page: Open, past: Any) -> None:
    day = datetime(clock.today().year - 1, 6, 1, tzinfo=UTC).date()
    page = open_page("progress", tab="overdue", on=day.isoformat())
    assert "Läget som det var känt" in said(page)
    assert "0 åtgärder är försenade" in said(page)
    page.button(key="as-of-today").click().run()
    assert "on" not in page.query_params
    assert "1 åtgärd är försenad" in said(page)


@pytest.mark.parametrize("day", ["2999-01-01", "igår", "0001-01-01", "2026-02-31"])
def test_a_day_nobody_can_ask_for_is_today(open_page: Open, past: Any, day: str) -> None:
    page = open_page("progress", tab="moved", on=day, since=day)
    assert [problem.value for problem in page.error] == []
    assert "Läget som det var känt" not in said(page)


def test_the_matrix_shows_an_earlier_day_as_well(open_page: Open, past: Any) -> None:
    day = date(clock.today().year - 1, 6, 1)
    page = open_page("matrix", on=day.isoformat())
    assert "Läget som det var känt" in said(page)
    assert "**1 av 5" in said(page)


def test_the_text_for_the_board_can_be_printed(open_page: Open, past: Any) -> None:
    page = open_page("progress", tab="since", since=date(clock.today().year - 2, 6, 1).isoformat())
    text = next(str(part.value) for part in page.markdown if str(part.value).startswith("## "))
    assert "### bedömning: 2" in text
    assert "Bygglov" in text
