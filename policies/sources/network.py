"""How the outside is reached: names are looked up, connections are opened to the number that was checked.

A `Network` is passed to whatever fetches. Tests pass one of their own; nothing in the environment can loosen it.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection

from policies.errors import Unreachable
from policies.sources.addresses import PORT

SECONDS = 30.0
"""One fetch in all: look-ups, redirects, pauses, reading."""

PAUSE_SECONDS = 1.0
"""Between two questions to the same host, whichever process asks."""

NO_HOST = "error.fetch_no_host"
"""The name service knows no such host; where there is no name service at all, some systems say the same."""

Resolver = Callable[[str], Sequence[str]]
"""A host's name to its numeric addresses."""

Opener = Callable[[str, str, float], HTTPConnection]
"""Host, checked numeric address and seconds to a connection that has not been opened yet."""


def look_up(host: str) -> Sequence[str]:
    """The numeric addresses of a host, in the order the system prefers them.

    Raises Unreachable: error.fetch_no_host where the name service knows no such host, else error.fetch_unreachable.
    """
    try:
        found = socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        unknown = isinstance(error, socket.gaierror) and error.errno == socket.EAI_NONAME
        raise Unreachable(NO_HOST if unknown else "error.fetch_unreachable", host=host) from error
    return tuple(dict.fromkeys(str(one[4][0]) for one in found))


def pinned(host: str, number: str, seconds: float, *, context: ssl.SSLContext | None = None) -> HTTPSConnection:
    """A connection to this number that only the certificate of this host satisfies."""
    return HTTPSConnection(
        number,
        PORT,
        timeout=seconds,
        ssl_context=context or ssl.create_default_context(),
        cert_reqs="CERT_REQUIRED",
        server_hostname=host,
    )


def through(proxy: str) -> Opener:
    """Opens by way of a proxy ("http://proxy.kommun.se:8080"): a tunnel to the checked number, and TLS to the host."""
    parts = urlsplit(proxy)

    def open_tunnel(host: str, number: str, seconds: float) -> HTTPConnection:
        connection = HTTPSConnection(
            parts.hostname or "",
            parts.port or 8080,
            timeout=seconds,
            ssl_context=ssl.create_default_context(),
            cert_reqs="CERT_REQUIRED",
            server_hostname=host,
        )
        connection.set_tunnel(number, PORT)
        return connection

    return open_tunnel


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The way out, and the folder where what came is kept (`policies.sources.shelf`).

    `seconds` bounds one fetch, `pause` the time between two questions to a host, both in seconds.
    """

    folder: Path
    resolve: Resolver = look_up
    open: Opener = pinned
    seconds: float = SECONDS
    pause: float = PAUSE_SECONDS

    def addresses(self, host: str, seconds: float) -> Sequence[str]:
        """What the resolver answers within `seconds`. Raises Unreachable."""
        found: list[Sequence[str] | Unreachable] = []

        def ask() -> None:
            try:
                found.append(self.resolve(host))
            except Unreachable as problem:
                found.append(problem)

        # A look-up cannot be given a time limit, so a thread is left to wait for it.
        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        asking.join(seconds)
        if not found:
            raise Unreachable("error.fetch_unreachable", host=host)
        if isinstance(found[0], Unreachable):
            raise found[0]
        return found[0]

    def wait_for(self, host: str) -> None:
        """Sleep until the host may be asked again; the moment is kept in a file, so that processes share it."""
        asked = self.folder / "asked" / host
        asked.parent.mkdir(parents=True, exist_ok=True)
        try:
            since = time.time() - asked.stat().st_mtime
        except FileNotFoundError:
            since = self.pause
        if 0 <= since < self.pause:
            time.sleep(self.pause - since)
        asked.touch()
