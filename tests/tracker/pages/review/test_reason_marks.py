"""Reasons are marked where they rest, under their numbers, and only in the text they were made from."""

from __future__ import annotations

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from tracker import events
from tracker.pages.review.reason_marks import in_source, in_target, in_wording
from tracker.views.review.reasons import Place, ShownReason

TEXT = "Kommunen ska ha en plan."


def reason(number: int, *places: Place, text: str = TEXT) -> ShownReason:
    checksum = events.checksum(text)
    return ShownReason(
        number=number, code="reason.shared_terms", values={}, source=places, target=places,
        source_of=checksum, target_of=checksum,
    )  # fmt: skip


def test_words_that_two_reasons_rest_on_carry_both_numbers() -> None:
    marks = in_target([reason(1, (0, 8)), reason(2, (0, 8), (9, 15))], TEXT)
    assert [(mark.start, mark.end, mark.numbers) for mark in marks] == [(0, 8, (1, 2)), (9, 15, (2,))]


def test_a_text_that_reads_differently_is_not_marked() -> None:
    assert in_source([reason(1, (0, 8))], TEXT + " ") == []
    assert in_target([reason(1, (0, 8))], TEXT.upper()) == []


def test_places_are_told_apart_between_lead_in_and_item() -> None:
    lead_in, item = "Kommunen ska", "ha en plan."
    first, second = in_wording([reason(1, (9, 17))], lead_in, item)
    assert [(lead_in[mark.start : mark.end]) for mark in first] == ["ska"]
    assert [(item[mark.start : mark.end]) for mark in second] == ["ha e"]


def test_a_wording_without_lead_in_is_marked_from_its_beginning() -> None:
    first, second = in_wording([reason(3, (0, 8))], "", TEXT)
    assert first == []
    assert [TEXT[mark.start : mark.end] for mark in second] == ["Kommunen"]


def test_white_space_around_a_text_moves_no_mark() -> None:
    spaced = f"  {TEXT}\n"
    _, marks = in_wording([reason(1, (9, 12))], "", spaced)
    assert [spaced[mark.start : mark.end] for mark in marks] == ["ska"]


def test_places_beyond_the_text_are_left_out() -> None:
    assert in_target([reason(1, (20, 99))], TEXT) == []


def test_the_review_page_numbers_reasons_and_their_marks(open_page: Callable[..., AppTest], filled: int) -> None:
    page = open_page("review", target="passage", lang="en")
    html = [str(part.value) for part in page.get("html")]
    listed = next(part for part in html if 'class="reasons"' in part)
    assert 'data-reason="1"' in listed
    assert any("<mark" in part and 'data-reasons="1' in part and "quoted" in part for part in html)
    assert any("<mark" in part and 'data-reasons="1' in part and "quoted" not in part for part in html)
