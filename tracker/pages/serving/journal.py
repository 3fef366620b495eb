"""Every request as one line of the log, by the part of the app it asks for and never by its words; an error no part
of the app expected gets a plain answer with the id it has there.
"""

from __future__ import annotations

import logging
import time
from typing import Final

import streamlit.logger
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tracker import logs
from tracker.pages import routes
from tracker.pages.serving import answers, asked, health

QUIET: Final = ("static/", "_stcore/health", "favicon")
"""Asked so often that a line each would hide the others; what goes wrong there is told all the same."""
_PARTS: Final = (
    "api",
    "static",
    "media",
    "component",
    "_stcore/upload_file",
    "_stcore/stream",
    "_stcore",
    "oauth2callback",
)


class Journal:
    """Gives every request its id, and tells what came of it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request or connection."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        status, began = 0, time.monotonic()
        with logs.request() as identifier:

            async def noted(message: Message) -> None:
                nonlocal status
                if message["type"] in ("http.response.start", "websocket.http.response.start"):
                    status = message["status"]
                    headers = MutableHeaders(raw=list(message["headers"]))
                    headers["x-request-id"] = identifier
                    message = {**message, "headers": headers.raw}
                elif message["type"] == "websocket.accept":
                    status = 101
                await send(message)

            try:
                await self.app(scope, receive, noted)
            except ClientDisconnect:
                pass  # nobody is there to answer
            except Exception as problem:  # noqa: BLE001 - whatever it is, it is logged and answered plainly
                failed = logs.failure(problem)
                if not status:
                    await answers.refuse(scope, receive, noted, 500, "broken", id=failed)
            finally:
                self._tell(scope, status, began)

    def _tell(self, scope: Scope, status: int, began: float) -> None:
        name = asked.name(scope)
        quiet = status < 400 and (name.startswith(QUIET) or name in health.NAMES)
        logs.event(
            "request",
            level=logging.DEBUG if quiet else logging.WARNING if status >= 500 else logging.INFO,
            part=part(name),
            method=str(scope.get("method", "websocket")).lower(),
            status=status,
            ms=round((time.monotonic() - began) * 1000),
        )


def take_over() -> None:
    """Let what Streamlit logs go the way of everything else: each of its loggers writes errors with their words."""
    streamlit.logger.setup_formatter = _ours  # type: ignore[assignment] # called for every logger there will be
    for log in streamlit.logger._loggers.values():
        _ours(log)


def _ours(log: logging.Logger) -> None:
    for handler in list(log.handlers):
        log.removeHandler(handler)
    log.propagate = True
    log.setLevel(logging.WARNING)


def part(name: str) -> str:
    """What of the app a name is of, as a code: a page, a group of files, "other" for all that is none.

    >>> part("matrix"), part(""), part("media/x.pdf"), part("_stcore/stream"), part("anna-andersson")
    ('matrix', 'home', 'media', 'stream', 'other')
    """
    if name in routes.ADDRESSES or name in health.NAMES:
        return name.replace("/", ".")
    if not name:
        return "home"
    found = next((known for known in _PARTS if name == known or name.startswith(f"{known}/")), "other")
    return found.rpartition("/")[2].removeprefix("_")
