"""Roles on sentences made for the purpose, labelled before they were first read by the program."""

from pathlib import Path

import pytest

from nlp.errors import NlpError
from nlp.scoring.roles import score_roles

ROWS = Path(__file__).parents[2] / "data" / "constructed_roles.jsonl"


def test_roles_are_found_in_the_constructed_sentences():
    short = [score for score in score_roles(ROWS) if score.overlap < 0.85]
    assert short == []


def test_a_file_that_is_missing_is_named(tmp_path):
    with pytest.raises(NlpError, match="gold_missing"):
        score_roles(tmp_path / "none.jsonl")
