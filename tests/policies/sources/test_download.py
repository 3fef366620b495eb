"""Downloads against a server that redirects, drips, lies about lengths and packs bombs."""

from __future__ import annotations

import gzip
import time
from dataclasses import replace
from http.server import BaseHTTPRequestHandler

import pytest
from urllib3.connection import HTTPConnection

from policies.errors import NotFetched, Unreachable
from policies.sources import download as downloading
from policies.sources.download import Answer, Part, download
from policies.sources.network import Network
from tests.outside import Outside, Said

HERE = "www.kommun.se/a"


def ask(network: Network, *, part: Part | None = None, hosts: frozenset[str] | None = None) -> Answer:
    return download(f"https://{HERE}", network, headers={"Accept": "text/html"}, hosts=hosts, part=part)


def test_the_bytes_come(outside: Outside, network: Network) -> None:
    outside.says(HERE, Said(200, b"Hej", {"Content-Type": "text/html"}))
    answer = ask(network)
    assert (answer.status, answer.data, answer.headers["content-type"]) == (200, b"Hej", "text/html")


def test_it_says_who_asks_and_nothing_more(outside: Outside, network: Network) -> None:
    outside.says(HERE, Said(302, headers={"Location": "/b", "Set-Cookie": "a=b"}))
    outside.says("www.kommun.se/b", Said(200, b"Hej"))
    ask(network)
    _, headers = outside.asked[-1]
    assert sorted(headers) == ["accept", "accept-encoding", "host", "user-agent"]


def test_no_proxy_of_the_environment_is_used(
    outside: Outside, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("https_proxy", "HTTPS_PROXY", "ALL_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    outside.says(HERE, Said(200, b"Hej"))
    assert ask(network).data == b"Hej"


def test_a_redirect_is_followed_to_another_host(outside: Outside, network: Network) -> None:
    outside.says(HERE, Said(303, headers={"Location": "https://www.annan.se/b"}))
    outside.says("www.annan.se/b", Said(200, b"Hej"))
    assert ask(network).address == "https://www.annan.se/b"


def test_a_redirect_to_http_is_asked_over_https(outside: Outside, network: Network) -> None:
    outside.says(HERE, Said(303, headers={"Location": "http://www.annan.se/b"}))
    outside.says("www.annan.se/b", Said(200, b"Hej"))
    assert ask(network).address == "https://www.annan.se/b"


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("https://127.0.0.1/", "error.address_host"),
        ("http://169.254.169.254/latest/meta-data/", "error.address_host"),
        ("//[::1]/", "error.address_host"),
        ("https://inside.se/", "error.address_not_public"),
        ("https://user:word@www.kommun.se/", "error.address_credentials"),
        ("https://www.kommun.se:8443/", "error.address_port"),
        ("file:///etc/passwd", "error.address_scheme"),
        ("ftp://www.kommun.se/", "error.address_scheme"),
        ("https://www.kommun.se/\\evil", "error.address_characters"),
    ],
)
def test_a_redirect_inside_is_not_followed(outside: Outside, network: Network, location: str, code: str) -> None:
    outside.numbers["inside.se"] = ("10.0.0.1",)
    outside.says(HERE, Said(302, headers={"Location": location}))
    with pytest.raises(NotFetched) as problem:
        ask(network)
    assert problem.value.code == code
    assert [host for host, _ in outside.opened] == ["www.kommun.se"]


def test_a_redirect_away_from_the_listed_hosts_is_not_followed(outside: Outside, network: Network) -> None:
    outside.says(HERE, Said(302, headers={"Location": "https://evil.com/"}))
    with pytest.raises(NotFetched, match="address_not_listed"):
        ask(network, hosts=frozenset({"www.kommun.se"}))
    assert [host for host, _ in outside.opened] == ["www.kommun.se"]


def test_a_name_that_changes_its_number_is_checked_again(outside: Outside, network: Network) -> None:
    outside.says(HERE, Said(302, headers={"Location": "/b"}))
    first = [("193.11.1.1",), ("127.0.0.1",)]
    rebinding = Network(
        folder=network.folder, resolve=lambda _host: first.pop(0), open=outside.open, seconds=5, pause=0
    )
    with pytest.raises(NotFetched, match="address_not_public"):
        ask(rebinding)
    assert len(outside.opened) == 1


def test_redirects_end_after_three(outside: Outside, network: Network) -> None:
    outside.says(HERE, Said(302, headers={"Location": f"https://{HERE}"}))
    with pytest.raises(NotFetched, match="fetch_redirects"):
        ask(network)
    assert len(outside.asked) == 4


def test_the_next_number_is_tried_where_one_does_not_answer(outside: Outside, network: Network) -> None:
    outside.numbers["www.kommun.se"] = ("193.11.1.1", "193.11.1.2")
    outside.says(HERE, Said(200, b"Hej"))

    def open_second(host: str, number: str, seconds: float) -> HTTPConnection:
        outside.down = number == "193.11.1.1"
        return outside.open(host, number, seconds)

    assert ask(replace(network, open=open_second)).data == b"Hej"


