"""What every answer tells the browser to refuse."""

from __future__ import annotations

import pytest

from tests.tracker.pages.serving.conftest import Get
from tracker.pages.serving import headers


@pytest.mark.parametrize("address", ["/", "/nowhere", "/overview", "/health", "/favicon.png", "/_stcore/metrics"])
def test_every_answer_carries_the_headers(get: Get, address: str) -> None:
    sent = get(address).headers
    assert {name: sent[name] for name in headers.ALWAYS} == headers.ALWAYS


def test_refusals_carry_them_too(get: Get) -> None:
    assert get("/", host="evil.example").headers["content-security-policy"] == headers.ALWAYS["content-security-policy"]


def test_no_script_stands_in_the_document_and_none_may(get: Get) -> None:
    assert "<script>" not in get("/").text
    assert "unsafe-inline" not in headers.POLICY["script-src"]
    assert "'unsafe-eval'" not in headers.POLICY["script-src"]


@pytest.mark.parametrize(
    ("address", "sent"), [("https://t.kommun.se", True), ("http://t.kommun.se", False), ("", False)]
)
def test_browsers_are_told_to_stay_with_tls_where_there_is_tls(
    get: Get, monkeypatch: pytest.MonkeyPatch, address: str, sent: bool
) -> None:
    monkeypatch.setenv("TRACKER_ADDRESS", address)
    assert ("strict-transport-security" in get("/").headers) is sent


def test_what_readers_made_is_kept_nowhere(get: Get) -> None:
    assert get("/media/report.pdf").headers["cache-control"] == "private, no-store"
