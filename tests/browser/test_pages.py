"""Every page in both languages and themes: it stands, nothing overflows, and axe finds nothing serious."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

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
    "matrix": "matrix?show=examined",
    "matrix-services": "matrix?by=service",
    "cell": "matrix?requirement=1&subject=actor-1",
}
LOOKS = {
    ("sv", "light"): {"viewport": {"width": 1440, "height": 1000}, "color_scheme": "light"},
    ("en", "dark"): {"viewport": {"width": 1024, "height": 900}, "color_scheme": "dark"},
}


@pytest.fixture
def language(request: pytest.FixtureRequest) -> str:
    chosen: str = request.param[0]
    return chosen


@pytest.fixture
def look(request: pytest.FixtureRequest) -> Mapping[str, Any]:
    return LOOKS.get(request.param, {"viewport": {"width": 390, "height": 844}})


def serious(page: Page) -> list[str]:
    """What axe calls serious or critical, with the elements it means."""
    found = Axe().run(page).response["violations"]
    return [
        f"{problem['id']}: {[node['html'][:160] for node in problem['nodes']][:3]}"
        for problem in found
        if problem["impact"] in ("serious", "critical")
    ]


def address(app_url: str, place: str, language: str) -> str:
    return f"{app_url}/{place}{'&' if '?' in place else '?'}lang={language}"


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


@pytest.mark.parametrize(
    ("look", "language"), [(key, key) for key in LOOKS], indirect=True, ids=["sv-light", "en-dark"]
)
@pytest.mark.parametrize("place", PLACES)
def test_page_stands_and_axe_finds_nothing_serious(
    page: Page, visit: Callable[[str], None], demo_app: Any, place: str, language: str
) -> None:
    visit(address(demo_app.url, PLACES[place], language))
    check(page)
    assert serious(page) == []


@pytest.mark.parametrize(("look", "language"), [(("sv", "narrow"),) * 2, (("en", "narrow"),) * 2], indirect=True)
@pytest.mark.parametrize("place", PLACES)
def test_page_fits_a_telephone(
    page: Page, visit: Callable[[str], None], demo_app: Any, place: str, language: str
) -> None:
    visit(address(demo_app.url, PLACES[place], language))
    check(page)
