"""The page Anchoring: it answers, opens what figures rest on, and stores answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from tracker import clock
from tracker.anchoring import Field, items
from tracker.answering import answerable
from tracker.database import Database
from tracker.pages.anchoring.pictures import four_fields
from tracker.tables.measurement import Measurement, Record
from tracker.tables.network import Actor, ActorKind
from tracker.tables.people import Person, Workspace
from tracker.tables.service import Service, ServiceStatus
from tracker.tables.staffing import Position, StaffingMove
from tracker.views.anchoring.fields import service_fields

Open = Callable[..., AppTest]
TABS = ("fields", "units", "staffing", "barriers")


def said(page: AppTest) -> str:
    """All words of the page."""
    return "\n".join(
        str(part.value) for part in (*page.title, *page.subheader, *page.markdown, *page.caption, *page.info)
    )


@pytest.fixture
def unit(database: Database, workspace: Workspace) -> int:
    with database.writing() as session:
        row = Actor(workspace_id=workspace.id, name="Bygglovs*enheten*", kind=ActorKind.UNIT)
        session.add(row)
        session.flush()
        return row.id


@pytest.fixture
def service(database: Database, workspace: Workspace, unit: int) -> int:
    with database.writing() as session:
        row = Service(workspace_id=workspace.id, name="Sök bygglov", unit_id=unit, status=ServiceStatus.IN_SERVICE)
        session.add(row)
        session.flush()
        return row.id


@pytest.fixture
def hollow(database: Database, workspace: Workspace, person: Person, unit: int, service: int) -> int:
    """A service that everybody manages and nobody inside was prepared for; its number."""
    today, moment = clock.today(), clock.now()
    place: dict[str, Any] = {"workspace_id": workspace.id, "recorded_at": moment}
    days: dict[str, Any] = {"period_from": today, "period_to": today}
    with database.writing() as session:
        centre = Actor(workspace_id=workspace.id, name="Kontaktcenter", kind=ActorKind.UNIT)
        session.add(centre)
        session.flush()
        for indicator in ("starts", "completions"):
            session.add(Measurement(service_id=service, indicator=indicator, value=100, **days, **place))
        for item in answerable():
            session.add(Measurement(service_id=service, indicator=item, value=0, source="Intervju", **days, **place))
        common: dict[str, Any] = {"by_id": person.id, "on": today, **place}
        session.add(Record(service_id=service, kind="user_test", facts={"participants": 6, "success": 1.0}, **common))
        session.add(Record(actor_id=unit, kind="barrier", note="Ingen vikarie", facts={"type": "staffing"}, **common))
        session.add(Position(unit_id=unit, title="Handläggare", fte=2.0, filled=1.5, **place))
        session.add(
            StaffingMove(
                from_id=unit, to_id=centre.id, title="Rådgivare", fte=6.5, backfilled=2.0, on=date(2024, 2, 5), **place
            )
        )
    return service


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("tab", TABS)
def test_every_tab_stands_empty_in_both_languages(open_page: Open, workspace: Workspace, tab: str, lang: str) -> None:
    page = open_page("anchoring", lang=lang, tab=tab)
    assert [problem.value for problem in page.error] == []
    assert "[page." not in said(page)


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("tab", TABS)
def test_every_tab_stands_filled_in_both_languages(open_page: Open, hollow: int, tab: str, lang: str) -> None:
    page = open_page("anchoring", lang=lang, tab=tab)
    assert [problem.value for problem in page.error] == []
    assert "[page." not in said(page)


def test_the_first_line_counts_the_hollow_fronts_and_names_them_with_what_is_missing(
    open_page: Open, hollow: int
) -> None:
    page = open_page("anchoring", lang="en")
    assert "1 service works outward but is weakly anchored inside, of 1" in said(page)
    assert page.button(key="figure-hollow").label.startswith("**1**")
    assert "Sök bygglov" in said(page)
    assert "Missing: " in said(page)
    assert page.button(key=f"plan-{hollow}")


def test_the_figures_open_their_lists(open_page: Open, hollow: int) -> None:
    page = open_page("anchoring", tab="units")
    page.button(key="figure-moved").click().run()
    assert page.query_params["tab"] in ("staffing", ["staffing"])
    assert "6,5 heltider har flyttats, 2 av dem har återbesatts (31" in said(page)


def test_names_are_shown_as_they_are_written(open_page: Open, unit: int) -> None:
    assert open_page("anchoring", subject=f"actor-{unit}").title[0].value == r"Bygglovs\*enheten\*"


def test_a_subject_without_data_says_so_and_never_zero(open_page: Open, unit: int) -> None:
    page = open_page("anchoring", lang="en", subject=f"actor-{unit}")
    assert "### Not enough data" in said(page)
    assert "0 of 19 items are known." in said(page)


@pytest.mark.parametrize("item", list(items()))
def test_every_item_opens_what_it_rests_on(open_page: Open, hollow: int, item: str) -> None:
    page = open_page("anchoring", lang="en", subject=f"service-{hollow}", item=item)
    assert [problem.value for problem in page.error] == []
    assert "[page." not in said(page)


def test_an_answered_item_shows_its_source(open_page: Open, hollow: int) -> None:
    page = open_page("anchoring", lang="en", subject=f"service-{hollow}", item="mandate")
    assert "Source: Intervju" in said(page)


def test_an_answer_is_stored_with_its_source(open_page: Open, unit: int, database: Database) -> None:
    page = open_page("anchoring", subject=f"actor-{unit}", item="mandate")
    page.segmented_control(key="answer-score").set_value(50)
    page.text_input(key="answer-source").set_value("Delegationsordningen")
    page.button(key="answer-save").click().run()
    with database.reading() as session:
        stored = session.scalars(select(Measurement)).one()
    assert (stored.indicator, stored.value, stored.actor_id, stored.source) == (
        "mandate", 50, unit, "Delegationsordningen",
    )  # fmt: skip


def test_an_answer_without_a_source_is_refused_with_the_remedy(open_page: Open, unit: int, database: Database) -> None:
    page = open_page("anchoring", subject=f"actor-{unit}")
    page.segmented_control(key="answer-score").set_value(100)
    page.button(key="answer-save").click().run()
    assert "Källan saknas" in page.error[0].value
    with database.reading() as session:
        assert session.scalars(select(Measurement)).all() == []


@pytest.mark.parametrize("subject", ["actor-999999", "service-0", "nonsense", "actor-'; DROP"])
def test_an_unknown_subject_gives_a_plain_message(open_page: Open, unit: int, subject: str) -> None:
    assert len(open_page("anchoring", subject=subject).error) == 1


def test_nonsense_in_the_address_is_ignored(open_page: Open, hollow: int) -> None:
    page = open_page("anchoring", tab="?", show="'; DROP", item="x")
    assert [problem.value for problem in page.error] == []


def test_the_picture_draws_only_services_with_a_place(database: Database, workspace: Workspace, hollow: int) -> None:
    with database.writing() as session:
        session.add(Service(workspace_id=workspace.id, name="Okänd tjänst"))
    with database.reading() as session:
        rows = service_fields(session, workspace.id)
    placed = [row for row in rows if row.field is not None]
    assert [(row.name, row.field) for row in placed] == [("Sök bygglov", Field.HOLLOW_FRONT)]
    drawn = four_fields(placed, strong=60, weak=40)
    dots = drawn["series"][0]["data"]
    assert [dot["value"] for dot in dots] == [[placed[0].anchoring.index.value, 100]]
    narrow, wide = (media["option"]["series"][0] for media in drawn["media"])
    assert wide["data"] == dots
    assert [area[0]["label"]["width"] for area in narrow["markArea"]["data"]] == [72, 112, 112, 72]
