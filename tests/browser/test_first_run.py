"""Only the path of the first run, as somebody without training walks it: from nothing to a finding from own files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import func, select

from tracker.database import connect
from tracker.tables.choice import GuidelineChoice
from tracker.tables.link import SearchRecord

pytestmark = pytest.mark.browser

OWN = Path(__file__).parents[1] / "data" / "tracker" / "riktlinje.md"
MOST = 12
WAIT = 120_000


def test_an_empty_start_becomes_a_finding_in_twelve_clicks(
    page: Page,
    visit: Callable[[str], None],
    settled: Callable[[], None],
    start_app: Callable[[Path], Any],
    tmp_path: Path,
) -> None:
    app = start_app(tmp_path / "tracker.db")
    clicks = 0

    def click(what: Locator) -> None:
        nonlocal clicks
        clicks += 1
        what.click(timeout=WAIT)

    visit(f"{app.url}/")
    click(page.get_by_text("Svenska", exact=True).first)
    settled()
    click(page.get_by_role("combobox", name="Kommun"))
    page.keyboard.type("1286")
    click(page.get_by_role("option", name="Ystad, Skåne län"))
    click(page.get_by_role("button", name="Börja med Ystad"))
    expect(page.get_by_role("heading", name="Vilka riktlinjer gäller er?")).to_be_visible(timeout=WAIT)
    click(page.get_by_role("button", name="Använd de"))
    expect(page.get_by_role("heading", name="Vad har kommunen skrivit?")).to_be_visible()
    settled()  # before that the field of another step may stand there still
    with page.expect_file_chooser() as dialog:
        click(page.get_by_test_id("stFileUploader").get_by_test_id("stBaseButton-secondary"))
    dialog.value.set_files(OWN)
    clicks += 2  # the file and "open" in the system's own dialog
    click(page.get_by_role("button", name="Se de första fynden"))
    expect(page.get_by_text("krav verkar inte nämnas")).to_be_visible()
    click(page.get_by_role("button", name="Det finns inte hos oss").first)
    expect(page.get_by_text("1 fynd sparat.")).to_be_visible()
    found = page.url
    click(page.get_by_role("button", name="Se det i matrisen"))
    expect(page.get_by_role("heading", name="0 Ej omnämnt")).to_be_visible()
    assert clicks <= MOST

    database = connect(app.database_url)
    with database.reading() as session:
        assert session.scalar(select(func.count(SearchRecord.id))) == 1
        assert session.scalar(select(func.count(GuidelineChoice.id)).where(~GuidelineChoice.counts)) or 0 > 0
    database.close()
    visit(found)
    expect(page.get_by_text("1 fynd sparat.")).to_be_visible()
