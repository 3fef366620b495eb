"""The way out: certificates, names that do not resolve, and pauses."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from urllib3.connection import HTTPConnection

from policies.errors import NotFetched, Unreachable
from policies.sources import network as networking
from policies.sources.download import download
from policies.sources.network import Network, look_up, pinned

TLS = Path(__file__).parents[2] / "data" / "tls"
REPLY = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nHej"


class Guarded:
    """A server with the certificate of www.kommun.se; `names` are those that clients said they wanted."""

    def __init__(self) -> None:
        self.names: list[str | None] = []
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(TLS / "host.pem", TLS / "host.key")
        context.sni_callback = lambda _socket, name, _context: self.names.append(name)
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, args=(context,))
        self.thread.start()

    def _serve(self, context: ssl.SSLContext) -> None:
        while True:
            try:
                plain, _ = self.listening.accept()
            except OSError:
                return
            with plain:
                try:
                    with context.wrap_socket(plain, server_side=True) as client:
                        client.recv(65536)
                        client.sendall(REPLY)
                except OSError:
                    continue

    def close(self) -> None:
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        self.thread.join()


@pytest.fixture
def guarded() -> Iterator[Guarded]:
    server = Guarded()
    yield server
    server.close()


def leading_to(server: Guarded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, trusted: bool = True) -> Network:
    """The opener that the product uses, at the server's port; `trusted` makes its certificate known."""
    monkeypatch.setattr(networking, "PORT", server.port)
    context = ssl.create_default_context(cafile=str(TLS / "host.pem") if trusted else None)

    def opened(host: str, number: str, seconds: float) -> HTTPConnection:
        assert number == "193.11.1.1"
        return pinned(host, "127.0.0.1", seconds, context=context)

    return Network(folder=tmp_path, resolve=lambda _host: ("193.11.1.1",), open=opened, pause=0, seconds=5)


def test_the_host_is_named_though_its_number_is_connected_to(
    guarded: Guarded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = download("https://www.kommun.se/", leading_to(guarded, tmp_path, monkeypatch), headers={}, hosts=None)
    assert (answer.data, guarded.names) == (b"Hej", ["www.kommun.se"])


def test_the_certificate_of_another_host_is_refused(
    guarded: Guarded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NotFetched, match="fetch_certificate"):
        download("https://www.annan.se/", leading_to(guarded, tmp_path, monkeypatch), headers={}, hosts=None)


def test_a_certificate_nobody_vouches_for_is_refused(
    guarded: Guarded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    strict = leading_to(guarded, tmp_path, monkeypatch, trusted=False)
    with pytest.raises(NotFetched, match="fetch_certificate"):
        download("https://www.kommun.se/", strict, headers={}, hosts=None)


@pytest.mark.parametrize(
    ("errno", "code"),
    [(socket.EAI_NONAME, "error.fetch_no_host"), (socket.EAI_AGAIN, "error.fetch_unreachable")],
)
def test_no_such_name_is_another_thing_than_no_name_service(
    monkeypatch: pytest.MonkeyPatch, errno: int, code: str
) -> None:
    def fail(*_arguments: object, **_named: object) -> object:
        raise socket.gaierror(errno, "")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(Unreachable) as problem:
        look_up("www.kommun.se")
    assert problem.value.code == code


def test_a_host_is_asked_again_only_after_a_pause(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    polite = Network(folder=tmp_path, pause=1)
    polite.wait_for("www.kommun.se")
    polite.wait_for("www.annan.se")
    Network(folder=tmp_path, pause=1).wait_for("www.kommun.se")
    assert len(slept) == 1
    assert 0 < slept[0] <= 1


def test_a_proxy_is_given_the_checked_number(tmp_path: Path) -> None:
    asked: list[bytes] = []
    proxy = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        client, _ = proxy.accept()
        with client:
            asked.append(client.recv(65536))
            client.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

    thread = threading.Thread(target=serve)
    thread.start()
    by_proxy = Network(
        folder=tmp_path,
        resolve=lambda _host: ("193.11.1.1",),
        open=networking.through(f"http://127.0.0.1:{proxy.getsockname()[1]}"),
        pause=0,
        seconds=5,
    )
    with pytest.raises(Unreachable, match="fetch_unreachable"):
        download("https://www.kommun.se/", by_proxy, headers={}, hosts=None)
    thread.join()
    proxy.close()
    assert asked[0].startswith(b"CONNECT 193.11.1.1:443 ")
