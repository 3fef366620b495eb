"""What was fetched is kept: asked for again only if changed, resumed where cut off, there when nobody answers."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from policies.errors import NotFetched, NotThere, Unreachable
from policies.sources.network import Network
from policies.sources.shelf import Fetched, fetch
from tests.outside import Outside, Said

HERE = "www.kommun.se/a"


def ask(network: Network, language: str = "swe") -> Fetched:
    return fetch(f"https://{HERE}", network, headers={"Accept-Language": language}, hosts=None)


def test_bytes_come_with_their_provenance(outside: Outside, network: Network) -> None:
    outside.says(HERE, Said(303, headers={"Location": "/b"}))
    outside.says("www.kommun.se/b", Said(200, b"Hej", {"Content-Type": "text/html; charset=utf-8"}))
    found = ask(network)
    assert (found.data, found.content_type) == (b"Hej", "text/html")
    assert (found.asked, found.address) == (f"https://{HERE}", "https://www.kommun.se/b")
    assert found.confirmed_at <= datetime.now(UTC)
    assert not found.offline


@pytest.mark.parametrize(
    ("has", "asks"),
    [({"ETag": '"v1"'}, "if-none-match"), ({"Last-Modified": "Mon, 02 Feb 2026 10:00:00 GMT"}, "if-modified-since")],
)
def test_what_has_not_changed_is_not_sent_again(
    outside: Outside, network: Network, has: dict[str, str], asks: str
) -> None:
    outside.says(HERE, Said(200, b"Hej", has), Said(304))
    assert [ask(network).data, ask(network).data, ask(network).data] == [b"Hej"] * 3
    assert [asks in headers for _, headers in outside.asked] == [False, True, True]


def test_a_version_is_told_only_to_the_address_it_came_from(outside: Outside, network: Network) -> None:
    outside.says(HERE, Said(303, headers={"Location": "/b"}))
    outside.says("www.kommun.se/b", Said(200, b"Hej", {"ETag": '"v1"'}), Said(304))
    ask(network)
    ask(network)
    assert ["if-none-match" in headers for _, headers in outside.asked] == [False, False, False, True]


def test_what_has_changed_is_read_again(outside: Outside, network: Network) -> None:
    outside.says(HERE, Said(200, b"Hej", {"ETag": '"v1"'}), Said(200, b"Nytt", {"ETag": '"v2"'}))
    assert [ask(network).data, ask(network).data] == [b"Hej", b"Nytt"]


def test_languages_are_kept_apart(outside: Outside, network: Network) -> None:
    outside.routes[HERE] = lambda headers: Said(200, headers["accept-language"].encode())
    assert [ask(network, language).data for language in ("swe", "eng")] == [b"swe", b"eng"]


@pytest.mark.parametrize("said", [None, Said(503, b"Busy"), Said(429, b"Slow down")], ids=["down", "busy", "too often"])
def test_offline_the_bytes_of_an_earlier_day_are_given(outside: Outside, network: Network, said: Said | None) -> None:
    outside.says(HERE, Said(200, b"Hej"))
    before = ask(network)
    outside.down = said is None
    if said is not None:
        outside.says(HERE, said)
    found = ask(network)
    assert (found.data, found.offline, found.confirmed_at) == (b"Hej", True, before.confirmed_at)


def test_offline_without_anything_kept_is_said(outside: Outside, network: Network) -> None:
    outside.down = True
    with pytest.raises(Unreachable, match="fetch_unreachable"):
        ask(network)


def test_bytes_that_were_tampered_with_are_not_given(outside: Outside, network: Network) -> None:
    outside.says(HERE, Said(200, b"Hej"))
    ask(network)
    for body in network.folder.rglob("*.body"):
        body.write_bytes(b"Ha!")
    outside.down = True
    with pytest.raises(Unreachable):
        ask(network)


def test_facts_that_cannot_be_read_are_as_good_as_none(outside: Outside, network: Network) -> None:
    outside.says(HERE, Said(200, b"Hej"))
    ask(network)
    for facts in network.folder.rglob("*.json"):
        facts.write_bytes(b'{"address": ')
    assert ask(network).data == b"Hej"


@pytest.mark.parametrize("status", [404, 406, 410])
def test_not_there_is_said(outside: Outside, network: Network, status: int) -> None:
    outside.says(HERE, Said(status, b"<html>no</html>"))
    with pytest.raises(NotThere) as problem:
        ask(network)
    assert problem.value.values["status"] == status


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (Said(202), "error.fetch_browser_only"),
        (Said(200), "error.fetch_browser_only"),
        (Said(401, b"no"), "error.fetch_status"),
        (Said(300, b"<a>1</a>"), "error.fetch_status"),
        (Said(500, b"oh"), "error.fetch_busy"),
    ],
)
def test_an_answer_that_is_no_text_is_said(outside: Outside, network: Network, said: Said, code: str) -> None:
    outside.says(HERE, said)
    with pytest.raises(NotFetched) as problem:
        ask(network)
    assert problem.value.code == code


def test_a_download_that_is_cut_off_is_taken_up_at_once(outside: Outside, network: Network) -> None:
    outside.says(
        HERE,
        Said(200, b"01234", {"Content-Length": "10", "ETag": '"v1"'}),
        Said(206, b"56789", {"Content-Range": "bytes 5-9/10", "ETag": '"v1"'}),
    )
    assert ask(network).data == b"0123456789"
    assert [headers.get("range") for _, headers in outside.asked] == [None, "bytes=5-"]


def test_a_download_that_stays_cut_off_is_taken_up_another_day(outside: Outside, network: Network) -> None:
    cut = Said(200, b"01234", {"Content-Length": "10", "ETag": '"v1"'})
    outside.says(HERE, cut)
    with pytest.raises(Unreachable, match="fetch_cut"):
        ask(network)
    outside.says(HERE, Said(206, b"56789", {"Content-Range": "bytes 5-9/10", "ETag": '"v1"'}))
    assert ask(network).data == b"0123456789"
    assert not list(network.folder.rglob("*.part*"))


def test_without_a_version_nothing_is_joined(outside: Outside, network: Network) -> None:
    outside.says(HERE, Said(200, b"01234", {"Content-Length": "10"}), Said(200, b"abcdefghij"))
    assert ask(network).data == b"abcdefghij"


def test_no_address_decides_where_files_lie(outside: Outside, network: Network, tmp_path: Path) -> None:
    outside.says("www.kommun.se/../../x", Said(200, b"Hej"))
    fetch("https://www.kommun.se/../../x", network, headers={}, hosts=None)
    assert all(network.folder in file.parents for file in tmp_path.rglob("*.*"))
