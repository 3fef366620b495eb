"""Two figures that go together, for their own sake or for that of a third."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import spearmanr

from tracker.relation import Case, relation


def cases(first: np.ndarray, second: np.ndarray, *, size: np.ndarray, groups: list[str]) -> list[Case]:
    return [
        Case(first=float(a), second=float(b), size=float(c), group=group)
        for a, b, c, group in zip(first, second, size, groups, strict=True)
    ]


@pytest.fixture
def chance() -> np.random.Generator:
    return np.random.default_rng(7)


def test_the_plain_figure_is_spearmans(chance: np.random.Generator) -> None:
    first, second, size = chance.normal(size=(3, 40))
    found = relation(cases(first, second, size=size, groups=["a", "b"] * 20), fewest=20)
    assert found.plain == pytest.approx(spearmanr(first, second).statistic)
    assert (found.n, found.free) == (40, 36)


def test_what_only_the_size_explains_is_gone_when_it_is_held_apart(chance: np.random.Generator) -> None:
    size = chance.normal(size=300)
    first, second = size + 0.3 * chance.normal(size=(2, 300))
    found = relation(cases(first, second, size=size, groups=["a"] * 300), fewest=20)
    assert found.plain is not None
    assert found.plain > 0.8
    assert found.apart is not None
    assert abs(found.apart) < 0.2


def test_what_only_the_group_explains_is_gone_too(chance: np.random.Generator) -> None:
    groups = ["platform", "own"] * 100
    shift = np.array([0.0, 10.0] * 100)
    first, second = shift + chance.normal(size=(2, 200))
    found = relation(cases(first, second, size=chance.normal(size=200), groups=groups), fewest=20)
    assert found.plain is not None
    assert found.plain > 0.5
    assert found.apart is not None
    assert abs(found.apart) < 0.2


def test_too_few_cases_say_nothing(chance: np.random.Generator) -> None:
    first, second, size = chance.normal(size=(3, 19))
    found = relation(cases(first, second, size=size, groups=["a"] * 19), fewest=20)
    assert (found.n, found.plain, found.apart) == (19, None, None)


def test_a_figure_that_does_not_vary_goes_with_nothing(chance: np.random.Generator) -> None:
    found = relation(cases(np.ones(30), np.arange(30), size=chance.normal(size=30), groups=["a"] * 30), fewest=20)
    assert (found.plain, found.apart) == (None, None)
