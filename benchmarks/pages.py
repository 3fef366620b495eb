"""How long a page takes from a keystroke or click to a finished rerun, in a real browser.

usage: python -m benchmarks.pages   (needs Chromium; builds the demonstration in a temporary folder)
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent
READY = '[data-testid="stApp"][data-test-script-state="notRunning"]'
ROUNDS = 6


def main() -> None:
    """Print median and worst milliseconds per action as Markdown."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        environment = {**os.environ, "TRACKER_DATABASE_URL": f"sqlite:///{folder}/tracker.db"}
        command = [sys.executable, "-m", "tracker"]
        subprocess.run([*command, "demo"], cwd=ROOT, env=environment, check=True, capture_output=True)
        server = subprocess.Popen([*command, "serve", "--port", str(port)], cwd=ROOT, env=environment)
        try:
            _measure(f"http://localhost:{port}")
        finally:
            server.terminate()


def _measure(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        page.set_default_timeout(20_000)
        _open(page, f"{address}/review?lang=en")
        rows = {
            "review: later, next item": _times(lambda: _changes(page, lambda: page.keyboard.press("l"))),
            "review: reject, stored, next item": _times(lambda: _changes(page, lambda: page.keyboard.press("n"))),
        }
        for name in ("guidelines", "local", "matrix", "network", "anchoring", "services", "measures", ""):
            opening = partial(_load, page, f"{address}/{name}?lang=en")
            rows[f"{name or 'overview'}: whole page from its address"] = _times(opening)
        browser.close()
    print("| action | median ms | worst ms |\n|---|---:|---:|")
    for name, times in rows.items():
        print(f"| {name} | {1000 * statistics.median(times):.0f} | {1000 * max(times):.0f} |")


def _open(page: Page, url: str) -> None:
    for _ in range(30):
        try:
            page.goto(url)
            break
        except Exception:  # noqa: BLE001 - the server is not up yet
            time.sleep(1)
    page.wait_for_selector(READY, timeout=60_000)
    page.wait_for_timeout(1500)


def _times(act: Callable[[], None]) -> list[float]:
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        times.append(time.perf_counter() - began)
    return times


def _changes(page: Page, act: Callable[[], None]) -> None:
    """Act, and wait until the address names another link and the script has finished."""
    before = page.url
    act()
    page.wait_for_function("before => location.href !== before", arg=before)
    page.wait_for_selector(READY)


def _load(page: Page, url: str) -> None:
    """A new session: connection, script and drawing."""
    page.goto(url)
    page.wait_for_selector(READY)


if __name__ == "__main__":
    main()
