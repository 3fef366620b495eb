"""Whatever stands in an address, and whatever is searched for, a page answers in plain words: never a traceback."""

from __future__ import annotations

import ast
import random
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
import streamlit as st
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from tests.browser.test_pages import PLACES
from tests.tracker.pages.conftest import SCRIPT
from tests.trust import payloads
from tests.trust.conftest import Tell, Times
from tracker import logs, pages
from tracker.database import connect
from tracker.pages import address, routes
from tracker.settings import Settings
from tracker.tables.people import Workspace
from tracker.views.search.results import search
from tracker.views.search.shelves import open_shelves
from tracker.views.search.stock import stock

VALUES = (
    "0", "1", "-1", "2", "999999999", "9" * 30, "1.5", "1e9", "٣", "²", "0x1", "1_0", " 1", "1 ", "nan", "inf", "None",
    "yes", "no", "true", "any", "all", "actor-1", "service-1", "actor-0", "service--1", "actor-", "-", "actor-٣",
    "2026-02-30", "2026-01-01", "0001-01-01", "9999-12-31", "20260101", "2026-W01-1", "", " ", "\x00", "\n", "\ud800",
    "\u202e", "İ", "ß", "a\u0301", "%", "%00", "..", "../../etc/passwd", "C:\\", "'; DROP TABLE link; --", "\"", "{}",
    "{0}", "{values}", "[]", "$", "w1", "p1", "w0", "w" + "9" * 30, "level", "sv", "en", "x" * 5_000, "1,2,3", ",", ":",
    payloads.PAYLOAD,
)  # fmt: skip
SENT = tuple(value for value in VALUES if value.isascii() or value.isprintable())
"""Half a letter cannot stand in an address; Streamlit has refused it before."""


def parameters() -> set[str]:
    """The names that the sources of the pages read: what is given first, or as a key, to whatever asks the address."""
    found = set[str]()
    for path in Path(pages.__path__[0]).rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
                of = call.func.value
                if isinstance(of, ast.Name) and of.id == "address":
                    named = [word.value for word in call.keywords if word.arg == "key"]
                    said = named or (call.args[:1] if call.func.attr in {"get", "number", "day"} else [])
                    found |= {str(word.value) for word in said if isinstance(word, ast.Constant)}
    return found | {"lang", "ws", "page", "subject"}


@pytest.fixture
def failed(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """What the pages raised and showed with a number of the log."""
    raised: list[BaseException] = []

    def keep(problem: BaseException) -> str:
        raised.append(problem)
        return "0"

    monkeypatch.setattr(logs, "failure", keep)
    return raised


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The parameters that pages have asked for."""
    names = set[str]()
    get = address.get

    def listening(key: str, default: str = "") -> str:
        names.add(key)
        return get(key, default)

    monkeypatch.setattr(address, "get", listening)
    return names


def places() -> list[tuple[str, dict[str, str]]]:
    """Pages with what stands in their addresses."""
    known = [place.partition("?") for place in PLACES.values()]
    found = [(path or "overview", dict(parse_qsl(query))) for path, _, query in known]
    return found + [(name, {}) for name in {*routes.PAGES, *routes.BESIDE} - {path for path, _ in found}]


def test_every_value_of_every_parameter_is_answered_plainly(
    hostile: Path,
    failed: list[BaseException],
    asked: set[str],
    monkeypatch: pytest.MonkeyPatch,
    times: Times,
    tell: Tell,
) -> None:
    """One to three parameters at a time, of those the page has asked for, or of any."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{hostile}")
    st.cache_resource.clear()
    rng = random.Random(8)
    known, bad = sorted(parameters()), {}
    runs = times(300, least=3)
    opened = places()
    for number in range(runs):
        name, values = opened[number % len(opened)] if runs >= len(opened) else rng.choice(opened)
        asked.clear()
        _run(name, values)
        names = sorted(asked & set(known)) or known
        for _ in range(2):
            chosen = rng.sample(names, min(len(names), rng.randint(1, 3)))
            given = {**values, **{key: rng.choice(SENT) for key in chosen}}
            _run(name, given)
            if failed:
                bad[(name, *given.items())] = repr(failed)
                failed.clear()
    tell("pages opened at addresses with odd values", of=3 * runs, bad=len(bad))
    assert bad == {}


def test_every_word_searched_for_is_answered(hostile: Path, times: Times, tell: Tell) -> None:
    """Odd values alone, and some of them behind one another."""
    rng = random.Random(9)
    database = connect(f"sqlite:///{hostile}")
    words = [*VALUES, *(" ".join(rng.choices(VALUES, k=4)) for _ in range(times(1_000)))][: times(1_000, least=10)]
    try:
        with database.reading() as session:
            workspace = session.scalars(select(Workspace.id)).one()
            shelves = open_shelves(session, Settings(database_url=f"sqlite:///{hostile}"), stock(session, workspace))
            for typed in words:
                assert search(session, shelves, typed, language="sv", cleared=False).total >= 0
    finally:
        database.close()
    tell("odd words searched for", of=len(words), bad=0)


def _run(name: str, values: dict[str, str]) -> None:
    page = AppTest.from_string(SCRIPT.format(name=name), default_timeout=60)
    for key, value in values.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
