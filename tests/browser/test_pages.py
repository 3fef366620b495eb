"""Every page in both languages and themes: it stands, nothing overflows, and axe finds nothing serious."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessible import serious

pytestmark = pytest.mark.browser

PLACES = {
    "overview": "",
    "guidelines": "guidelines",
    "guideline": "guidelines?guideline=1",
    "guideline-about": "guidelines?guideline=1&tab=about",
    "documents": "local",
    "services": "local?tab=services",
    "actors": "local?tab=actors",
    "document": "local?document=1",
    "review": "review",
    "translations": "review?view=translations&state=any",
    "gaps": "review?view=gaps",
    "matrix": "matrix?show=examined",
    "matrix-services": "matrix?by=service",
    "cell": "matrix?requirement=1&subject=actor-1",
    "network": "network",
    "actor": "network?actor=1",
    "service-list": "services",
    "contact-centre": "services?view=contact",
    "service": "services?service=1",
    "launch-gate": "services?service=1&tab=gate",
    "anchoring": "anchoring",
    "staffing": "anchoring?tab=staffing",
    "measures": "measures",
    "goals": "measures?tab=goals",
    "settings": "settings",
    "missing": "?list=missing",
    "search": "search?q=tillg%C3%A4nglighet",
    "research": "research",
    "agreement": "research?tab=coders",
    "reports": "reports",
    "accessibility": "accessibility",
    "guide": "guide",
}
LOOKS: Mapping[str, Mapping[str, Any]] = {
    "en": {"viewport": {"width": 1024, "height": 900}, "color_scheme": "dark"},
    "sv": {"viewport": {"width": 1440, "height": 1000}, "color_scheme": "light"},
}
"""The last is looked at on a telephone too: its words are the longer ones."""
NAMES = {"sv": "Svenska", "en": "English"}
TELEPHONE = {"width": 390, "height": 844}


def address(app_url: str, place: str) -> str:
    return f"{app_url}/{place}{'&' if '?' in place else '?'}lang=en"


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    width: int = page.evaluate(
        """() => Math.max(...[document.documentElement, document.querySelector('[data-testid="stMain"]')]
             .map(part => part.scrollWidth - part.clientWidth))"""
    )
    return width


def check(page: Page) -> None:
    """No error, no missing text, at most one primary button, no sideways scrolling."""
    assert page.locator('[data-testid="stAlertContentError"], [data-testid="stException"]').count() == 0
    words = page.locator("body").inner_text()
    assert "[page." not in words
    assert "[nav." not in words
    assert page.locator('[data-testid="stBaseButton-primary"]:visible, '
                        '[data-testid="stBaseButton-primaryFormSubmit"]:visible').count() <= 1  # fmt: skip
    assert overflow(page) <= 0


@pytest.mark.parametrize("place", PLACES)
def test_page_stands_fits_and_is_accessible(
    page: Page, turn: Callable[[str], None], settled: Callable[[], None], demo_app: Any, place: str
) -> None:
    turn(address(demo_app.url, PLACES[place]))
    for language, look in LOOKS.items():  # loaded once: loading costs more than all that is looked at
        page.set_viewport_size(look["viewport"])
        page.emulate_media(color_scheme=look["color_scheme"])
        settled()  # what is pressed while all is drawn in other colours may be lost
        page.locator(".st-key-language-choice").get_by_text(NAMES[language]).click()
        page.wait_for_url(f"**lang={language}**")
        settled()
        check(page)
        assert serious(page) == []
    page.set_viewport_size(TELEPHONE)  # type: ignore[arg-type] # a plain dict is what the method takes
    settled()
    check(page)


def test_a_figure_leads_to_its_evidence_in_two_clicks(
    page: Page, visit: Callable[[str], None], settled: Callable[[], None], demo_app: Any
) -> None:
    visit(f"{demo_app.url}/?lang=sv")
    page.locator(".st-key-figure-not_examined button:visible").click()
    page.wait_for_url("**show=not_examined**")
    settled()
    table = page.get_by_test_id("stDataFrame")
    expect(table.locator("canvas").first).to_be_visible()
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 55)  # a cell of the first row
    page.wait_for_url("**subject=actor-**")
    expect(page.get_by_text("Stegen och deras underlag")).to_be_visible()


def test_a_cell_of_the_picture_opens(page: Page, visit: Callable[[str], None], demo_app: Any) -> None:
    visit(f"{demo_app.url}/matrix?lang=sv&show=examined")
    picture = page.locator(".st-key-heatmap-box canvas").first
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box is not None
    page.wait_for_timeout(800)  # the picture is drawn after the page stands
    page.mouse.click(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.6)
    page.wait_for_url("**subject=actor-**")


def test_the_language_is_kept_from_page_to_page(page: Page, visit: Callable[[str], None], demo_app: Any) -> None:
    visit(f"{demo_app.url}/?lang=sv")
    page.locator(".st-key-language-choice").get_by_text("English").click()
    page.get_by_test_id("stSidebarNav").get_by_text("Matrix").click()
    expect(page.get_by_role("heading", name="Matrix")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Matrix")).to_be_visible()


def test_a_form_stays_open_when_what_it_holds_is_refused(
    page: Page, visit: Callable[[str], None], settled: Callable[[], None], demo_app: Any
) -> None:
    visit(f"{demo_app.url}/services?lang=sv&view=contact")
    form = page.get_by_test_id("stExpander").filter(has_text="Lägg till ett ämne")
    form.get_by_text("Lägg till ett ämne").click()
    note = form.get_by_label("Anteckning")
    note.fill("Skrivs inte bort")
    form.get_by_role("button", name="Spara").click()
    expect(page.get_by_test_id("stToast")).to_contain_text("Namn eller rubrik saknas")
    settled()
    expect(note).to_be_visible()
    expect(note).to_have_value("Skrivs inte bort")
