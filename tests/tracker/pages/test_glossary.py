"""The words at hand on every page are those of docs/glossary.md, in every language."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.locales import language_codes
from tracker.pages.glossary import words

DOCUMENT = Path(__file__).parents[3] / "docs" / "glossary.md"


def documented(column: int) -> set[str]:
    rows = [line.strip("| \n").split(" | ") for line in DOCUMENT.read_text("utf-8").splitlines() if line[:2] == "| "]
    return {row[column].strip().lower() for row in rows[1:]}


@pytest.mark.parametrize(("language", "column"), [("en", 0), ("sv", 1)])
def test_every_word_of_the_document_is_there_and_no_other(language: str, column: int) -> None:
    assert {word.lower() for word in words(language)} == documented(column)


@pytest.mark.parametrize("language", language_codes())
def test_every_word_says_what_it_means(language: str) -> None:
    assert all(meaning.endswith(".") and len(meaning) > 10 for meaning in words(language).values())
