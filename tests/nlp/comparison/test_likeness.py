"""How alike two texts are."""

from __future__ import annotations

import pytest

from nlp.comparison import likeness, similarity

DUTY = "Nämnden ska svara den som frågar inom fem dagar."


def test_only_the_same_words_are_wholly_alike() -> None:
    assert similarity(DUTY, DUTY.replace(" ", "\n")) == 1
    assert 0.9 < similarity(DUTY, DUTY.replace(".", ";")) < 1
    assert similarity("", "") == 1
    assert similarity("", DUTY) == 0


def test_an_inflected_word_is_nearer_than_another() -> None:
    assert similarity("kostnad,", "kostnader,") > similarity("kostnad,", "ansvar,")


def test_unrelated_sentences_of_one_language_are_not_alike() -> None:
    assert similarity(DUTY, "Avgiften bestäms av fullmäktige för varje år.") < 0.35


def test_texts_too_long_for_their_letters_are_compared_by_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likeness, "MOST_LETTERS", 10)
    monkeypatch.setattr(likeness, "MOST_CELLS", 10)
    assert 0.99 < similarity(DUTY, DUTY.replace(".", ";")) < 1
    assert similarity(DUTY, DUTY.replace("fem", "sju")) == pytest.approx(8 / 9)
