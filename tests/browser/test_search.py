"""From any page to what was sought: Enter, a hit, the passage in its document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_enter_on_another_page_leads_to_a_passage_in_its_document(
    page: Page, demo_app: Any, visit: Callable[[str], None], settled: Callable[[], None]
) -> None:
    visit(f"{demo_app.url}/services?lang=sv")
    field = page.locator(".st-key-search-field input")
    field.fill("redogörelse för tillgänglighet")
    field.press("Enter")
    expect(page.locator("h1")).to_have_text("Sök")
    settled()
    hit = page.locator('[class*="st-key-hit-passage-"]').first
    sought = hit.locator("mark.shared").first.inner_text()
    hit.get_by_role("button").click()
    expect(page.locator(".law.provision mark.shared")).to_contain_text(sought)
