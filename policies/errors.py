"""Why a file could not be read: a code and named values, never a finished sentence."""

from __future__ import annotations


class PoliciesError(Exception):
    """Root of every error this package raises on purpose.

    `code` names a text in the locales ("error.needs_ocr"); `values` fills its placeholders.
    Every code says what is wrong, where, and what to do about it.
    """

    def __init__(self, code: str, **values: str | int | float) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.code, self.values))


def _rebuild(kind: type[PoliciesError], code: str, values: dict[str, str | int | float]) -> PoliciesError:
    """Errors cross process borders (the sandbox), so pickling must keep code and values."""
    return kind(code, **values)


class UnreadableFile(PoliciesError):
    """The bytes cannot become a document: unsupported, empty, encrypted, truncated, misnamed, scanned, too large."""


class NotFetched(PoliciesError):
    """Nothing came from an address: it may not be opened, or what it answered is of no use."""


class NotThere(NotFetched):
    """The source answered, and does not have it (any more)."""


class Unreachable(NotFetched):
    """The source did not answer, answered too slowly, or was cut off: later it may."""
