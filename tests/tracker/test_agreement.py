"""Agreement as published examples have it."""

from __future__ import annotations

import pytest

from tracker import agreement

# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011): four observers, twelve units, values missing.
OBSERVERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)


def test_alpha_of_four_observers_with_values_missing() -> None:
    units = [[value for value in unit if value is not None] for unit in zip(*OBSERVERS, strict=True)]
    assert agreement.alpha(units) == pytest.approx(0.743421, abs=1e-6)


def test_alpha_of_two_observers_of_ten_units() -> None:
    first = (0, 1, 0, 0, 0, 0, 0, 0, 1, 0)  # the same source, binary data
    second = (1, 1, 1, 0, 0, 1, 0, 0, 0, 0)
    assert agreement.alpha(list(zip(first, second, strict=True))) == pytest.approx(0.095238, abs=1e-6)


def test_kappa_of_two_readers() -> None:
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    assert agreement.kappa(pairs) == pytest.approx(0.4)


@pytest.mark.parametrize("measure", [agreement.share, agreement.kappa, agreement.alpha])
def test_nothing_is_said_of_nothing(measure: object) -> None:
    assert measure([]) is None  # type: ignore[operator] # any of the three


def test_chance_that_cannot_be_taken_away_is_not_known() -> None:
    same = [("copy", "copy"), ("copy", "copy")]
    assert (agreement.kappa(same), agreement.alpha(same)) == (None, None)
