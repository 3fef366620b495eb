"""Places of Swedish acts are told apart from the days of minutes."""

from __future__ import annotations

from nlp.mentions.swedish import places


def test_the_day_of_a_decision_is_no_section() -> None:
    assert not list(places("Ersätter IT-strategi (KF 2018-05-28 § 61)"))


def test_a_range_of_sections_is_one_place() -> None:
    text = "enligt 11-13 §§ och 3 kap. 2 §"
    assert [text[found.start : found.end] for found in places(text)] == ["11-13 §§", "3 kap. 2 §"]
