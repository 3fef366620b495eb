"""A new user brings a sheet or pastes a text, sees what will be stored, and stores it with one click."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from tracker.database import Database
from tracker.pages import background
from tracker.tables.guideline import Guideline, Requirement
from tracker.tables.people import Workspace

PASTED = "Styrning\n1. Nämnden ska ha en plan.\n2. Planen bör ses över varje år."


def test_pasted_text_becomes_a_guideline_in_one_click(
    open_page: Callable[..., AppTest], workspace: Workspace, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "submit", lambda *_: None)
    page = open_page("guidelines", workspace=workspace.slug, own="new", way="text")
    page.text_area[0].input(PASTED).run()
    assert any("namn" in notice.value for notice in page.info)
    page.text_input(key="own-name-").input("Vår checklista").run()
    assert not page.error
    shown = page.dataframe[0].value
    assert list(shown["text"]) == ["Nämnden ska ha en plan.", "Planen bör ses över varje år."]
    page.button(key="own-store").click().run()
    with database.reading() as session:
        guideline = session.scalars(select(Guideline).where(Guideline.name == "Vår checklista")).one()
        assert len(session.scalars(select(Requirement).where(Requirement.guideline_id == guideline.id)).all()) == 2
    assert page.title[0].value == "Vår checklista"
    assert page.query_params["guideline"] == str(guideline.id)


def test_every_cell_to_mend_is_shown(open_page: Callable[..., AppTest], workspace: Workspace) -> None:
    page = open_page("guidelines", workspace=workspace.slug, own="new", way="text", lang="en")
    page.text_area[0].input("No\tRequirement\tForce\n1\tThe office shall reply.\tperhaps\n1\tIt shall.\tmust").run()
    assert list(page.table[0].value["Cell"]) == ["C3", "A4"]
    assert not [button for button in page.button if button.key == "own-store"]
