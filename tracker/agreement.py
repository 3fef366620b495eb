"""How far coders say the same of the same things, and how far beyond chance; judged units only.

A unit is what each coder said of one thing, None where somebody said nothing of it. Every measure is a function of
sums over units, so that an interval comes from weighing the units anew (bootstrap) without looking at them again.

Cohen, Educational and Psychological Measurement 20 (1960). Fleiss, Psychological Bulletin 76 (1971). Krippendorff,
Content Analysis (2004), chapter 11. Percentile intervals: Efron and Tibshirani, Introduction to the Bootstrap (1993).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Unit = Sequence[Hashable | None]
Numbers = NDArray[np.float64]
Sums = Callable[[Numbers], Numbers]
"""Values of a measure, one for each row of sums over units."""

RESAMPLES = 2_000
CERTAINTY = 0.95


class Level(StrEnum):
    """What may be said of two codes: that they differ, which comes first, or how far apart they are."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A measure over `n` judged units with its bootstrap interval; None where it says nothing."""

    value: float | None
    low: float | None
    high: float | None
    n: int


def share(units: Sequence[Unit]) -> float | None:
    """The part of all pairs of codes on the same unit that agree, each unit alike; None of none.

    >>> share([("copy", "copy"), ("omit", "para")])
    0.5
    """
    return estimate("share", units, resamples=0).value


def kappa(pairs: Sequence[Unit]) -> float | None:
    """Cohen's kappa of two coders: 1 is full agreement, 0 what chance gives; None where chance alone gives 1.

    >>> kappa([("a", "a"), ("a", "a"), ("b", "b"), ("b", "a")])
    0.5
    """
    return estimate("kappa", pairs, resamples=0).value


def alpha(units: Sequence[Unit], *, level: Level = Level.NOMINAL, order: Sequence[Hashable] = ()) -> float | None:
    """Krippendorff's alpha for any number of coders, units that not everybody coded included.

    Units with one code alone count for nothing; None where fewer than two codes were used at all. `order` are all
    codes from the first to the last, needed where the level is ordinal and codes do not sort by themselves.

    >>> alpha([("a", "a"), ("b", "b"), ("a", "b"), ("a",)]) == 1 - 5 * 2 / (2 * 3 * 3)
    True
    """
    return estimate("alpha", units, level=level, order=order, resamples=0).value


def estimate(
    measure: str,
    units: Sequence[Unit],
    *,
    level: Level = Level.NOMINAL,
    order: Sequence[Hashable] = (),
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Estimate:
    """A measure ("share", "kappa", "fleiss" or "alpha") with the interval that holds 95 % of resampled values.

    `resamples` times as many units are drawn with replacement, the same ones for the same `seed`. Draws in which the
    measure says nothing (one code alone) are left out; no interval where they are more than one in twenty. Both kappas
    are of the units that every coder judged, Cohen's of two coders and Fleiss' of any number.

    >>> round(estimate("fleiss", [("a", "a", "a"), ("b", "b", "a"), ("b", "b", "b")], resamples=0).value, 3)
    0.55
    """
    coders = max(map(len, units), default=0)
    needed = coders if measure in {"kappa", "fleiss"} else 2
    judged = [unit for unit in units if sum(code is not None for code in unit) >= max(2, needed)]
    if not judged:
        return Estimate(value=None, low=None, high=None, n=0)
    if measure == "kappa" and coders != 2:
        message = f"Cohen's kappa is of two coders, not {coders}"
        raise ValueError(message)
    used = {code for unit in judged for code in unit if code is not None}
    codes = [code for code in order if code in used] if order else sorted(used, key=_sortable)
    terms, of_sums = MEASURES[measure](judged, codes, level)
    sums = terms.sum(axis=0, keepdims=True)
    value = float(of_sums(sums)[0])
    if not np.isfinite(value):
        return Estimate(value=None, low=None, high=None, n=len(judged))
    low, high = _interval(terms, of_sums, resamples, seed) if resamples else (None, None)
    return Estimate(value=value, low=low, high=high, n=len(judged))


def _interval(terms: Numbers, of_sums: Sums, resamples: int, seed: int) -> tuple[float | None, float | None]:
    n = len(terms)
    drawn = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=resamples).astype(np.float64)
    values = of_sums(drawn @ terms)
    said = values[np.isfinite(values)]
    if len(said) < CERTAINTY * resamples:
        return None, None
    edge = (1 - CERTAINTY) / 2
    low, high = np.quantile(said, [edge, 1 - edge])
    return float(low), float(high)


