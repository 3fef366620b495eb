"""The keyboard alone: a document imported, links reviewed and a report made, with the focus in sight at every step."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, TimeoutError, expect  # noqa: A004 - playwright's own

pytestmark = pytest.mark.browser

OWN = Path(__file__).parents[1] / "data" / "tracker" / "riktlinje.md"
MOST = 40
"""Steps from the start of a page's content to anything on the way: no table and no list is tabbed through."""
FOCUS = """() => {
    const at = document.activeElement, box = at.getBoundingClientRect();
    const ringed = (element, out = 4) => Boolean(element && out) && (
        (getComputedStyle(element).outlineStyle !== "none" && parseFloat(getComputedStyle(element).outlineWidth) >= 2)
        || ringed(element.parentElement, out - 1));
    return {
        name: (at.ariaLabel || at.labels?.[0]?.innerText || at.innerText || at.tagName).trim().replace(/\\s+/g, " "),
        where: `${at.tagName} ${at.dataset.testid ?? ""} ${Math.round(box.x)} ${Math.round(box.y + scrollY)}`,
        marked: ringed(at),
        inside: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
}"""


class Keyboard:
    """Somebody who has no mouse: every place the focus comes to is looked at."""

    def __init__(self, page: Page, settled: Callable[[], None]) -> None:
        self.page, self.settled = page, settled

    def press(self, keys: str) -> None:
        self.page.keyboard.press(keys)
        self.settled()

    def skip(self) -> None:
        """From the top of the page past the navigation."""
        self.settled()
        self.page.evaluate("() => { document.activeElement.blur(); getSelection().removeAllRanges(); }")
        self.page.keyboard.press("Tab")
        skip = self.page.get_by_test_id("stSkipToContent")
        if not skip.evaluate("link => link === document.activeElement"):
            skip.focus()  # the browser goes on from where something was last, not from the top
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_test_id("stMain")).to_be_focused()

    def to(self, name: str) -> None:
        """Tab to what is called so."""
        before = None
        for _ in range(MOST):
            self.page.keyboard.press("Tab")
            at = self.page.evaluate(FOCUS)
            assert at["where"] != before, f"the focus stays at {at}"
            assert at["marked"], f"nothing shows that the focus is at {at}"
            assert at["inside"], f"the focus is out of sight at {at}"
            before = at["where"]
            if re.search(name, at["name"]):
                self.settled()
                return
        pytest.fail(f"{name} is not reached with {MOST} steps; the last was {at}")

    def choose_file(self, name: str, path: Path) -> None:
        """Open the system's dialog; a page that is drawn anew takes the focus away (accessibility page, "focus")."""
        for _ in range(3):
            self.to(name)
            try:
                with self.page.expect_file_chooser(timeout=10_000) as dialog:
                    self.page.keyboard.press("Enter")
            except TimeoutError:
                self.skip()
            else:
                dialog.value.set_files(path)
                return
        pytest.fail(f"{name} opens no dialog")


def test_import_review_and_report_with_the_keyboard_alone(
    page: Page, visit: Callable[[str], None], settled: Callable[[], None], own_app_on_the_day: Any
) -> None:
    keyboard = Keyboard(page, settled)

    visit(f"{own_app_on_the_day.url}/local?lang=sv")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Hoppa till innehållet")).to_be_focused()
    keyboard.skip()
    keyboard.choose_file("Ladda upp", OWN)
    expect(page.get_by_text("Importerat: 6 textställen")).to_be_visible(timeout=120_000)

    keyboard.skip()
    keyboard.to("Visa eller dölj kolumner")
    for _ in range(MOST):  # through the table as a whole, and on
        page.keyboard.press("Tab")
        if page.evaluate(FOCUS)["where"].startswith("CANVAS"):
            break
    page.keyboard.press("Tab")
    assert not page.evaluate(FOCUS)["where"].startswith("CANVAS")

    visit(f"{own_app_on_the_day.url}/review?lang=sv")
    page.wait_for_url(re.compile(r"link=\d+"))
    first = page.url
    keyboard.press("n")
    page.wait_for_url(lambda url: url != first)
    keyboard.press("z")
    page.wait_for_url(lambda url: f"link={_link(first)}" in url)
    keyboard.skip()
    keyboard.to("^(Genomför|Ansvarar)")
    keyboard.press("Enter")
    page.wait_for_url(lambda url: f"link={_link(first)}" not in url)

    visit(f"{own_app_on_the_day.url}/reports?lang=sv")
    keyboard.skip()
    keyboard.to("PDF")
    with page.expect_download() as made:
        page.keyboard.press("Enter")
    assert made.value.suggested_filename.endswith(".pdf")


def _link(url: str) -> str:
    found = re.search(r"link=(\d+)", url)
    assert found is not None
    return found[1]
