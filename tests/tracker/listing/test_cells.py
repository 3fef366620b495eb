"""Cells become values, and what could be read in two ways is refused."""

from __future__ import annotations

import pytest

from tracker.listing import cells
from tracker.listing.cells import address, truth
from tracker.listing.rows import BadCell, Percentage
from tracker.locales import text as said
from tracker.tables.guideline import Decided


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


@pytest.mark.parametrize("text", ["bekräftad", "Confirmed", " CONFIRMED "])
def test_a_choice_is_read_by_its_code_and_its_words(text: str) -> None:
    assert cells.choice(Decided, {})(text) is Decided.CONFIRMED


@pytest.mark.parametrize("text", ["[decided.confirmed]", "[link_state.confirmed]", "kanske"])
def test_a_refused_choice_says_in_words_what_can_be_chosen(text: str) -> None:
    with pytest.raises(BadCell) as refused:
        cells.choice(Decided, {})(text)
    assert "Föreslagen, Bekräftad, Avvisad" in said(refused.value.code, "sv", **refused.value.values)
