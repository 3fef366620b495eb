"""Every page in a real browser with 300 guidelines' worth of data, and StrictDoc with as many requirements beside it.

usage: python -m benchmarks.large [--database FILE_OR_URL] [--workspace SLUG] [--strictdoc COMMAND] [--rounds 3]

Without a file the demonstration is built and grown in a temporary folder (a minute of processor time); a file is
copied, a database at a URL (postgresql://...) looked at as it is. With a workspace its pages are opened, and those of
the whole country. Milliseconds swing with whatever else the machine does; the server's processor time is printed beside
them.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from playwright.sync_api import Page, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from benchmarks.grown.build import build
from benchmarks.strictdoc_peer import export, write_project

ROOT = Path(__file__).parent.parent
READY = '[data-testid="stApp"][data-test-script-state="notRunning"]'
PATIENCE = 120_000
WARM = "settings"
"""The page that is opened first, so that no other pays for the start of the server."""
PAGES = {
    "overview": "",
    "guidelines": "force=obligation",
    "local": "tab=services",
    "review": "view=gaps",
    "matrix": "page=2",
    "chain": "page=2",
    "network": "view=actors",
    "anchoring": "tab=services",
    "services": "service=1",
    "progress": "tab=late",
    "measures": "tab=report",
    "settings": "",
}
"""Page, and what its address says of another filter or page of it."""
COUNTRY = {
    "research?tab=national": "tab=national&county=12",
    "research?tab=leaders": "tab=leaders&county=12",
    "research?tab=between": "tab=between&page=2",
}
"""The same of the pages over all municipalities."""


def main() -> None:
    """Print a row per page, then one for StrictDoc, as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", default="")
    parser.add_argument("--workspace", default="")
    parser.add_argument("--strictdoc", default=shutil.which("strictdoc"))
    parser.add_argument("--requirements", type=int, default=15_000, help="for StrictDoc, where it cannot take them all")
    parser.add_argument("--patience", type=float, default=1800, help="seconds that StrictDoc may take")
    parser.add_argument("--rounds", type=int, default=3)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        database = Path(name) / "tracker.db"
        url = wanted.database if "://" in wanted.database else f"sqlite:///{database}"
        if wanted.database and url != wanted.database:
            shutil.copy(wanted.database, database)
        elif not wanted.database:
            held = build(database, seed=7)
            print(", ".join(f"{count:,} {table}" for table, count in held.items()) + "\n")
        with _browser() as page:
            with _server(url) as (address, server):
                print("| page | first view, s | rerun, ms | processor, first view / rerun, s |\n|---|---:|---:|---:|")
                _first(page, f"{address}/{WARM}?lang=en")
                for path, change in {**(COUNTRY if wanted.workspace else {}), **PAGES}.items():
                    always = f"lang=en&ws={wanted.workspace}" if wanted.workspace else "lang=en"
                    try:
                        print(_row(page, address, path, change, always, server, wanted.rounds), flush=True)
                    except PlaywrightTimeout:
                        print(f"| {path} | not within {PATIENCE / 1000:.0f} | | |", flush=True)
            if wanted.strictdoc:
                print(_peer(page, wanted.strictdoc, database, wanted.requirements, wanted.patience))


def _row(page: Page, address: str, path: str, change: str, always: str, server: psutil.Process, rounds: int) -> str:
    """The first view is that of the first reader since something was written; a rerun follows a change of a filter."""
    spent = _processor(server)
    place, _, query = path.partition("?")
    first = _first(page, f"{address}/{place}?{always}{query and '&' + query}")
    spent_first = _processor(server) - spent
    spent = _processor(server)
    changes = [f"{always}{one and '&' + one}" for one in (change, query)]
    times = [_rerun(page, changes[number % 2]) for number in range(rounds)]
    spent_again = (_processor(server) - spent) / rounds
    again = f"{1000 * statistics.median(times):.0f} (worst {1000 * max(times):.0f})"
    return f"| {path} | {first:.1f} | {again} | {spent_first:.1f} / {spent_again:.2f} |"


def _first(page: Page, url: str) -> float:
    """A whole page from its address: a new session, connection, script and drawing."""
    began = time.perf_counter()
    page.goto(url)
    _settle(page)
    return time.perf_counter() - began


def _rerun(page: Page, change: str) -> float:
    """The script run again in the same session, as after a change of a filter: the address says what was changed."""
    began = time.perf_counter()
    page.evaluate(
        "change => { history.pushState({}, '', location.pathname + '?' + change);"
        " window.dispatchEvent(new PopStateEvent('popstate')); }",
        change,
    )
    page.wait_for_timeout(30)
    _settle(page)
    return time.perf_counter() - began


def _settle(page: Page) -> None:
    page.wait_for_selector(READY, timeout=PATIENCE)
    page.wait_for_selector('[data-testid="stHeading"], [data-testid="stAlert"]', timeout=PATIENCE)


def _processor(server: psutil.Process) -> float:
    """Processor seconds of the server and the processes it started."""
    times = [one.cpu_times() for one in (server, *server.children(recursive=True))]
    return float(sum(one.user + one.system for one in times))


def _peer(page: Page, command: str, database: Path, most: int, patience: float) -> str:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "project"
        count = write_project(database, folder, most=most)
        done = export(command, folder, count, patience=patience)
        if done.page is None:
            return f"| StrictDoc, {count:,} requirements | not done after {done.seconds:.0f} | | {done.processor:.0f} |"
        began = time.perf_counter()
        page.goto(done.page.as_uri(), wait_until="load", timeout=PATIENCE)
        shown = time.perf_counter() - began
    return (
        f"| StrictDoc's traceability matrix, {count:,} requirements, {done.size / 1e6:.1f} MB "
        f"| {done.seconds:.0f} + {shown:.1f} | | {done.processor:.0f} |"
    )


@contextmanager
def _browser() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        page.set_default_timeout(PATIENCE)
        yield page
        browser.close()


@contextmanager
def _server(url: str) -> Iterator[tuple[str, psutil.Process]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "TRACKER_DATABASE_URL": url}
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.headless=true"]
    command += [f"--server.port={port}", "--server.address=127.0.0.1"]
    started = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}", psutil.Process(started.pid)
    finally:
        started.terminate()
        started.wait()


if __name__ == "__main__":
    main()
