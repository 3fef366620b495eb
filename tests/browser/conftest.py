"""A real browser against a running app: skipped where there is no Chromium, unless CI says there must be one."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
READY = '[data-testid="stApp"][data-test-script-state="notRunning"]'
STYLED = "() => [...document.querySelectorAll('style')].some(part => part.textContent.includes('.law'))"
START_SECONDS = 90
PATIENCE = 60_000  # milliseconds; a loaded machine is no failure

expect.set_options(timeout=PATIENCE)


@dataclass(frozen=True, slots=True)
class App:
    """A running app and the database behind it."""

    url: str
    database_url: str


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


@pytest.fixture
def start_app() -> Iterator[Callable[[Path], App]]:
    """Starts the app on a database of its own; stopped when the test ends."""
    yield from _apps()


@pytest.fixture(scope="module")
def demo_app(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The app on a copy of the demonstration, shared by the tests of a module."""
    copy = tmp_path_factory.mktemp("app") / "tracker.db"
    shutil.copy(demo_database, copy)
    starter = _apps()
    start = next(starter)
    yield start(copy)
    next(starter, None)


@pytest.fixture(scope="module")
def app_on_the_day(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """As `demo_app`, on the day the demonstration is set in: what is overdue stays the same."""
    copy = tmp_path_factory.mktemp("day") / "tracker.db"
    shutil.copy(demo_database, copy)
    starter = _apps("tests/browser/app_on_the_day.py")
    start = next(starter)
    yield start(copy)
    next(starter, None)


@pytest.fixture
def look() -> Mapping[str, Any]:
    """The window's size and colours; a test overrides it to be narrow or dark."""
    return {"viewport": {"width": 1440, "height": 1000}}


@pytest.fixture(scope="session")
def window(browser: Browser) -> Page:
    """One window for all tests of a process: the app's scripts are fetched and compiled once."""
    opened = browser.new_context(locale="sv-SE")
    opened.set_default_timeout(PATIENCE)
    return opened.new_page()


@pytest.fixture
def page(window: Page, look: Mapping[str, Any]) -> Iterator[Page]:
    """The window in its look, without what an earlier test left in it."""
    window.set_viewport_size(look["viewport"])
    window.emulate_media(color_scheme=look.get("color_scheme", "light"))
    yield window
    if window.url.startswith("http"):
        window.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    window.context.clear_cookies()
    window.goto("about:blank")


@pytest.fixture
def settled(page: Page) -> Callable[[], None]:
    """Waits until the script has run to its end."""
    return lambda: _settle(page)


@pytest.fixture
def visit(page: Page) -> Callable[[str], None]:
    """Opens an address and waits until the page stands."""

    def go(address: str) -> None:
        page.goto(address)
        page.wait_for_selector('[data-testid="stHeading"], [data-testid="stAlert"]')
        _settle(page)

    return go


def _settle(page: Page) -> None:
    page.wait_for_timeout(200)  # a click needs a moment to reach the server
    page.wait_for_selector(READY)
    page.wait_for_function(STYLED)
    page.wait_for_timeout(300)  # what a rerun left pale gets its colours back


def _apps(script: str = "streamlit_app.py") -> Iterator[Callable[[Path], App]]:
    started: list[subprocess.Popen[bytes]] = []

    def start(database: Path) -> App:
        port = _free_port()
        database_url = f"sqlite:///{database}"
        started.append(
            subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", script,
                 f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"],
                cwd=ROOT,
                env={**os.environ, "TRACKER_DATABASE_URL": database_url, "PYTHONPATH": str(ROOT)},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )  # fmt: skip
        url = f"http://127.0.0.1:{port}"
        _wait_for(f"{url}/_stcore/health", started[-1])
        return App(url=url, database_url=database_url)

    yield start
    for process in started:
        process.terminate()
        process.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"the app ended with code {process.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.3)
    pytest.fail(f"the app did not answer at {url}")
