"""The ladder as a calculation: what adds up to which level."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.ladder import TOP, alternatives, is_in_order, kinds, standing, supported

codes = st.lists(st.sampled_from(sorted(kinds())), max_size=20)
EVERYTHING = [*kinds(), "follow_up"]


def test_every_step_has_a_kind_of_evidence() -> None:
    assert {kind.step for kind in kinds().values()} == set(range(1, TOP + 1))


def test_all_kinds_together_reach_the_top() -> None:
    assert standing(EVERYTHING, searched=False).level == TOP


@given(codes, st.booleans())
def test_the_level_has_no_gap_below_and_the_rest_lies_above_one(found: list[str], searched: bool) -> None:
    result = standing(found, searched=searched)
    level = result.level or 0
    assert all(step in result.steps for step in range(1, level + 1))
    assert level + 1 not in result.steps
    assert set(result.above_gap) == {step for step in result.steps if step > level}


@given(codes, st.sampled_from(sorted(kinds())))
def test_more_evidence_never_lowers_the_level(found: list[str], more: str) -> None:
    before, after = standing(found, searched=False), standing([*found, more], searched=False)
    assert (before.level or 0) <= (after.level or 0)
    assert before.steps <= after.steps


@given(codes)
def test_what_is_missing_would_complete_the_next_step(found: list[str]) -> None:
    result = standing(found, searched=True)
    if (result.level or 0) < TOP:
        assert result.missing
        mended = standing([*found, *result.missing, *result.missing], searched=True)
        assert (mended.level or 0) > (result.level or 0)
    else:
        assert result.missing == ()


@pytest.mark.parametrize("kind", ["used", "tested", "audited"])
def test_use_or_a_test_or_an_audit_reaches_step_five(kind: str) -> None:
    assert standing([kind], searched=False).steps == {5}


def test_follow_up_must_span_as_many_periods_as_the_threshold_says() -> None:
    assert standing(["index", *["follow_up"] * 2], searched=False, periods=3).steps == set()
    assert standing(["index", *["follow_up"] * 3], searched=False, periods=3).steps == {6}


def test_the_index_alone_anchors_nothing() -> None:
    assert standing(["index"], searched=False).steps == set()


def test_an_effect_without_a_change_does_not_count() -> None:
    assert not is_in_order("effect", date(2026, 5, 1), {"tested": date(2026, 1, 1)})
    assert is_in_order("effect", date(2026, 5, 1), {"change": date(2026, 5, 1)})


def test_alternatives_fill_the_same_part() -> None:
    assert alternatives("deadline") == ("deadline",)
    assert {kind.code for kind in supported(indicator="completions")} == {"used", "effect"}
    assert supported() == ()