def test_nobody_answering_is_said(outside: Outside, network: Network) -> None:
    outside.down = True
    with pytest.raises(Unreachable, match="fetch_unreachable"):
        ask(network)


@pytest.mark.parametrize("said", [b"x" * 2_000, gzip.compress(b"x" * 2_000_000, mtime=0)], ids=["long", "bomb"])
def test_too_many_bytes_end_the_download(
    outside: Outside, network: Network, monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    packed = said.startswith(b"\x1f\x8b")
    monkeypatch.setattr(downloading, "LIMIT", 100_000 if packed else 1_000)
    outside.says(HERE, Said(200, said, {"Content-Encoding": "gzip"} if packed else {}))
    with pytest.raises(NotFetched, match="fetch_too_large"):
        ask(network)


def test_bytes_are_counted_where_no_length_is_given(
    outside: Outside, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloading, "LIMIT", 100_000)

    def endless(handler: BaseHTTPRequestHandler) -> None:
        while True:
            handler.wfile.write(b"2000\r\n" + b"x" * 0x2000 + b"\r\n")

    outside.says(HERE, Said(200, b"", {"Content-Length": "", "Transfer-Encoding": "chunked"}, write=endless))
    with pytest.raises(NotFetched, match="fetch_too_large"):
        ask(network)


def test_packed_bytes_are_unpacked(outside: Outside, network: Network) -> None:
    outside.says(HERE, Said(200, gzip.compress(b"Hej"), {"Content-Encoding": "gzip"}))
    assert ask(network).data == b"Hej"


@pytest.mark.parametrize(
    ("body", "encoding", "code"),
    [
        (b"Hej", "br", "error.fetch_encoding"),
        (b"Hej", "gzip", "error.fetch_cut"),
        (gzip.compress(b"Hej" * 999, mtime=0)[:-9], "gzip", "error.fetch_cut"),
    ],
)
def test_what_cannot_be_unpacked_is_said(
    outside: Outside, network: Network, body: bytes, encoding: str, code: str
) -> None:
    outside.says(HERE, Said(200, body, {"Content-Encoding": encoding}))
    with pytest.raises(NotFetched) as problem:
        ask(network)
    assert problem.value.code == code


def test_a_server_that_drips_is_left_when_the_time_is_over(outside: Outside, network: Network) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        for _ in range(200):
            handler.wfile.write(b"x")
            time.sleep(0.02)

    outside.says(HERE, Said(200, b"", {"Content-Length": "999999"}, write=drip))
    with pytest.raises(Unreachable, match="fetch_slow"):
        ask(replace(network, seconds=0.3))


def test_a_server_that_never_ends_its_headers_is_left(outside: Outside, network: Network) -> None:
    def wait(headers: object) -> Said:
        time.sleep(1)
        return Said(200)

    outside.routes[HERE] = wait
    with pytest.raises(Unreachable, match="fetch_slow"):
        ask(replace(network, seconds=0.3))


def test_a_name_service_that_hangs_is_left(outside: Outside, network: Network) -> None:
    def hang(_host: str) -> tuple[str, ...]:
        time.sleep(1)
        return ("193.11.1.1",)

    with pytest.raises(Unreachable, match="fetch_unreachable"):
        ask(replace(network, resolve=hang, seconds=0.1))


def test_a_cut_off_download_leaves_what_came(outside: Outside, network: Network) -> None:
    outside.says(HERE, Said(200, b"0123456789", {"Content-Length": "20", "ETag": '"v1"'}))
    part = Part()
    with pytest.raises(Unreachable, match="fetch_cut"):
        ask(network, part=part)
    assert (bytes(part.data), part.validator) == (b"0123456789", '"v1"')


def test_a_download_is_taken_up_where_it_ended(outside: Outside, network: Network) -> None:
    part = Part(address=f"https://{HERE}", validator='"v1"', data=bytearray(b"01234"))
    outside.says(HERE, Said(206, b"56789", {"Content-Range": "bytes 5-9/10", "ETag": '"v1"'}))
    assert ask(network, part=part).data == b"0123456789"
    assert (outside.asked[0][1]["range"], outside.asked[0][1]["if-range"]) == ("bytes=5-", '"v1"')


def test_a_newer_version_is_read_from_its_beginning(outside: Outside, network: Network) -> None:
    part = Part(address=f"https://{HERE}", validator='"v1"', data=bytearray(b"01234"))
    outside.says(HERE, Said(200, b"abcdef", {"ETag": '"v2"'}))
    assert ask(network, part=part).data == b"abcdef"


def test_halves_that_do_not_meet_are_not_joined(outside: Outside, network: Network) -> None:
    part = Part(address=f"https://{HERE}", validator='"v1"', data=bytearray(b"01234"))
    outside.says(HERE, Said(206, b"789", {"Content-Range": "bytes 7-9/10"}))
    with pytest.raises(Unreachable, match="fetch_cut"):
        ask(network, part=part)
