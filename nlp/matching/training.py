"""Train the weights of the ranking: `python -m nlp.matching.training --links FOLDER --pooled FOLDER --pairs FILE`.

A folder holds requirements.jsonl, passages.jsonl and links.jsonl of reviewed documents in one language; those of
`--links` were reviewed document by document, those of `--pooled` (`python -m benchmarks.demonstration --links FOLDER`)
all at once, with gaps.jsonl naming requirements that nothing carries out. FILE is a JSON list of [Swedish, English]
texts that say the same. Writes weights/ranking.json; the same input gives the same file.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.matching.features import COLUMNS
from nlp.matching.index import Floats
from nlp.matching.judging import auc, calibration_error, figures
from nlp.matching.logistic import Doubles, fit
from nlp.matching.samples import Sample, joined, reviewed, reviewed_together, two_languages
from nlp.matching.weighing import LEVELS, WEIGHTS, levels, probability

PENALTY = 1.0
FOLDS = 5
CALIBRATING = ("spelling", "mutual", "crowd")  # levels beside the score; more fit one collection and miss another
HARDEST = 100  # unlinked passages of a group; they say most, and memory is finite
GAPS_PROPOSED = 0.85  # share of held-out gaps for which "found nothing" is proposed; sets the threshold
LEAST_GAPS = 10  # gaps that a way of ranking must have to be learned from
# What the weights are drawn towards, and what stands where the data are silent: few documents cite, but citing tells.
PRIOR = {
    "words": 1.0, "field": 5.0, "title": 1.0, "common": -2.0, "spelling": 1.0, "alike": 1.0, "wording": 1.0,
    "citation": 3.0, "rendered": 5.0, "mutual": 5.0, "pairs": 2.0, "near": 1.0,
    "meaning": 3.0,  # a model is each user's own, so there is nothing to train it on
}  # fmt: skip


def rank_weights(sample: Sample) -> Doubles:
    """Weights that put linked passages above the others of their group: logistic loss on differences.

    Only "common" may count against a passage. Every group counts the same, however many pairs it gives.
    """
    differences: list[Floats] = []
    shares: list[Doubles] = []
    for part in sample.parts():
        linked = sample.linked[part]
        if linked.any() and not linked.all():
            better, worse = sample.table[part[linked]], sample.table[part[~linked]]
            if len(worse) > HARDEST:
                strength = worse[:, COLUMNS.index("field")] + worse[:, COLUMNS.index("alike")]
                worse = worse[np.argsort(-strength, kind="stable")[:HARDEST]]
            pairs = (better[:, None, :] - worse[None, :, :]).reshape(-1, len(COLUMNS))
            differences.append(pairs)
            shares.append(np.full(len(pairs), 1.0 / np.sqrt(len(pairs))))
    rows = np.concatenate(differences).astype(np.float64)
    weights, _ = fit(
        rows,
        np.ones(len(rows)),
        np.concatenate(shares),
        penalty=PENALTY,
        intercept=False,
        prior=np.array([PRIOR.get(column, 0.0) for column in COLUMNS]),
        floor=np.array([-np.inf if column == "common" else 0.0 for column in COLUMNS]),
    )
    return weights


def held_out(sample: Sample) -> Doubles:
    """Scores of every pair by weights that have not seen its fold."""
    scores = np.zeros(len(sample.table))
    for number in range(FOLDS):
        test = sample.fold % FOLDS == number
        scores[test] = sample.table[test] @ rank_weights(sample.where(~test))
    return scores


def calibration(
    rows: Doubles, labels: Doubles, weights: Doubles, folds: NDArray[np.int64], floor: Doubles
) -> tuple[Doubles, float, Doubles]:
    """Coefficients and intercept that turn `rows` into log-odds, and the log-odds by coefficients of other folds."""
    spread = rows.std(axis=0)
    spread[spread < 1e-9] = np.inf  # the same everywhere: it cannot tell anything

    def fitted(kept: NDArray[np.bool_]) -> tuple[Doubles, float]:
        scaled, share = rows[kept] / spread, weights[kept]
        found, constant = fit(scaled, labels[kept], share, penalty=0.5, intercept=True, floor=floor)
        return found / spread, constant

    odds = np.zeros(len(rows))
    for number in range(FOLDS):
        test = folds % FOLDS == number
        if test.any():
            found, constant = fitted(~test)
            odds[test] = rows[test] @ found + constant
    found, constant = fitted(np.ones(len(rows), dtype=bool))
    return found, constant, odds


def model(samples: Mapping[str, Sample]) -> dict[str, Any]:
    """One entry of weights/ranking.json from samples by name, with what is reached on held-out folds.

    For the probabilities every sample counts the same, however many pairs it has.
    """
    everything = joined(list(samples.values()))
    source = np.repeat(np.arange(len(samples)), [len(sample.table) for sample in samples.values()])
    scores = held_out(everything)
    reach = levels(everything.table, scores, everything.group, everything.crowd)
    shares = len(source) / len(samples) / np.bincount(source)[source]
    used = [LEVELS.index(level) for level in CALIBRATING]
    floor = np.array([0.0, *(-np.inf if level == "crowd" else 0.0 for level in CALIBRATING)])
    found, intercept, odds = calibration(
        np.column_stack([scores, reach[:, used]]), everything.linked.astype(float), shares, everything.fold, floor
    )
    held: dict[str, Any] = {}
    for number, (name, sample) in enumerate(samples.items()):
        chance = probability(odds[source == number])
        likely = chance >= 0.1
        held[name] = {
            **figures(sample, scores[source == number]),
            "calibration_error": calibration_error(chance, sample.linked),
            "calibration_error_from_0.1": calibration_error(chance[likely], sample.linked[likely]),
        }
    return {
        "columns": dict(zip(COLUMNS, _rounded(rank_weights(everything)), strict=True)),
        "slope": round(float(found[0]), 4),
        "levels": dict(zip(CALIBRATING, _rounded(found[1:]), strict=True)),
        "intercept": round(intercept, 4),
        "gap": gap_model(everything, scores, reach, source),
        "pairs": len(everything.table),
        "linked": int(everything.linked.sum()),
        "held_out": held,
    }


def _rounded(values: Doubles) -> list[float]:
    return [round(float(value), 4) for value in values]


def gap_model(sample: Sample, scores: Doubles, reach: Doubles, sources: NDArray[np.int64]) -> dict[str, Any]:
    """Weights of the levels that tell a group without any link from one with some.

    `sources` numbers where each pair comes from. Where no source has gaps, they are made: each group once more without
    its links. The threshold is that of the last source.
    """
    parts = list(sample.parts())
    heads = np.array([part[0] for part in parts])
    empty = np.array([not sample.linked[part].any() for part in parts])
    source = sources[heads]
    levels_, folds = reach[heads], sample.fold[heads]
    kept = sample.known[heads] & np.isin(source, [n for n in set(source.tolist()) if _both(empty[source == n])])
    if not kept.any():
        without = sample.where(~sample.linked)
        order = np.array([part[0] for part in without.parts()])
        reached = levels(without.table, scores[~sample.linked], without.group, without.crowd)
        levels_, folds = np.concatenate([levels_, reached[order]]), np.concatenate([folds, without.fold[order]])
        empty = np.concatenate([empty, np.ones(len(order), dtype=bool)])
        source, kept = np.zeros(len(empty), dtype=np.int64), np.ones(len(empty), dtype=bool)
    levels_, folds, empty, source = levels_[kept], folds[kept], empty[kept], source[kept]
    shares = 1.0 / np.bincount(source)[source]
    shares *= len(source) / shares.sum()
    signs = np.array([1.0 if level == "crowd" else -1.0 for level in LEVELS])
    floor = np.array([-np.inf if level == "crowd" else 0.0 for level in LEVELS])
    found, intercept, odds = calibration(levels_ * signs, empty.astype(float), shares, folds, floor)
    chance = probability(odds)
    last = source == source.max()
    threshold = float(np.quantile(chance[last & empty], 1 - GAPS_PROPOSED))
    return {
        "levels": dict(zip(LEVELS, _rounded(found * signs), strict=True)),
        "intercept": round(intercept, 4),
        "threshold": round(threshold, 4),
        "held_out": [
            {
                "groups": int(own.sum()),
                "gaps": int((own & empty).sum()),
                "auc": auc(chance[own], empty[own]),
                "gaps_proposed": round(float((chance[own & empty] >= threshold).mean()), 4),
                "covered_proposed": round(float((chance[own & ~empty] >= threshold).mean()), 4),
            }
            for own in (source == number for number in sorted(set(source.tolist())))
        ],
    }


def _both(labels: NDArray[np.bool_]) -> bool:
    return bool(labels.sum() > LEAST_GAPS and (~labels).sum() > LEAST_GAPS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--links", type=Path, required=True)
    parser.add_argument("--pooled", type=Path, required=True)
    parser.add_argument("--pairs", type=Path, help="without it the weights for two languages stay as they are")
    parser.add_argument("--to", type=Path, default=WEIGHTS)
    args = parser.parse_args()
    stored = json.loads(args.to.read_text("utf-8"))["models"] if args.to.is_file() else {}
    stored["same"] = model({"by_document": reviewed(args.links), "together": reviewed_together(args.pooled)})
    if args.pairs is not None:
        pairs = [(str(one), str(other)) for one, other in json.loads(args.pairs.read_text("utf-8"))]
        stored["cross"] = model({"pairs": two_languages(pairs)})
    args.to.write_text(json.dumps({"models": stored}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
