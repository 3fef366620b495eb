"""Streamlit's own words are replaced as the installed Streamlit writes them: another version may write others."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
import streamlit

from tracker import locales
from tracker.pages import widgets

SCRIPTS = Path(streamlit.__file__).parent / "static" / "static" / "js"
WORDS = {key: text for key, text in locales.texts(widgets.STREAMLITS).one.items() if key.startswith(widgets.PREFIX)}
JOINED = re.compile(r"\{\w+\}|Ctrl|⌘|(?<=Enter to )(?=apply|submit)|(?<=option)s?(?= available)")
"""Where the scripts put a word together from parts."""
SPLIT = " :,"


@cache
def scripts() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(SCRIPTS.glob("*.js")))


@pytest.mark.parametrize("key", WORDS)
def test_streamlit_still_writes_what_is_replaced(key: str) -> None:
    parts = [part.strip(SPLIT) for part in JOINED.split(WORDS[key])]
    assert [part for part in parts if part and not _written(part)] == []


def _written(part: str) -> bool:
    """Whether the words stand in a script as a text or as one of its parts."""
    return re.search(rf"[\"'`>\s}}]{re.escape(part)}(?=[\"'`\s:$,<])", scripts()) is not None


@pytest.mark.parametrize("language", [code for code in locales.language_codes() if code != widgets.STREAMLITS])
def test_every_word_is_said_in_the_readers_language(language: str) -> None:
    said = {english for _, english, _ in widgets.words(language)}
    alike = {english for english in WORDS.values() if english not in said}
    assert alike == set()


def test_only_choices_are_replaced_in_lists() -> None:
    """An option may be called what Streamlit calls something else: only what it adds to lists itself is replaced."""
    assert {key for key in WORDS if key.startswith("widget.choice.")} == {
        "widget.choice.none", "widget.choice.all", "widget.choice.matches",
    }  # fmt: skip
