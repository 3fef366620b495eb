"""A manager's tour: each question answered in three clicks from Overview as its authors counted it."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.asked import Walk, answer, cell, figure, requirement, says

pytestmark = pytest.mark.browser


def test_manager_1_what_moved_since_the_last_quarter_and_why(page: Page, walk: Walk) -> None:
    said = answer("manager 1")
    walk.menu("progress")
    walk.tab("page.progress.tab.moved")
    for way, name in (("down", "neråt"), ("up", "uppåt")):
        by = {why: sum(key in said[way] for key in keys) for why, keys in said["why"].items()}
        reasons = f"underlag {by['evidence']} · bedömning {by['judgement']} · ny text {by['text']}"
        says(page, f"{len(said[way])} krav {name}: {reasons}")
    walk.row(table="moves")
    page.wait_for_url(f"**/matrix**requirement={requirement(walk.app, next(iter(said['down'])))[0]}**")
    says(page, "Tillbakafallet från 5 Använt och prövat", "22 okt. 2024", "är för gammalt (sedan 23 okt. 2026)")


def test_manager_2_what_is_overdue_who_owns_it_and_what_blocks_it(page: Page, walk: Walk) -> None:
    late = answer("manager 2")["overdue"]
    walk.figure("overdue")
    says(page, f"{len(late)} åtgärder är försenade")
    for measure in late:
        shown = walk.line(measure["title"])
        expect(shown).to_contain_text(measure["owner"])
        expect(shown).to_contain_text(measure["due_on"])
    walk.row("Ansluta Serveringstillstånd till den svenska eIDAS-noden")
    page.wait_for_url("**measure=**")
    says(page, "Ansluta Serveringstillstånd till den svenska eIDAS-noden", "Leverantör", "2016:561")


def test_manager_3_launched_services_without_staff_training_or_owner(page: Page, walk: Walk) -> None:
    said = answer("manager 3")
    hollow = said["fields"]["hollow_front"]
    walk.figure("hollow")
    expect(page.locator(".st-key-figure-hollow")).to_contain_text(str(len(hollow)))
    says(page, *hollow)
    walk.figure("lacking")
    expect(page.locator(".st-key-figure-lacking")).to_contain_text(str(said["any"]))
    walk.click(page.get_by_role("button", name=re.compile("Visa vad det bygger på")).first)
    page.wait_for_url("**subject=service-**")
    expect(cell(page, "Utpekad ägare")).to_be_attached()


def test_manager_4_posts_moved_to_the_contact_centre_and_filled_again(page: Page, walk: Walk) -> None:
    said = answer("manager 4")
    walk.menu("anchoring")
    walk.figure("moved")
    says(page, f"{said['moved']:g} heltider", f"{said['backfilled']:g}".replace(".", ","))
    for unit in said["by_unit"]:
        expect(cell(page, unit)).to_be_attached()


def test_manager_5_what_people_ask_about_and_what_no_e_service_answers(page: Page, walk: Walk) -> None:
    said = answer("manager 5")
    walk.menu("services")
    walk.tab("page.services.view.contact", among="view")
    says(page, figure(said["contacts"]))
    ten = [topic for topic, _ in said["top"]]
    for topic, contacts in said["without_service"]:
        if topic in ten:
            says(page, f"{topic} ({figure(contacts)})")
    for topic in ten[:3]:
        expect(cell(page, topic)).to_be_attached()


def test_manager_6_the_queue_and_handling_before_and_after_a_launch(page: Page, walk: Walk) -> None:
    said = answer("manager 6")
    enough, few = said["enough"], said["too_few"]
    walk.menu("services")
    walk.tab("page.services.view.contact", among="view")
    before, after = (figure(count) for count in enough["contacts"])
    says(page, f"{enough['service']} · {enough['topic']}", f"n = {before}", f"n = {after}")
    says(page, *(f"n = {count}" for count in (*enough["waiting_n"], *enough["handling_n"])))
    says(page, *(f"{value:.1f} dagar".replace(".", ",") for value in enough["handling_time"]))
    says(page, f"{few['months_before']} månader före")


def test_manager_7_trust_in_a_service_and_whether_enough_answered(page: Page, walk: Walk) -> None:
    said = answer("manager 7")
    enough, few = said["enough"], said["not_enough"][1]
    assert few["service"] == enough["service"]
    walk.menu("services")
    walk.row(re.compile(f"^{re.escape(enough['service'])}$"))
    page.wait_for_url("**service=**")
    walk.tab("page.service.tab.trust")
    says(page, str(enough["n"]), f"{few['n']} svar")
    expect(cell(page, re.compile(f"^{enough['n']}$"))).to_be_attached()


def test_manager_8_forms_with_the_worst_completion_and_their_tests(page: Page, walk: Walk) -> None:
    worst, tested, _ = answer("manager 8")["worst"]
    walk.menu("services")
    walk.tab("page.services.view.forms", among="view")
    share = round(100 * worst["completions"] / worst["starts"])
    says(page, worst["form"], worst["service"], f"{share} %", "inte testats på riktiga användare")
    for form in (worst, tested):
        expect(cell(page, form["form"])).to_be_attached()
    walk.row(re.compile(f"^{re.escape(tested['form'])}$"))
    page.wait_for_url("**service=**")
    says(page, tested["service"])


def test_manager_9_what_must_be_decided_this_month_and_on_what_evidence(page: Page, walk: Walk) -> None:
    decisions = answer("manager 9")["decisions"]
    walk.menu("measures")
    says(page, f"{len(decisions)} beslut")
    for asked in decisions:
        says(page, f"{int(asked['meeting_on'][-2:])} nov. 2026 · {asked['from']}", asked["title"])
    box = page.locator('[class*="st-key-decision-"]').filter(has_text="Avsätt 80 timmar")
    walk.click(box.get_by_role("button", name="Öppna åtgärden"))
    page.wait_for_url("**measure=**")
    says(page, "Avsätt 80 timmar", "Socialnämnden", "Ansökan om ekonomiskt bistånd")


def test_manager_10_what_to_report_in_internal_control_and_the_annual_report(page: Page, walk: Walk) -> None:
    said = answer("manager 10")
    walk.menu("measures")
    walk.tab("page.measures.tab.report")
    expect(cell(page, re.compile("^Hela kommunen$"))).to_be_attached()
    with page.expect_download() as download:
        walk.click(page.get_by_role("button", name="Ladda ned CSV"))
    text = Path(download.value.path()).read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","))
    planned = [line for line in rows[1:] if any("Utbildning för kommunstyrelsen" in part for part in line)]
    assert len(planned) == 1
    assert sum(any("Försenad" in part for part in line) for line in rows[1:]) == len(said["overdue"])
    assert any(part.startswith(f"{said['levels']['SE-WEBBR-02']} ") for line in rows[1:] for part in line)
