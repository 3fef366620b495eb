"""Figures of days that have passed, kept in a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tracker import assessing, clock
from tracker.database import Database
from tracker.pages.progress import kept
from tracker.settings import Settings
from tracker.tables.people import Person
from tracker.views.progress import levels
from tracker.views.progress.levels import Known, history_of

FIRST, TODAY = datetime(2026, 5, 4, 9, tzinfo=UTC), datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """The file goes into the test's folder; today is in November."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path / 'tracker.db'}")
    with clock.fixed(TODAY):
        yield


@pytest.fixture
def past(database: Database, person: Person, town: Any) -> Known:
    """The quarters of a town that was judged in May, kept."""
    with clock.fixed(FIRST), database.writing() as session:
        assessing.assess(
            session, town.workspace, town.requirements[1], by=person, actor_id=town.unit, level=1, evidence_digest=""
        )
    with database.reading() as session:
        known = Known(history=history_of(session, town.workspace))
        levels.levels(session, town.workspace, known=known)
        kept.write(session, town.workspace, known)
    return known


def _read(database: Database, town: Any, past: Known) -> dict[date, Any]:
    with database.reading() as session:
        return dict(kept.read(session, town.workspace, past.history).days)


def test_what_was_kept_is_read_as_it_was(database: Database, town: Any, past: Known) -> None:
    assert past.days
    assert _read(database, town, past) == past.days


def test_what_another_program_worked_out_is_not_taken(
    database: Database, town: Any, past: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "_program", lambda: "another")
    assert _read(database, town, past) == {}


def test_days_of_a_history_that_went_another_way_are_not_taken(
    database: Database, person: Person, town: Any, past: Known
) -> None:
    with clock.fixed(FIRST), database.writing() as session:  # as after a backup of June was put back
        assessing.assess(
            session, town.workspace, town.requirements[1], by=person, actor_id=town.unit, level=2, evidence_digest=""
        )
    assert _read(database, town, past) == {}


@pytest.mark.parametrize("text", ["", "[]", '{"days": 3}', '{"days": {"x": {}}}', "\x00"])
def test_a_damaged_file_is_as_none(database: Database, town: Any, past: Known, text: str) -> None:
    (file,) = Settings().passed.iterdir()
    file.write_text(text, encoding="utf-8")
    assert _read(database, town, past) == {}


def test_a_folder_that_cannot_be_written_is_left_alone(
    database: Database, town: Any, past: Known, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path / 'file' / 'tracker.db'}")
    with database.reading() as session:
        kept.write(session, town.workspace, past)
        assert kept.read(session, town.workspace, past.history).days == {}
