"""How far coders say the same of the same things, and how far beyond chance; nominal codes, judged units only.

Krippendorff, Content Analysis (2004), chapter 11; Cohen, Educational and Psychological Measurement 20 (1960).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import permutations

Pair = tuple[Hashable, Hashable]


def share(pairs: Sequence[Pair]) -> float | None:
    """The part of the units two coders gave the same code; None of none.

    >>> share([("copy", "copy"), ("omit", "para")])
    0.5
    """
    return sum(one == other for one, other in pairs) / len(pairs) if pairs else None


def kappa(pairs: Sequence[Pair]) -> float | None:
    """Cohen's kappa of two coders: 1 is full agreement, 0 what chance gives; None where chance alone gives 1.

    >>> kappa([("a", "a"), ("a", "a"), ("b", "b"), ("b", "a")])
    0.5
    """
    observed = share(pairs)
    if observed is None:
        return None
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    expected = sum(count * second[code] for code, count in first.items()) / len(pairs) ** 2
    return (observed - expected) / (1 - expected) if expected < 1 else None


def alpha(units: Sequence[Sequence[Hashable]]) -> float | None:
    """Krippendorff's alpha for any number of coders, units that not everybody coded included.

    Units with one code alone count for nothing; None where fewer than two codes were used at all.

    >>> alpha([("a", "a"), ("b", "b"), ("a", "b"), ("a",)]) == 1 - 5 * 2 / (2 * 3 * 3)
    True
    """
    judged = [unit for unit in units if len(unit) > 1]
    met: Counter[tuple[Hashable, Hashable]] = Counter()
    weights: dict[tuple[Hashable, Hashable], float] = {}
    for unit in judged:
        met.clear()
        met.update(permutations(unit, 2))
        for pair, count in met.items():
            weights[pair] = weights.get(pair, 0.0) + count / (len(unit) - 1)
    totals: dict[Hashable, float] = {}
    for (code, _), weight in weights.items():
        totals[code] = totals.get(code, 0.0) + weight
    n = sum(totals.values())
    differing = sum(weight for (one, other), weight in weights.items() if one != other)
    by_chance = n * n - sum(total * total for total in totals.values())
    return 1 - (n - 1) * differing / by_chance if by_chance else None
