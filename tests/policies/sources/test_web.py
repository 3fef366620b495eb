"""A look at an address that evidence stands on."""

from __future__ import annotations

import pytest

from policies.errors import Unreachable
from policies.sources.network import Network
from policies.sources.web import look
from tests.outside import Outside, Said

HERE = "www.kommun.se/beslut"
PAGE = "<html><body><script>t={}</script><nav>Meny</nav><main><h1>Beslut</h1><p>Nämnden {}.</p></main></body></html>"


def page(stamp: str, words: str) -> Said:
    return Said(200, PAGE.replace("{}", stamp, 1).replace("{}", words).encode(), {"Content-Type": "text/html"})


def test_the_same_words_give_the_same_checksum(outside: Outside, network: Network) -> None:
    outside.says(HERE, page("1", "beslutar"), page("2", "beslutar"))
    assert look(f"https://{HERE}", network).sha256 == look(f"https://{HERE}", network).sha256 != ""


def test_other_words_give_another_checksum(outside: Outside, network: Network) -> None:
    outside.says(HERE, page("1", "beslutar"), page("1", "avslår"))
    assert look(f"https://{HERE}", network).sha256 != look(f"https://{HERE}", network).sha256


def test_what_holds_no_words_is_known_by_its_bytes(outside: Outside, network: Network) -> None:
    outside.says(HERE, Said(200, b"\x89PNG\r\n\x1a\n 1"), Said(200, b"\x89PNG\r\n\x1a\n 2"))
    assert look(f"https://{HERE}", network).sha256 != look(f"https://{HERE}", network).sha256


def test_moved_is_seen(outside: Outside, network: Network) -> None:
    outside.says(HERE, Said(301, headers={"Location": "/nytt"}))
    outside.says("www.kommun.se/nytt", page("1", "beslutar"))
    found = look(f"https://{HERE}", network)
    assert (found.moved, found.address) == (True, "https://www.kommun.se/nytt")


@pytest.mark.parametrize(("status", "gone"), [(404, True), (410, True), (403, False), (500, False), (503, False)])
def test_only_the_source_itself_says_that_something_is_gone(
    outside: Outside, network: Network, status: int, gone: bool
) -> None:
    outside.says(HERE, Said(status, b"no"))
    found = look(f"https://{HERE}", network)
    assert (found.gone, found.sha256, found.code) == (gone, "", "error.fetch_status")


def test_a_host_that_does_not_answer_is_not_gone(outside: Outside, network: Network) -> None:
    outside.down = True
    found = look(f"https://{HERE}", network)
    assert (found.gone, found.code) == (False, "error.fetch_unreachable")


def test_a_host_without_a_name_is_gone(outside: Outside, network: Network) -> None:
    def unknown(host: str) -> tuple[str, ...]:
        raise Unreachable("error.fetch_no_host", host=host)

    found = look("https://www.kommun.se/", Network(folder=network.folder, resolve=unknown, open=outside.open, pause=0))
    assert (found.gone, found.code) == (True, "error.fetch_no_host")


def test_an_address_that_may_not_be_opened_is_no_evidence_of_anything(outside: Outside, network: Network) -> None:
    found = look("https://10.0.0.1/", network)
    assert (found.gone, found.code, outside.opened) == (False, "error.address_host", [])
