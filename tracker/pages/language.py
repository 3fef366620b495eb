"""The reader's language and everything said in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import streamlit as st

from tracker import locales

LANGUAGES: Mapping[str, str] = {"sv": "Svenska", "en": "English"}
DEFAULT = "sv"


def current() -> str:
    """The language in the address, else the one chosen before, else the browser's, else Swedish."""
    asked = st.query_params.get("lang") or st.session_state.get("lang") or (st.context.locale or DEFAULT)[:2]
    return asked if asked in LANGUAGES else DEFAULT


def t(key: str, **values: Any) -> str:
    """The text with this key in the reader's language, its {placeholders} filled."""
    return locales.text(key, current(), **values)


def tn(key: str, n: int, **values: Any) -> str:
    """The text with this key for a number of things, the number written as the language does."""
    return locales.text_n(key, n, current(), **values)


def word(value: StrEnum) -> str:
    """The name of a member of a closed set: `force.obligation`, `document_status.adopted` ..."""
    kind = re.sub(r"(?<!^)(?=[A-Z])", "_", type(value).__name__).lower()
    return t(f"{kind}.{value.value}")


def number(value: float) -> str:
    """A number as the language writes it."""
    return locales.number(value, current())


def percent(value: float) -> str:
    """A share in [0, 1] as a percentage."""
    return locales.percent(value, current())


def day(value: Any) -> str:
    """A date as the language writes it, a dash for none."""
    return locales.date(value, current()) if value is not None else "–"
