"""Cells become days, months and periods; what stands for no day is refused."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.listing import days
from tracker.listing.days import day
from tracker.listing.rows import BadCell


@pytest.mark.parametrize(
    "text", ["2026-03-11", "20260311", "2026/03/11", "2026.03.11", " 2026-03-11 ", "2026-03-11T09:30:00"]
)
def test_days(text: str) -> None:
    assert day(text) == date(2026, 3, 11)


@pytest.mark.parametrize(
    "text", ["2026", "2026-03", "11/3 2026", "2026-13-01", "2026-02-30", "45000", "20260311x", "٢٠٢٦-٠٣-١١"]
)
def test_no_days(text: str) -> None:
    with pytest.raises(BadCell):
        day(text)


def test_the_running_number_of_a_day_says_which_day_it_would_be() -> None:
    with pytest.raises(BadCell) as caught:
        day("45000")
    assert caught.value.values["meant"] == "2023-03-15"


@pytest.mark.parametrize("text", ["1900-01-01", "2099-12-31", "9999-12-31"])
def test_days_that_stand_for_none_are_refused(text: str) -> None:
    with pytest.raises(BadCell) as caught:
        day(text)
    assert caught.value.code == "error.cell_year"


@pytest.mark.parametrize("text", ["2026-03", "202603", "mars 2026", "March 2026", "2026-03-17"])
def test_months(text: str) -> None:
    assert days.month(text) == (date(2026, 3, 1), date(2026, 3, 31))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026 K1", date(2026, 1, 1), date(2026, 3, 31)),
        ("kvartal 2 2026", date(2026, 4, 1), date(2026, 6, 30)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2026-02-03", date(2026, 2, 3), date(2026, 2, 3)),
        ("2026-02-02,2026-02-08", date(2026, 2, 2), date(2026, 2, 8)),
        ("From 2026-02-02 to 2026-02-08", date(2026, 2, 2), date(2026, 2, 8)),
    ],
)
def test_periods(text: str, first: date, last: date) -> None:
    assert days.period(text) == (first, last)
