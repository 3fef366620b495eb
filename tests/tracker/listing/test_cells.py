"""Cells become values, and what could be read in two ways is refused."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.listing import cells
from tracker.listing.cells import address, day, truth
from tracker.listing.rows import BadCell, Percentage


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


@pytest.mark.parametrize(("text", "value"), [("Ja", True), ("nej", False), ("YES", True), ("no", False), ("1", True)])
def test_yes_and_no(text: str, value: bool) -> None:
    assert truth(text) is value


@pytest.mark.parametrize(
    "text",
    ["javascript:alert(1)", "data:text/html,x", "ftp://x.se", "http://", "https://x y", "x", "//x.se", "file:///etc"],
)
def test_no_addresses(text: str) -> None:
    with pytest.raises(BadCell):
        address(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12), ("12,5", 12.5), ("1 234,5", 1234.5), ("1\u00a0234", 1234), ("1.234,5", 1234.5), ("1,234.5", 1234.5),
     ("0,125", 0.125), ("0.125", 0.125), ("1.234.567", 1234567), ("−3", -3), ("1e-05", 0.00001)],
)  # fmt: skip
def test_numbers(text: str, value: float) -> None:
    assert cells.number(text) == value


@pytest.mark.parametrize(
    "text",
    ["1,234", "12,5,3", "nan", "inf", "1e999", "tolv", "=1+1", "12 kr", "1 23", "٣", "-", "9" * 400, "9" * 400 + "e9"],
)
def test_no_numbers(text: str) -> None:
    with pytest.raises(BadCell):
        cells.number(text)


def test_a_percentage_is_a_share() -> None:
    assert (cells.share("45 %"), cells.share("0,45"), cells.share("0.45")) == (0.45, 0.45, 0.45)
    assert isinstance(cells.figure("45%"), Percentage)


@pytest.mark.parametrize("text", ["45", "-0,1", "145 %"])
def test_no_shares(text: str) -> None:
    with pytest.raises(BadCell):
        cells.share(text)


@pytest.mark.parametrize("text", ["-1", "1,5", "1000000000000"])
def test_no_counts(text: str) -> None:
    with pytest.raises(BadCell):
        cells.count(text)


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
    assert cells.month(text) == (date(2026, 3, 1), date(2026, 3, 31))


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
    assert cells.period(text) == (first, last)
