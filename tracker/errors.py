"""Errors of the tracker: a code and named values; the locales turn them into Swedish or English."""

from __future__ import annotations


class TrackerError(Exception):
    """Root of every error this package raises on purpose; anything else is a bug and surfaces."""

    def __init__(self, code: str, **values: str | int | float) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuilt, (type(self), self.code, self.values))


def _rebuilt(kind: type[TrackerError], code: str, values: dict[str, str | int | float]) -> TrackerError:
    """Errors cross the borders of processes (tracker.batch), so pickling must keep code and values."""
    error = kind.__new__(kind)
    TrackerError.__init__(error, code, **values)
    return error


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


class SettingProblem(TrackerError):
    """A setting cannot be read; nothing that needs it was begun."""


class DatabaseBusy(DatabaseProblem):
    """Others were writing; nothing was stored, and the same again may well succeed."""
