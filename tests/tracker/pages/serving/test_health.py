"""/health and /ready, as those who watch the app ask."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tracker.pages.serving.conftest import Get
from tracker import readiness
from tracker.database import Database


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.pages.serving.health._watch._until", 0.0)


def test_the_app_is_alive_without_a_database(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", "postgresql://nobody:secret@127.0.0.1:1/none")
    sent = get("/health")
    assert (sent.status, json.loads(sent.text)) == (200, {"status": "alive"})


def test_an_open_database_is_ready(get: Get, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", str(sqlite_database.read_engine.url))
    assert (get("/ready").status, get("/ready").headers["cache-control"]) == (200, "no-store")


def test_what_is_missing_is_a_code_and_nothing_else(get: Get, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path}/secret-name.db")
    sent = get("/ready")
    assert (sent.status, json.loads(sent.text)) == (503, {"status": "not_ready", "missing": ["schema_missing"]})


def test_one_answer_serves_all_who_ask_in_a_moment(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(readiness, "missing", lambda url: asked.append(url) or ())
    assert [get("/ready").status for _ in range(5)] == [200] * 5
    assert len(asked) == 1


def test_a_database_that_keeps_us_waiting_is_not_waited_for(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.pages.serving.health.PATIENCE_SECONDS", 0)
    assert json.loads(get("/ready").text)["missing"] == ["database_slow"]
