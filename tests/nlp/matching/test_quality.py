"""How well links are found on the reviewed open data policies; needs the labelled data (Sunlight Foundation)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nlp.matching.index import Index
from nlp.matching.judging import calibration_error
from nlp.matching.matches import Passage, Query
from nlp.matching.ranking import suggest


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


@pytest.mark.corpus
def test_open_data_policies(shared: Path) -> None:
    folder = shared / "gold" / "open_data_policies"
    passages = [Passage(**row) for row in read(folder / "passages.jsonl")]
    queries = [Query(**row) for row in read(folder / "requirements.jsonl")]
    links = {(row["requirement"], row["passage"]) for row in read(folder / "links.jsonl")}
    index = Index.build(passages)
    document = {passage.id: passage.document for passage in passages}
    ranks: dict[tuple[str, str], list[bool]] = {}
    matches = list(suggest(queries, index, within_document=True, top=10))
    for match in matches:
        pair = (match.requirement, match.passage)
        ranks.setdefault((match.requirement, document[match.passage]), []).append(pair in links)
    wanted: dict[tuple[str, str], int] = {}
    for requirement, passage in links:
        key = (requirement, document[passage])
        wanted[key] = wanted.get(key, 0) + 1
    recall = np.mean([sum(ranks.get(key, [])[:5]) / count for key, count in wanted.items()])
    assert recall >= 0.68  # BM25 over stems: .63
    scores = np.array([match.score for match in matches])
    linked = np.array([(match.requirement, match.passage) in links for match in matches])
    assert calibration_error(scores, linked) <= 0.03
