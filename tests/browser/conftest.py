"""A real browser against a running app: skipped where there is no Chromium, unless CI says there must be one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.asked import Walk
from tests.browser.served import App, Server
from tests.browser.settling import WATCH, settle

DAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
"""The day the demonstration is set in."""
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
POLICY = "Content Security Policy"
"""What a browser says of everything that the policy stops."""
PATIENCE = 60_000  # milliseconds; a loaded machine is no failure

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium on this machine."""
    found = os.environ.get("TRACKER_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        reason = "no Chromium found: install it with the system's package manager, or point TRACKER_CHROMIUM at one"
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app of this process; tests ask for it by the fixtures below, which say what it shows."""
    running = Server(tmp_path_factory.mktemp("server"))
    yield running
    running.stop()


@pytest.fixture
def start_app(server: Server) -> Callable[[Path], App]:
    """Shows the app on a database of the test's own, in the present."""
    return server.show


@pytest.fixture(scope="session")
def read_only_demonstration(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy of the demonstration that all tests that only read look at."""
    return Path(shutil.copy(demo_database, tmp_path_factory.mktemp("demonstration") / "tracker.db"))


@pytest.fixture
def app_on_the_day(server: Server, read_only_demonstration: Path) -> App:
    """The demonstration on the day it is set in, so that what is overdue stays so: for tests that only read."""
    return server.show(read_only_demonstration, DAY)


@pytest.fixture
def demo_app(app_on_the_day: App) -> App:
    """The same."""
    return app_on_the_day


@pytest.fixture
def own_app_on_the_day(server: Server, demo_database: Path, tmp_path: Path) -> App:
    """As `app_on_the_day`, on a copy of the test's own: for tests that write."""
    return server.show(Path(shutil.copy(demo_database, tmp_path / "tracker.db")), DAY)


@pytest.fixture
def look() -> Mapping[str, Any]:
    """The window's size and colours; a test overrides it to be narrow or dark."""
    return {"viewport": {"width": 1440, "height": 1000}}


@pytest.fixture(scope="session")
def stopped() -> list[str]:
    """What the app's security policy stopped in the window: nothing the app needs may stand here."""
    return []


@pytest.fixture(scope="session")
def window(browser: Browser, stopped: list[str]) -> Page:
    """One window for all tests of a process: the app's scripts are fetched and compiled once."""
    opened = browser.new_context(locale="sv-SE", reduced_motion="reduce")
    opened.set_default_timeout(PATIENCE)
    opened.add_init_script(WATCH)
    opened.on("console", lambda said: stopped.append(said.text) if POLICY in said.text else None)
    return opened.new_page()


@pytest.fixture(scope="session")
def kept() -> dict[str, Any]:
    """What stands in the window since the last test, where that may go on in the same session."""
    return {}


@pytest.fixture
def page(
    window: Page,
    look: Mapping[str, Any],
    kept: dict[str, Any],
    stopped: list[str],
    request: pytest.FixtureRequest,
) -> Iterator[Page]:
    """The window in its look, without what an earlier test left in it; those that `turn` leave it to one another."""
    stopped.clear()
    turns = "turn" in request.fixturenames
    sound = {"of": request.path if turns else None, "failed": request.session.testsfailed}
    if not turns or kept != sound:
        _emptied(window)
    window.set_viewport_size(look["viewport"])
    window.emulate_media(color_scheme=look.get("color_scheme", "light"))
    yield window
    kept.update(sound)
    if not turns:
        _emptied(window)
    assert stopped == []


@pytest.fixture
def settled(page: Page) -> Callable[[], None]:
    """Waits until the script has run to its end and the page stands."""
    return lambda: settle(page)


@pytest.fixture
def visit(page: Page) -> Callable[[str], None]:
    """Opens an address in a session of its own and waits until the page stands."""

    def go(address: str) -> None:
        page.goto(address)
        page.wait_for_selector('[data-testid="stHeading"], [data-testid="stAlert"]')
        settle(page)

    return go


@pytest.fixture
def turn(page: Page, visit: Callable[[str], None]) -> Callable[[str], None]:
    """Goes to an address as the browser's own buttons do, in the session the test before it left: half the cost.

    Only for tests of a module that all look at the same app and leave nothing behind that the next would stumble on.
    """

    def go(address: str) -> None:
        if not page.url.startswith("http"):
            visit(address)
            return
        page.evaluate("to => { history.pushState({}, '', to); dispatchEvent(new PopStateEvent('popstate')); }", address)
        settle(page)

    return go


@pytest.fixture
def walk(page: Page, turn: Callable[[str], None], app_on_the_day: App) -> Walk:
    """A person at Overview of the demonstration, whose clicks are counted."""
    return Walk(page, turn, app_on_the_day)


def _emptied(window: Page) -> None:
    """End the session with the app and forget what it kept in the browser."""
    if window.url.startswith("http"):
        window.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    window.context.clear_cookies()
    window.goto("about:blank")
