"""The page Chain: it opens empty and filled, decisions are stored at once, names stay text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select, update
from streamlit.testing.v1 import AppTest

from tracker import tasks
from tracker.crosswalks import deciding
from tracker.database import Database
from tracker.tables.crosswalk import Crosswalk, CrosswalkType
from tracker.tables.guideline import Decided, Guideline, Requirement
from tracker.tables.people import Person, Workspace

OpenPage = Callable[..., AppTest]
Acts = Callable[[str], int]


@pytest.fixture
def suggested(database: Database, acts: Acts, workspace: Workspace, person: Person) -> Acts:
    """The three acts with what the machine suggests between them."""
    tasks.suggest_crosswalks(database, workspace.id, by=person)
    return acts


def between(database: Database, acts: Acts, upper: str, lower: str) -> Crosswalk:
    with database.reading() as session:
        wanted = select(Crosswalk).where(Crosswalk.upper_id == acts(upper), Crosswalk.lower_id == acts(lower))
        return session.scalars(wanted).one()


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("tab", ["", "crosswalks"])
def test_both_tabs_open(open_page: OpenPage, suggested: Acts, tab: str, lang: str) -> None:
    page = open_page("chain", lang=lang, tab=tab)
    assert len(page.title) == 1
    assert not [problem.value for problem in page.error]


def test_an_empty_workspace_says_what_to_do(open_page: OpenPage, workspace: Workspace) -> None:
    assert open_page("chain").info
    assert open_page("chain", tab="crosswalks").info


@pytest.mark.parametrize("state", ["suggested", "confirmed", "suspect", "rejected"])
def test_every_state_opens(open_page: OpenPage, suggested: Acts, state: str) -> None:
    page = open_page("chain", tab="crosswalks", state=state)
    assert not [problem.value for problem in page.error]
    assert page.info or state == "suggested"


def test_a_suggestion_is_confirmed_with_its_type_and_note(
    open_page: OpenPage, suggested: Acts, database: Database
) -> None:
    row = between(database, suggested, "EU-BOAT-01", "SE-BOAT-01")
    page = open_page("chain", requirement=str(suggested("EU-BOAT-01")))
    page.text_input(key=f"crosswalk-note-{row.id}").set_value("Bara storlekarna.").run()
    page.button(key=f"partly-{row.id}").click().run()
    stored = between(database, suggested, "EU-BOAT-01", "SE-BOAT-01")
    assert (stored.state, stored.type, stored.note) == (Decided.CONFIRMED, CrosswalkType.PARTLY, "Bara storlekarna.")


def test_a_suggestion_is_rejected_and_taken_up_again(open_page: OpenPage, suggested: Acts, database: Database) -> None:
    row = between(database, suggested, "EU-BOAT-02", "SE-BOAT-02")
    open_page("chain", requirement=str(suggested("EU-BOAT-02"))).button(key=f"reject-{row.id}").click().run()
    assert between(database, suggested, "EU-BOAT-02", "SE-BOAT-02").state is Decided.REJECTED
    page = open_page("chain", requirement=str(suggested("EU-BOAT-02")), state="rejected")
    page.button(key=f"reopen-{row.id}").click().run()
    assert between(database, suggested, "EU-BOAT-02", "SE-BOAT-02").state is Decided.SUGGESTED


def test_a_suspect_crosswalk_is_cleared_with_a_reason_and_not_without(
    open_page: OpenPage, acts: Acts, database: Database, person: Person
) -> None:
    with database.writing() as session:
        row = deciding.add(session, acts("EU-BOAT-01"), acts("SE-BOAT-01"), by=person)
        deciding.confirm(session, row.id, CrosswalkType.IMPLEMENTS, by=person, seen_version=1)
        session.execute(update(Requirement).where(Requirement.id == acts("SE-BOAT-01")).values(fingerprint="new"))
    page = open_page("chain", requirement=str(acts("SE-BOAT-01")), state="suspect")
    page.button(key=f"implements-{row.id}").click().run()
    assert page.error
    page.text_input(key=f"crosswalk-note-{row.id}").set_value("Samma sak med andra ord.").run()
    page.button(key=f"implements-{row.id}").click().run()
    assert between(database, acts, "EU-BOAT-01", "SE-BOAT-01").lower_fingerprint == "new"


def test_somebody_points_out_a_crosswalk(open_page: OpenPage, acts: Acts, database: Database) -> None:
    page = open_page("chain", requirement=str(acts("EU-BOAT-01")))
    with database.reading() as session:
        law = session.scalars(select(Guideline.id).where(Guideline.library_key == "SE-BOAT")).one()
    page.selectbox(key="add-guideline").select(law).run()
    page.selectbox(key=f"add-requirement-{law}").select(acts("SE-BOAT-03")).run()
    page.button(key="add-crosswalk").click().run()
    assert between(database, acts, "EU-BOAT-01", "SE-BOAT-03").scorer == "person"


def test_filters_live_in_the_address(open_page: OpenPage, acts: Acts) -> None:
    page = open_page("chain", hop="service", broken="yes")
    assert page.selectbox(key="choose-hop").value == "service"
    assert page.toggle(key="switch-broken").value is True
    assert page.info  # every chain breaks before


def test_nonsense_in_the_address_is_passed_over(open_page: OpenPage, suggested: Acts) -> None:
    open_page("chain", guideline="x", unit="-1", service="<b>", hop="drop", topic="*", tab="?", page="9999")
    open_page("chain", tab="crosswalks", guideline="999999", state="--", **{"from": "99999"})


def test_a_requirement_that_is_not_there_is_a_plain_message(open_page: OpenPage, acts: Acts) -> None:
    assert open_page("chain", requirement="999999").error


def test_names_stay_text(open_page: OpenPage, suggested: Acts, database: Database) -> None:
    with database.writing() as session:
        session.execute(update(Guideline).values(title_sv="<b>*Lag*</b> {x}", library_key=None))
    for address in ({}, {"tab": "crosswalks"}, {"requirement": str(suggested("EU-BOAT-01"))}):
        page = open_page("chain", **address)
        assert not any("<b>*Lag" in text.value for text in page.markdown)


def test_the_guideline_has_its_crosswalks_in_a_tab(open_page: OpenPage, suggested: Acts, database: Database) -> None:
    with database.reading() as session:
        law = session.scalars(select(Guideline.id).where(Guideline.library_key == "SE-BOAT")).one()
    row = between(database, suggested, "EU-BOAT-01", "SE-BOAT-01")
    page = open_page("guidelines", guideline=str(law), tab="crosswalk")
    assert page.button(key=f"implements-{row.id}")
