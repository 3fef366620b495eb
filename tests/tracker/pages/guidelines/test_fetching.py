"""A guideline by its number, asked for on the page Guidelines."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from tracker import jobs
from tracker.database import Database
from tracker.tables.job import Job


def ask(page: AppTest, number: str) -> AppTest:
    page.text_input(key="fetch-number").set_value(number)
    return next(button for button in page.button if button.label == "Hämta och importera").click().run()


@pytest.fixture(autouse=True)
def no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is fetched by these tests."""
    monkeypatch.setattr(jobs, "ensure_worker", lambda _url: None)


@pytest.mark.parametrize(
    ("number", "language"), [("celex:32031R0045", "sv"), ("https://data.europa.eu/eli/reg/2031/45/oj", "sv")]
)
def test_a_number_becomes_a_job(
    open_page: Callable[..., AppTest], database: Database, filled: int, number: str, language: str
) -> None:
    ask(open_page("guidelines"), number)
    with database.reading() as session:
        job = session.scalars(select(Job).where(Job.kind == "fetch_guideline")).one()
        assert (job.arguments["identifier"], job.arguments["language"]) == (number, language)
        assert job.arguments["file_name"] == "32031R0045"


def test_what_is_no_number_is_said_and_asked_of_nobody(
    open_page: Callable[..., AppTest], database: Database, filled: int
) -> None:
    page = ask(open_page("guidelines"), "<b>hej</b>")
    assert "inget nummer" in page.error[0].value
    with database.reading() as session:
        assert session.scalars(select(Job)).all() == []
