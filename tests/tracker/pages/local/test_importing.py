"""The page shows what a list would change and what to mend, and stores it on a click."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from tracker.database import Database
from tracker.tables.network import Actor, ActorKind
from tracker.tables.people import Workspace
from tracker.tables.staffing import Position

GOOD = "Enhet;Titel;Hur mycket\nKontaktcenter;Chef;1,5\n"
BAD = "Enhet;Titel;Årsarbetare\nKontaktcentret;Chef;1,5\n"


@pytest.fixture
def unit(database: Database, workspace: Workspace) -> None:
    with database.writing() as session:
        session.add(Actor(workspace_id=workspace.id, name="Kontaktcenter", kind=ActorKind.UNIT))


def _said(page: AppTest) -> str:
    return " ".join(part.value for part in (*page.markdown, *page.error, *page.warning, *page.success))


@pytest.mark.usefixtures("unit")
def test_what_cannot_be_imported_is_shown_cell_by_cell(open_page: Callable[..., AppTest], database: Database) -> None:
    page = open_page("local", tab="lists")
    page.file_uploader[0].set_value(("positions.csv", BAD.encode(), "text/csv")).run()
    assert "1 sak att rätta." in _said(page)
    assert page.table[0].value.iloc[0, 0] == "A2"
    assert "Kontaktcenter" in page.table[0].value.iloc[0, 2]
    assert [button.label for button in page.button if button.key == "list-import"] == []


@pytest.mark.usefixtures("unit")
def test_a_column_is_named_by_hand_and_the_list_stored(open_page: Callable[..., AppTest], database: Database) -> None:
    page = open_page("local", tab="lists", list="positions")
    page.file_uploader[0].set_value(("bemanning.csv", GOOD.encode(), "text/csv")).run()
    assert "Årsarbetare" in _said(page)  # what is lacking
    choose = next(box for box in page.selectbox if box.label.startswith("Hur mycket"))
    choose.set_value("fte").run()
    assert "**1** rader läggs till" in _said(page)
    page.button(key="list-import").click().run()
    assert "1 rader tillagda" in _said(page)
    with database.reading() as session:
        assert session.scalars(select(Position.fte)).all() == [1.5]


def test_headings_that_tell_nothing_are_asked_about(open_page: Callable[..., AppTest], workspace: Workspace) -> None:
    page = open_page("local", tab="lists")
    page.file_uploader[0].set_value(("x.csv", b"a;b\n1;2\n", "text/csv")).run()
    assert [part.value for part in page.warning] == ["Rubrikerna säger inte vad listan är. Välj det ovanför filen."]


def test_an_empty_file_says_so(open_page: Callable[..., AppTest], workspace: Workspace) -> None:
    page = open_page("local", tab="lists", list="services")
    page.file_uploader[0].set_value(("x.csv", b"", "text/csv")).run()
    assert len(page.error) == 1
