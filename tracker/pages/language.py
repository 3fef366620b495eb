"""The reader's language and everything said in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from enum import StrEnum
from typing import Any

import streamlit as st

from tracker import locales
from tracker.vocabulary import Named

LANGUAGES: Mapping[str, str] = {code: spoken.name for code, spoken in locales.languages().items()}
"""Each called as its speakers call it."""

_speaking: ContextVar[str | None] = ContextVar("speaking", default=None)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Let everything inside be said in this language: for what is made after the page has run, when no address is."""
    token = _speaking.set(code)
    try:
        yield
    finally:
        _speaking.reset(token)


def current() -> str:
    """The language in the address, else the one chosen before, else the browser's, else Swedish."""
    spoken = _speaking.get()
    if spoken is not None:
        return spoken
    asked = st.query_params.get("lang") or st.session_state.get("lang") or (st.context.locale or locales.DEFAULT)[:2]
    return asked if asked in LANGUAGES else locales.DEFAULT


def t(key: str, **values: Any) -> str:
    """The text with this key in the reader's language, its {placeholders} filled."""
    return locales.text(key, current(), **values)


def tn(key: str, n: int, **values: Any) -> str:
    """The text with this key in the form that fits a number of things."""
    return locales.text_n(key, n, current(), **values)


def word(value: StrEnum) -> str:
    """The name of a member of a closed set: `force.obligation`, `document_status.adopted` ..."""
    return t(locales.member_key(value))


def named(row: Named | None, code: str = "") -> str:
    """The name a row gives itself; the code where there is no such row."""
    return code if row is None else row.name(current())


def number(value: float) -> str:
    """A number as the language writes it."""
    return locales.number(value, current())


def percent(value: float) -> str:
    """A share in [0, 1] as a percentage."""
    return locales.percent(value, current())


def day(value: date | None) -> str:
    """A date as the language writes it, a dash for none."""
    return locales.day(value, current())
