"""The staffing norm grows with the municipality and never asks for less than the three roles."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tracker.staffing_norm import core_roles, needed

SIZES = st.integers(0, 2_000_000)


@given(SIZES)
def test_every_municipality_needs_each_of_the_three_roles(inhabitants: int) -> None:
    assert list(needed(inhabitants)) == list(core_roles())
    assert min(needed(inhabitants).values()) >= 1


@given(SIZES, SIZES)
def test_a_larger_municipality_never_needs_less(one: int, other: int) -> None:
    small, large = sorted((one, other))
    assert all(needed(small)[role] <= needed(large)[role] for role in core_roles())


def test_a_band_begins_at_its_number_of_inhabitants() -> None:
    assert needed(39_999)["business_developer"] < needed(40_000)["business_developer"]
