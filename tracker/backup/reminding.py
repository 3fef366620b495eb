"""Saying so when the last backup is too old."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker import clock
from tracker.backup.manifest import known
from tracker.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """A backup is due: `last` is when the newest verified one was made, None for never, `days` how old it may be."""

    last: datetime | None
    days: int


def overdue(settings: Settings) -> Overdue | None:
    """Whether a backup is due: none in the settings' folder is verified and young enough (`backup_days`, 0 for any)."""
    if settings.backup_days <= 0:
        return None
    verified = (found.manifest for found in known(settings.backups) if found.verified)
    last = next((made.made_at for made in verified if made is not None), None)
    if last is not None and clock.now() - last <= timedelta(days=settings.backup_days):
        return None
    return Overdue(last=last, days=settings.backup_days)
