"""One person takes two real acts and the demonstration municipality from import to a level in the matrix."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tracker.database import connect
from tracker.tables.guideline import Decided, Guideline
from tracker.tables.link import Link
from tracker.views.ladder import standings

pytestmark = [pytest.mark.browser, pytest.mark.corpus]

ACTS = {
    "32016R0679": "corpus/eu/32016r0679-oj-en.xhtml",
    "SFS 2018:1937": "corpus/national/se/sfs-2018-1937.md",
}
WAIT = 240_000


def hand_over(page: Page, files: list[Path]) -> None:
    """Drop the files, and again where the place to drop them was drawn anew just then, as on a loaded machine."""
    for _ in range(3):
        page.locator('input[type="file"]').set_input_files([str(file) for file in files])
        try:
            expect(page.get_by_text(files[0].name).first).to_be_visible(timeout=30_000)
        except AssertionError:
            continue
        return
    raise AssertionError("the files were never taken")


def test_two_acts_reach_the_matrix(
    page: Page,
    visit: Callable[[str], None],
    settled: Callable[[], None],
    start_app: Callable[[Path], Any],
    demo_database: Path,
    shared: Path,
    tmp_path: Path,
) -> None:
    copy = tmp_path / "tracker.db"
    shutil.copy(demo_database, copy)
    app = start_app(copy)
    visit(f"{app.url}/guidelines?lang=sv")
    page.get_by_text("Importera en riktlinje").click()
    settled()
    hand_over(page, [shared / path for path in ACTS.values()])
    expect(page.get_by_text(re.compile(r"Importerad: \d+ bestämmelser"))).to_have_count(len(ACTS), timeout=WAIT)
    expect(page.get_by_text(re.compile(r"Förslag: [1-9]\d* nya"))).to_be_visible(timeout=WAIT)

    for identifier in ACTS:
        number = guideline(app.database_url, identifier)
        visit(f"{app.url}/review?lang=sv&guideline={number}&target=passage")
        page.wait_for_url(re.compile(r"link=\d+"))
        link_id = int(re.findall(r"link=(\d+)", page.url)[0])
        expect(page.get_by_role("heading", name="Textställe")).to_be_visible()
        settled()
        page.keyboard.press("p")
        page.wait_for_url(lambda url, done=link_id: f"link={done}" not in url)
        link, level = decided(app.database_url, link_id)
        assert link.state is Decided.CONFIRMED
        assert level is not None
        visit(f"{app.url}/matrix?lang=sv&requirement={link.requirement_id}&subject=actor-{link.subject_id}")
        expect(page.get_by_role("heading", name=re.compile(rf"^{level} "))).to_be_visible()


def guideline(url: str, identifier: str) -> int:
    """The number of the guideline with this identifier, of which the official text is there."""
    database = connect(url)
    with database.reading() as session:
        number = session.scalars(select(Guideline.id).where(Guideline.identifier == identifier)).one()
    database.close()
    return number


def decided(url: str, link_id: int) -> tuple[Link, int | None]:
    """The link as stored, and the level of its requirement for the actor it speaks for."""
    database = connect(url)
    with database.reading() as session:
        link = session.get_one(Link, link_id)
        found = standings.standings(session, link.workspace_id)
        level = found.cell(link.requirement_id, ("actor", link.subject_id or 0)).shown
    database.close()
    return link, level
