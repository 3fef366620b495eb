"""Scores on labelled data the models have not seen; the constructed sentences are never trained on."""

from functools import partial
from pathlib import Path

import pytest

from nlp import evaluation, gold
from nlp.scoring import measures

CONSTRUCTED = Path(__file__).parents[1] / "data" / "constructed_force.jsonl"


def test_prohibitions_and_recommendations_among_hard_negatives():
    outcomes = evaluation.marked(gold.read_constructed(CONSTRUCTED))
    assert len(outcomes) == 80
    assert partial(measures.macro_f1, labels=("prohibition", "recommendation"))(outcomes) >= 0.95


def test_folds_keep_groups_whole_and_sizes_even():
    place = gold.folds(["a", "a", "b", "c", "d", "d"], 2)
    assert place[0] == place[1]
    assert place[4] == place[5]
    assert sorted((place.count(0), place.count(1))) == [3, 3]


@pytest.mark.corpus
def test_statutes_leaving_one_act_out(shared):
    outcomes = evaluation.statutes(shared / "gold")
    assert measures.f1(outcomes) >= 0.95
    assert measures.macro_f1(outcomes) >= 0.82
    assert measures.bearer_overlap(outcomes) >= 0.80
    assert measures.deadline_overlap(outcomes) >= 0.90
    assert measures.calibration_error(outcomes) <= 0.05


@pytest.mark.corpus
def test_eu_statements_in_ten_folds(shared):
    outcomes = evaluation.statements(shared / "gold")
    assert measures.accuracy(outcomes) >= 0.84
    assert measures.f1(outcomes) >= 0.84
    assert measures.calibration_error(outcomes) <= 0.05


@pytest.mark.corpus
def test_marked_checklists(shared):
    assert measures.accuracy(evaluation.marked(gold.read_checklists(shared / "gold"))) >= 0.98
