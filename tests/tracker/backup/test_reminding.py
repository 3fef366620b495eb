"""A backup is due when the last verified one is too old, or there is none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tracker import backup, clock
from tracker.backup import manifest
from tracker.backup.manifest import Manifest
from tracker.settings import Settings

MADE = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(database_url=f"sqlite:///{tmp_path / 'tracker.db'}", backup_days=7)


def _made(folder: Path, *, faults: tuple[backup.Fault, ...] = ()) -> Path:
    folder.mkdir()
    path = folder / "tracker-20260302T080000000000-command.db"
    path.write_bytes(b"rows")
    contents = backup.Contents(revision="0007", rows={}, chains=(), faults=faults)
    held = Manifest(
        made_at=MADE, reason="command", program="", kind="sqlite", size=4, sha256="", contents=contents
    )  # fmt: skip
    manifest.write(held, manifest.beside(path))
    return path


@pytest.mark.parametrize(("days", "due"), [(7, False), (8, True)])
def test_a_backup_is_due_after_the_days_of_the_settings(settings: Settings, days: int, due: bool) -> None:
    _made(settings.backups)
    with clock.fixed(MADE + timedelta(days=days)):
        assert backup.overdue(settings) == (backup.Overdue(last=MADE, days=7) if due else None)


def test_one_is_due_where_there_is_none(settings: Settings) -> None:
    assert backup.overdue(settings) == backup.Overdue(last=None, days=7)


def test_one_that_does_not_hold_or_is_cut_short_does_not_count(settings: Settings) -> None:
    path = _made(settings.backups, faults=(backup.Fault(code="chain", about="1"),))
    with clock.fixed(MADE):
        assert backup.overdue(settings) == backup.Overdue(last=None, days=7)
        manifest.beside(path).unlink()
        assert backup.overdue(settings) == backup.Overdue(last=None, days=7)


def test_nothing_is_due_where_nobody_wants_to_be_reminded(tmp_path: Path) -> None:
    assert backup.overdue(Settings(database_url=f"sqlite:///{tmp_path / 'tracker.db'}", backup_days=0)) is None
