"""Backups that were verified before they got their names, restoring them, and moving between kinds of databases."""

from tracker.backup.contents import Contents, Fault, digests, examine
from tracker.backup.manifest import Backup, Found, Manifest, known
from tracker.backup.reminding import Overdue, overdue
from tracker.backup.restoring import Restored, restore
from tracker.backup.saving import save
from tracker.backup.upgrading import Upgraded, upgrade

__all__ = [
    "Backup",
    "Contents",
    "Fault",
    "Found",
    "Manifest",
    "Overdue",
    "Restored",
    "Upgraded",
    "digests",
    "examine",
    "known",
    "overdue",
    "restore",
    "save",
    "upgrade",
]
