"""Questions about change, levels and time: answered on screen as counted by hand, evidence two clicks away."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.browser.asked import FIRST_ROW, Visit, answer, cell, says
from tracker.database import connect
from tracker.demonstration.guidelines import named
from tracker.tables.guideline import Guideline

pytestmark = pytest.mark.browser


def requirement(app: Any, name: str) -> int:
    """The number of a requirement in the database behind the app."""
    database = connect(app.database_url)
    with database.reading() as session:
        found = named(session, name)
    database.close()
    assert found is not None
    return found


def guideline(app: Any, identifier: str) -> int:
    database = connect(app.database_url)
    with database.reading() as session:
        found = session.scalars(select(Guideline.id).where(Guideline.identifier == identifier)).one()
    database.close()
    return found


def open_first_row(page: Page, table: str = "") -> None:
    """Choose the first row of a table by its key, or of the first on the page."""
    frame = page.locator(f"{table and f'.st-key-{table} '}[data-testid=stDataFrame]").first
    expect(frame.locator('[role="gridcell"]').first).to_be_attached()
    frame.scroll_into_view_if_needed()
    box = frame.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 18, box["y"] + FIRST_ROW)


def thousands(number: float) -> str:
    return f"{number:,.0f}".replace(",", " ")


def test_strategist_3_documents_that_cite_what_no_longer_holds(page: Page, visit: Visit, app_on_the_day: Any) -> None:
    said = answer("strategist 3")
    visit(f"{app_on_the_day.url}/local?lang=sv&tab=outdated")
    says(page, f"{sum(said['documents'].values()) + sum(said['background'].values())} stycken hänvisar")
    for words in ("Riktlinje för informationssäkerhet", "WCAG 2.0", "lagen (2010:566)"):
        expect(cell(page, words)).to_be_attached()
    open_first_row(page)
    page.wait_for_url("**finding=**")
    says(page, "SFS 2022:818")


def test_strategist_7_what_a_new_edition_changes_and_concerns(page: Page, visit: Visit, app_on_the_day: Any) -> None:
    said = answer("strategist 7")
    number = guideline(app_on_the_day, said["guideline"])
    visit(f"{app_on_the_day.url}/guidelines?lang=sv&guideline={number}&tab=editions")
    kinds = {"unchanged": "oförändrade", "moved": "flyttade", "changed": "ändrade", "split": "delade"}
    says(page, f"{said['links']} bekräftade kopplingar · {said['assessments']} bedömningar")
    shown = page.get_by_test_id("stMain").inner_text().lower()
    for kind in kinds:
        assert re.search(rf"\b{said['requirements'][kind]}\b", shown)
    says(page, "fem arbetsdagar", "tio arbetsdagar")
    page.locator(".st-key-changes-left button").click()
    page.wait_for_url("**view=suspects**")
    says(page, said["guideline"])


def test_researcher_1_a_requirement_at_every_level_with_its_days(page: Page, visit: Visit, app_on_the_day: Any) -> None:
    said = answer("researcher 1")
    asked = requirement(app_on_the_day, said["levels"][0]["requirement"])
    visit(f"{app_on_the_day.url}/chain?lang=sv&requirement={asked}")
    says(page, "23 juli 2014", "1 juli 2016", "1 mars 2024", "10 dec. 2025")
    says(page, said["service"], said["unit"])
    below = requirement(app_on_the_day, said["levels"][-1]["requirement"])
    page.locator(f".st-key-stand-{below} button").click()
    page.wait_for_url(f"**requirement={below}**")
    says(page, "ska ta emot utländska e-legitimationer")


def test_researcher_7_how_long_it_takes_with_how_many(page: Page, visit: Visit, app_on_the_day: Any) -> None:
    steps, one = (answer("researcher 7")[part] for part in ("steps", "one"))
    visit(f"{app_on_the_day.url}/progress?lang=sv&tab=lags")
    for step, name in (("mention", "Omnämnt"), ("translation", "Översatt"), ("service", "I drift")):
        says(page, f"{name}: {thousands(steps[step]['median'])} dagar (n = {steps[step]['n']},")
    says(page, f"Tilldelat: för lite underlag (n = {steps['assignment']['n']},")
    open_first_row(page, "lags-each")
    page.wait_for_url(f"**/chain**requirement={requirement(app_on_the_day, one['requirement'])}**")
    says(page, "I kraft: 1 juli 2016", "Beslutad: 10 dec. 2025")
    page.locator("[class*=st-key-service] button").first.click()
    page.wait_for_url("**/services**service=**")
    says(page, "15 jan. 2024")


def test_researcher_8_talk_ahead_of_action(page: Page, visit: Visit, app_on_the_day: Any) -> None:
    said = answer("researcher 8")["requirements"]
    visit(f"{app_on_the_day.url}/matrix?lang=sv")
    page.locator(".st-key-shares summary").first.click()
    button = page.locator(".st-key-decoupled button")
    expect(button).to_contain_text(str(len(said)))
    button.click()
    page.wait_for_url("**modifier=decoup**")
    says(page, f"{len(said)} krav är översatta i text men inte i drift fast deras dag har passerat")
    open_first_row(page, "translations-table")
    page.wait_for_url("**link=**")
    says(page, "32024R1689")


def test_manager_1_what_moved_since_the_last_quarter_and_why(page: Page, visit: Visit, app_on_the_day: Any) -> None:
    said = answer("manager 1")
    visit(f"{app_on_the_day.url}/progress?lang=sv&tab=moved")
    for way, name in (("down", "neråt"), ("up", "uppåt")):
        by = {why: sum(key in said[way] for key in keys) for why, keys in said["why"].items()}
        reasons = f"underlag {by['evidence']} · bedömning {by['judgement']} · ny text {by['text']}"
        says(page, f"{len(said[way])} krav {name}: {reasons}")
    open_first_row(page, "moves")
    page.wait_for_url(f"**/matrix**requirement={requirement(app_on_the_day, next(iter(said['down'])))}**")
    says(page, "Tillbakafallet från 5 Använt och prövat", "22 okt. 2024", "är för gammalt (sedan 23 okt. 2026)")


def test_manager_2_what_is_overdue_who_owns_it_and_what_blocks_it(
    page: Page, visit: Visit, app_on_the_day: Any
) -> None:
    late = answer("manager 2")["overdue"]
    visit(f"{app_on_the_day.url}/progress?lang=sv&tab=overdue&because=measure")
    says(page, f"{len(late)} åtgärder är försenade")
    for row in late:
        expect(cell(page, row["title"])).to_be_attached()
        expect(cell(page, re.compile(f"^{row['owner']}$"))).to_be_attached()
