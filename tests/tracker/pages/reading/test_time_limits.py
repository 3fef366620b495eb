"""Time limits in words."""

from __future__ import annotations

import pytest
import streamlit as st

from tracker.pages.reading.time_limits import in_words


@pytest.mark.parametrize(
    ("normal", "words"),
    [
        ("date:2027-06-30", "senast 30 juni 2027"),
        ("date:2027-06", "senast juni 2027"),
        ("date:--07-01", "senast den 1 juli varje år"),
        ("duration:P4W after:ansökan", "inom 4 veckor från: ansökan"),
        ("duration:PT72H", "inom 72 timmar"),
        ("duration:P5BD", "inom 5 arbetsdagar"),
        ("recurrence:P1Y", "varje år"),
        ("recurrence:P3Y minimum", "minst en gång på 3 år"),
        ("recurrence:2/P1Y", "2 gånger varje år"),
        ("vague:prompt", "utan dröjsmål"),
        ("event before:mötet", "före: mötet"),
        ("nonsense", "nonsense"),
    ],
)
def test_a_time_limit_in_words(monkeypatch: pytest.MonkeyPatch, normal: str, words: str) -> None:
    monkeypatch.setitem(st.session_state, "lang", "sv")
    assert in_words(normal) == words
