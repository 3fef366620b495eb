"""Searching for words typed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.matching import Index, Passage
from nlp.matching.searching import search

TEXTS = [
    "Kommunen publicerar öppna data.",
    "En tillgänglighetsredogörelse ska finnas på webbplatsen.",
    "Tillgängligheten följs upp varje år.",
    "Databasen ägs av nämnden.",
    "Open data are published on the website.",
]
INDEX = Index.build(
    Passage(id=str(number), document=str(number), text=text, language="en" if number == 4 else "sv")
    for number, text in enumerate(TEXTS)
)


def found(text: str, **options: bool | str | int) -> list[str]:
    return [hit.passage.id for hit in search(INDEX, text, **options)]  # type: ignore[arg-type]  # one table, many types


def test_an_inflected_word_finds_its_other_forms() -> None:
    assert found("publicera")[0] == "0"


def test_a_part_finds_the_compound() -> None:
    assert found("redogörelsen") == ["1"]


def test_a_compound_finds_its_parts_after_itself() -> None:
    assert found("tillgänglighetsredogörelse") == ["1", "2"]


def test_passages_with_all_words_come_first() -> None:
    assert found("data open", language="en")[0] == "4"
    assert found("öppna data nämnden", top=1) == ["0"]


def test_the_beginning_of_a_word_is_enough_when_it_is_unfinished() -> None:
    assert found("datab") == []
    assert found("datab", unfinished=True) == ["3"]


def test_places_mark_the_words_in_the_text() -> None:
    [hit] = search(INDEX, "redogörelse")
    assert [hit.passage.text[start:end] for start, end in hit.places] == ["tillgänglighetsredogörelse"]


@pytest.mark.parametrize("text", ["", "   ", "och", "zzz", "\x00", "§§"])
def test_nothing_known_finds_nothing(text: str) -> None:
    assert search(INDEX, text) == []


@settings(max_examples=60)
@given(text=st.text(max_size=30), unfinished=st.booleans(), language=st.sampled_from(["", "sv", "en", "xx"]))
def test_any_text_may_be_sought(text: str, unfinished: bool, language: str) -> None:
    hits = search(INDEX, text, unfinished=unfinished, language=language, top=3)
    assert len(hits) <= 3
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
