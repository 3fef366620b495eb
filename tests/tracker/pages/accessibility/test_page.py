"""The statement says what is known, in both languages, and nothing that has been mended."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tracker import locales
from tracker.pages import accessibility
from tracker.pages.accessibility.shortcomings import SHORTCOMINGS, VERSION, Shortcoming

ROOT = Path(accessibility.__file__).parents[3]
PAGES = ROOT / "tracker" / "pages"
CRITERION = re.compile(r"[1-4]\.[1-5]\.\d{1,2}")

Open = Callable[..., AppTest]


@pytest.mark.parametrize("language", locales.language_codes())
def test_the_statement_names_every_shortcoming(open_page: Open, filled: int, language: str) -> None:
    page = open_page("accessibility", lang=language)
    assert [part.value for part in page.subheader] == [
        locales.text(next(known.texts()), language) for known in SHORTCOMINGS
    ]
    assert not any("[page." in str(part.value) for part in (*page.markdown, *page.caption, *page.header))


def test_without_a_contact_the_statement_says_who_to_turn_to(open_page: Open, filled: int) -> None:
    page = open_page("accessibility")
    assert any("TRACKER_CONTACT" in part.value for part in page.markdown)


def test_the_contact_is_the_one_set(open_page: Open, filled: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_CONTACT", "hjälp@exempelvik.se")
    page = open_page("accessibility")
    assert any("`hjälp@exempelvik.se`" in part.value for part in page.markdown)


@pytest.mark.parametrize("known", SHORTCOMINGS, ids=lambda known: known.key)
def test_a_shortcoming_has_its_texts_and_its_criteria(known: Shortcoming) -> None:
    assert [key for key in known.texts() if not locales.has_text(key)] == []
    assert [criterion for criterion in known.criteria if not CRITERION.fullmatch(criterion)] == []


def test_no_text_is_left_of_a_shortcoming_that_is_gone() -> None:
    there = {key for known in SHORTCOMINGS for key in known.texts()}
    prefix = "page.accessibility.known."
    assert {key for key in locales.texts("sv").one if key.startswith(prefix)} == there


def test_what_a_shortcoming_comes_from_is_still_in_the_pages() -> None:
    source = "\n".join(path.read_text("utf-8") for path in PAGES.rglob("*.py") if path.parent.name != "accessibility")
    assert [known.key for known in SHORTCOMINGS if known.rests_on and f"{known.rests_on}(" not in source] == []


def test_the_version_assessed_is_the_one_there_is() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"] == VERSION
