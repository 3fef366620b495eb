"""Searching for words typed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.matching.index import Index
from nlp.matching.matches import Passage
from nlp.matching.searching import Asked, Found, asked, find, places

TEXTS = [
    "Kommunen publicerar öppna data.",
    "En tillgänglighetsredogörelse ska finnas på webbplatsen.",
    "Tillgängligheten följs upp varje år.",
    "Databasen ägs av nämnden.",
    "Open data are published on the website.",
    "Nämnden lämnar en redogörelse för tillgänglighet.",
]
INDEX = Index.build(
    Passage(id=str(number), document=str(number), text=text, language="en" if number == 4 else "sv")
    for number, text in enumerate(TEXTS)
)


def sought(text: str) -> Found:
    return find(INDEX, asked(text))


def found(text: str) -> list[str]:
    scores = sought(text).scores
    return [str(row) for row in np.argsort(-scores, kind="stable").tolist() if scores[row] > 0]


def test_an_inflected_word_finds_its_other_forms() -> None:
    assert found("publicera")[0] == "0"


def test_a_part_finds_the_compound() -> None:
    assert set(found("redogörelsen")) == {"1", "5"}


def test_a_compound_finds_all_its_parts_after_itself_but_never_one_of_them() -> None:
    assert found("tillgänglighetsredogörelse") == ["1", "5"]


def test_words_apart_find_the_compound() -> None:
    assert set(found("redogörelse tillgänglighet")) == {"1", "5"}


def test_texts_need_all_the_words() -> None:
    assert found("öppna data") == ["0"]


def test_where_no_text_has_all_words_those_with_the_most_are_found() -> None:
    none = sought("öppna data databasen nämnden")
    assert (none.held, none.sought) == (3, 4)


def test_a_word_that_stands_nowhere_is_read_as_a_beginning() -> None:
    assert found("datab") == ["3"]
    assert sought("datab").begun == ("datab",)


def test_function_words_count_only_when_there_is_nothing_else() -> None:
    assert asked("en redogörelse för och om") == Asked(words=("redogörelse",))
    assert asked("it").words == ("it",)


def test_quoted_words_are_a_phrase() -> None:
    phrases = asked('"redogörelse för tillgänglighet"').phrases
    terms = sought("redogörelse för tillgänglighet").terms
    assert places(TEXTS[5], "sv", terms, phrases) == ((18, 48),)
    assert places(TEXTS[1], "sv", terms, phrases) == ()


def test_places_mark_the_words_in_the_text() -> None:
    spans = places(TEXTS[1], "sv", sought("redogörelse").terms)
    assert [TEXTS[1][start:end] for start, end in spans] == ["tillgänglighetsredogörelse"]


def test_of_very_much_text_only_the_beginning_is_read() -> None:
    many = asked(" ".join(f"ord{chr(97 + n)}" for n in range(26)))
    assert (len(many.words), many.cut) == (24, True)


@pytest.mark.parametrize("text", ["", "   ", "och", "zzz", "\x00", "§§", "'; DROP TABLE passage; --"])
def test_nothing_known_finds_nothing(text: str) -> None:
    assert found(text) == []


def test_an_index_of_nothing_finds_nothing() -> None:
    assert find(Index.build([]), asked("data")).unknown == ("data",)


@settings(max_examples=60)
@given(text=st.text(max_size=30))
def test_any_text_may_be_sought(text: str) -> None:
    result = sought(text)
    assert result.scores.shape == (len(TEXTS),)
    assert (result.scores >= 0).all()
