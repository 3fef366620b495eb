"""Hostile addresses: whatever is asked for, no socket is opened to anybody's inside; counted where they are opened."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from policies.errors import NotFetched
from policies.sources import addresses, download, network
from policies.sources.download import download as fetch
from policies.sources.identifiers import parse as parse_identifier
from policies.sources.network import Network
from policies.sources.networks import is_public
from policies.sources.web import look
from tests.outside import PUBLIC, Outside, Said, outside
from tests.policies.sources.test_addresses import INSIDE, ODD, plain
from tests.trust.conftest import Tell

__all__ = ["outside"]

HERE = "www.kommun.se"
MORE = [
    "https://0/",
    "https://0.0.0.0/",
    "https://0x7f000001.nip.io@127.0.0.1/",
    "https://[::ffff:7f00:1]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[0:0:0:0:0:0:0:1]/",
    "https://[::1%25lo]/",
    "https://[v1.x]/",
    "https://1.1.1.1/",
    "https://8.8.8.8:443/",
    "https://0300.0250.1.1/",
    "https://192.168.257/",
    "https://１２７.０.０.１/",
    "https://127。0。0。1/",
    "https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "https://localhost.localdomain/",
    "https://xn--localhost/",
    "https://kommun.se:443@10.0.0.1/",
    "https://10.0.0.1#@kommun.se/",
    "https://kommun.se;10.0.0.1/",
    "https://kommun.se,10.0.0.1/",
    "https://kommun.se%2F@10.0.0.1/",
    "https://kommun.se%0d%0aHost:10.0.0.1/",
    "https://kommun.se:65536/",
    "https://kommun.se:-1/",
    "https://kommun.se:４４３/",
    "http://kommun.se:81/",
    "HTTPS://LOCALHOST/",
    "https://svc.cluster.local/",
    "https://kubernetes.default.svc.internal/",
    "https://instance-data.ec2.internal/",
    "ws://kommun.se/",
    "ldap://kommun.se/",
    "unix:///var/run/docker.sock",
    "\\\\fil.kommun.se\\a",
    "https://" + "%31%32%37.0.0.1/",
]


class Spy:
    """Sees every look-up and every socket; connects to nothing but the server of the tests."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.connected: list[tuple[str, int]] = []
        self.answers: dict[str, Iterator[Sequence[str]]] = {}
        self.allowed: set[int] = set()
        self._connect, self._look_up = socket.socket.connect, socket.getaddrinfo
        spy = self

        def connect(opened: socket.socket, address: Any) -> None:
            if opened.family not in (socket.AF_INET, socket.AF_INET6):
                return spy._connect(opened, address)
            if address[1] in spy.allowed:
                return spy._connect(opened, address)
            spy.connected.append((address[0], address[1]))
            raise ConnectionRefusedError

        def look_up(host: Any, *arguments: Any, **options: Any) -> Any:
            if host in spy.answers:
                numbers = next(spy.answers[host])
                return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 443)) for number in numbers]
            if host and ":" not in host and not host.replace(".", "").isdigit():
                raise socket.gaierror(socket.EAI_NONAME, "")
            return spy._look_up(host, *arguments, **options)

        monkeypatch.setattr(socket.socket, "connect", connect)
        monkeypatch.setattr(socket, "getaddrinfo", look_up)

    def resolves(self, host: str, *answers: Sequence[str]) -> None:
        """Answer one thing after the other for a host; the last one from then on."""

        def said() -> Iterator[Sequence[str]]:
            yield from answers
            while True:
                yield answers[-1]

        self.answers[host] = said()

    def inside(self) -> list[tuple[str, int]]:
        """Sockets to where nobody may go, by number or by port."""
        return [(number, port) for number, port in self.connected if not is_public(number) or port != 443]


@pytest.fixture
def spy(monkeypatch: pytest.MonkeyPatch) -> Spy:
    return Spy(monkeypatch)


@pytest.fixture
def way_out(tmp_path: Path) -> Network:
    """The product's own network, with its resolver and its opener."""
    return Network(folder=tmp_path, pause=0, seconds=5)


def refused(act: Callable[[], object]) -> str:
    """The code it is refused with, "" where it is not or not in plain words."""
    try:
        act()
    except NotFetched as problem:
        return problem.code if plain(problem) else ""
    return ""


def test_odd_addresses(spy: Spy, way_out: Network, tell: Tell) -> None:
    asked = [*ODD, *MORE]
    for name in ("kommun.se", "data.riksdagen.se", "www.kommun.se"):
        spy.resolves(name, ["10.0.0.1"])
    passed = [one for one in asked if not refused(lambda one=one: fetch(one, way_out, headers={}, hosts=None))]
    seen = look("https://10.0.0.1/", way_out)
    tell("hostile addresses: sockets to a forbidden place", of=len(asked), bad=len(spy.connected) + len(passed))
    assert (passed, spy.connected, seen.code) == ([], [], "error.address_host")


