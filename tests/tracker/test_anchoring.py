"""The anchoring index: within bounds, monotone, free of order, silent where too little is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.anchoring import Field, dimensions, field_of, index, is_anchored, items
from tracker.thresholds import Thresholds
from tracker.vocabulary import indicators

PROPOSED = Thresholds()
SCORES = st.dictionaries(st.sampled_from(list(items())), st.floats(0, 100), max_size=len(items()))


def everything(score: float) -> dict[str, float]:
    """All items with one score."""
    return dict.fromkeys(items(), score)


def test_nothing_known_is_no_index_and_lists_every_item() -> None:
    found = index({}, PROPOSED)
    assert (found.value, found.known, found.missing) == (None, 0, tuple(items()))
    assert set(found.dimensions.values()) == {None}


def test_nothing_known_is_no_index_whatever_the_thresholds() -> None:
    assert index({}, Thresholds(anchoring_dimensions=0, anchoring_items=0)).value is None


@given(SCORES)
def test_index_and_dimensions_stay_within_their_bounds(scores: dict[str, float]) -> None:
    found = index(scores, PROPOSED)
    assert all(0 <= score <= 100 for score in (found.value, *found.dimensions.values()) if score is not None)


@given(SCORES, st.sampled_from(list(items())), st.floats(0, 100))
def test_a_better_item_never_lowers_the_index(scores: dict[str, float], item: str, better: float) -> None:
    before = everything(50) | scores
    after = before | {item: max(before[item], better)}
    assert (index(after, PROPOSED).value or 0) >= (index(before, PROPOSED).value or 0)


@given(SCORES, st.randoms())
def test_the_order_of_the_answers_means_nothing(scores: dict[str, float], random: object) -> None:
    shuffled = list(scores.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined] # Hypothesis gives a random.Random
    assert index(dict(shuffled), PROPOSED) == index(scores, PROPOSED)


@given(SCORES)
def test_what_is_missing_and_what_is_known_make_up_what_was_asked(scores: dict[str, float]) -> None:
    found = index(scores, PROPOSED)
    assert set(found.missing) | set(scores) == set(found.asked)
    assert found.known == len(scores)


def test_three_dimensions_are_too_few() -> None:
    few = {code: 100.0 for code, item in items().items() if item.dimension not in {"staffing", "competence"}}
    assert len(few) / len(items()) >= PROPOSED.anchoring_items
    assert index(few, PROPOSED).value is None


def test_too_few_items_over_all_dimensions_are_too_few() -> None:
    one_each = {item.dimension: item.code for item in items().values()}
    assert index(dict.fromkeys(one_each.values(), 100.0), PROPOSED).value is None


def test_dimensions_weigh_alike_however_many_items_they_have() -> None:
    scores = everything(100) | {code: 0.0 for code, item in items().items() if item.dimension == "staffing"}
    assert index(scores, PROPOSED).value == 80


def test_an_item_that_does_not_concern_the_subject_is_neither_asked_nor_missing() -> None:
    found = index(everything(50) | {"backfill": 0}, PROPOSED, beside=["backfill"])
    assert "backfill" not in found.asked
    assert found.dimensions["staffing"] == 50


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        (everything(60), True),
        (everything(59), False),
        (everything(100) | {code: 39 for code, item in items().items() if item.dimension == "ownership"}, False),
        ({}, None),
    ],
)
def test_the_sixth_step_needs_the_index_and_every_dimension(scores: dict[str, float], said: bool | None) -> None:
    assert is_anchored(index(scores, PROPOSED), PROPOSED) is said


@pytest.mark.parametrize(
    ("outward", "inward", "field"),
    [
        (60, 40, Field.STRONG),
        (60, 39.9, Field.HOLLOW_FRONT),
        (59.9, 40, Field.READY),
        (0, 0, Field.WEAK),
        (None, 80, None),
        (80, None, None),
    ],
)
def test_the_four_fields_meet_at_their_thresholds(outward: float | None, inward: float | None, field: Field) -> None:
    assert field_of(outward, inward, PROPOSED) is field


def test_every_item_is_known_in_some_way_and_belongs_to_a_dimension() -> None:
    for item in items().values():
        assert item.dimension in dimensions()
        assert item.indicator or item.rule
        assert item.name_sv
        assert item.name_en
        assert bool(item.how_sv and item.how_en) == bool(item.rule)
        assert not item.indicator or item.indicator in indicators()
