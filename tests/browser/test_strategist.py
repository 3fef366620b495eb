"""A digital strategist's tour: each question answered in three clicks from Overview, as its authors counted it."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.browser.asked import Walk, answer, requirement, says, words
from tracker.demonstration.story import answers

pytestmark = pytest.mark.browser


def test_strategist_1_binding_requirements_without_a_local_passage(page: Page, walk: Walk) -> None:
    said = answer("strategist 1")
    expect(page.locator(".st-key-figure-missing")).to_contain_text(str(said["missing"]))
    walk.figure("missing")
    says(page, f"{said['missing']} bindande krav saknar lokal text", f"{said['searched']} är sökta utan träff")
    _, locator = requirement(walk.app, said["first"])
    expect(walk.line(locator)).to_contain_text(said["owner_of_the_first"])
    walk.row(locator)
    page.wait_for_url("**/matrix?**requirement=**")


def test_strategist_2_where_we_say_less_than_the_source(page: Page, walk: Walk) -> None:
    said = answer("strategist 2")
    walk.figure("weakened")
    says(page, f"{len(said['places'])} textställen säger det mjukare än källan · {said['coded']} kodade av människor")
    for place in answers()["weakened"]:
        if [place["requirement"], place["document"]] in said["places"]:
            walk.line(place["sentence"])
    walk.row()
    page.wait_for_url("**link=**")


def test_strategist_3_documents_that_cite_what_no_longer_holds(page: Page, walk: Walk) -> None:
    said = answer("strategist 3")
    walk.menu("local")
    walk.tab("page.local.tab.outdated")
    says(page, f"{sum(said['documents'].values()) + sum(said['background'].values())} textställen hänvisar")
    for part in ("Riktlinje för informationssäkerhet", "WCAG 2.0", "lagen (2010:566)"):
        walk.line(part)
    walk.row()
    page.wait_for_url("**finding=**")
    says(page, "SFS 2022:818")


def test_strategist_4_what_applies_to_two_services_and_at_which_level(page: Page, walk: Walk) -> None:
    for position, (service, found) in enumerate(answer("strategist 4")["services"].items()):
        if position:
            walk.begin()
        walk.menu("services")
        walk.row(re.compile(f"^{re.escape(service)}$"))
        page.wait_for_url("**service=**")
        walk.tab("page.service.tab.requirements")
        for key, standing in found.items():
            expect(walk.line(requirement(walk.app, key)[1])).to_contain_text(words(f"level.{standing['level']}"))


def test_strategist_5_services_outside_the_platform(page: Page, walk: Walk) -> None:
    said = answer("strategist 5")
    walk.menu("services")
    walk.figure("outside")
    expect(page.locator(".st-key-figure-outside")).to_contain_text(str(len(said["services"]) + len(said["no_vendor"])))
    for service, (vendor, system) in said["some"].items():
        shown = walk.line(service)
        expect(shown).to_contain_text(vendor)
        expect(shown).to_contain_text(system)


def test_strategist_6_statements_missing_or_too_old(page: Page, walk: Walk) -> None:
    said = answer("strategist 6")
    walk.menu("services")
    walk.figure("statement")
    count = len(said["stale_services"]) + len(said["missing_services"])
    expect(page.locator(".st-key-figure-statement")).to_contain_text(str(count))
    expect(walk.line(said["missing_services"][0])).to_contain_text(words("statement_state.missing"))
    expect(walk.line("Ansökan om modersmålsundervisning")).to_contain_text("14 mars 2025")


def test_strategist_7_what_a_new_edition_changes_and_concerns(page: Page, walk: Walk) -> None:
    said = answer("strategist 7")
    walk.menu("guidelines")
    walk.row(said["guideline"])
    page.wait_for_url("**guideline=**")
    walk.tab("page.guideline.tab.editions")
    says(page, f"{said['links']} bekräftade kopplingar · {said['assessments']} bedömningar")
    shown = page.get_by_test_id("stMain").inner_text().lower()
    for kind in ("unchanged", "moved", "changed", "split"):
        assert re.search(rf"\b{said['requirements'][kind]}\b", shown)
    says(page, "fem arbetsdagar", "tio arbetsdagar")


def test_strategist_8_requirements_met_in_one_unit_only(page: Page, walk: Walk) -> None:
    said = answer("strategist 8")["requirements"]
    walk.menu("matrix")
    walk.figure("one")
    expect(page.locator(".st-key-figure-one")).to_contain_text(str(len(said)))
    for key in said:
        walk.line(requirement(walk.app, key)[1])


def test_strategist_9_contracts_that_end_within_a_year(page: Page, walk: Walk) -> None:
    walk.menu("services")
    walk.tab("page.services.view.spread", among="view")
    for vendor, day in answer("strategist 9")["vendors"].items():
        expect(walk.line(vendor)).to_contain_text(day)
    says(page, words("page.spread.themes"))


def test_strategist_10_two_pages_for_the_board(page: Page, walk: Walk) -> None:
    said = answer("strategist 10")
    walk.menu("reports")
    says(page, "kopplingar, bedömningar och korskopplingar vilar på texter")
    says(page, f"{said['gaps']} öppna luckor", f"{said['decisions']} beslut begärs", f"{said['overdue']} åtgärder")
    with page.expect_download() as download:
        walk.click(page.locator(".st-key-report-pdf button"))
    pages = list(pypdfium2.PdfDocument(download.value.path()))
    assert len(pages) == said["pages"]
    assert re.search(r"sökning \d+", "\n".join(part.get_textpage().get_text_range() for part in pages))
