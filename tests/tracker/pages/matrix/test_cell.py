"""The cell of the matrix and the figures over it: offers attached with a click, what fell back, shares and moves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from tracker import clock, evidencing, linking, recording
from tracker.database import Database
from tracker.tables.assessment import Evidence
from tracker.tables.link import LinkType
from tracker.tables.people import Person

Open = Callable[..., AppTest]


def said(page: AppTest) -> str:
    parts = (*page.title, *page.markdown, *page.caption, *page.info, *page.warning, *page.subheader)
    return "\n".join(str(part.value) for part in parts)


def cell(open_page: Open, town: Any, lang: str = "sv") -> AppTest:
    return open_page("matrix", lang=lang, requirement=str(town.requirements[0]), subject=f"service-{town.service}")


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_cell_stands_in_both_languages(open_page: Open, town: Any, lang: str) -> None:
    page = cell(open_page, town, lang)
    assert [problem.value for problem in page.error] == []
    assert "[page." not in said(page)


def test_an_old_link_says_what_is_gone_and_leads_on(open_page: Open, town: Any) -> None:
    page = open_page("matrix", requirement="99999", subject=f"service-{town.service}")
    assert [problem.value for problem in page.error] == ["Krav 99999 finns inte\\. Länken dit kan vara gammal\\."]
    next(button for button in page.button if button.label == "Visa sidan från början").click().run()
    assert [problem.value for problem in page.error] == []
    assert page.title[0].value == "Matris"
    assert "requirement" not in page.query_params


def test_one_click_attaches_what_is_offered(open_page: Open, town: Any, database: Database) -> None:
    page = cell(open_page, town)
    page.button(key=f"attach-record-{town.test}-tested").click().run()
    assert [problem.value for problem in page.error] == []
    with database.reading() as session:
        stored = session.scalars(select(Evidence).where(Evidence.kind == "tested")).one()
    assert (stored.record_id, stored.service_id) == (town.test, town.service)
    assert f"attach-record-{town.test}-tested" not in {button.key for button in page.button}


def test_the_same_for_all_that_the_service_carries_says_how_many_first(
    open_page: Open, town: Any, database: Database, person: Person
) -> None:
    with database.writing() as session:
        link = linking.add(session, town.workspace, town.requirements[1], "service", town.service, by=person)
        linking.confirm(session, link.id, LinkType.PARTLY, by=person, seen_version=1)
    page = cell(open_page, town)
    assert "2 krav får underlaget. 0 har det redan." in said(page)
    page.button(key=f"all-do-record-{town.test}-tested").click().run()
    with database.reading() as session:
        rows = session.scalars(select(Evidence.requirement_id).where(Evidence.kind == "tested")).all()
    assert sorted(rows) == list(town.requirements[:2])


def test_attached_evidence_is_withdrawn_where_it_stands(
    open_page: Open, town: Any, database: Database, person: Person
) -> None:
    with database.writing() as session:
        (row,) = evidencing.add_evidence(
            session, town.workspace, town.requirements[:1], "tested", by=person, service_id=town.service,
            record_id=town.test,
        )  # fmt: skip
    page = cell(open_page, town)
    page.button(key=f"withdraw-do-{row.id}").click().run()
    with database.reading() as session:
        assert session.get_one(Evidence, row.id).withdrawn_at is not None


def test_what_people_wrote_in_a_record_is_shown_as_written(
    open_page: Open, town: Any, database: Database, person: Person
) -> None:
    with database.writing() as session:
        recording.add_record(
            session, town.workspace, "audit", by=person, service_id=town.service, on=date(2026, 5, 1),
            facts_given={"method": "**fet** [länk](http://x)"}, note="<script>alert(1)</script>",
        )  # fmt: skip
    page = cell(open_page, town)
    assert "\\*\\*fet\\*\\* \\[länk\\]" in said(page)
    assert "\\<script\\>" in said(page)


def test_a_level_that_fell_back_says_from_where_and_offers_a_measure(
    open_page: Open, town: Any, database: Database, person: Person
) -> None:
    with clock.fixed(datetime(2020, 1, 1, tzinfo=UTC)), database.writing() as session:
        old = recording.add_record(
            session, town.workspace, "routine", by=person, service_id=town.service, on=date(2019, 1, 1),
            facts_given={"title": "Rutin", "valid_to": "2020-06-30"},
        )  # fmt: skip
    with database.writing() as session:
        for code in ("mention", "rule", "responsible", "deadline", "resource"):
            link = session.scalars(select(Evidence.link_id)).first()
            session.add(
                Evidence(
                    workspace_id=town.workspace, requirement_id=town.requirements[1], actor_id=town.unit, kind=code,
                    link_id=link, on=date(2026, 1, 1), by_id=person.id, recorded_at=clock.now(),
                )
            )  # fmt: skip
        evidencing.add_evidence(
            session, town.workspace, [town.requirements[1]], "routine", by=person, service_id=town.service,
            record_id=old.id,
        )  # fmt: skip
    page = open_page("matrix", requirement=str(town.requirements[1]), subject=f"service-{town.service}")
    assert "Tillbakafallet från 4 I drift" in page.warning[0].value
    assert "plan-renewal" in {button.key for button in page.button}


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_moves_and_report_stand_in_both_languages(open_page: Open, town: Any, lang: str) -> None:
    for page in (open_page("overview", lang=lang), open_page("measures", lang=lang, tab="report")):
        assert [problem.value for problem in page.error] == []
        assert "[page." not in said(page)


def test_nonsense_in_the_day_of_the_report_is_ignored(open_page: Open, town: Any) -> None:
    page = open_page("measures", tab="report", since="2026-99-99", unit="'; DROP")
    assert [problem.value for problem in page.error] == []
