"""Settings: a threshold is changed by the form and noted in the history; a person's data is shown and disposed of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from tracker import clock
from tracker.database import Database
from tracker.tables.event import Event
from tracker.tables.people import Membership, Role, Workspace
from tracker.tables.staffing import Individual
from tracker.thresholds import Thresholds
from tracker.views import settings


@pytest.fixture
def kept(database: Database, workspace: Workspace) -> int:
    with database.writing() as session:
        row = Individual(
            workspace_id=workspace.id, name="Åsa Lind", contact="asa@provby.example", recorded_at=clock.now()
        )
        session.add(row)
        session.flush()
        return row.id


def choose(page: AppTest, table: str, row: int) -> None:
    page.session_state[table] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    page.run()


def texts(page: AppTest) -> str:
    return " ".join(str(part.value) for part in (*page.markdown, *page.caption, *page.subheader, *page.info))


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_thresholds_stand_in_both_languages(filled: int, open_page: Callable[..., AppTest], lang: str) -> None:
    del filled
    page = open_page("settings", lang=lang)
    assert "[" not in texts(page)
    assert len(page.dataframe[0].value) == len(fields(Thresholds))


def test_a_threshold_is_changed_and_noted(filled: int, open_page: Callable[..., AppTest], database: Database) -> None:
    page = open_page("settings")
    choose(page, "thresholds", 0)
    page.number_input[0].set_value(55.0)
    page.button(key="threshold-save").click().run()
    with database.reading() as session:
        assert settings.thresholds(session, filled).anchored_index == 55
        event = session.scalars(select(Event).order_by(Event.id.desc())).first()
        assert event is not None
        told = [
            {key: value for key, value in side.items() if key == "anchored_index"}
            for side in (event.before, event.after)
        ]
        assert (event.action, told) == ("threshold.set", [{"anchored_index": 60}, {"anchored_index": 55}])


def test_a_value_out_of_range_is_refused(filled: int, open_page: Callable[..., AppTest], database: Database) -> None:
    page = open_page("settings")
    choose(page, "thresholds", 0)
    page.number_input[0].set_value(101.0)
    page.button(key="threshold-save").click().run()
    assert "100" in page.error[0].value
    with database.reading() as session:
        assert settings.thresholds(session, filled).anchored_index == 60


def test_without_names_the_page_says_where_they_come_from(filled: int, open_page: Callable[..., AppTest]) -> None:
    del filled
    assert "innehavare" in texts(open_page("settings", tab="personal"))


def test_a_person_is_disposed_of_by_a_decision(
    filled: int, kept: int, open_page: Callable[..., AppTest], database: Database
) -> None:
    del filled
    page = open_page("settings", tab="personal")
    choose(page, "individuals", 0)
    assert "Åsa Lind" in texts(page)
    next(field for field in page.text_input if field.key != "search-field").set_value("Kommunstyrelsen § 12")
    next(button for button in page.button if "Gallra" in button.label).click().run()
    with database.reading() as session:
        assert session.get_one(Individual, kept).name == ""
    assert "Åsa" not in texts(page)


def test_names_are_for_administrators(filled: int, kept: int, database: Database) -> None:
    del kept
    with database.writing() as session:
        for membership in session.scalars(select(Membership)):
            membership.role = Role.REVIEWER
        person_id = session.scalars(select(Membership.person_id)).first()
        assert not settings.sees_names(session, filled, person_id or 0)
        assert [row.name for row in settings.individual_rows(session, filled, names=False)] == [""]


@pytest.mark.parametrize("tab", ["retention", "records", "personal"])
def test_a_tab_answers_first(open_page: Callable[..., AppTest], filled: int, tab: str) -> None:
    page = open_page("settings", tab=tab)
    assert any(one.value.startswith("**") for one in page.markdown)
