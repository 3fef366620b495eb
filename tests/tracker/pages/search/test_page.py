"""The search page and the field above every page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

from tracker.database import Database
from tracker.tables.local import LocalDocument

Open = Callable[..., AppTest]


def shown(page: AppTest) -> str:
    return " ".join(str(part.value) for part in (*page.markdown, *page.caption, *page.info, *page.subheader))


def marked(page: AppTest) -> str:
    return " ".join(part.proto.body for part in page.get("html"))


@pytest.mark.parametrize(("lang", "hits", "kind"), [("sv", "träffar", "Krav"), ("en", "hits", "Requirements")])
def test_a_search_stands_in_both_languages(filled: int, open_page: Open, lang: str, hits: str, kind: str) -> None:
    page = open_page("search", lang=lang, q="planen")
    assert hits in shown(page)
    assert kind in shown(page)
    assert '<mark class="shared">' in marked(page)
    assert page.text_input(key="search-field").value == "planen"


def test_without_a_question_the_page_says_what_can_be_asked(filled: int, open_page: Open) -> None:
    assert "e-legitimation" in shown(open_page("search"))


def test_one_kind_can_be_asked_for_in_the_address(filled: int, open_page: Open) -> None:
    page = open_page("search", q="planen", kind="passage")
    openings = [button.key for button in page.button if str(button.key).startswith("open-")]
    assert openings
    assert all(str(key).startswith("open-passage-") for key in openings)


@pytest.mark.parametrize("kind", ["nothing", "", "requirement&in=7"])
def test_an_address_nobody_wrote_is_no_error(filled: int, open_page: Open, kind: str) -> None:
    assert open_page("search", q="planen", kind=kind, page="-3", **{"in": "x"}).title


def test_typing_on_the_page_searches_anew(filled: int, open_page: Open) -> None:
    page = open_page("search", q="planen", kind="passage")
    page.text_input(key="search-field").set_value("avgift").run()
    assert (page.query_params["q"], "kind" in page.query_params) == ("avgift", False)


def test_a_misspelled_word_offers_the_right_one(filled: int, open_page: Open) -> None:
    page = open_page("search", q="kvalitetsenhaten")
    page.button(key="search-meant").click().run()
    assert page.query_params["q"] == "kvalitetsenheten"
    assert '<mark class="shared">kvalitetsenheten</mark>' in marked(page)


@pytest.mark.parametrize("typed", ["<script>alert(1)</script> **fet**", "[länk](http://x) `kod`", "§" * 10_000])
def test_what_was_typed_is_shown_as_it_stands(filled: int, open_page: Open, typed: str) -> None:
    page = open_page("search", q=typed)
    assert not page.exception
    assert "<script>alert" not in marked(page)
    assert "**fet**" not in shown(page)
    assert "[länk](" not in shown(page)


def test_a_title_that_means_something_to_markdown_is_plain(filled: int, database: Database, open_page: Open) -> None:
    with database.writing() as session:
        session.execute(update(LocalDocument).values(name="Plan <b>ett</b> **två**"))
    page = open_page("search", q="planen", kind="passage")
    assert any(r"\<b\>ett" in button.label for button in page.button)
