"""Organisation against technology: what the counts say, and nothing beyond them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.barriers import Comparison, types, weighed


@pytest.mark.parametrize(
    ("codes", "says"),
    [
        ([], Comparison.NOT_ENOUGH),
        (["staffing"] * 4, Comparison.NOT_ENOUGH),
        (["staffing"] * 4 + ["legal"] * 9, Comparison.NOT_ENOUGH),
        (["staffing"] * 3 + ["technology"] * 2, Comparison.ORGANISATION),
        (["technology"] * 5, Comparison.TECHNOLOGY),
        (["anchoring"] * 3 + ["technology"] * 3, Comparison.EVEN),
    ],
)
def test_the_side_with_more_barriers_is_named_from_a_handful_on(codes: list[str], says: Comparison) -> None:
    assert weighed(codes).says is says


@given(st.lists(st.sampled_from([*types(), "of my own"])))
def test_every_barrier_is_counted_once(codes: list[str]) -> None:
    found = weighed(codes)
    assert found.organisation + found.technology + found.neither == len(codes)
