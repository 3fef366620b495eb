"""Who may ask at all: what the way of signing in forbids is refused before anything of the app is reached.

In proxy mode the name the proxy gave is passed on to the session in a header of our own, with a word that is new in
each process: what a browser sends under that header's name is dropped.
"""

from __future__ import annotations

import json
import logging
import secrets
from typing import Any

import anyio
import streamlit as st
import uvicorn.config
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from tracker import locales, sign_ins, signing_in
from tracker.api.reading import Databases
from tracker.errors import DatabaseProblem, NotAllowed, Refused, SettingProblem, TrackerError
from tracker.pages.serving import answers, asked, health
from tracker.settings import Settings
from tracker.signing_in import Claim, Way

log = logging.getLogger(__name__)
PASSED_AS = "x-tracker-entrance"
_PASSED = secrets.token_hex(32)
_PEER = "tracker.peer"
_COOKIE = "_streamlit_user"
"""Streamlit's cookie of who has signed in at a provider, signed with the cookie secret of the settings."""
_FILES = "media/"
"""Files made for somebody's session; their addresses are hard to guess, and no more than that."""
AT_ONCE = 4
"""So many of those who ask for files are looked up at a time; the others wait."""
_NOT_ALLOWED, _NOT_SET_UP = 403, 503


class PeersKept:
    """Keeps the address of the connection itself, before uvicorn puts what X-Forwarded-For says in its place.

    Whoever reaches the port from this machine may write any address into that header, a trusted proxy's too.
    """

    def __init__(self, app: Any, trusted_hosts: list[str] | str) -> None:
        self._forwarded = ProxyHeadersMiddleware(app, trusted_hosts)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One request, passed on."""
        scope[_PEER] = scope.get("client")
        await self._forwarded(scope, receive, send)


uvicorn.config.ProxyHeadersMiddleware = PeersKept  # type: ignore[attr-defined,assignment] # the server puts it around what it loads


class Entrance:
    """Refuses pages, files, uploads and sessions alike; whether the app lives and is ready may be asked by anybody."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._databases = Databases()
        self._at_once = anyio.CapacityLimiter(AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request or connection."""
        if scope["type"] not in ("http", "websocket") or asked.name(scope) in health.NAMES:
            await self.app(scope, receive, send)
            return
        try:
            login = _checked(scope)
            if asked.name(scope).startswith(_FILES) and signing_in.way(Settings()) is not Way.LOCAL:
                await anyio.to_thread.run_sync(self._check_sign_in, scope, login, limiter=self._at_once)
        except TrackerError as problem:
            log.warning("%s", problem.code)
            status = _NOT_SET_UP if isinstance(problem, Refused | DatabaseProblem) else _NOT_ALLOWED
            why = locales.text(problem.code, asked.language(scope), **problem.values)
            await answers.refuse(scope, receive, send, status, "entrance", why=why)
        else:
            await self.app(_marked(scope, login), receive, send)

    def _check_sign_in(self, scope: Scope, login: str) -> None:
        """Raise NotAllowed where whoever asks has not signed in, or their sign-in is over; begins none."""
        settings = Settings()
        claim = Claim(login=login) if login else _shown(settings, scope)
        if not sign_ins.holds(self._databases.now(), settings, claim):
            raise NotAllowed("error.sign_in_ended")


def passed(headers: object) -> str:
    """The name that came through here with a session, "" for none; `headers` are those of the session's connection."""
    word, _, login = str(getattr(headers, "get", lambda _: "")(PASSED_AS) or "").partition(" ")
    return login if secrets.compare_digest(word.encode(), _PASSED.encode()) else ""


def _checked(scope: Scope) -> str:
    """The name a proxy vouches for, "" in the other ways; raises for what may not be answered."""
    client = scope.get(_PEER, scope.get("client"))
    return signing_in.check_request(
        Settings(),
        peer=client[0] if client else None,
        headers=Headers(scope=scope).items(),
        listens=st.get_option("server.address"),
    )


def _shown(settings: Settings, scope: Scope) -> Claim:
    """Who this browser shows it is by the provider's word; NotAllowed where it shows nothing that is believed."""
    secret, cookies = signing_in.provider(settings)["cookie_secret"], HTTPConnection(scope).cookies

    def signed(name: str) -> bytes | None:
        said = cookies.get(name)
        return None if said is None else decode_signed_value(secret, name, said.encode("latin-1", "replace"))

    try:
        claims = json.loads(get_cookie_with_chunks(signed, _COOKIE) or b"{}")
    except ValueError:
        claims = {}
    if not isinstance(claims, dict) or not claims.get("is_logged_in"):
        raise NotAllowed("error.sign_in_needed")
    return signing_in.by_provider(settings, claims)


def _marked(scope: Scope, login: str) -> Scope:
    others = [pair for pair in scope["headers"] if pair[0].lower() != PASSED_AS.encode()]
    return {**scope, "headers": [*others, (PASSED_AS.encode(), f"{_PASSED} {login}".encode())] if login else others}


def provider() -> dict[str, Any]:
    """What Streamlit is told of the provider of identities; nothing in other ways, and until the settings are whole."""
    settings = Settings()
    try:
        return {"auth": signing_in.provider(settings)} if signing_in.way(settings) is Way.OIDC else {}
    except (Refused, SettingProblem):
        return {}  # every request is answered with what is missing
