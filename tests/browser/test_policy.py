"""The browser holds to what the server's headers forbid; that the app needs none of it, every other test shows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.served import App

pytestmark = pytest.mark.browser

PLANTED = """() => new Promise(done => {
    const stopped = new Set();
    addEventListener("securitypolicyviolation", event => {
        stopped.add(event.effectiveDirective);
        if (stopped.size === 5) done([...stopped].sort());
    });
    document.body.insertAdjacentHTML("beforeend", `<img src="data:," onerror="window.planted = 1">
        <img src="http://example.invalid/seen.png"><iframe src="http://example.invalid/"></iframe>`);
    fetch("http://example.invalid/told").catch(() => {});
    const script = document.createElement("script");
    script.textContent = "window.planted = 1";
    document.body.append(script);
})"""


def test_what_is_planted_in_a_page_neither_runs_nor_tells(
    app_on_the_day: App, visit: Callable[[str], None], page: Page, stopped: list[str]
) -> None:
    visit(f"{app_on_the_day.url}/accessibility?lang=sv")
    assert page.evaluate(PLANTED) == ["connect-src", "frame-src", "img-src", "script-src-attr", "script-src-elem"]
    assert page.evaluate("window.planted") is None
    stopped.clear()  # what was wanted here
