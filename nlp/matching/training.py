"""Train the weights of the ranking: `python -m nlp.matching.training --links FOLDER --pairs FILE`.

FOLDER holds requirements.jsonl, passages.jsonl and links.jsonl of reviewed documents in one language; FILE is a JSON
list of [Swedish, English] texts that say the same. Writes weights/ranking.json; the same input gives the same file.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.matching.features import COLUMNS, Scorer
from nlp.matching.grams import Spelling
from nlp.matching.index import Floats, Index
from nlp.matching.lexicon import shipped
from nlp.matching.logistic import Doubles, fit
from nlp.matching.matches import Passage, Query
from nlp.matching.questions import ask
from nlp.matching.ranking import WEIGHTS, consider, mean_field, with_common

PENALTY = 1.0
# What the weights are drawn towards, and what stands where the data are silent: few documents cite, but citing tells.
PRIOR = {
    "words": 1.0, "field": 5.0, "title": 1.0, "common": -2.0, "spelling": 1.0, "alike": 1.0, "wording": 1.0,
    "citation": 3.0, "rendered": 5.0, "mutual": 5.0, "pairs": 2.0, "near": 1.0,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, eq=False)
class Sample:
    """Measured pairs: `group` numbers what is ranked together (a query in a document), `fold` what is held out."""

    table: Floats
    linked: NDArray[np.bool_]
    group: NDArray[np.int64]
    fold: NDArray[np.int64]

    def where(self, kept: NDArray[np.bool_]) -> Sample:
        """The pairs for which `kept` is true."""
        return Sample(table=self.table[kept], linked=self.linked[kept], group=self.group[kept], fold=self.fold[kept])


def measure(queries: Sequence[Query], index: Index, links: set[tuple[str, str]], *, by_document: bool) -> Sample:
    """Measure every pair with anything in common; `by_document` ranks and folds by document, else by query."""
    scorer = Scorer(index, Spelling.of(index))
    questions = [ask(query, index, shipped()) for query in queries]
    read = [consider(question, scorer, within_document=by_document, top=0) for question in questions]
    common = mean_field(np.sum([candidates.field for candidates in read], axis=0, dtype=np.float32), len(read))
    filled = [with_common(candidates, common) for candidates in read]
    documents = int(index.documents.max(initial=0)) + 1
    linked, group, fold = [], [], []
    for number, (query, candidates) in enumerate(zip(queries, read, strict=True)):
        own = index.documents[candidates.rows].astype(np.int64)
        linked.append(np.array([(query.id, index.passages[row].id) in links for row in candidates.rows], dtype=bool))
        group.append(number * documents + own if by_document else np.full(len(own), number))
        fold.append(own if by_document else np.full(len(own), number))
    return Sample(
        table=np.concatenate(filled),
        linked=np.concatenate(linked),
        group=np.concatenate(group),
        fold=np.concatenate(fold),
    )


def rank_weights(sample: Sample) -> Doubles:
    """Weights that put linked passages above the others of their group: logistic loss on differences.

    Only "common" may count against a passage. Every group counts the same, however many pairs it gives.
    """
    differences: list[Floats] = []
    shares: list[Doubles] = []
    order = np.argsort(sample.group, kind="stable")
    for part in np.split(order, np.flatnonzero(np.diff(sample.group[order])) + 1):
        linked = sample.linked[part]
        if linked.any() and not linked.all():
            better, worse = sample.table[part[linked]], sample.table[part[~linked]]
            if len(worse) > 100:  # the hardest say most, and memory is finite
                worse = worse[np.argsort(-worse[:, 1] - worse[:, COLUMNS.index("alike")], kind="stable")[:100]]
            pairs = (better[:, None, :] - worse[None, :, :]).reshape(-1, len(COLUMNS))
            differences.append(pairs)
            shares.append(np.full(len(pairs), 1.0 / np.sqrt(len(pairs))))
    rows = np.concatenate(differences).astype(np.float64)
    prior = np.array([PRIOR[column] for column in COLUMNS])
    floor = np.array([-np.inf if column == "common" else 0.0 for column in COLUMNS])
    weights, _ = fit(
        rows,
        np.ones(len(rows)),
        np.concatenate(shares),
        penalty=PENALTY,
        intercept=False,
        prior=prior,
        floor=floor,
    )
    return weights


def calibration(sample: Sample, scores: Doubles) -> tuple[float, float]:
    """Slope and intercept that turn scores into probabilities (Platt 1999), from scores on held-out folds."""
    weights, intercept = fit(
        scores[:, None], sample.linked.astype(np.float64), np.ones(len(scores)), penalty=1e-6, intercept=True
    )
    return float(weights[0]), intercept


def held_out(sample: Sample, folds: int = 5) -> Doubles:
    """Scores of every pair by weights that have not seen its fold."""
    scores = np.zeros(len(sample.table))
    for number in range(folds):
        test = sample.fold % folds == number
        scores[test] = sample.table[test] @ rank_weights(sample.where(~test))
    return scores


def calibration_error(probabilities: Doubles, linked: NDArray[np.bool_], bins: int = 10) -> float:
    """Expected calibration error: mean distance of stated and true share over bins of equal width, by size.

    >>> calibration_error(np.array([0.1, 0.9]), np.array([False, True]))
    0.1
    """
    places = np.minimum((probabilities * bins).astype(int), bins - 1)
    gaps = [abs(float(probabilities[places == place].sum() - linked[places == place].sum())) for place in range(bins)]
    return round(sum(gaps) / max(len(probabilities), 1), 6)


def figures(sample: Sample, scores: Doubles) -> dict[str, float]:
    """Recall at 5 and mean average precision over the groups with a link, for the scores of held-out pairs."""
    recalls, precisions = [], []
    order = np.lexsort((np.arange(len(scores)), -scores, sample.group))
    for part in np.split(order, np.flatnonzero(np.diff(sample.group[order])) + 1):
        hits = np.flatnonzero(sample.linked[part])
        if len(hits):
            recalls.append(float((hits < 5).mean()))
            precisions.append(float(((np.arange(len(hits)) + 1) / (hits + 1)).mean()))
    return {"recall_at_5": round(float(np.mean(recalls)), 4), "map": round(float(np.mean(precisions)), 4)}


def model(sample: Sample) -> dict[str, Any]:
    """One entry of weights/ranking.json, with the calibration error on held-out folds."""
    scores = held_out(sample)
    slope, intercept = calibration(sample, scores)
    probabilities = 1.0 / (1.0 + np.exp(-(slope * scores + intercept)))
    likely = probabilities >= 0.1
    weights = rank_weights(sample)
    return {
        "columns": {column: round(float(value), 4) for column, value in zip(COLUMNS, weights, strict=True)},
        "slope": round(slope, 4),
        "intercept": round(intercept, 4),
        "pairs": len(scores),
        "linked": int(sample.linked.sum()),
        "calibration_error": calibration_error(probabilities, sample.linked),
        "calibration_error_from_0.1": calibration_error(probabilities[likely], sample.linked[likely]),
        **figures(sample, scores),
    }


def same_language(folder: Path) -> Sample:
    """Reviewed links within one language."""
    passages = [_as(Passage, row) for row in _rows(folder / "passages.jsonl")]
    queries = [_as(Query, row) for row in _rows(folder / "requirements.jsonl")]
    links = {(row["requirement"], row["passage"]) for row in _rows(folder / "links.jsonl")}
    return measure(queries, Index.build(passages), links, by_document=True)


def two_languages(pairs: Sequence[tuple[str, str]]) -> Sample:
    """Texts and their counterparts, asked in English among the Swedish ones and the other way round."""
    samples = []
    for source, target, turned in (("en", "sv", True), ("sv", "en", False)):
        rows = [(other, one) if turned else (one, other) for one, other in pairs]
        queries = [Query(id=str(n), text=asked, language=source) for n, (asked, _) in enumerate(rows)]
        index = Index.build(
            Passage(id=str(n), document="pool", text=text, language=target) for n, (_, text) in enumerate(rows)
        )
        samples.append(measure(queries, index, {(q.id, q.id) for q in queries}, by_document=False))
    first, second = samples
    return Sample(
        table=np.concatenate([first.table, second.table]),
        linked=np.concatenate([first.linked, second.linked]),
        group=np.concatenate([first.group, second.group + len(pairs)]),
        fold=np.concatenate([first.fold, second.fold]),
    )


def _rows(path: Path) -> Iterable[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def _as(kind: type[Any], row: dict[str, Any]) -> Any:
    return kind(**{key: value for key, value in row.items() if key in kind.__dataclass_fields__})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--links", type=Path, required=True)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--to", type=Path, default=WEIGHTS)
    args = parser.parse_args()
    pairs = [(str(one), str(other)) for one, other in json.loads(args.pairs.read_text("utf-8"))]
    models = {"same": model(same_language(args.links)), "cross": model(two_languages(pairs))}
    args.to.write_text(json.dumps({"models": models}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
