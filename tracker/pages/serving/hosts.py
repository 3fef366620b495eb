"""Only addresses the tracker knows as its own: what else names it is a page elsewhere that wants to use the reader's.

A page on a stranger's site can let its own name point at this machine (DNS rebinding) and would then read the tracker
of local mode as if it were its own; what it cannot do is ask under a name of ours, or hide where it comes from.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

import streamlit as st
from starlette.types import ASGIApp, Receive, Scope, Send

from tracker.pages.serving import answers, asked, health
from tracker.settings import Settings

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class KnownHosts:
    """Refuses requests under a name that is none of ours, and all that pages of other origins send."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request or connection."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        hosts, origins = _named(scope, b"host"), _named(scope, b"origin")
        own = Settings().address
        if asked.name(scope) in health.NAMES and not origins:  # watched from wherever the machine is reached
            await self.app(scope, receive, send)
        elif len(hosts) != 1 or host_name(hosts[0]) not in known(own):
            await answers.refuse(scope, receive, send, 421, "misdirected")
        elif any(not is_own_origin(origin, hosts[0], own) for origin in origins):
            await answers.refuse(scope, receive, send, 403, "foreign")
        else:
            await self.app(scope, receive, send)


def known(own: str) -> frozenset[str]:
    """Names the tracker answers to: this machine's own, what it listens on, and those of TRACKER_ADDRESS."""
    listening = str(st.get_option("server.address") or "")
    public = host_name(urlsplit(own).netloc)
    return LOOPBACK | ({public} - {""}) | ({listening} if listening and not _everywhere(listening) else set())


def host_name(host: str) -> str:
    """The name in a Host header without its port; "" for what is none.

    >>> host_name("Localhost:8501"), host_name("[::1]:8501"), host_name("tracker.kommun.se."), host_name("a b")
    ('localhost', '::1', 'tracker.kommun.se', '')
    """
    try:
        split = urlsplit(f"//{host}")
        split.port  # noqa: B018 - raises where the port is none
    except ValueError:
        return ""
    if split.netloc != host or "@" in host or any(sign.isspace() for sign in host):
        return ""
    return (split.hostname or "").removesuffix(".")


def is_own_origin(origin: str, host: str, own: str) -> bool:
    """Whether a page that says where it comes from is one of the tracker's: under the name asked for, or one of ours.

    >>> is_own_origin("http://localhost:8501", "localhost:8501", ""), is_own_origin("null", "localhost:8501", "")
    (True, False)
    >>> is_own_origin("http://localhost:3000", "localhost:8501", "")
    False
    >>> is_own_origin("https://tracker.kommun.se", "app:8501", "https://tracker.kommun.se/en/")
    True
    """
    parts = urlsplit(origin)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return False
    ours = urlsplit(own)
    return parts.netloc.lower() == host.lower() or origin.lower() == f"{ours.scheme}://{ours.netloc}".lower()


def _named(scope: Scope, header: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key.lower() == header]


def _everywhere(address: str) -> bool:
    try:
        return ip_address(address).is_unspecified
    except ValueError:
        return False
