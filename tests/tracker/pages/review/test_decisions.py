"""What a second press of a key means."""

from __future__ import annotations

import pytest
import streamlit as st

from tracker.pages.review.undoing import Decision, is_repeated


@pytest.mark.parametrize(
    ("link", "version", "repeated"),
    [(7, 1, True), (7, 2, False), (8, 1, False)],
    ids=["the version that was decided on", "what the decision made of it", "another link"],
)
def test_only_the_same_decision_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, link: int, version: int, repeated: bool
) -> None:
    made = Decision(number=1, things=(("link", 7, 2),), said="page.review.rejected", about="")
    monkeypatch.setattr(st, "session_state", {"review-decided": [made]})
    assert is_repeated(link, version) is repeated
