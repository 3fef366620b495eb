"""A researcher's tour: each question answered in three clicks from Overview, as counted from the files by hand."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import pytest
from playwright.sync_api import Page, expect

from tests.browser.asked import Walk, answer, figure, requirement, says, words

pytestmark = pytest.mark.browser


def test_researcher_1_a_requirement_at_every_level_with_its_days(page: Page, walk: Walk) -> None:
    said = answer("researcher 1")
    below, _ = requirement(walk.app, said["levels"][-1]["requirement"])
    walk.menu("chain")
    walk.row("EIDAS art 6(1)(a)")
    page.wait_for_url(f"**requirement={below}**")
    says(page, "23 juli 2014", "1 juli 2016", "1 mars 2024", "10 dec. 2025")
    says(page, said["service"], said["unit"], "ska ta emot utländska e-legitimationer")


def test_researcher_2_how_requirements_were_translated(page: Page, walk: Walk) -> None:
    said = answer("researcher 2")
    walk.menu("research")
    says(page, f"{said['total']} översättningar kodade av människor", f"I {said['apart']} fall valde kodarna olika")
    for kind, counts in said["kinds"].items():
        level, bindingness = kind.split(" ")
        name = f"{words(f'guideline_level.{level}')}, {words(f'bindingness.{bindingness}').lower()}"
        said_there = [sum(counts), *counts]
        shown = walk.line(re.compile(f"^{re.escape(name)}")).locator('[role="gridcell"]').all_inner_texts()
        assert [int(part) for part in shown if part.isdecimal()] == said_there


def test_researcher_3_passages_edited_by_a_rule_ready_to_be_quoted(page: Page, walk: Walk) -> None:
    said = answer("researcher 3")
    walk.menu("research")
    walk.tab("page.research.tab.rules", among="within")
    says(page, f"{said['people']} är kodade av människor")
    for quoted in said["quoted"]:
        walk.line(quoted)


def test_researcher_4_who_drafted_and_decided_and_who_recurs(page: Page, walk: Walk) -> None:
    said = answer("researcher 4")
    walk.menu("network")
    walk.tab("page.network.tab.documents")
    for title, actor in said["parts"].items():
        expect(walk.line(re.compile(f"^{re.escape(title)}"))).to_contain_text(actor)
    for actor in said["recurring"]:
        walk.line(re.compile(f"^{re.escape(actor)}"), "network-recurring")


def test_researcher_5_who_stands_between_with_and_without_formal_ties(page: Page, walk: Walk) -> None:
    walk.menu("network")
    walk.tab("page.network.tab.years")
    says(page, "I dag står")  # the year has not ended yet
    for year, firsts in answer("researcher 5")["years"].items():
        shown = walk.line(re.compile(f"^{year}")).locator('[role="gridcell"]')
        for position, first in enumerate(firsts, start=1):
            expect(shown.nth(position)).to_contain_text(first)


def test_researcher_6_how_far_coders_agree_and_where_they_differ(page: Page, walk: Walk) -> None:
    said = answer("researcher 6")
    walk.menu("research")
    walk.tab("page.research.tab.coders")
    says(page, f"{round(100 * said['same'] / said['n'])} % samma", f"på {said['n']} kopplingar")
    says(page, f"alfa är {said['alpha']:.2f}".replace(".", ","), f"{said['n'] - said['same']} kopplingar har olika")
    for code, (either, both) in said["codes"].items():
        shown = walk.line(re.compile(f"^{words(f'mode.{code.lower()}')}"), table=1).locator('[role="gridcell"]')
        expect(shown.nth(1)).to_have_text(str(either))
        expect(shown.nth(2)).to_have_text(str(both))
    walk.row(table="coder-differences")
    page.wait_for_url("**link=**")


def test_researcher_7_how_long_it_takes_with_how_many(page: Page, walk: Walk) -> None:
    steps, one = (answer("researcher 7")[part] for part in ("steps", "one"))
    walk.menu("progress")
    walk.tab("page.progress.tab.lags")
    for step, name in (("mention", "Omnämnt"), ("translation", "Översatt"), ("service", "I drift")):
        says(page, f"{name}: {figure(steps[step]['median'])} dagar (n = {steps[step]['n']},")
    says(page, f"Tilldelat: för lite underlag (n = {steps['assignment']['n']},")
    walk.row(table="lags-each")
    page.wait_for_url(f"**/chain**requirement={requirement(walk.app, one['requirement'])[0]}**")
    says(page, "I kraft: 1 juli 2016", "Beslutad: 10 dec. 2025")


def test_researcher_8_talk_ahead_of_action(page: Page, walk: Walk) -> None:
    said = answer("researcher 8")["requirements"]
    walk.menu("chain")
    walk.click(page.locator(".st-key-to-decoupled button"))
    says(page, f"{len(said)} krav är översatta i text men inte i drift fast deras dag har passerat")
    walk.row(table="translations-table")
    page.wait_for_url("**link=**")
    says(page, "(EU) 2024/1689")


def test_what_is_said_and_not_done_of_all_that_applies(page: Page, walk: Walk) -> None:
    said = answer("researcher 8")["requirements"]
    walk.menu("research")
    walk.tab("page.research.tab.action")
    says(page, "är sagda men inte gjorda", f"för {len(said)} har också en egen dag passerat")
    walk.row(table="talk-gaps")
    page.wait_for_url("**/chain**requirement=**")


def test_researcher_9_anchoring_and_use_are_too_few_to_relate(page: Page, walk: Walk) -> None:
    said = answer("researcher 9")
    walk.menu("research")
    walk.tab("page.research.tab.action")
    walk.tab("page.research.tab.use", among="within")
    says(page, f"{len(said['services'])} tjänster av {said['launched']} har både", f"{said['needed']} behövs")
    for service, (starts, share) in said["services"].items():
        shown = walk.line(re.compile(f"^{re.escape(service)}"))
        expect(shown).to_contain_text(re.compile(rf"{figure(starts)}|{starts}".replace(" ", r"\s?")))
        expect(shown).to_contain_text(re.compile(rf"{share}\s%"))


def test_researcher_10_the_whole_coded_set_as_one_file(page: Page, walk: Walk) -> None:
    said = answer("researcher 10")
    walk.menu("research")
    walk.tab("page.research.tab.set")
    says(page, f"{said['codings']} koder av {said['links']} kopplingar")
    with page.expect_download() as download:
        walk.click(page.locator(".st-key-download-coded-set button"))
    with zipfile.ZipFile(download.value.path()) as archive:
        assert {name.removesuffix(".csv") for name in archive.namelist()} == {*said["tables"], "history.txt"}
        rows = list(csv.reader(io.StringIO(archive.read("codings.csv").decode("utf-8-sig"))))
    assert len(rows) - 1 == said["codings"]
