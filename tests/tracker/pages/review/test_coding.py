"""Coding in Review: never required, kept with the confirmation, and taken back with it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from sqlalchemy import delete, func, select, update
from streamlit.testing.v1 import AppTest

from tracker import gaps, linking
from tracker.database import Database
from tracker.tables.guideline import Decided, Requirement, Wording, WordingReference
from tracker.tables.link import Link, LinkType, SearchRecord
from tracker.tables.people import Person
from tracker.tables.translation import Coding, Mode, ModeSuggestion

Open = Callable[..., AppTest]


def number(page: AppTest) -> int:
    found = page.query_params["link"]
    return int(found if isinstance(found, str) else found[0])


def codings(database: Database) -> list[Coding]:
    with database.reading() as session:
        return list(session.scalars(select(Coding).where(Coding.withdrawn_at.is_(None))))


def test_the_suggested_mode_is_shown_with_reasons_and_elements(
    open_page: Open, filled: int, database: Database
) -> None:
    for lang in ("sv", "en"):
        page = open_page("review", target="passage", lang=lang, coding="open")
        html = "".join(str(part.value) for part in page.get("html"))
        words = "".join(str(part.value) for part in page.markdown)
        assert '<th scope="row">' in html
        assert "[translation." not in words
        assert "[element" not in html


def test_confirming_needs_no_code(open_page: Open, filled: int, database: Database) -> None:
    open_page("review", target="passage").button(key="confirm-implements").click().run()
    assert codings(database) == []


def test_the_suggestion_is_taken_with_the_confirmation(open_page: Open, filled: int, database: Database) -> None:
    with database.writing() as session:
        session.execute(update(ModeSuggestion).values(mode=Mode.PARA, modifiers=["soft"]))
    page = open_page("review", target="passage")
    link = number(page)
    page.button(key="take-mode").click().run()
    page.button(key="confirm-implements").click().run()
    (coded,) = codings(database)
    assert (coded.link_id, coded.mode, coded.modifiers, coded.suggested) == (link, Mode.PARA, ["soft"], Mode.PARA)


def test_another_code_than_the_suggested_is_kept_beside_it(open_page: Open, filled: int, database: Database) -> None:
    with database.writing() as session:
        session.execute(update(ModeSuggestion).values(mode=Mode.PARA))
    page = open_page("review", target="passage")
    page.session_state[f"coding-mode-{number(page)}"] = "omit"
    page.button(key="confirm-partly").click().run()
    (coded,) = codings(database)
    assert (coded.mode, coded.suggested) == (Mode.OMIT, Mode.PARA)


def test_undo_takes_the_code_and_the_confirmation_back(open_page: Open, filled: int, database: Database) -> None:
    page = open_page("review", target="passage")
    link = number(page)
    page.session_state[f"coding-mode-{link}"] = "omit"
    page.button(key="confirm-partly").click().run()
    page.button(key="undo-button").click().run()
    assert codings(database) == []
    with database.reading() as session:
        assert session.get_one(Link, link).state is Decided.SUGGESTED
    assert number(page) == link


def test_a_confirmed_link_is_coded_later(open_page: Open, filled: int, database: Database, person: Person) -> None:
    with database.writing() as session:
        link = session.scalars(select(Link).where(Link.passage_id.is_not(None)).order_by(Link.id)).first()
        assert link is not None
        linking.confirm(session, link.id, LinkType.PARTLY, by=person, seen_version=1)
    page = open_page("review", link=str(link.id))
    page.session_state[f"coding-mode-{link.id}"] = "para"
    page.button(key="open-coding").click().run()
    page.button(key="save-mode").click().run()
    (coded,) = codings(database)
    page.button(key=f"withdraw-coding-{coded.id}").click().run()
    assert codings(database) == []


def test_a_summary_gets_no_suggestion_and_the_page_says_why(open_page: Open, filled: int, database: Database) -> None:
    with database.writing() as session:
        for table in (ModeSuggestion, WordingReference, Wording):
            session.execute(delete(table))
        link = session.scalars(select(Link.id).where(Link.passage_id.is_not(None))).first()
    page = open_page("review", link=str(link), lang="en")
    assert any("library's summary" in str(part.value) for part in page.markdown)
    assert "take-mode" not in {button.key for button in page.button}


def test_the_softer_places_are_one_deep_link(open_page: Open, filled: int, database: Database, person: Person) -> None:
    with database.writing() as session:
        session.execute(update(ModeSuggestion).values(mode=Mode.PARA, modifiers=["soft"]))
        link = session.scalars(select(Link).where(Link.passage_id.is_not(None)).order_by(Link.id)).first()
        assert link is not None
        linking.confirm(session, link.id, LinkType.PARTLY, by=person, seen_version=1)
    assert open_page("overview").button(key="figure-weakened").label.startswith("**1** ")
    page = open_page("review", view="translations", modifier="soft")
    assert page.markdown[0].value.startswith("**1 textställe säger det mjukare än källan**")
    assert len(page.dataframe[0].value) == 1


def test_a_proposed_gap_is_recorded_in_one_click_and_undone(
    open_page: Open, filled: int, database: Database, person: Person
) -> None:
    with database.writing() as session:
        requirement = session.scalars(select(Requirement).join(Link, Link.requirement_id == Requirement.id)).first()
        assert requirement is not None
        proposed = gaps.Proposed(
            requirement_id=requirement.id, requirement_fingerprint=requirement.fingerprint, probability=0.9, best=0.2,
            threshold=0.7, searched=4, scorer="test",
        )  # fmt: skip
        gaps.store_gaps(session, filled, [proposed], by=person)
    page = open_page("review", view="gaps")
    assert any("4 textställen i 1 dokument" in str(part.value).replace("\\", "") for part in page.markdown)
    page.button(key=f"record-{requirement.id}").click().run()
    with database.reading() as session:
        assert session.scalar(select(func.count()).where(SearchRecord.withdrawn_at.is_(None))) == 1
    page.button(key="undo-gap").click().run()
    with database.reading() as session:
        assert session.scalar(select(func.count()).where(SearchRecord.withdrawn_at.is_(None))) == 0
    assert f"record-{requirement.id}" in {button.key for button in page.button}


def test_suggestions_of_an_older_model_are_said_to_be(open_page: Open, filled: int, database: Database) -> None:
    assert "renew-suggestions" not in {button.key for button in open_page("review").button}
    with database.writing() as session:
        session.execute(update(Link).values(scorer="an older one"))
    # What pages remember goes by events; a program that was upgraded starts with nothing remembered.
    st.cache_resource.clear()
    for name in ("review", "local"):
        page = open_page(name, lang="en")
        assert "renew-suggestions" in {button.key for button in page.button}


def test_nonsense_in_the_address_of_the_lists_is_ignored(open_page: Open, filled: int) -> None:
    for view in ("translations", "gaps", "?"):
        page = open_page("review", view=view, mode="x", modifier="'", said="?", state="-", guideline="0", page="-1")
        assert [problem.value for problem in page.error] == []
