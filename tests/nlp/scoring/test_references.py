"""The scoring of references, and the score on labelled sentences of our own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nlp.references import find_references
from nlp.scoring.references import read_rows, score

OWN = Path(__file__).parents[2] / "data" / "constructed_references.jsonl"


def _row(text: str, *labels: tuple[str, str]) -> dict[str, object]:
    return {"language": "sv", "text": text, "references": [{"text": t, "targets": [target]} for t, target in labels]}


def test_words_that_overlap_with_the_right_target_count() -> None:
    scores = score([_row("enligt 13 § lagen (2018:1937)", ("13 §", "SFS 2018:1937 13 §"))])
    assert (scores.labelled, scores.found, scores.right, scores.exact) == (1, 1, 1, 0)


def test_a_wrong_target_costs_precision_and_recall() -> None:
    scores = score([_row("enligt 13 § och 14 §", ("13 §", "13 §"), ("14 §", "15 §"))])
    assert (scores.precision, scores.recall, scores.f1) == (0.5, 0.5, 0.5)


def test_nothing_found_and_nothing_labelled_is_right() -> None:
    assert score([_row("Ingen hänvisning.")]).f1 == 1.0


@pytest.mark.parametrize("language", ["sv", "en"])
def test_references_of_our_own_sentences(language: str) -> None:
    scores = score(row for row in read_rows(OWN) if row["language"] == language)
    assert scores.precision >= 0.95
    assert scores.recall >= 0.95


@pytest.mark.corpus
def test_references_of_statutes_are_found_as_written(shared: Path) -> None:
    """What the act itself ("denna lag") and acts called by name add is no label there, so only recall is asked for."""
    lines = (shared / "gold" / "sfs_requirements.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    labelled = found = 0
    for row in rows:
        place = f"{row['chap']} kap. " * bool(row["chap"]) + f"{row['sec']} § 1 st 3 p"
        written = {r.text for r in find_references(row["text"], language="sv", instrument="SFS 1:1", locator=place)}
        labelled += len(set(row["refs"]))
        found += len(set(row["refs"]) & written)
    assert found >= 0.95 * labelled
