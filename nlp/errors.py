"""Errors of the nlp package: a code and named values, never a finished sentence."""

from __future__ import annotations


class NlpError(Exception):
    """Root of every error this package raises on purpose; `code` names a text in the locales."""

    def __init__(self, code: str, **values: str | int | float) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values
