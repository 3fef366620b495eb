"""Bringing a database to the schema this program needs, after a backup of how it was."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tracker import migrations
from tracker.backup.manifest import Backup
from tracker.backup.saving import save
from tracker.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgraded:
    """`saved` is None when there was nothing to save: the database was empty or up to date."""

    revision: str
    saved: Backup | None


def upgrade(database: Database, folder: Path) -> Upgraded:
    """Create or migrate the schema; an older database is saved in `folder` first, and when that fails left as it is."""
    older = not migrations.is_ready(database) and migrations.present(database.read_engine) is not None
    saved = save(database, folder, reason="upgrade") if older else None
    return Upgraded(revision=migrations.upgrade(database), saved=saved)
