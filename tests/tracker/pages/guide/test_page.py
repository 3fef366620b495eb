"""The guide in the app: chapters in the reader's language, with their pictures, one address each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tracker.pages.guide import page as guide

Open = Callable[..., AppTest]


def said(page: AppTest) -> str:
    return "\n".join(str(part.value) for part in page.markdown)


@pytest.mark.parametrize(("lang", "heading"), [("sv", "För strateger"), ("en", "For strategists")])
def test_a_chapter_has_its_address_in_both_languages(open_page: Open, lang: str, heading: str) -> None:
    page = open_page("guide", lang=lang, chapter="strategist")
    assert [title.value for title in page.title] == [heading]
    assert len(page.image) == 4
    assert "../pictures" not in said(page)


def test_links_between_chapters_stay_in_the_app(open_page: Open) -> None:
    assert "](guide?lang=en&chapter=review)" in said(open_page("guide", lang="en"))


def test_a_link_out_of_the_guide_keeps_its_words_only(open_page: Open) -> None:
    text = said(open_page("guide", lang="en", chapter="words"))
    assert "in the glossary." in text
    assert "glossary.md" not in text


@pytest.mark.parametrize("chapter", ["../../../README", "nothing", "<script>"])
def test_an_unknown_chapter_is_the_first_page(open_page: Open, chapter: str) -> None:
    assert open_page("guide", chapter=chapter).title[0].value == "Guide"


def test_without_its_folder_the_page_says_so(open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guide, "FOLDER", tmp_path)
    assert "docs/guide" in open_page("guide").info[0].value
