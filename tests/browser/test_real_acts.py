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

from tests.browser.conftest import App
from tracker.database import connect
from tracker.tables.guideline import Decided, Guideline
from tracker.tables.job import UNFINISHED, Job, JobState
from tracker.tables.link import Link
from tracker.views.ladder import standings

pytestmark = [pytest.mark.browser, pytest.mark.corpus]

ACTS = {
    "32016R0679": "corpus/eu/32016r0679-oj-en.xhtml",
    "SFS 2018:1937": "corpus/national/se/sfs-2018-1937.md",
}
TAKEN_SECONDS = 60
DONE_SECONDS = 480


def hand_over(page: Page, visit: Callable[[str], None], app: App, files: list[Path]) -> None:
    """Drop the files, and once more on a page opened anew where none was taken: a loaded browser may lose a drop."""
    for _ in range(3):
        visit(f"{app.url}/guidelines?lang=sv")
        page.get_by_text("Importera en riktlinje").click()
        page.locator('input[type="file"]').set_input_files([str(file) for file in files])
        for _ in range(TAKEN_SECONDS):
            page.wait_for_timeout(1_000)
            if queued(app.database_url):
                return
    raise AssertionError("the files were never taken")


def done(page: Page, app: App) -> list[tuple[str, JobState]]:
    """Every job and how it ended, once none is left to do."""
    for _ in range(DONE_SECONDS):
        if all(state not in UNFINISHED for _, state in queued(app.database_url)):
            break
        page.wait_for_timeout(1_000)
    return queued(app.database_url)


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
    hand_over(page, visit, app, [shared / path for path in ACTS.values()])
    assert done(page, app) == [*[("import_guideline", JobState.DONE)] * len(ACTS), ("suggest", JobState.DONE)]
    expect(page.get_by_text(re.compile(r"Importerad: \d+ bestämmelser"))).to_have_count(len(ACTS))
    expect(page.get_by_text(re.compile(r"Förslag: [1-9]\d* nya"))).to_be_visible()

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


def queued(url: str) -> list[tuple[str, JobState]]:
    """The kind of every job and where it stands, in the order they were queued."""
    database = connect(url)
    with database.reading() as session:
        found = [(job.kind, job.state) for job in session.scalars(select(Job).order_by(Job.id))]
    database.close()
    return found


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
