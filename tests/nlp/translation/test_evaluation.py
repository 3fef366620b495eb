"""The coded pairs: what is asked of softening, and the table that reports it."""

from pathlib import Path

import pytest

from nlp.translation.evaluation import accuracy, coded, modifier_scores, most_frequent, report, softening
from nlp.translation.modes import Modifier

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


def test_hardening_is_told_from_what_is_no_harder(should):
    told = [pair for pair in should if pair.hard is not None]
    assert sum(bool(pair.hard) for pair in told) >= 4
    assert all(pair.hard == (Modifier.HARD in pair.found.modifiers) for pair in told)


def test_changes_of_scope_bearer_and_place_are_right_where_suggested():
    for _, _, suggested, both in modifier_scores(coded(DATA / "translation_scope.jsonl")):
        assert both == suggested


def test_modes_are_told_far_better_than_by_the_most_frequent_one():
    pairs = coded(DATA / "translation_modes.jsonl")
    assert accuracy(pairs) >= 0.90 > most_frequent(pairs) + 0.5


def test_every_suggestion_has_reasons(should):
    assert all(pair.found.reasons for pair in should)


def test_the_report_names_its_baselines():
    assert any("most frequent mode" in line for line in report(DATA))
