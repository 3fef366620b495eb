"""The text of a guideline: what was read stands in it, sentences are found, opened and explained."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from tracker import ingest
from tracker.database import Database
from tracker.tables.guideline import Edition, Force
from tracker.views.reading.sentences import Sentence, sentences

Open = Callable[..., AppTest]


@pytest.fixture
def rows(database: Database, filled: int, guideline: ingest.ImportedGuideline) -> list[Sentence]:
    with database.reading() as session:
        return sentences(session, filled, edition_id=guideline.edition_id)


def opened(open_page: Open, guideline: ingest.ImportedGuideline, **address: str) -> AppTest:
    return open_page("guidelines", guideline=str(guideline.guideline_id), tab="text", **address)


def html(page: AppTest) -> str:
    return "\n".join(part.proto.body for part in page.get("html") if "<style>" not in part.proto.body)


def said(page: AppTest) -> str:
    return "\n".join(str(part.value) for part in (*page.markdown, *page.caption, *page.error))


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_sentence_says_what_it_was_read_as(
    open_page: Open, guideline: ingest.ImportedGuideline, rows: list[Sentence], lang: str
) -> None:
    shown = html(opened(open_page, guideline, lang=lang))
    assert shown.count("<button") == len(rows)
    assert all(f'data-sentence="{row.key}"' in shown for row in rows)
    assert "[page." not in shown


def test_an_opened_sentence_is_explained(
    open_page: Open, guideline: ingest.ImportedGuideline, rows: list[Sentence]
) -> None:
    row = next(row for row in rows if row.force is Force.PROHIBITION)
    page = opened(open_page, guideline, sentence=row.key)
    assert "får inte" in said(page)
    assert "förbjuder" in said(page)
    page.button(key="close-why").click().run()
    assert "sentence" not in page.query_params


def test_found_sentences_are_listed_and_the_others_stand_back(
    open_page: Open, guideline: ingest.ImportedGuideline, rows: list[Sentence]
) -> None:
    page = opened(open_page, guideline, force="prohibition", only="yes")
    assert f"1 mening av {len(rows)}" in said(page)
    assert html(page).count("no-match") == len(rows) - 1


def test_nonsense_in_the_address_asks_for_nothing(
    open_page: Open, guideline: ingest.ImportedGuideline, rows: list[Sentence]
) -> None:
    page = opened(open_page, guideline, force="?", zone="x", certainty="<b>", bearer_kind="y", topic="z", type="q")
    assert [problem.value for problem in page.error] == []
    assert "no-match" not in html(page)


def test_an_unknown_sentence_gives_a_plain_message(
    open_page: Open, guideline: ingest.ImportedGuideline, filled: int
) -> None:
    page = opened(open_page, guideline, sentence="w99999")
    assert "w99999" in page.error[0].value.replace("\\", "")


def test_what_an_imported_text_says_means_nothing_to_the_page(
    open_page: Open, guideline: ingest.ImportedGuideline, filled: int, database: Database
) -> None:
    with database.writing() as session:
        edition = session.get_one(Edition, guideline.edition_id)
        edition.text = edition.text.replace("En kommun ska", "<b>ko</b> ska_")
    shown = html(opened(open_page, guideline))
    assert "<b>" not in shown
    assert "&#60;b&#62;" in shown
