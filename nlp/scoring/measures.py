"""Measures of outcomes and their 95 % intervals, drawn by document with a fixed seed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from nlp.gold import Labelled
from nlp.requirements import REGULATORY_FORCES, Force

DRAWS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was said of one unit, beside what people said; `sure` is the probability of the side or force stated."""

    group: str
    label: str
    force: Force
    right: bool
    sure: float
    wanted: bool
    given: bool
    bearer: float = 1.0
    deadline: float | None = None


Measure = Callable[[Sequence[Outcome]], float]


def overlap(wanted: str, given: str) -> float:
    """Token F1 of two spans, 1.0 when both are empty."""
    one, other = (set(text.lower().replace(",", " ").split()) for text in (wanted, given))
    if not one and not other:
        return 1.0
    return 2 * len(one & other) / (len(one) + len(other))


def f1(outcomes: Sequence[Outcome]) -> float:
    """F1 of `given` against `wanted`."""
    both = sum(o.wanted and o.given for o in outcomes)
    total = sum(o.wanted for o in outcomes) + sum(o.given for o in outcomes)
    return 2 * both / total if total else 0.0


def accuracy(outcomes: Sequence[Outcome]) -> float:
    """Share of units said rightly."""
    return sum(o.right for o in outcomes) / len(outcomes)


def macro_f1(outcomes: Sequence[Outcome], labels: Sequence[str] | None = None, least: int = 5) -> float:
    """Mean F1 over the forces with at least `least` units, or over `labels`."""
    counts = Counter(o.label for o in outcomes)
    chosen = labels or [label for label, n in counts.items() if n >= least]
    scores = []
    for label in chosen:
        both = sum(o.label == label == o.force for o in outcomes)
        total = counts[label] + sum(o.force == label for o in outcomes)
        scores.append(2 * both / total if total else 0.0)
    return float(np.mean(scores))


def calibration_error(outcomes: Sequence[Outcome], bins: int = 10) -> float:
    """Expected calibration error of `sure`, in ten bins."""
    groups: dict[int, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[min(int(outcome.sure * bins), bins - 1)].append(outcome)
    return sum(abs(sum(o.sure for o in g) - sum(o.right for o in g)) for g in groups.values()) / len(outcomes)


def bearer_overlap(outcomes: Sequence[Outcome]) -> float:
    """Mean overlap of the duty bearer over the requirements."""
    return float(np.mean([o.bearer for o in outcomes if o.wanted] or [0.0]))


def deadline_overlap(outcomes: Sequence[Outcome]) -> float:
    """Mean overlap of the deadline over the requirements that have one or were given one."""
    return float(np.mean([o.deadline for o in outcomes if o.wanted and o.deadline is not None] or [1.0]))


def interval(outcomes: Sequence[Outcome], measure: Measure, draws: int = DRAWS) -> tuple[float, float]:
    """95 % interval of a measure by drawing whole groups (documents) with replacement; fixed seed."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[outcome.group].append(outcome)
    listed = list(groups.values())
    random = np.random.default_rng(0)
    drawn = [
        measure([o for i in random.integers(len(listed), size=len(listed)) for o in listed[i]]) for _ in range(draws)
    ]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(low), float(high)


def interval_of_mean(values: Sequence[float], draws: int = DRAWS) -> tuple[float, float]:
    """95 % interval of the mean of values by drawing single values with replacement; fixed seed."""
    random = np.random.default_rng(0)
    listed = np.asarray(values)
    means = listed[random.integers(len(listed), size=(draws, len(listed)))].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


def sided(unit: Labelled, force: Force, p_regulatory: float) -> Outcome:
    """The outcome for a unit labelled regulatory or constitutive."""
    given, wanted = force in REGULATORY_FORCES, unit.label == "regulatory"
    sure = max(p_regulatory, 1 - p_regulatory)
    return Outcome(
        group=unit.group, label=unit.label, force=force, right=given == wanted, sure=sure, wanted=wanted, given=given
    )
