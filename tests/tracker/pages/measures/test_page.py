"""The page of measures: planned from a link, listed per owner and meeting, moved on, with its history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from tracker import clock, planning
from tracker.database import Database
from tracker.tables.assessment import Measure, MeasureState
from tracker.tables.link import Link
from tracker.tables.people import Person

Open = Callable[..., AppTest]


@pytest.fixture
def requirement(database: Database, filled: int) -> int:
    with database.reading() as session:
        return session.scalars(select(Link.requirement_id)).first() or 0


@pytest.fixture
def measure(database: Database, person: Person, filled: int, requirement: int) -> int:
    """An overdue measure that waits for a decision of the municipality this month."""
    with database.writing() as session:
        return planning.plan(
            session, filled, requirement, "Ta fram en rutin", by=person, actor_id=1, owner_id=1,
            due_on=clock.today() - timedelta(days=1), barrier="staffing", cause="gap", decision="Tjänst *inrättas*",
            decision_wanted_from_id=1, meeting_on=clock.today(),
        ).id  # fmt: skip


def said(page: AppTest) -> str:
    parts = (*page.title, *page.markdown, *page.caption, *page.info, *page.subheader)
    return "\n".join(str(part.value) for part in parts)


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("tab", ["meeting", "owner", "barrier"])
def test_every_list_stands_in_both_languages(open_page: Open, measure: int, lang: str, tab: str) -> None:
    page = open_page("measures", lang=lang, tab=tab)
    assert [problem.value for problem in page.error] == []
    assert "[page." not in said(page)
    assert len(page.dataframe) == (0 if tab == "meeting" else 1)


def test_a_decision_opens_its_measure(open_page: Open, measure: int) -> None:
    page = open_page("measures")
    page.button(key=f"open-{measure}").click().run()
    assert page.query_params["measure"] == str(measure)


def test_without_measures_the_page_says_what_to_do(open_page: Open, filled: int) -> None:
    page = open_page("measures")
    assert "Ingen åtgärd är planerad" in page.info[0].value


def test_the_answer_counts_what_is_open_overdue_and_to_be_decided(open_page: Open, measure: int) -> None:
    answer = open_page("measures").markdown[0].value
    assert "1 öppen åtgärd" in answer
    assert "1 försenad" in answer
    assert "1 beslut behövs den här månaden" in answer


def test_a_link_opens_the_form_filled_in_and_stores_what_it_is_for(
    open_page: Open, filled: int, requirement: int, database: Database
) -> None:
    page = open_page("measures", plan="1", requirement=str(requirement), actor="1", cause="hollow_front")
    assert page.selectbox(key="plan-cause").value == "hollow_front"
    page.text_input(key="plan-title").set_value("Utse ägare")
    page.date_input(key="plan-due").set_value(date(2031, 1, 1))
    page.button(key="plan-save").click().run()
    assert [problem.value for problem in page.error] == []
    assert "plan" not in page.query_params
    with database.reading() as session:
        stored = session.scalars(select(Measure)).one()
    assert (stored.requirement_id, stored.actor_id, stored.cause) == (requirement, 1, "hollow_front")
    assert (stored.title, stored.due_on, stored.owner_id) == ("Utse ägare", date(2031, 1, 1), 1)


def test_a_link_about_nothing_known_gives_a_plain_message(open_page: Open, filled: int) -> None:
    page = open_page("measures", plan="1", service="999", cause="'; DROP")
    assert len(page.error) == 1


def test_a_measure_without_a_title_is_refused_in_words(
    open_page: Open, filled: int, requirement: int, database: Database
) -> None:
    page = open_page("measures", plan="1", requirement=str(requirement))
    page.button(key="plan-save").click().run()
    assert len(page.error) == 1
    with database.reading() as session:
        assert session.scalars(select(Measure)).all() == []


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_one_measure_shows_what_it_is_for_and_its_history(open_page: Open, measure: int, lang: str) -> None:
    page = open_page("measures", lang=lang, measure=str(measure))
    assert [problem.value for problem in page.error] == []
    assert "[page." not in said(page)
    assert "Tjänst \\*inrättas\\*" in page.info[0].value


def test_finishing_it_is_one_click_and_stays_in_the_history(open_page: Open, measure: int, database: Database) -> None:
    page = open_page("measures", measure=str(measure))
    page.button(key="to-done").click().run()
    with database.reading() as session:
        assert session.get_one(Measure, measure).state is MeasureState.DONE
    assert "Läge: Planerad → Klar" in said(page)


def test_cancelling_without_a_reason_is_refused(open_page: Open, measure: int, database: Database) -> None:
    page = open_page("measures", measure=str(measure))
    page.button(key="to-cancelled").click().run()
    assert len(page.error) == 1
    with database.reading() as session:
        assert session.get_one(Measure, measure).state is MeasureState.PLANNED
