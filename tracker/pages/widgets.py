"""What Streamlit's widgets say of themselves, in the reader's language: they know English alone.

The English text of a key `widget.<group>.<name>` is the word as Streamlit writes it, that of another language what is
shown in its place. In lists of options only the group `choice` is replaced: an option may be called "Open".
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

from tracker import locales
from tracker.pages import language

PREFIX = "widget."
STREAMLITS = "en"
"""The language Streamlit's own words are in."""

_component = st.components.v2.component(
    "tracker-widgets", js=(Path(__file__).parent / "widgets.js").read_text(encoding="utf-8")
)


def say() -> None:
    """Let the widgets of this page, and those that open on it, speak the reader's language."""
    code = language.current()
    _component(key="widget-words", data={"language": code, "words": words(code)})


@cache
def words(code: str) -> list[tuple[str, str, str]]:
    """Group, Streamlit's word and what is said in its place; nothing for readers of English.

    >>> ("uploader", "Upload", "Ladda upp") in words("sv"), words("en")
    (True, [])
    """
    english, said = locales.texts(STREAMLITS).one, locales.texts(code).one
    keys = [key for key in english if key.startswith(PREFIX) and english[key] != said[key]]
    return [(key.split(".")[1], english[key], said[key]) for key in keys]
