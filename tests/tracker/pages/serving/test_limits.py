"""What is too large, too slow or too often, and what is closed."""

from __future__ import annotations

import pytest

from tests.tracker.pages.serving.conftest import Get
from tracker.pages.serving import limits

UPLOAD = "/_stcore/upload_file/1/2"


def test_a_file_may_be_larger_than_anything_else(get: Get) -> None:
    parts = (b"x" * limits.BODY_BYTES, b"x")
    assert get(UPLOAD, method="PUT", parts=parts).text == str(limits.BODY_BYTES + 1)
    refused = get("/length?lang=en", method="POST", parts=parts)
    assert (refused.status, "Too large" in refused.text) == (413, True)


@pytest.mark.parametrize("said", [str(1 << 40), "-1", "1e3", "nought", "٣", "9" * 400])
def test_a_size_that_is_too_much_or_none_is_refused_before_it_comes(get: Get, said: str) -> None:
    assert get(UPLOAD, method="PUT", content_length=said).status == 413


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("/matrix?q=" + "x" * limits.ADDRESS_BYTES, {}, 414),
        ("/", {"cookie": "x" * limits.HEADER_BYTES}, 431),
        ("/", {f"x-{number}": "" for number in range(limits.HEADERS)}, 431),
    ],
)
def test_a_long_head_is_refused(get: Get, address: str, headers: dict[str, str], status: int) -> None:
    assert get(address, **headers).status == status


def test_a_body_that_never_comes_is_not_waited_for(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SILENT_SECONDS", 0.01)
    sent = get("/length?lang=sv", method="POST")
    assert (sent.status, "tog för lång tid" in sent.text) == (408, True)


def test_who_asks_too_often_waits_and_nobody_else(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_REQUESTS_A_MINUTE", "2")
    answers = [get("/?lang=en") for _ in range(3)]
    assert [sent.status for sent in answers] == [200, 200, 429]
    assert 0 < int(answers[2].headers["retry-after"]) <= 60
    assert get("/", scope={"client": ("127.0.0.2", 1)}).status == 200
    assert get("/static/media/none.woff2").status != 429


def test_nought_means_any_number(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_REQUESTS_A_MINUTE", "0")
    counted = limits.Counted()
    assert not any(counted.wait("", 0, 0) for _ in range(10))


def test_addresses_beyond_count_share_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_SENDERS", 2)
    counted = limits.Counted()
    assert [bool(counted.wait(f"192.0.2.{last}", 1, 0)) for last in range(4)] == [False, False, False, True]


@pytest.mark.parametrize("path", ["agent/interact", "agent/mcp", "agent/openapi.json", "metrics"])
def test_ways_in_without_sign_in_are_closed(get: Get, path: str) -> None:
    assert get(f"/_stcore/{path}").status == 404
