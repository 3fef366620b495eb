"""Whether two figures go together when what both may depend on is held apart; ranks only, and a number of cases.

Spearman's rank correlation, partial where there are groups or a size: the ranks of both figures are freed of what the
groups and the rank of the size explain, and what is left is correlated. It says nothing of causes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One thing with both figures, the group it belongs to and its size."""

    first: float
    second: float
    group: str
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """`plain` and `apart` are rank correlations in [-1, 1], None where a figure does not vary or cases are too few.

    `apart` holds group and size apart. `free` is how many cases there are beyond what that takes.
    """

    n: int
    free: int
    plain: float | None
    apart: float | None


def relation(cases: Sequence[Case], *, fewest: int) -> Relation:
    """How the two figures of the cases go together; None for both correlations of fewer than `fewest` cases.

    >>> relation([Case(first=1, second=2, group="a", size=1)], fewest=20).plain is None
    True
    """
    n = len(cases)
    groups = sorted({case.group for case in cases})
    free = n - len(groups) - 2
    if n < max(fewest, 3):
        return Relation(n=n, free=max(free, 0), plain=None, apart=None)
    from scipy.stats import rankdata  # takes half a second to load, which only this answer should wait for

    first, second, size = (rankdata([getattr(case, name) for case in cases]) for name in ("first", "second", "size"))
    held = np.column_stack([size, *([float(case.group == group) for case in cases] for group in groups)])
    return Relation(
        n=n,
        free=max(free, 0),
        plain=_correlation(first, second),
        apart=_correlation(_freed(first, held), _freed(second, held)) if free > 0 else None,
    )


def _freed(ranks: NDArray[np.float64], held: NDArray[np.float64]) -> NDArray[np.float64]:
    """What the columns held apart leave of the ranks (least squares)."""
    weights, *_ = np.linalg.lstsq(held, ranks, rcond=None)
    return np.asarray(ranks - held @ weights)


def _correlation(one: NDArray[np.float64], other: NDArray[np.float64]) -> float | None:
    """Pearson's correlation; None where one of them does not vary."""
    one, other = one - one.mean(), other - other.mean()
    spread = float(np.sqrt((one @ one) * (other @ other)))
    return float(np.clip((one @ other) / spread, -1, 1)) if spread > 1e-9 * len(one) else None
