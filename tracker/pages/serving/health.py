"""Whether the app lives (/health) and can be used (/ready), for those who watch it: codes only, no details.

/health answers as long as the server does. /ready asks the database and answers 503 with what is missing; it asks one
question at a time and keeps the answer a moment, so that nobody burdens the database by asking.
"""

from __future__ import annotations

import time
from typing import Final

import anyio
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from tracker import readiness
from tracker.pages.serving import asked
from tracker.settings import Settings

NAMES: Final = frozenset({"health", "ready"})
PATIENCE_SECONDS = 5
KEPT_SECONDS = 2.0
_UNKEPT = {"Cache-Control": "no-store"}


class Watch:
    """What /ready said last, and the one question that may be under way."""

    def __init__(self) -> None:
        self._one = anyio.CapacityLimiter(1)
        self._said: tuple[str, ...] = ()
        self._url = ""
        self._until = 0.0

    async def missing(self, url: str) -> tuple[str, ...]:
        """Codes of what keeps the app from being used; `database_slow` where the database keeps us waiting."""
        if url == self._url and time.monotonic() < self._until:
            return self._said
        with anyio.move_on_after(PATIENCE_SECONDS):
            said = await anyio.to_thread.run_sync(readiness.missing, url, abandon_on_cancel=True, limiter=self._one)
            self._said, self._url, self._until = said, url, time.monotonic() + KEPT_SECONDS
            return said
        return ("database_slow",)


_watch = Watch()


async def health(request: Request) -> JSONResponse:
    """Whether the server answers, whatever the database does."""
    del request
    return JSONResponse({"status": "alive"}, headers=_UNKEPT)


async def ready(request: Request) -> JSONResponse:
    """Whether people can use the app now."""
    del request
    missing = await _watch.missing(Settings().database_url)
    if missing:
        return JSONResponse({"status": "not_ready", "missing": list(missing)}, 503, headers=_UNKEPT)
    return JSONResponse({"status": "ready"}, headers=_UNKEPT)


ROUTES = (Route(f"{asked.base()}/health", health), Route(f"{asked.base()}/ready", ready))
