"""Hostile addresses: every one ends in a plain message, and not one socket is opened."""

from __future__ import annotations

from pathlib import Path

import pytest
from urllib3.connection import HTTPConnection

from policies.errors import NotFetched
from policies.sources.addresses import parse
from policies.sources.download import download
from policies.sources.network import Network
from policies.sources.networks import is_public
from tracker import locales

HOSTS = frozenset({"publications.europa.eu", "data.riksdagen.se"})

ODD = [
    "",
    "kommunen",
    "//data.riksdagen.se/x",
    "ftp://data.riksdagen.se/x",
    "file:///etc/passwd",
    "gopher://data.riksdagen.se:70/x",
    "data:text/html,hej",
    "javascript:alert(1)",
    "dict://data.riksdagen.se:11211/stat",
    "jar:https://data.riksdagen.se/x!/",
    "https:data.riksdagen.se",
    "https:///data.riksdagen.se",
    "https://",
    "https://?x",
    "https://user@data.riksdagen.se/x",
    "https://user:word@data.riksdagen.se/x",
    "https://data.riksdagen.se@evil.com/x",
    "https://data.riksdagen.se:80/x",
    "https://data.riksdagen.se:8443/x",
    "https://data.riksdagen.se:22/",
    "https://data.riksdagen.se:0/",
    "https://data.riksdagen.se:99999/",
    "https://data.riksdagen.se:443443/",
    "http://data.riksdagen.se:443/",
    "http://data.riksdagen.se:8080/",
    "https://data.riksdagen.se\\@evil.com/",
    "https:\\\\data.riksdagen.se/x",
    "https://data.riksdagen.se/x y",
    "https://data.riksdagen.se/x\r\nHost: evil.com",
    "https://data.riksdagen.se/\tx",
    "https://data.riksdagen.se/\x00",
    "https://data.riksdagen.se/\u202ex",
    "https://data.riksdagen\u200b.se/",
    "\nhttps://data.riksdagen.se/",
    "https://data.riksdagen.se./x",
    "https://.data.riksdagen.se/",
    "https://data..riksdagen.se/",
    "https://-data.riksdagen.se/",
    "https://data_riksdagen.se/",
    "https://data.riksdagen.se%2eevil.com/",
    "https://data.riksdagen.se%00.evil.com/",
    "https://data。riksdagen。se/",
    "https://ｄata.riksdagen.se/",
    "https://data.riksdagen.ſe/",
    "https://dаta.riksdagen.se/",  # a Cyrillic letter
    "https://växjö.se/",
    "https://①②⑦.⓪.⓪.①/",
    "https://ℹ.se/",
    "https://" + "a" * 64 + ".se/",
    "https://" + "a." * 150 + "se/",
    "https://data.riksdagen.se/" + "x" * 2_000,
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://127.0.0.1.:443/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[fe80::1%25eth0]/",
    "https://[::1/",
    "https://localhost/",
    "https://kommun.localhost/",
    "https://metadata.google.internal/",
    "https://printer.local/",
    "https://intranet/",
    "https://wiki.corp/",
    "https://nas.home.arpa/",
    "https://x.onion/",
]

INSIDE = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.170",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:193.11.1.1",
    "64:ff9b::a00:1",
    "64:ff9b:1::a00:1",
    "100::1",
    "2001::1",
    "2001:0:7f00:1::",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:c10b:101::",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "127.1",
    "2130706433",
    "not a number",
]


def closed(tmp_path: Path, numbers: tuple[str, ...] = ("193.11.1.1",)) -> Network:
    def opened(host: str, number: str, seconds: float) -> HTTPConnection:
        pytest.fail(f"a connection was opened to {host} at {number}")

    return Network(folder=tmp_path, resolve=lambda _host: numbers, open=opened, pause=0, seconds=5)


def plain(problem: NotFetched) -> bool:
    """Whether the problem has a text in both languages that its values fill."""
    return all(
        locales.has_text(problem.code) and "{" not in locales.text(problem.code, language, **problem.values)
        for language in ("sv", "en")
    )


@pytest.mark.parametrize("address", ODD)
def test_an_odd_address_opens_nothing(address: str, tmp_path: Path) -> None:
    with pytest.raises(NotFetched) as problem:
        download(address, closed(tmp_path), headers={}, hosts=None)
    assert plain(problem.value)


@pytest.mark.parametrize("number", INSIDE)
def test_a_host_that_leads_inside_is_not_connected_to(number: str, tmp_path: Path) -> None:
    with pytest.raises(NotFetched) as problem:
        download("https://www.kommun.se/", closed(tmp_path, (number,)), headers={}, hosts=None)
    assert problem.value.code == "error.address_not_public"
    assert plain(problem.value)


def test_one_number_inside_spoils_all(tmp_path: Path) -> None:
    with pytest.raises(NotFetched, match="address_not_public"):
        download("https://www.kommun.se/", closed(tmp_path, ("193.11.1.1", "10.0.0.1")), headers={}, hosts=None)


def test_a_host_without_numbers_is_not_connected_to(tmp_path: Path) -> None:
    with pytest.raises(NotFetched, match="address_not_public"):
        download("https://www.kommun.se/", closed(tmp_path, ()), headers={}, hosts=None)


@pytest.mark.parametrize(
    "place",
    [
        "www.kommun.se",
        "riksdagen.se",
        "data.riksdagen.se.evil.com",
        "xdata.riksdagen.se",
        "evil.com#@data.riksdagen.se",
        "evil.com?data.riksdagen.se",
    ],
)
def test_only_listed_hosts_are_asked_for_guidelines(place: str, tmp_path: Path) -> None:
    with pytest.raises(NotFetched) as problem:
        download(f"https://{place}", closed(tmp_path), headers={}, hosts=HOSTS)
    assert problem.value.code == "error.address_not_listed"
    assert plain(problem.value)


@pytest.mark.parametrize(
    "number", ["193.11.1.1", "8.8.8.8", "147.67.34.30", "2a01:7080:24:100::666:45", "2001:67c:4b4::1"]
)
def test_public_numbers_are_public(number: str) -> None:
    assert is_public(number)


@pytest.mark.parametrize(
    ("address", "read"),
    [
        ("https://www.kommun.se", "https://www.kommun.se/"),
        ("HTTPS://WWW.Kommun.SE:443/A?b=c#d", "https://www.kommun.se/A?b=c"),
        ("http://www.kommun.se/a", "https://www.kommun.se/a"),
        ("https://www.kommun.se/tjänst/bygglov?fråga=å", "https://www.kommun.se/tj%C3%A4nst/bygglov?fr%C3%A5ga=%C3%A5"),
        ("https://www.kommun.se/a%20b", "https://www.kommun.se/a%20b"),
        ("https://xn--vxj-qla9l.se/", "https://xn--vxj-qla9l.se/"),
    ],
)
def test_an_ordinary_address_is_read(address: str, read: str) -> None:
    assert str(parse(address)) == read
