"""Who may ask: names of the tracker's own, and pages of its own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.tracker.pages.serving.conftest import Get
from tracker.pages.serving import hosts

STREAM: dict[str, Any] = {
    "type": "websocket",
    "scheme": "ws",
    "subprotocols": [],
    "extensions": {"websocket.http.response": {}},
}


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1", "[::1]:8501", "LOCALHOST:80", "localhost."])
def test_this_machines_own_names_are_answered(get: Get, host: str) -> None:
    assert get("/", host=host).status == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.nip.example:8501", "evil@localhost", "", "10.0.0.1"]
)
def test_a_name_that_only_points_here_is_refused(get: Get, host: str) -> None:
    sent = get("/?lang=en", host=host)
    assert (sent.status, "TRACKER_ADDRESS" in sent.text) == (421, True)
    assert "evil" not in sent.text


def test_the_address_readers_use_is_known(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_ADDRESS", "https://tracker.kommun.se/")
    assert get("/", host="tracker.kommun.se", origin="https://tracker.kommun.se").status == 200
    assert get("/", host="app.kommun.se").status == 421


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:3000", "file://", "chrome://x"])
@pytest.mark.parametrize("scope", [None, STREAM])
def test_pages_of_other_origins_are_refused(get: Get, origin: str, scope: Any) -> None:
    sent = get("/_stcore/stream?lang=sv", scope=scope, origin=origin)
    assert (sent.status, "En annan webbplats frågade" in sent.text) == (403, True)


def test_our_own_page_connects(get: Get) -> None:
    assert get("/_stcore/stream", scope=STREAM, origin="http://localhost:8501").status == 0  # accepted, no HTTP answer


def test_a_server_that_cannot_answer_a_connection_closes_it(get: Get) -> None:
    sent = get("/_stcore/stream", scope={**STREAM, "extensions": {}}, origin="http://evil.example")
    assert sent.status == 0
    assert sent.content == b""


def test_health_is_told_under_any_name_but_to_no_page(get: Get) -> None:
    assert get("/health", host="10.0.0.1:8501").status == 200
    assert get("/health", host="evil.example", origin="http://evil.example").status == 421


def test_a_server_on_one_address_answers_under_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for listening, known in (("192.0.2.7", True), ("0.0.0.0", False), ("::", False)):
        monkeypatch.setattr(hosts.st, "get_option", lambda name, listening=listening: listening)
        assert (listening in hosts.known("")) is known
