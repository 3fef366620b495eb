"""What is logged, and that nothing of anybody's is: everything here tries to log what must not be."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from tracker import logs
from tracker.errors import Refused
from tracker.logs import lines
from tracker.settings import Settings

SECRETS = ("hemligt-lösenord", "Anna", "Andersson", "19121212-1212", "anna@kommun.se", "skyddad adress", "070-1234567")
Written = Callable[[], str]


@pytest.fixture
def begin(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Written]]:
    """Begins to log to a text, and gives what stands in it."""
    root, named = logging.getLogger(), [logging.getLogger(name) for name in ("tracker", *logs._OTHERS)]
    before = [(logger, logger.handlers, logger.level, logger.propagate) for logger in (root, *named)]

    def start(**settings: Any) -> Written:
        stream = io.StringIO()
        monkeypatch.setattr(sys, "stderr", stream)
        logs.begin(Settings(**settings))
        return stream.getvalue

    yield start
    for logger, handlers, level, propagate in before:
        logger.handlers, logger.propagate = handlers, propagate
        logger.setLevel(level)


@pytest.mark.parametrize("form", logs.FORMATS)
@pytest.mark.parametrize("name", ["tracker.pages", "streamlit.runtime", "uvicorn.error", "sqlalchemy.engine", "other"])
def test_values_of_messages_are_left_out(begin: Callable[..., Written], form: str, name: str) -> None:
    written = begin(log=form)
    log = logging.getLogger(name)
    for secret in SECRETS:
        log.error("could not read %s of %r", secret, [secret])
        log.error("no %(who)s here", {"who": secret})
        log.error("row %d of %s", secret, secret)  # a word where a number was meant
        log.error("postgresql://tracker:%s@db/x" % secret)  # noqa: UP031 - as others write
        log.error(f"GET /search?q={secret} failed: '{secret}'")
        log.error(f"name={secret}; contact: {secret}")
        log.error("failed", extra={"fields_of_mine": secret, "person": secret})
    assert written().count("\n") == 7 * len(SECRETS)
    assert not [secret for secret in SECRETS if secret in written()]


@pytest.mark.parametrize("form", logs.FORMATS)
def test_errors_are_types_and_places_without_their_words(begin: Callable[..., Written], form: str) -> None:
    written = begin(log=form)
    for secret in SECRETS:
        try:
            try:
                {}[secret]
            except KeyError as problem:
                raise ValueError(f"no {secret}") from problem
        except ValueError as problem:
            logs.failure(problem)
            logging.getLogger("streamlit").exception("Uncaught app execution", exc_info=problem)
    engine = create_engine("sqlite://")
    with pytest.raises(OperationalError) as caught, engine.connect() as connection:
        connection.execute(text("INSERT INTO nothing VALUES (:who)"), {"who": SECRETS[1]})
    logs.failure(caught.value)
    assert not [secret for secret in SECRETS if secret in written()]
    assert "because" in written()
    assert "tests/tracker/logs/test_lines.py" in written()
    assert "/work" not in written()


def test_an_event_is_one_line_with_known_fields(begin: Callable[..., Written]) -> None:
    written = begin(log="json")
    with logs.request() as identifier:
        logs.event("request", part="matrix", status=200, ms=12)
    line = json.loads(written())
    assert {"time", "level", "logger"} <= line.keys()
    assert {name: line[name] for name in ("event", "part", "status", "ms", "request")} == {
        "event": "request", "part": "matrix", "status": 200, "ms": 12, "request": identifier,
    }  # fmt: skip


@pytest.mark.parametrize("secret", SECRETS)
def test_fields_of_other_names_or_shapes_are_left_out(begin: Callable[..., Written], secret: str) -> None:
    written = begin(log="json")
    logs.event("request", who=secret, page=f"{secret} x", status=secret, id=secret)
    assert secret not in written()


def test_an_unexpected_error_stands_under_the_id_the_reader_sees(begin: Callable[..., Written]) -> None:
    written = begin(log="json")
    identifier = logs.failure(Refused("error.sign_in_way", value="Anna"))
    line = json.loads(written())
    assert (line["id"], line["error"], line["code"]) == (identifier, "Refused", "error.sign_in_way")


def test_words_of_errors_stand_there_for_who_asks_for_them(begin: Callable[..., Written]) -> None:
    written = begin(debug=True)
    logs.failure(ValueError("a number is missing"))
    assert 'words="a number is missing"' in written()


@pytest.mark.parametrize(("level", "shown"), [("info", True), ("warning", False), ("nonsense", True)])
def test_less_is_logged_where_less_is_wanted(begin: Callable[..., Written], level: str, shown: bool) -> None:
    written = begin(log_level=level)
    logs.event("request", status=200)
    assert ("event=request" in written()) is shown


def test_a_line_stays_one_line() -> None:
    record = logging.LogRecord("x", 20, "", 0, "first\nsecond\r\nthird", (), None)
    line = lines.Line(json=False, debug=False, request=lambda: "").format(record)
    assert 'message="first second third"' in line
    assert "\n" not in line


def test_what_takes_time_is_told_when_it_is_over(begin: Callable[..., Written]) -> None:
    written = begin(log="json")
    with logs.request() as identifier, pytest.raises(ValueError, match="Anna"), logs.timed("run", page="matrix"):
        raise ValueError("Anna")
    line = json.loads(written())
    assert (line["event"], line["page"], line["request"]) == ("run", "matrix", identifier)
    assert line["ms"] >= 0
