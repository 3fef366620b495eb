"""A guideline is left out with a reason, shown as such, and counted again."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from tracker import ingest
from tracker.database import Database
from tracker.tables.choice import GuidelineChoice

Open = Callable[..., AppTest]


def left_out(open_page: Open, guideline: ingest.ImportedGuideline, reason: str) -> AppTest:
    number = guideline.guideline_id
    page = open_page("guidelines", guideline=str(number))
    page.text_input(key=f"leave-out-why-{number}").set_value(reason)
    next(button for button in page.button if button.label == "Välj bort riktlinjen").click().run()
    return page


def test_it_is_left_out_with_its_reason_and_counted_again(
    open_page: Open, filled: int, guideline: ingest.ImportedGuideline, database: Database
) -> None:
    page = left_out(open_page, guideline, "vi har ingen sådan verksamhet")
    assert any("vi har ingen sådan verksamhet" in line.value for line in page.markdown)
    page.button(key="count-again").click().run()
    with database.reading() as session:
        assert session.scalars(select(GuidelineChoice.counts)).all() == [True]


def test_without_a_reason_it_stays(
    open_page: Open, filled: int, guideline: ingest.ImportedGuideline, database: Database
) -> None:
    page = left_out(open_page, guideline, " ")
    assert len(page.error) == 1
    with database.reading() as session:
        assert session.scalars(select(GuidelineChoice)).all() == []


def test_the_list_shows_what_is_left_out(open_page: Open, filled: int, guideline: ingest.ImportedGuideline) -> None:
    left_out(open_page, guideline, "vi har ingen sådan verksamhet")
    page = open_page("guidelines")
    assert "bortvald: vi har ingen sådan verksamhet" in list(page.dataframe[0].value["left_out"])
    assert any("1 bortvald" in line.value for line in page.markdown)
