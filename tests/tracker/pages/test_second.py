"""What waits for a second person is listed with the requirement it is about, and drawn with the ways to answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from streamlit.testing.v1 import AppTest

from tests.tracker.evening import Town
from tracker import countersigning, workspaces
from tracker.assessing import cell_of
from tracker.database import Database
from tracker.tables.assessment import Assessment
from tracker.tables.countersign import FirstDecision
from tracker.tables.crosswalk import Crosswalk
from tracker.tables.guideline import Guideline, Requirement
from tracker.tables.people import Membership, Person, Role
from tracker.views import waiting

Open = Callable[..., AppTest]


@pytest.fixture
def other(database: Database, evening: Town, person: Person) -> Person:
    """A colleague in the town, which demands four eyes."""
    found = Person(name="Två")
    with database.writing() as session:
        session.add(found)
        session.flush()
        session.add(Membership(workspace_id=evening.workspace, person_id=found.id, role=Role.REVIEWER))
        session.flush()
        workspaces.set_four_eyes(session, evening.workspace, True, seen=False, by=person)
    return found


def judged(database: Database, town: Town, by: Person) -> tuple[FirstDecision, Assessment]:
    """What somebody decides first of a cell."""
    with database.writing() as session:
        row = session.scalars(select(Assessment).where(Assessment.workspace_id == town.workspace)).all()[0]
        first = countersigning.waits(
            session, town.workspace, cell_of(row), "assessment.decide", {"level": 3}, by=by, seen_version=row.id
        )
        assert first is not None
        return first, row


def ended(database: Database, first: FirstDecision) -> bool:
    with database.reading() as session:
        return session.get_one(FirstDecision, first.id).ended_at is not None


def place(session: Session, requirement: int) -> str:
    return session.get_one(Requirement, requirement).locator


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_list_says_which_requirement_it_is_about_and_leads_there(
    open_page: Open, database: Database, evening: Town, other: Person, lang: str
) -> None:
    first, row = judged(database, evening, other)
    page = open_page("review", lang=lang, waits="second")
    with database.reading() as session:
        locator = place(session, row.requirement_id)
    assert locator
    assert any(locator in str(caption.value) for caption in page.caption)
    assert page.button(key=f"second-open-{first.id}")


def test_what_a_colleague_decided_is_declined_with_a_reason(
    open_page: Open, database: Database, evening: Town, other: Person
) -> None:
    first, row = judged(database, evening, other)
    address = {"requirement": str(row.requirement_id), "subject": cell_of(row).split(":", 2)[2].replace(":", "-")}
    page = open_page("matrix", **address)
    page.button(key=f"decline-do-{first.id}").click().run()
    assert not ended(database, first)  # without a reason
    page.text_input(key=f"decline-reason-{first.id}").set_value("Underlaget är för gammalt")
    page.button(key=f"decline-do-{first.id}").click().run()
    assert ended(database, first)


def test_ones_own_is_taken_back(
    open_page: Open, database: Database, evening: Town, other: Person, person: Person
) -> None:
    first, row = judged(database, evening, person)
    address = {"requirement": str(row.requirement_id), "subject": cell_of(row).split(":", 2)[2].replace(":", "-")}
    page = open_page("matrix", **address)
    assert not [button for button in page.button if button.key == f"decline-do-{first.id}"]
    page.button(key=f"take-back-{first.id}").click().run()
    assert ended(database, first)


def test_a_crosswalk_is_about_two_requirements_but_for_those_of_others_own_guidelines(
    database: Database, evening: Town, other: Person
) -> None:
    with database.writing() as session:
        row = session.scalars(select(Crosswalk)).all()[0]
        countersigning.waits(
            session, None, f"crosswalk:{row.id}", "crosswalk.decide", {"type": "related"}, by=other,
            seen_version=row.version,
        )  # fmt: skip
        found = waiting.waiting(session, evening.workspace, person_id=other.id)
        told = waiting.about(session, evening.workspace, found)
        assert [[text.id for text in texts] for texts in told.values()] == [[row.upper_id, row.lower_id]]
        away = session.get_one(Requirement, row.upper_id).guideline_id
        here = waiting.about(session, evening.workspace + 1, found)
        assert here == told  # guidelines of the library are everybody's
        session.get_one(Guideline, away).workspace_id = evening.workspace
        session.flush()
        elsewhere = waiting.about(session, evening.workspace + 1, found)
        assert [len(texts) for texts in elsewhere.values()] == [
            sum(session.get_one(Requirement, number).guideline_id != away for number in (row.upper_id, row.lower_id))
        ]
