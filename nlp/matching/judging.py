"""How good ranked and calibrated pairs are: recall, average precision, calibration error, area under the curve."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.matching.logistic import Doubles
from nlp.matching.samples import Sample


def calibration_error(probabilities: Doubles, linked: NDArray[np.bool_], bins: int = 10) -> float:
    """Expected calibration error: mean distance of stated and true share over bins of equal width, by size.

    >>> calibration_error(np.array([0.1, 0.9]), np.array([False, True]))
    0.1
    """
    gaps = [abs(stated - true) * count for _, count, stated, true in reliability(probabilities, linked, bins)]
    return round(sum(gaps) / max(len(probabilities), 1), 6)


def reliability(
    probabilities: Doubles, linked: NDArray[np.bool_], bins: int = 10
) -> list[tuple[float, int, float, float]]:
    """For each bin that holds any: its lower edge, how many, their mean probability, the share that are links.

    >>> reliability(np.array([0.1, 0.15, 0.9]), np.array([False, False, True]))
    [(0.1, 2, 0.125, 0.0), (0.9, 1, 0.9, 1.0)]
    """
    places = np.minimum((probabilities * bins).astype(int), bins - 1)
    return [
        (
            round(place / bins, 6),
            int((places == place).sum()),
            float(probabilities[places == place].mean()),
            float(linked[places == place].mean()),
        )
        for place in range(bins)
        if (places == place).any()
    ]


def auc(scores: Doubles, positive: NDArray[np.bool_]) -> float:
    """Share of pairs of a positive and a negative in which the positive is higher; ties count half.

    >>> auc(np.array([0.1, 0.4, 0.9]), np.array([False, True, True]))
    1.0
    """
    high, low = scores[positive], scores[~positive]
    above = (high[:, None] > low[None, :]).mean() + (high[:, None] == low[None, :]).mean() / 2
    return round(float(above), 4)


def figures(sample: Sample, scores: Doubles) -> dict[str, Any]:
    """Recall at 5 and mean average precision over the groups with a link."""
    recalls, precisions = [], []
    for part in sample.parts():
        hits = np.flatnonzero(sample.linked[part][np.argsort(-scores[part], kind="stable")])
        if len(hits):
            recalls.append(float((hits < 5).mean()))
            precisions.append(float(((np.arange(len(hits)) + 1) / (hits + 1)).mean()))
    return {"recall_at_5": round(float(np.mean(recalls)), 4), "map": round(float(np.mean(precisions)), 4)}
