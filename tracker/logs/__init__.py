"""What the program says of itself while it runs: one line an event on stderr, with nothing of anybody's in it.

An event is a code and fields of known names: numbers, codes, ids. What else is logged, by other packages too, goes
through `tracker.logs.lines`, which leaves out every value that is no number and every word of an error.
"""

from __future__ import annotations

import logging
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from tracker.logs import actions
from tracker.logs.lines import FIELDS, Line
from tracker.settings import Settings

LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
FORMATS = ("text", "json")
_OTHERS = ("streamlit", "uvicorn", "uvicorn.error", "alembic", "sqlalchemy")
"""Loggers that bring a way of writing of their own."""

_log = logging.getLogger("tracker")
_request: ContextVar[str] = ContextVar("request", default="")


def begin(settings: Settings | None = None) -> None:
    """Write everything that is logged in this process as the settings say; may be called again.

    What is no level counts as "info", what is no format as "text": a program that says nothing helps nobody.
    """
    said = settings or Settings()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Line(json=said.log == "json", debug=said.debug, request=_request.get))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    level = LEVELS.get(said.log_level.lower(), logging.INFO)
    for name in _OTHERS:
        other = logging.getLogger(name)
        other.handlers, other.propagate = [], True
        other.setLevel(max(level, logging.WARNING))  # what they tell of every connection, the journal tells better
    _log.setLevel(level)
    actions.watch(lambda action, chain: event("action", action=action, workspace=chain))


def event(code: str, *, level: int = logging.INFO, error: BaseException | None = None, **fields: str | float) -> None:
    """Log what happened. Fields with names that are not in FIELDS, or values not of their shape, are left out."""
    known = {name: value for name, value in fields.items() if name in FIELDS and FIELDS[name](value)}
    _log.log(level, code, exc_info=error, extra={"fields": known})


@contextmanager
def timed(code: str, *, page: str) -> Iterator[None]:
    """Log what the block does for a page once it is done or failed, with the milliseconds it took."""
    began = time.monotonic()
    try:
        yield
    finally:
        event(code, ms=round((time.monotonic() - began) * 1000), page=page)


def failure(error: BaseException) -> str:
    """Log an error nobody expected; gives the id it has in the log, for the reader to name."""
    identifier = secrets.token_hex(4)
    event("failure", level=logging.ERROR, error=error, id=identifier)
    return identifier


@contextmanager
def request() -> Iterator[str]:
    """Everything logged inside belongs together under one id, which is given."""
    identifier = secrets.token_hex(8)
    token = _request.set(identifier)
    try:
        yield identifier
    finally:
        _request.reset(token)
