"""The checking queue on screen: one reading at a time, every answer stored before the next, learning and undoing it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from tracker import checking, ingest, tasks
from tracker.database import Database
from tracker.tables.checking import Correction, Refinement
from tracker.tables.guideline import Force, Requirement, Wording
from tracker.tables.people import Person

Open = Callable[..., AppTest]


def said(page: AppTest) -> str:
    return "\n".join(str(part.value) for part in (*page.markdown, *page.caption, *page.info, *page.success))


def sentence_of(page: AppTest) -> str:
    """The sentence on screen, as the address says."""
    found = page.query_params["sentence"]
    return found if isinstance(found, str) else found[0]


def active(database: Database) -> list[Correction]:
    with database.reading() as session:
        return list(session.scalars(select(Correction).where(Correction.withdrawn_at.is_(None))))


@pytest.fixture
def queue(open_page: Open, filled: int) -> AppTest:
    return open_page("guidelines", check="all", below="101")


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_queue_shows_a_reading_and_why(open_page: Open, filled: int, lang: str) -> None:
    page = open_page("guidelines", check="all", below="101", lang=lang)
    assert [problem.value for problem in page.error] == []
    assert "[page." not in said(page)
    assert {f"force-{force.value}" for force in Force} <= {button.key for button in page.button}


def test_confirming_stores_the_word_before_the_next_reading(queue: AppTest, database: Database) -> None:
    first = sentence_of(queue)
    queue.button(key="confirm-reading").click().run()
    (stored,) = active(database)
    assert stored.force is stored.read_as
    assert sentence_of(queue) != first


def test_another_force_changes_the_requirement_and_undo_brings_it_back(
    open_page: Open, filled: int, database: Database, guideline: ingest.ImportedGuideline
) -> None:
    with database.reading() as session:
        row = session.scalars(select(Wording).where(Wording.force == Force.PROHIBITION)).one()
    number = str(guideline.guideline_id)
    page = open_page("guidelines", guideline=number, tab="checking", sentence=f"w{row.id}")
    page.button(key="force-recommendation").click().run()
    with database.reading() as session:
        assert session.get_one(Requirement, row.requirement_id).force is Force.RECOMMENDATION
    page.button(key="undo-reading").click().run()
    with database.reading() as session:
        assert session.get_one(Requirement, row.requirement_id).force is Force.PROHIBITION
    assert sentence_of(page) == f"w{row.id}"
    assert active(database) == []


def test_later_shows_the_next_one_and_stores_nothing(queue: AppTest, database: Database) -> None:
    first = sentence_of(queue)
    queue.button(key="later-reading").click().run()
    assert sentence_of(queue) != first
    assert active(database) == []


def test_the_queue_ends_with_what_was_put_off(queue: AppTest, database: Database) -> None:
    for _ in range(20):
        if not [button for button in queue.button if button.key == "later-reading"]:
            break
        queue.button(key="later-reading").click().run()
    assert "uppskjutna" in said(queue)


def test_what_was_learnt_is_shown_and_can_be_undone(
    open_page: Open, filled: int, database: Database, person: Person
) -> None:
    with database.reading() as session:
        row = session.scalars(select(Wording).where(Wording.force == Force.PROHIBITION)).one()
    with database.writing() as session:
        checking.confirm(session, filled, f"w{row.id}", by=person)
    made = tasks.learn(database, filled, "sv", by=person)
    page = open_page("guidelines", check="all")
    assert "Rätt på rättelserna: 1 av 1 före, 1 av 1 efter" in said(page)
    assert page.button(key="learn-sv").disabled
    page.button(key=f"unlearn-{made.id}").click().run()
    with database.reading() as session:
        assert session.get_one(Refinement, made.id).withdrawn_at is not None
    assert not page.button(key="learn-sv").disabled


def test_nonsense_in_the_address_gives_a_plain_message(open_page: Open, filled: int) -> None:
    page = open_page("guidelines", check="all", below="-1", sentence="<b>")
    assert len(page.error) == 1


def test_the_overview_leads_to_uncertain_readings(open_page: Open, filled: int, database: Database) -> None:
    with database.writing() as session:
        session.scalars(select(Wording)).first().confidence = 0.3
    page = open_page("overview", now="all")
    assert any("osäker läsning" in button.label for button in page.button)
