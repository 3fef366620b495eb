"""Errors of the tracker: a code and named values; the locales turn them into Swedish or English."""

from __future__ import annotations


class TrackerError(Exception):
    """Root of every error this package raises on purpose; anything else is a bug and surfaces."""

    def __init__(self, code: str, **values: str | int | float) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


class ImportProblem(TrackerError):
    """A file or row cannot be imported; nothing of it was stored."""


class NotAllowed(TrackerError):
    """The person's role in the workspace does not permit the action."""


class NotFound(TrackerError):
    """The entity named does not exist (any more) in this workspace."""


class Conflict(TrackerError):
    """Somebody else changed the entity after the person saw it; both versions are in the values."""


class Refused(TrackerError):
    """The action contradicts a rule of the product (a machine confirming, a level without evidence)."""


class DatabaseProblem(TrackerError):
    """The database is missing, full, damaged or newer than this program, or its disk or server fails."""


class DatabaseBusy(DatabaseProblem):
    """Others were writing; nothing was stored, and the same again may well succeed."""
