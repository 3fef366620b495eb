"""A server on this machine that answers as publishers do, and a network that leads every host to it.

The seam is the `Network` itself: numbers are invented and public, the connection goes to the server all the same.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from urllib3.connection import HTTPConnection

from policies.sources.network import Network

PUBLIC = "193.11.1.1"


@dataclass(slots=True)
class Said:
    """What the server answers: headers decide the rest (Content-Length is added unless they say otherwise)."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    write: Callable[[BaseHTTPRequestHandler], None] | None = None


Answering = Callable[[Mapping[str, str]], Said]


@dataclass(slots=True)
class Outside:
    """The server's routes by host and path, what was asked of it, and which numbers connections were opened to."""

    port: int
    routes: dict[str, Answering] = field(default_factory=dict)
    numbers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    opened: list[tuple[str, str]] = field(default_factory=list)
    down: bool = False

    def says(self, place: str, *answers: Said) -> None:
        """Answer one thing after the other at "host/path"; the last one from then on."""
        left = list(answers)
        self.routes[place] = lambda _headers: left.pop(0) if len(left) > 1 else left[0]

    def open(self, host: str, number: str, seconds: float) -> HTTPConnection:
        self.opened.append((host, number))
        return HTTPConnection("127.0.0.1", 1 if self.down else self.port, timeout=seconds)

    def places(self) -> list[str]:
        return [place for place, _ in self.asked]


@pytest.fixture
def outside() -> Iterator[Outside]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            place = headers["host"] + self.path
            found.asked.append((place, headers))
            said = found.routes.get(place, lambda _headers: Said(404, b"<html><body>Not Found</body></html>"))(headers)
            self.send_response(said.status)
            for name, value in ({"Content-Length": str(len(said.body))} | said.headers).items():
                self.send_header(name, value)
            self.send_header("Connection", "close")
            self.end_headers()
            self.close_connection = True
            try:
                self.wfile.write(said.body)
                if said.write:
                    said.write(self)
            except OSError:  # the client has left
                return

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the name http.server calls
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found = Outside(port=server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def network(outside: Outside, tmp_path: Path) -> Network:
    return Network(
        folder=tmp_path / "fetched",
        resolve=lambda host: outside.numbers.get(host, (PUBLIC,)),
        open=outside.open,
        seconds=5,
        pause=0,
    )
