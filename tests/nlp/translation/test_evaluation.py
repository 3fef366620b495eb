"""The coded pairs: what is asked of softening, and the table that reports it."""

from pathlib import Path

import pytest

from nlp.translation.evaluation import accuracy, coded, most_frequent, report, softening

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def should():
    return coded(DATA / "translation_should.jsonl")


def test_every_softening_is_found_and_nine_of_ten_are_right(should):
    precision, recall = softening(should)
    assert recall == 1.0
    assert precision >= 0.90


def test_both_kinds_of_pairs_are_many(should):
    assert sum(bool(pair.soft) for pair in should) >= 30
    assert sum(not pair.soft for pair in should) >= 30


def test_modes_are_told_far_better_than_by_the_most_frequent_one():
    pairs = coded(DATA / "translation_modes.jsonl")
    assert accuracy(pairs) >= 0.90 > most_frequent(pairs) + 0.5


def test_every_suggestion_has_reasons(should):
    assert all(pair.found.reasons for pair in should)


def test_the_report_names_its_baselines():
    assert any("most frequent mode" in line for line in report(DATA))
