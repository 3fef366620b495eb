"""Each page on a small database: it answers, and what a person decides is stored."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from streamlit.testing.v1 import AppTest

from tracker import documents, ingest
from tracker.database import Database
from tracker.tables.assessment import Assessment, Compliance, Measure
from tracker.tables.guideline import Decided
from tracker.tables.link import Link, SearchRecord
from tracker.tables.local import LocalDocument

Open = Callable[..., AppTest]


def said(page: AppTest) -> str:
    """All words of the page."""
    return "\n".join(
        str(part.value) for part in (*page.title, *page.markdown, *page.caption, *page.info, *page.success)
    )


def link_of(page: AppTest) -> int:
    """The link on screen, as the address says."""
    found = page.query_params["link"]
    return int(found if isinstance(found, str) else found[0])


@pytest.mark.parametrize("name", ["overview", "guidelines", "local", "review", "matrix", "measures"])
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_page_stands_in_both_languages(open_page: Open, filled: int, name: str, lang: str) -> None:
    page = open_page(name, lang=lang)
    assert [problem.value for problem in page.error] == []
    assert len(page.title) == 1
    assert "[page." not in said(page)


def test_an_unknown_thing_in_the_address_gives_a_plain_message(open_page: Open, filled: int) -> None:
    page = open_page("guidelines", guideline="999999")
    assert len(page.error) == 1
    assert "999999" in page.error[0].value


def test_nonsense_in_the_address_is_ignored(open_page: Open, filled: int) -> None:
    page = open_page("review", guideline="'; DROP", floor="-1", link="x", order="?", page="-3")
    assert [problem.value for problem in page.error] == []


def test_confirming_stores_the_decision_before_the_next_item(open_page: Open, filled: int, database: Database) -> None:
    page = open_page("review", target="passage")
    first = link_of(page)
    page.button(key="confirm-implements").click().run()
    with database.reading() as session:
        assert session.get_one(Link, first).state is Decided.CONFIRMED
    assert link_of(page) != first


def test_rejecting_can_be_undone(open_page: Open, filled: int, database: Database) -> None:
    page = open_page("review")
    first = link_of(page)
    page.button(key="reject").click().run()
    page.button(key="undo-button").click().run()
    with database.reading() as session:
        assert session.get_one(Link, first).state is Decided.SUGGESTED
    assert link_of(page) == first


def test_nothing_found_is_recorded(open_page: Open, filled: int, database: Database) -> None:
    open_page("review").button(key="nothing").click().run()
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(SearchRecord)) == 1


def test_later_shows_the_next_one_and_stores_nothing(open_page: Open, filled: int, database: Database) -> None:
    page = open_page("review")
    first = link_of(page)
    page.button(key="later-button").click().run()
    assert link_of(page) != first
    with database.reading() as session:
        assert session.scalars(select(Link.state).distinct()).all() == [Decided.SUGGESTED]


def test_a_conflict_keeps_the_other_decision_and_says_so(open_page: Open, filled: int, database: Database) -> None:
    page = open_page("review")
    first = link_of(page)
    with database.writing() as session:
        session.get_one(Link, first).version += 1
    page.button(key="reject").click().run()
    assert len(page.error) == 1
    with database.reading() as session:
        assert session.get_one(Link, first).state is Decided.SUGGESTED


def test_a_judgement_is_stored_with_its_cell(open_page: Open, filled: int, database: Database) -> None:
    with database.reading() as session:
        requirement = session.scalars(select(Link.requirement_id)).first()
    page = open_page("matrix", requirement=str(requirement), subject="actor-1")
    page.selectbox(key="judge-level").set_value("2")
    page.selectbox(key="judge-compliance").set_value(Compliance.PARTLY)
    page.button(key="judge-save").click().run()
    with database.reading() as session:
        stored = session.scalars(select(Assessment)).one()
    assert (stored.level, stored.compliance, stored.actor_id) == (2, Compliance.PARTLY, 1)


def test_a_measure_is_planned_for_the_cell(open_page: Open, filled: int, database: Database) -> None:
    with database.reading() as session:
        requirement = session.scalars(select(Link.requirement_id)).first()
    page = open_page("matrix", requirement=str(requirement), subject="actor-1")
    page.text_input(key="measure-title").set_value("Ta fram en rutin")
    page.button(key="measure-save").click().run()
    with database.reading() as session:
        assert session.scalars(select(Measure.title)).all() == ["Ta fram en rutin"]


def test_saving_what_is_known_about_a_document_settles_it(
    open_page: Open, filled: int, local_document: documents.ImportedDocument, database: Database
) -> None:
    page = open_page("local", document=str(local_document.document_id))
    field = next(part for part in page.text_input if part.key and part.key.endswith("-dnr"))
    field.set_value("KS 2030/00001")
    page.button(key="describe-save").click().run()
    with database.reading() as session:
        assert session.get_one(LocalDocument, local_document.document_id).dnr == "KS 2030/00001"


def test_the_text_of_a_guideline_is_shown_in_its_own_language(
    open_page: Open, filled: int, guideline: ingest.ImportedGuideline
) -> None:
    page = open_page("guidelines", lang="en", guideline=str(guideline.guideline_id), tab="text")
    assert any('lang="sv"' in str(part.value) for part in page.get("html"))


def test_a_filter_in_the_address_is_the_filter_on_screen(open_page: Open, filled: int) -> None:
    page = open_page("matrix", show="gaps")
    assert page.selectbox(key="choose-show").value == "gaps"
    page.selectbox(key="choose-show").set_value("").run()
    assert "show" not in page.query_params


def test_a_link_that_is_gone_leads_to_the_next_suggestion(open_page: Open, filled: int) -> None:
    page = open_page("review", link="99999999")
    assert len(page.error) == 1
    next(button for button in page.button if button.label == "Nästa förslag").click().run()
    assert len(page.error) == 0
    assert page.query_params["link"] != ["99999999"]
