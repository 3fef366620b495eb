"""The text of a guideline in a real browser: a click explains, keys check, what was learnt can be undone."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.browser.accessible import serious
from tracker.database import connect
from tracker.tables.checking import Correction
from tracker.tables.guideline import Guideline

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
STATUTE = ROOT / "tests" / "data" / "tracker" / "provbarhet.md"
WAIT = 300_000
LOOKS = {
    "wide": {"viewport": {"width": 1440, "height": 1000}},
    "narrow and dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
}


@pytest.fixture(scope="module")
def with_statute(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration with a small statute imported; copied, never opened."""
    made = tmp_path_factory.mktemp("explorer") / "tracker.db"
    shutil.copy(demo_database, made)
    subprocess.run(
        [sys.executable, "-m", "tracker", "import", "--as", "guideline", "--workspace", "demo", str(STATUTE)],
        cwd=ROOT,
        env={**os.environ, "TRACKER_DATABASE_URL": f"sqlite:///{made}"},
        check=True,
        capture_output=True,
        timeout=120,
    )
    return made


@pytest.fixture
def app(with_statute: Path, start_app: Callable[[Path], Any], tmp_path: Path) -> Any:
    """The app on a copy of its own."""
    copy = tmp_path / "tracker.db"
    shutil.copy(with_statute, copy)
    return start_app(copy)


@pytest.fixture
def number(app: Any) -> int:
    """The statute's guideline."""
    database = connect(app.database_url)
    with database.reading() as session:
        found = session.scalars(select(Guideline.id).where(Guideline.identifier == "SFS 2030:12")).one()
    database.close()
    return found


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_click_on_a_sentence_explains_it_until_it_is_closed(
    page: Page,
    visit: Callable[[str], None],
    settled: Callable[[], None],
    app: Any,
    number: int,
    look: Mapping[str, Any],
) -> None:
    visit(f"{app.url}/guidelines?lang=sv&guideline={number}&tab=text")
    page.wait_for_function("() => window.tellSentence")  # a slow machine loads the listener after the text
    page.locator("button[data-sentence]").filter(has_text="Förbud").click()
    page.wait_for_url(re.compile("sentence=w"))
    expect(page.get_by_text("förbjuder något").first).to_be_visible()
    settled()
    assert serious(page) == []
    page.get_by_role("button", name="Stäng").click()
    page.wait_for_url(lambda url: "sentence=" not in url)


def test_keys_check_readings_and_what_was_learnt_can_be_undone(
    page: Page, visit: Callable[[str], None], settled: Callable[[], None], app: Any, number: int
) -> None:
    visit(f"{app.url}/guidelines?lang=sv&guideline={number}&tab=checking&below=101")
    page.wait_for_url(re.compile("sentence="))
    settled()
    for key in ("j", "3"):
        before = page.url
        page.keyboard.press(key)
        page.wait_for_url(lambda url, before=before: url != before and "sentence=" in url)
        settled()
    database = connect(app.database_url)
    with database.reading() as session:
        said = session.scalars(select(Correction).order_by(Correction.id)).all()
    database.close()
    assert said[0].force is said[0].read_as
    assert said[1].force.value == "recommendation"
    page.get_by_role("button", name=re.compile("Lär av 2 rättelser")).click()
    expect(page.get_by_text(re.compile("av 2 rättelser läses nu rätt"))).to_be_visible(timeout=WAIT)
    page.get_by_role("button", name="Ångra det inlärda").click()
    expect(page.get_by_text("ångrad")).to_be_visible()
