"""From measured candidates to probabilities: the shipped weights, and how far the best of a query reach at all.

Most features compare a passage with the best one, so every query's best looks good. The levels are absolute and belong
to all that is ranked together: they leave the order alone and say how likely any of it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.matching.features import COLUMNS
from nlp.matching.index import Floats
from nlp.matching.logistic import Doubles

WEIGHTS = Path(__file__).parent / "weights" / "ranking.json"
# Log-odds by what a passage does in its document: quoting the law, proposing or dissenting is not yet a local rule.
TYPE_SHIFT = {"quotation": -1.0, "proposal": -0.7, "reservation": -1.5}
LEVELS = (
    "best",  # the highest score
    "ahead",  # how far it is above the mean of the following ones
    "cover",  # share of the query's terms, unknown ones among them, that stand in one of the best passages
    "wording",  # highest likeness of the words
    "spelling",  # highest cosine of character n-grams
    "mutual",  # highest agreement in two languages, word by word
    "crowd",  # logarithm of the number of passages it was looked for in
)
READ = 5  # candidates that the levels are read from
_FOLLOWING = 8
_PLACES = {name: place for place, name in enumerate(COLUMNS)}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weights:
    """A linear score over COLUMNS; with LEVELS it becomes the log-odds of a link, `gap` those of no link at all.

    `gap` holds a weight for each of LEVELS and an intercept; `threshold` is the probability from which "searched,
    found nothing" is proposed.
    """

    columns: Floats
    slope: float
    levels: Doubles
    intercept: float
    gap: Doubles
    gap_intercept: float
    threshold: float

    def score(self, table: Floats) -> Doubles:
        """The linear score of each row of features."""
        scores: Doubles = table.astype(np.float64) @ self.columns
        return scores

    def log_odds(self, scores: Doubles, levels: Doubles) -> Doubles:
        """Log-odds of a link from scores and the levels of what each is ranked with, shape (n, LEVELS)."""
        odds: Doubles = self.slope * scores + levels @ self.levels + self.intercept
        return odds

    def gap_odds(self, levels: Doubles) -> Doubles:
        """Log-odds that none is a link, by the levels of what is ranked together."""
        odds: Doubles = levels @ self.gap + self.gap_intercept
        return odds


def probability(log_odds: Doubles) -> Doubles:
    """From log-odds to [0, 1]; strictly rising within the reach of the weights.

    >>> probability(np.array([0.0])).tolist()
    [0.5]
    """
    shares: Doubles = 1.0 / (1.0 + np.exp(-np.clip(log_odds, -30, 30)))
    return shares


def levels(table: Floats, scores: Doubles, groups: NDArray[np.integer[Any]], crowd: Doubles) -> Doubles:
    """LEVELS of each row's group, shape (rows, LEVELS); `crowd` is the number of passages searched for each row."""
    found = np.zeros((len(scores), len(LEVELS)))
    order = np.lexsort((np.arange(len(scores)), -scores, groups))
    bounds = np.flatnonzero(np.diff(groups[order])) + 1
    for part in np.split(order, bounds) if len(order) else []:
        head = part[:READ]
        best, following = scores[part[0]], scores[part[1:_FOLLOWING]]
        found[part] = (
            best,
            best - following.mean() if len(following) else 0.0,
            *(table[head, _PLACES[name]].max() for name in ("cover", "wording", "spelling", "mutual")),
            np.log1p(crowd[part[0]]),
        )
    return found


@lru_cache(maxsize=1)
def trained() -> Mapping[str, Weights]:
    """The shipped weights: "same" for two texts in one language, "cross" for two languages."""
    return {name: read(row) for name, row in json.loads(WEIGHTS.read_text("utf-8"))["models"].items()}


def read(row: Mapping[str, Any]) -> Weights:
    """One entry of the weights file; a name it lacks weighs nothing."""
    gap = row.get("gap", {})
    return Weights(
        columns=np.array([row["columns"].get(column, 0.0) for column in COLUMNS], dtype=np.float32),
        slope=row["slope"],
        levels=np.array([row.get("levels", {}).get(level, 0.0) for level in LEVELS]),
        intercept=row["intercept"],
        gap=np.array([gap.get("levels", {}).get(level, 0.0) for level in LEVELS]),
        gap_intercept=gap.get("intercept", 0.0),
        threshold=gap.get("threshold", 1.0),
    )
