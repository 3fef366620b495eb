"""Pages as scripts on a small database, without a browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from tests.tracker.conftest import Copies
from tests.tracker.reused import Files
from tracker import documents, ingest, jobs
from tracker.database import Database
from tracker.pages import frame
from tracker.tables.people import Person

SCRIPT = """
from tracker.pages import frame, problems
from tracker.pages.{name}.page import show
with problems.shown_plainly():
    frame.begin()
    problems.show_kept()
    show()
"""


@pytest.fixture(scope="session", autouse=True)
def packages_read_once() -> Iterator[None]:
    """Whenever a page is run anew, Streamlit looks for components in all installed packages: longer than most pages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture
def pages_on(files: Files, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], AbstractContextManager[Database]]:
    """Lets pages show the tracker of a file by the engines that tests have in common: new ones would compile every
    statement anew, which takes nearly half of a page's time. Any other address pages open themselves.
    """

    @contextmanager
    def show(path: Path) -> Iterator[Database]:
        address, opens = f"sqlite:///{path}", frame._open
        monkeypatch.setenv("TRACKER_DATABASE_URL", address)
        st.cache_resource.clear()
        with files.opened(path) as opened:
            monkeypatch.setattr(frame, "_open", lambda url: opened if url == address else opens(url))
            yield opened

    return show


@pytest.fixture(autouse=True)
def no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages queue jobs; nobody does them, but where a test does."""
    monkeypatch.setattr(jobs, "ensure_worker", lambda _url: None)


@pytest.fixture
def database(
    stage: str, sqlite_copies: Copies, tmp_path: Path, pages_on: Callable[[Path], AbstractContextManager[Database]]
) -> Iterator[Database]:
    """The database the pages open; the views behind them are tested on PostgreSQL elsewhere."""
    path = tmp_path / "alone.db"
    shutil.copyfile(sqlite_copies(stage)[0], path)
    with pages_on(path) as opened:
        yield opened


@pytest.fixture
def open_page(database: Database) -> Callable[..., AppTest]:
    """Runs a page at an address."""

    def run(name: str, *, lang: str = "sv", **address: str) -> AppTest:
        page = AppTest.from_string(SCRIPT.format(name=name), default_timeout=30)
        for key, value in {"lang": lang, **address}.items():
            page.query_params[key] = value
        page.run()
        assert [problem.message for problem in page.exception] == []
        return page

    return run


@pytest.fixture
def filled(
    database: Database,
    person: Person,
    guideline: ingest.ImportedGuideline,
    local_document: documents.ImportedDocument,
    suggested: int,
) -> int:
    """A workspace with a statute, a document and suggestions; its number."""
    del database, person, guideline, local_document
    return suggested
