"""Where somebody was going who had to sign in first: kept on the way to the provider, taken up once on the way back.

Streamlit's callback leads home. The browser says which page it leaves for the provider (Referer, which our own policy
has it send whole to ourselves and to nobody else): the address as it is by then, not as it was when the document was
asked for. A browser that keeps it to itself comes home as before.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tracker.pages import routes
from tracker.pages.serving import asked
from tracker.settings import Settings

LEAVES, RETURNS = "auth/login", "oauth2callback"
"""Streamlit's addresses: where a browser goes to sign in, and where the provider sends it back to."""
COOKIE: Final = "tracker_destination"
KEPT_SECONDS: Final = 600
MOST, LONGEST, LONGEST_VALUE = 40, 2000, 400
"""Parameters of an address, characters of it, and of one value; what is longer leads home."""
_NAME = re.compile(r"[a-z][a-z_]{0,29}")
_STREAMLITS = frozenset({"embed", "embed_options"})
"""Parameters that change how Streamlit draws, and are none of ours."""
_PORTS = {"http": 80, "https": 443}


class Destination:
    """Sets the cookie with the way to the provider, and follows and removes it with the way back."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        name = asked.name(scope) if scope["type"] == "http" else ""
        if name not in (LEAVES, RETURNS):
            await self.app(scope, receive, send)
            return

        async def led(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in (302, 303, 307):
                headers = MutableHeaders(raw=list(message["headers"]))
                _keep(scope, headers) if name == LEAVES else _take_up(scope, headers)
                message = {**message, "headers": headers.raw}
            await send(message)

        await self.app(scope, receive, led)


def destination(address: SplitResult) -> str:
    """The page and parameters of an address as a path on this server; "" for what is no page of the app.

    >>> destination(urlsplit("/matrix?guideline=3&q=Sk%C3%B6ld&embed=true"))
    '/matrix?guideline=3&q=Sk%C3%B6ld'
    >>> destination(urlsplit("//elsewhere.example/matrix/..")), destination(urlsplit("/media/prepared.csv"))
    ('', '')
    """
    page = address.path.removeprefix(f"{asked.base()}/")
    if not address.path.startswith(f"{asked.base()}/") or page not in routes.ADDRESSES | {""}:
        return ""
    try:
        values = parse_qsl(address.query, max_num_fields=MOST)
    except ValueError:
        return ""
    kept = urlencode([(name, value) for name, value in values if _is_ours(name, value)])
    found = f"{asked.base()}/{page}" + (f"?{kept}" if kept else "")
    return found if len(found) <= LONGEST else ""


def _keep(scope: Scope, headers: MutableHeaders) -> None:
    """Keep where the browser comes from; an earlier one that was never taken up is forgotten either way."""
    there = _split(Headers(scope=scope).get("referer", ""))
    ours = _split(Settings().address)
    found = destination(there) if there and ours and _origin(there) == _origin(ours) != ("", "", None) else ""
    _set_cookie(headers, found)


def _take_up(scope: Scope, headers: MutableHeaders) -> None:
    """Lead to what was kept, which is believed no more than any address that a browser sends."""
    said = HTTPConnection(scope).cookies.get(COOKIE)
    if said is None:
        return
    there = _split(unquote(said))
    found = destination(there) if there and not there.scheme and not there.netloc else ""
    if found:
        headers["location"] = found
    _set_cookie(headers, "")


def _set_cookie(headers: MutableHeaders, value: str) -> None:
    """The cookie, sent back to the callback alone; "" removes it."""
    answer = Response()
    answer.set_cookie(
        COOKIE,
        quote(value, safe=""),
        max_age=KEPT_SECONDS if value else 0,
        path=f"{asked.base()}/{RETURNS}",
        secure=Settings().address.startswith("https:"),
        httponly=True,
        samesite="lax",
    )
    headers.append("set-cookie", answer.headers["set-cookie"])


def _is_ours(name: str, value: str) -> bool:
    known = _NAME.fullmatch(name) is not None and name not in _STREAMLITS
    return known and value.isprintable() and len(value) <= LONGEST_VALUE


def _split(text: str) -> SplitResult | None:
    try:
        found = urlsplit(text)
        found.port  # noqa: B018 - raises where the port is none
    except ValueError:
        return None
    return found


def _origin(address: SplitResult) -> tuple[str, str, int | None]:
    return address.scheme, address.hostname or "", address.port or _PORTS.get(address.scheme)
