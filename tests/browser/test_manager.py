"""A manager's questions: each answered on screen as its authors counted it, its evidence two clicks away at most."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.browser.asked import FIRST_ROW, Visit, answer, cell, says
from tracker.database import connect
from tracker.tables.network import Actor
from tracker.tables.service import Service

pytestmark = pytest.mark.browser

HEAD = 38  # pixels of a table's titles


def number(app: Any, table: type[Service] | type[Actor], name: str) -> int:
    """The number a service or actor has in the database behind the app."""
    database = connect(app.database_url)
    with database.reading() as session:
        found = session.scalars(select(table.id).where(table.name == name)).one()
    database.close()
    return found


def open_row(page: Page, position: int = 0, *, table: int = 0) -> None:
    """Click a row of a table."""
    frame = page.get_by_test_id("stDataFrame").nth(table)
    expect(frame.locator('[role="gridcell"]').first).to_be_attached()
    frame.scroll_into_view_if_needed()
    box = frame.bounding_box()
    assert box is not None
    rows = int(frame.locator('[role="grid"]').get_attribute("aria-rowcount") or 0) - 1
    page.mouse.click(box["x"] + 18, box["y"] + FIRST_ROW + (box["height"] - HEAD) / rows * position)


def test_2_what_is_overdue_who_owns_it_and_what_blocks_it(page: Page, visit: Visit, app_on_the_day: Any) -> None:
    late = answer("manager 2")["overdue"]
    visit(f"{app_on_the_day.url}/measures?lang=sv&tab=owner&state=overdue")
    says(page, f"{len(late)} försenade")
    for row in late:
        expect(cell(page, row["title"])).to_be_attached()
        expect(cell(page, re.compile(f"^{row['owner']}$"))).to_be_attached()
        expect(cell(page, row["due_on"])).to_be_attached()
    open_row(page, sorted(row["owner"] for row in late).index("IT-chef"))
    page.wait_for_url("**measure=**")
    says(page, "Ansluta Serveringstillstånd till den svenska eIDAS-noden", "Leverantör", "2016:561")


def test_3_launched_services_without_staff_training_or_owner(page: Page, visit: Visit, app_on_the_day: Any) -> None:
    said = answer("manager 3")
    visit(f"{app_on_the_day.url}/anchoring?lang=sv&show=lacking")
    expect(page.locator(".st-key-figure-lacking")).to_contain_text(str(said["any"]))
    expect(page.locator(".st-key-figure-hollow")).to_contain_text(str(len(said["fields"]["hollow_front"])))
    says(page, *said["fields"]["hollow_front"])
    page.get_by_role("button", name=re.compile("Visa vad det bygger på")).first.click()
    page.wait_for_url("**subject=service-**")
    says(page, said["fields"]["hollow_front"][0])
    expect(cell(page, "Utpekad ägare")).to_be_attached()


def test_4_posts_moved_to_the_contact_centre_and_filled_again(page: Page, visit: Visit, app_on_the_day: Any) -> None:
    said = answer("manager 4")
    visit(f"{app_on_the_day.url}/anchoring?lang=sv&tab=staffing")
    says(page, f"{said['moved']:g} heltider", f"{said['backfilled']:g}".replace(".", ","))
    for unit in said["by_unit"]:
        expect(cell(page, unit)).to_be_attached()


def test_5_what_people_ask_about_and_what_no_e_service_answers(page: Page, visit: Visit, app_on_the_day: Any) -> None:
    said = answer("manager 5")
    visit(f"{app_on_the_day.url}/services?lang=sv&view=contact")
    says(page, f"{said['contacts']:,}".replace(",", " "))
    ten = {topic for topic, _ in said["top"]}
    for topic, contacts in said["without_service"]:
        if topic in ten:
            says(page, f"{topic} ({contacts:,})".replace(",", " "))
    for topic in list(ten)[:3]:
        expect(cell(page, topic)).to_be_attached()


def test_6_the_queue_and_handling_before_and_after_a_launch(page: Page, visit: Visit, app_on_the_day: Any) -> None:
    said = answer("manager 6")
    enough, few = said["enough"], said["too_few"]
    visit(f"{app_on_the_day.url}/services?lang=sv&view=contact")
    before, after = (f"{count:,}".replace(",", " ") for count in enough["contacts"])
    says(page, f"{enough['service']} · {enough['topic']}", f"n = {before}", f"n = {after}")
    says(page, *(f"n = {count}" for count in (*enough["waiting_n"], *enough["handling_n"])))
    says(page, *(f"{value:.1f} dagar".replace(".", ",") for value in enough["handling_time"]))
    says(page, f"{few['months_before']} månader före")


def test_7_trust_in_a_service_and_whether_enough_answered(page: Page, visit: Visit, app_on_the_day: Any) -> None:
    said = answer("manager 7")
    enough, few = said["enough"], said["not_enough"]
    visit(
        f"{app_on_the_day.url}/services?lang=sv&tab=trust&service={number(app_on_the_day, Service, enough['service'])}"
    )
    says(page, str(enough["n"]), f"{few[1]['n']} svar")
    expect(cell(page, re.compile(f"^{enough['n']}$"))).to_be_attached()
    visit(
        f"{app_on_the_day.url}/services?lang=sv&tab=trust&service={number(app_on_the_day, Service, few[0]['service'])}"
    )
    says(page, "för lite underlag", f"{few[0]['n']} svar")


def test_8_forms_with_the_worst_completion_and_their_tests(page: Page, visit: Visit, app_on_the_day: Any) -> None:
    worst, tested, _ = answer("manager 8")["worst"]
    visit(f"{app_on_the_day.url}/services?lang=sv&view=forms")
    share = round(100 * worst["completions"] / worst["starts"])
    says(page, worst["form"], worst["service"], f"{share} %", "inte testats på riktiga användare")
    for row in (worst, tested):
        expect(cell(page, row["form"])).to_be_attached()
    open_row(page, 1)
    page.wait_for_url("**service=**")
    says(page, tested["service"])


def test_9_what_must_be_decided_this_month_and_on_what_evidence(page: Page, visit: Visit, app_on_the_day: Any) -> None:
    decisions = answer("manager 9")["decisions"]
    visit(f"{app_on_the_day.url}/measures?lang=sv")
    says(page, f"{len(decisions)} beslut")
    for row in decisions:
        says(page, f"{int(row['meeting_on'][-2:])} nov. 2026 · {row['from']}")
        says(page, row["title"])
    asked = page.locator('[class*="st-key-decision-"]').filter(has_text="Avsätt 80 timmar")
    asked.get_by_role("button", name="Öppna åtgärden").click()
    page.wait_for_url("**measure=**")
    says(page, "Avsätt 80 timmar", "Socialnämnden", "Ansökan om ekonomiskt bistånd")


def test_10_what_to_report_in_internal_control_and_the_annual_report(
    page: Page, visit: Visit, app_on_the_day: Any
) -> None:
    said = answer("manager 10")
    visit(f"{app_on_the_day.url}/measures?lang=sv&tab=report")
    expect(cell(page, re.compile("^Hela kommunen$"))).to_be_attached()
    with page.expect_download() as download:
        page.get_by_role("button", name="Ladda ned CSV").click()
    text = Path(download.value.path()).read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","))
    planned = [row for row in rows[1:] if any("Utbildning för kommunstyrelsen" in part for part in row)]
    assert len(planned) == 1
    assert sum(any("Försenad" in part for part in row) for row in rows[1:]) == len(said["overdue"])
    assert any(part.startswith(f"{said['levels']['SE-WEBBR-02']} ") for row in rows[1:] for part in row)
