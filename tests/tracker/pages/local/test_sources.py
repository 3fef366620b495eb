"""The tab Sources of Local evidence."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from tests.tracker.conftest import Town
from tracker import clock
from tracker.database import Database
from tracker.tables.change import SourceCheck, SourceState
from tracker.tables.people import Person


@pytest.fixture
def finding(database: Database, town: Town, person: Person) -> int:
    """The service's page is gone."""
    with database.writing() as session:
        check = SourceCheck(
            workspace_id=town.workspace, kind="service", number=town.service, address="https://www.provby.se/bygglov",
            state=SourceState.GONE, checked_at=clock.now(), by_id=person.id,
        )  # fmt: skip
        session.add(check)
        session.flush()
        return check.id


@pytest.mark.parametrize(("lang", "words"), [("sv", "Inga källor"), ("en", "No sources")])
def test_before_the_first_check_it_says_what_to_do(
    open_page: Callable[..., AppTest], filled: int, lang: str, words: str
) -> None:
    page = open_page("local", lang=lang, tab="sources")
    assert page.info[0].value.startswith(words)


@pytest.mark.parametrize(("lang", "words"), [("sv", "1 fynd"), ("en", "1 finding")])
def test_findings_come_first_in_words(open_page: Callable[..., AppTest], finding: int, lang: str, words: str) -> None:
    page = open_page("local", lang=lang, tab="sources")
    assert any(words in line.value for line in page.markdown)


def test_a_finding_shows_what_rests_on_it(open_page: Callable[..., AppTest], finding: int) -> None:
    page = open_page("local", tab="sources", source=str(finding))
    assert any(line.value == "**1 krav vilar på källan**" for line in page.markdown)


def test_a_finding_is_settled_with_a_reason(
    open_page: Callable[..., AppTest], database: Database, finding: int
) -> None:
    page = open_page("local", tab="sources", source=str(finding))
    page.text_area(key="source-reason").set_value("Flyttad till nya webben")
    next(button for button in page.button if button.label == "Sett på nytt, håller fortfarande").click().run()
    with database.reading() as session:
        assert session.scalars(select(SourceCheck.reason)).one() == "Flyttad till nya webben"


def test_without_a_reason_nothing_is_settled(
    open_page: Callable[..., AppTest], database: Database, finding: int
) -> None:
    page = open_page("local", tab="sources", source=str(finding))
    next(button for button in page.button if button.label == "Sett på nytt, håller fortfarande").click().run()
    assert page.error[0].value.startswith("Det står inte varför")
    with database.reading() as session:
        assert session.scalars(select(SourceCheck.settled_at)).one() is None
