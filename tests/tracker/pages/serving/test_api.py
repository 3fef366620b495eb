"""The API beside the pages: behind the same doors, and refused in its own form."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

PROBLEM = "application/problem+json"


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({}, 401, "error.api_token"),
        ({"host": "stranger.example"}, 421, "misdirected"),
        ({"origin": "https://stranger.example"}, 403, "foreign"),
        ({"x_forwarded_for": "192.0.2.1"}, 403, "entrance"),
        ({"content_length": "9999999"}, 413, "too_large"),
    ],
)
def test_refusals_are_problems(
    get: Callable[..., Any],
    database: object,
    monkeypatch: pytest.MonkeyPatch,
    headers: dict[str, str],
    status: int,
    code: str,
    lang: str,
) -> None:
    monkeypatch.setattr("streamlit.get_option", {"server.address": "localhost", "server.maxUploadSize": 50}.get)
    answer = get("/api/links", accept_language=lang, **headers)
    told = json.loads(answer.text)
    assert (answer.status, told["status"], told["code"]) == (status, status, code)
    assert answer.headers["content-type"] == PROBLEM
    assert "[" not in told["detail"]
    assert "{" not in told["detail"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_too_many_requests_are_told_to_wait(
    get: Callable[..., Any], database: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_REQUESTS_A_MINUTE", "1")
    assert [get("/api/openapi.json").status for _ in range(2)][1] == 429
    answer = get("/api/openapi.json")
    assert answer.headers["content-type"] == PROBLEM
    assert int(answer.headers["retry-after"]) > 0


def test_a_page_is_refused_as_a_page(get: Callable[..., Any]) -> None:
    assert get("/apiary", host="stranger.example").headers["content-type"].startswith("text/html")
