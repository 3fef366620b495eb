"""How much one address may ask: sizes, how long it may keep silent in the middle of a request, how often a minute.

What is closed altogether stands here too: Streamlit's figures of its own and its way in for programs, which know
neither roles nor sign-in of ours.
"""

from __future__ import annotations

import asyncio
import time
from typing import Final

import streamlit as st
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tracker.pages.serving import answers, asked
from tracker.settings import Settings

HEADER_BYTES: Final = 32 * 1024
HEADERS: Final = 100
ADDRESS_BYTES: Final = 8 * 1024
BODY_BYTES: Final = 64 * 1024
"""Of anything but an upload."""
MULTIPART_BYTES: Final = 64 * 1024
"""What stands around the file in an upload."""
SILENT_SECONDS: Final = 30.0
WHOLE_SECONDS: Final = 600.0
MOST_SENDERS: Final = 50_000
"""Addresses counted apart in one minute; those that come after share one count."""
CLOSED: Final = ("_stcore/agent", "_stcore/metrics", "_stcore/script-health-check")
_UNCOUNTED = "static/"
"""The front end's own hundred files a page: the same for everybody, kept by browsers, read without a database."""
_UPLOAD = "_stcore/upload_file/"


class Limits:
    """Refuses what is too large, too slow or too often."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._requests, self._connections = Counted(), Counted()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request or connection."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        settings = Settings()
        often, most = (
            (self._requests, settings.requests_a_minute)
            if scope["type"] == "http"
            else (self._connections, settings.connections_a_minute)
        )
        counts = not asked.name(scope).startswith(_UNCOUNTED)
        wait = often.wait(asked.sender(scope), most, time.monotonic()) if counts else 0
        if wait:
            headers = {"Retry-After": str(wait)}
            await answers.refuse(scope, receive, send, 429, "too_often", headers=headers, seconds=wait)
        elif asked.name(scope).startswith(CLOSED):
            await answers.refuse(scope, receive, send, 404, "nowhere")
        elif status := too_long(scope):
            await answers.refuse(scope, receive, send, status, "too_large")
        elif scope["type"] == "websocket":
            await self.app(scope, receive, send)
        else:
            await self._read(scope, receive, send)

    async def _read(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on while its body stays within what it may be."""
        started = False

        async def noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        body = Body(receive, largest(scope))
        try:
            await self.app(scope, body, noted)
        except (TooLarge, TooSlow) as problem:
            if not started:
                status, key = (413, "too_large") if isinstance(problem, TooLarge) else (408, "too_slow")
                await answers.refuse(scope, receive, send, status, key)


class TooLarge(Exception):
    """A body has more bytes than it may have."""


class TooSlow(Exception):
    """A body was not sent in time."""


class Body:
    """The body of a request, counted and timed as it comes."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive, self._left = receive, most
        self._until = time.monotonic() + WHOLE_SECONDS
        self._whole = False

    async def __call__(self) -> Message:
        """The next part; once the body is whole, whatever comes."""
        if self._whole:
            return await self._receive()
        patience = min(SILENT_SECONDS, self._until - time.monotonic())
        try:
            message = await asyncio.wait_for(self._receive(), max(patience, 0))
        except TimeoutError as problem:
            raise TooSlow from problem
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise TooLarge
        self._whole = message["type"] != "http.request" or not message.get("more_body", False)
        return message


class Counted:
    """How often each address asked in this minute; forgotten with the next."""

    def __init__(self) -> None:
        self._begun = 0.0
        self._times: dict[str, int] = {}

    def wait(self, sender: str, most: int, now: float) -> int:
        """Count one more; seconds until it may ask again, 0 where it may now. `most` of 0 allows any number.

        >>> counted = Counted()
        >>> [counted.wait("192.0.2.1", 2, second) for second in (100, 101, 110, 161)]
        [0, 0, 50, 0]
        """
        if now - self._begun >= 60:
            self._begun, self._times = now, {}
        if sender not in self._times and len(self._times) >= MOST_SENDERS:
            sender = ""
        self._times[sender] = self._times.get(sender, 0) + 1
        return max(1, round(60 - (now - self._begun))) if 0 < most < self._times[sender] else 0


def too_long(scope: Scope) -> int:
    """The status to refuse a request with for what stands before its body, 0 for none."""
    if len(scope["path"]) + len(scope["query_string"]) > ADDRESS_BYTES:
        return 414
    if len(scope["headers"]) > HEADERS or sum(len(key) + len(value) for key, value in scope["headers"]) > HEADER_BYTES:
        return 431
    said = Headers(scope=scope).get("content-length", "0")
    return 413 if not (said.isascii() and said.isdecimal()) or int(said[:20]) > largest(scope) else 0


def largest(scope: Scope) -> int:
    """How many bytes the body of a request may have."""
    if asked.name(scope).startswith(_UPLOAD):
        return int(st.get_option("server.maxUploadSize")) * 1024 * 1024 + MULTIPART_BYTES
    return BODY_BYTES
