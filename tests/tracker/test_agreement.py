"""Agreement as published examples have it, and as other implementations work them out.

What other implementations give was noted from krippendorff 0.9.0 (alpha) and statsmodels 0.15.0 (both kappas); one is
under a licence that keeps it out of this project's environment, the other is large for one formula.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tracker import agreement
from tracker.agreement import Level

# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011): four observers, twelve units, values missing.
OBSERVERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)
# Three coders, grades 1 to 5 drawn by chance, the first two leaning on each other, every seventh missing (0).
DRAWN = (
    "5441541111235105103302224211545342344541",
    "3251540131135355543023205111545242014540",
    "3255100044140123034542431042302105323503",
)
# Fleiss (1971), table 1: thirty patients, six psychiatrists each, five diagnoses.
PATIENTS = (
    "00060,03003,01401,00006,03030,20400,00402,20310,20040,00006,10050,11040,03300,10050,02031,"
    "00501,30012,51000,02040,10203,00006,01050,02013,20040,10041,05010,40002,02040,10500,00006"
)


def _fleiss(units: Sequence[agreement.Unit]) -> float | None:
    return agreement.estimate("fleiss", units, resamples=0).value


def _units(observers: Sequence[Sequence[int | None]]) -> list[tuple[int | None, ...]]:
    return list(zip(*observers, strict=True))


@pytest.mark.parametrize(
    ("level", "value"),
    [(Level.NOMINAL, 0.743421052631579), (Level.ORDINAL, 0.8153875037548814), (Level.INTERVAL, 0.8491071428571428)],
)
def test_alpha_of_four_observers_with_values_missing(level: Level, value: float) -> None:
    assert agreement.alpha(_units(OBSERVERS), level=level) == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize(
    ("level", "value"),
    [(Level.NOMINAL, 0.19706094916887495), (Level.ORDINAL, 0.22066917248200357), (Level.INTERVAL, 0.22077151335311584)],
)
def test_alpha_of_three_coders_who_hardly_agree(level: Level, value: float) -> None:
    units = _units([[int(grade) or None for grade in row] for row in DRAWN])
    assert agreement.alpha(units, level=level) == pytest.approx(value, abs=1e-9)


def test_alpha_of_two_observers_of_ten_units() -> None:
    first = (0, 1, 0, 0, 0, 0, 0, 0, 1, 0)  # the same source, binary data
    second = (1, 1, 1, 0, 0, 1, 0, 0, 0, 0)
    assert agreement.alpha(list(zip(first, second, strict=True))) == pytest.approx(0.09523809523809534, abs=1e-9)


def test_an_order_of_codes_counts_for_ordinal_codes_alone() -> None:
    units = [("low", "middle"), ("high", "high"), ("middle", "middle"), ("low", "low"), ("high", "middle")]
    right = agreement.alpha(units, level=Level.ORDINAL, order=("low", "middle", "high"))
    wrong = agreement.alpha(units, level=Level.ORDINAL, order=("middle", "low", "high"))
    assert right is not None
    assert wrong is not None
    assert right > wrong


def test_kappa_of_two_readers() -> None:
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    assert agreement.kappa(pairs) == pytest.approx(0.4, abs=1e-9)


def test_kappa_of_three_codes() -> None:
    table = {"aa": 88, "ab": 14, "ac": 18, "ba": 10, "bb": 40, "bc": 10, "ca": 2, "cb": 6, "cc": 12}
    pairs = [tuple(pair) for pair, times in table.items() for _ in range(times)]
    assert agreement.kappa(pairs) == pytest.approx(0.49152542372881347, abs=1e-9)


def test_kappa_of_six_psychiatrists() -> None:
    units = [[code for code, times in enumerate(patient) for _ in range(int(times))] for patient in PATIENTS.split(",")]
    assert _fleiss(units) == pytest.approx(0.43024452006014074, abs=1e-9)


def test_kappas_are_of_what_everybody_judged() -> None:
    units = [("a", "a", "a"), ("b", "b", "a"), ("b", "b", "b")]
    assert _fleiss([*units, ("a", None, "b")]) == _fleiss(units)


def test_kappa_is_of_two() -> None:
    with pytest.raises(ValueError, match="not 3"):
        agreement.kappa([("a", "a", "b")])


@pytest.mark.parametrize("measure", [agreement.share, agreement.kappa, _fleiss, agreement.alpha])
def test_nothing_is_said_of_nothing(measure: object) -> None:
    assert measure([]) is None  # type: ignore[operator] # any of the four


def test_chance_that_cannot_be_taken_away_is_not_known() -> None:
    same = [("copy", "copy"), ("copy", "copy")]
    assert (agreement.kappa(same), _fleiss(same), agreement.alpha(same)) == (None, None, None)


def test_an_interval_holds_the_value_and_narrows_with_more_units() -> None:
    units = _units(OBSERVERS)
    few, many = agreement.estimate("alpha", units), agreement.estimate("alpha", units * 8)
    assert few.value is not None
    assert few.low is not None
    assert few.high is not None
    assert few.low < few.value < few.high
    assert many.low is not None
    assert many.high is not None
    assert many.high - many.low < few.high - few.low
    assert (few.n, many.n) == (11, 88)


def test_the_same_seed_gives_the_same_interval() -> None:
    units = _units(OBSERVERS)
    assert agreement.estimate("alpha", units, seed=3) == agreement.estimate("alpha", units, seed=3)
    assert agreement.estimate("alpha", units, seed=3) != agreement.estimate("alpha", units, seed=4)


def test_no_interval_where_draws_often_say_nothing() -> None:
    found = agreement.estimate("kappa", [("a", "a"), ("b", "b")])
    assert (found.value, found.n) == (1.0, 2)
    assert (found.low, found.high) == (None, None)
