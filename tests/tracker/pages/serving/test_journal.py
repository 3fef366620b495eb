"""Every request is told by the part it asks for, and an error nobody expected is answered with its id."""

from __future__ import annotations

import logging
import re
import sys
from typing import Any

import pytest
import streamlit.logger

from tests.tracker.pages.serving.conftest import Get
from tracker import logs
from tracker.logs.lines import Line
from tracker.pages.serving import journal


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    monkeypatch.setattr(logs, "event", lambda code, **fields: told.append({"code": code, **fields}))
    return told


def test_a_request_is_told_without_its_words(get: Get, told: list[dict[str, Any]]) -> None:
    sent = get("/search?q=Anna+Andersson&lang=sv")
    assert re.fullmatch(r"[0-9a-f]{16}", sent.headers["x-request-id"])
    assert [(line["code"], line["part"], line["status"]) for line in told] == [("request", "search", 200)]
    assert "Anna" not in repr(told)


def test_an_address_somebody_made_up_is_not_told(get: Get, told: list[dict[str, Any]]) -> None:
    get("/anna-andersson")
    assert [(line["part"], line["status"]) for line in told] == [("other", 404)]


def test_an_error_nobody_expected_is_answered_plainly_with_its_id(get: Get, told: list[dict[str, Any]]) -> None:
    sent = get("/broken?lang=en")
    failure = next(line for line in told if line["code"] == "failure")
    assert (sent.status, failure["id"] in sent.text) == (500, True)
    assert "content-security-policy" in sent.headers
    assert "Anna" not in sent.text
    assert told[-1]["status"] == 500


def test_what_streamlit_logs_of_an_error_goes_without_its_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(streamlit.logger, "setup_formatter", streamlit.logger.setup_formatter)
    monkeypatch.setattr(streamlit.logger, "_loggers", {})
    monkeypatch.setattr(logging.getLogger("streamlit"), "propagate", True)  # tests before may have set it
    heard = logging.StreamHandler(sys.stderr)
    heard.setFormatter(Line(json=False, debug=False, request=lambda: ""))
    monkeypatch.setattr(logging.getLogger(), "handlers", [heard])
    for name, took_over in (("streamlit.tried.before", False), ("streamlit.tried.after", True)):
        if took_over:
            journal.take_over()
        problem = ValueError("Anna Andersson")
        streamlit.logger.get_logger(name).error("Error executing file_id 17", exc_info=problem)
        said = capsys.readouterr().err
        assert ("Anna" in said) is not took_over
        assert "ValueError" in said
    journal.take_over()
    streamlit.logger.get_logger("streamlit.tried.before").warning("%s", "Anna Andersson")
    assert "Anna" not in capsys.readouterr().err