def _share(units: Sequence[Unit], codes: Sequence[Hashable], _: Level) -> tuple[Numbers, Sums]:
    counts = _counts(units, codes)
    each = counts.sum(axis=1)
    agreed = (counts * (counts - 1)).sum(axis=1) / (each * (each - 1))
    return np.column_stack([agreed, np.ones(len(units))]), lambda sums: sums[:, 0] / sums[:, 1]


def _kappa(units: Sequence[Unit], codes: Sequence[Hashable], _: Level) -> tuple[Numbers, Sums]:
    place, k = {code: index for index, code in enumerate(codes)}, len(codes)
    met = np.zeros((len(units), k, k))
    for number, (first, second) in enumerate(units):
        met[number, place[first], place[second]] = 1

    def of_sums(sums: Numbers) -> Numbers:
        tables = sums.reshape(-1, k, k)
        n = tables.sum(axis=(1, 2))
        by_chance = (tables.sum(axis=2) * tables.sum(axis=1)).sum(axis=1) / n**2
        return _beyond(np.trace(tables, axis1=1, axis2=2) / n, by_chance)

    return met.reshape(len(units), -1), of_sums


def _fleiss(units: Sequence[Unit], codes: Sequence[Hashable], _: Level) -> tuple[Numbers, Sums]:
    counts = _counts(units, codes)
    coders = counts[0].sum()
    agreed = (counts * (counts - 1)).sum(axis=1) / (coders * (coders - 1))

    def of_sums(sums: Numbers) -> Numbers:
        totals = sums[:, 1:]
        n = totals.sum(axis=1)
        return _beyond(sums[:, 0] * coders / n, ((totals / n[:, None]) ** 2).sum(axis=1))

    return np.column_stack([agreed, counts]), of_sums


def _alpha(units: Sequence[Unit], codes: Sequence[Hashable], level: Level) -> tuple[Numbers, Sums]:
    """Each unit's part of the table of coincidences; what differs is weighed by the level."""
    counts, k = _counts(units, codes), len(codes)
    pairs = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(k)
    met = pairs / (counts.sum(axis=1) - 1)[:, None, None]
    distances = _distances(codes, level)

    def of_sums(sums: Numbers) -> Numbers:
        tables = sums.reshape(-1, k, k)
        totals = tables.sum(axis=2)
        apart = distances(totals)
        differing = (tables * apart).sum(axis=(1, 2))
        by_chance = (totals[:, :, None] * totals[:, None, :] * apart).sum(axis=(1, 2))
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(by_chance > 0, 1 - (totals.sum(axis=1) - 1) * differing / by_chance, np.nan)

    return met.reshape(len(units), -1), of_sums


def _distances(codes: Sequence[Hashable], level: Level) -> Callable[[Numbers], Numbers]:
    """Squared differences of all pairs of codes, for rows of how often each code was given."""
    if level is Level.INTERVAL:
        values = np.array([float(str(code)) for code in codes])
        fixed = (values[:, None] - values[None, :]) ** 2
        return lambda totals: np.broadcast_to(fixed, (len(totals), *fixed.shape))
    if level is Level.NOMINAL:
        differ = 1 - np.eye(len(codes))
        return lambda totals: np.broadcast_to(differ, (len(totals), *differ.shape))

    def ranked(totals: Numbers) -> Numbers:
        """How many values lie between two codes, half of each end counted."""
        middle = np.cumsum(totals, axis=1) - totals / 2
        return (middle[:, :, None] - middle[:, None, :]) ** 2

    return ranked


def _counts(units: Sequence[Unit], codes: Sequence[Hashable]) -> Numbers:
    """How often each code was given to each unit: a row a unit, a column a code."""
    place = {code: index for index, code in enumerate(codes)}
    counts = np.zeros((len(units), len(codes)))
    for row, unit in zip(counts, units, strict=True):
        for code in unit:
            if code is not None:
                row[place[code]] += 1
    return counts


def _beyond(observed: Numbers, by_chance: Numbers) -> Numbers:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(by_chance < 1, (observed - by_chance) / (1 - by_chance), np.nan)


def _sortable(code: Hashable) -> tuple[str, float, str]:
    """Numbers by size, everything else by its spelling."""
    is_number = isinstance(code, int | float)
    return (type(code).__name__, float(code) if isinstance(code, int | float) else 0.0, "" if is_number else str(code))


MEASURES: dict[str, Callable[[Sequence[Unit], Sequence[Hashable], Level], tuple[Numbers, Sums]]] = {
    "share": _share,
    "kappa": _kappa,
    "fleiss": _fleiss,
    "alpha": _alpha,
}