def test_no_address_names_a_guideline_of_a_strange_host(spy: Spy, tell: Tell) -> None:
    asked = [one for one in [*ODD, *MORE] if one and "riksdagen" not in one]
    passed = [one for one in asked if not refused(lambda one=one: parse_identifier(one))]
    tell("hostile addresses given for the number of a guideline", of=len(asked), bad=len(passed))
    assert (passed, spy.connected) == ([], [])


def test_names_that_lead_inside(spy: Spy, way_out: Network, tell: Tell) -> None:
    """By themselves, among public numbers on either side, and after a public one."""
    wrong = []
    for number in INSIDE:
        for numbers in ([number], [PUBLIC, number], [number, PUBLIC]):
            spy.resolves(HERE, numbers)
            code = refused(lambda: fetch(f"https://{HERE}/", way_out, headers={}, hosts=None))
            wrong += [numbers] if code != "error.address_not_public" else []
    tell(
        "names that lead inside, alone and among public numbers",
        of=3 * len(INSIDE),
        bad=len(wrong) + len(spy.connected),
    )
    assert (wrong, spy.connected) == ([], [])


def test_a_name_that_leads_elsewhere_the_second_time(spy: Spy, way_out: Network, tell: Tell) -> None:
    """The connection goes to the number that was checked: the name is not looked up again to connect."""
    for number in INSIDE:
        spy.resolves(HERE, [PUBLIC], [number])
        assert refused(lambda: fetch(f"https://{HERE}/", way_out, headers={}, hosts=None)) == "error.fetch_unreachable"
    tell("names that lead inside once they were checked", of=len(INSIDE), bad=len(spy.inside()))
    assert spy.connected == [(PUBLIC, 443)] * len(INSIDE)


def test_redirects(spy: Spy, outside: Outside, tmp_path: Path, tell: Tell) -> None:
    """To every odd address, to every number, and to a name that has moved inside meanwhile."""
    spy.allowed.add(outside.port)
    places = [*(one for one in [*ODD, *MORE] if one.strip() and "\x00" not in one and one.isprintable()),
              *(f"https://[{one}]/" if ":" in one else f"https://{one}/" for one in INSIDE)]  # fmt: skip
    numbers: Iterator[Sequence[str]]
    wrong = []
    for place in places:
        outside.says(f"{HERE}/", Said(302, headers={"Location": place.encode("utf-8").decode("latin-1")}))
        led = Network(folder=tmp_path, resolve=lambda host: (PUBLIC,), open=outside.open, pause=0, seconds=5)
        before = len(outside.opened)
        refused(lambda led=led: fetch(f"https://{HERE}/", led, headers={}, hosts=frozenset({HERE})))
        wrong += [place] if {host for host, _ in outside.opened[before:]} != {HERE} else []
    for number in INSIDE:
        numbers = iter([(PUBLIC,), (number,)])
        outside.says(f"{HERE}/", Said(302, headers={"Location": f"https://{HERE}/b"}))
        led = Network(folder=tmp_path, resolve=lambda _, n=numbers: next(n), open=outside.open, pause=0, seconds=5)
        code = refused(lambda led=led: fetch(f"https://{HERE}/", led, headers={}, hosts=None))
        wrong += [number] if code != "error.address_not_public" else []
    tell("redirects to forbidden places", of=len(places) + len(INSIDE), bad=len(wrong) + len(spy.connected))
    assert (wrong, spy.connected) == ([], [])
    assert all(is_public(number) for _, number in outside.opened)


def test_without_the_guard_a_socket_is_opened(
    spy: Spy, way_out: Network, monkeypatch: pytest.MonkeyPatch, tell: Tell
) -> None:
    """The control: the same question, with the check of numbers left out, reaches a listener on this machine."""
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    reached: list[Any] = []

    def accept() -> None:
        client, address = listening.accept()
        reached.append(address)
        client.close()

    waiting = threading.Thread(target=accept, daemon=True)
    waiting.start()
    spy.allowed.add(port)
    spy.resolves(HERE, ["127.0.0.1"])
    monkeypatch.setattr(network, "PORT", port)
    assert refused(lambda: fetch(f"https://{HERE}/", way_out, headers={}, hosts=None)) == "error.address_not_public"
    assert not reached
    monkeypatch.setattr(download, "is_public", lambda _: True)
    refused(lambda: fetch(f"https://{HERE}/", way_out, headers={}, hosts=None))
    waiting.join(10)
    listening.close()
    tell("the same question without the guard", of=1, bad=0, control=f"{len(reached)} socket to 127.0.0.1 opened")
    assert reached
    assert addresses.PORT == 443
