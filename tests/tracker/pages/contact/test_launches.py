"""What is said of an indicator before and after a launch."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.pages import language
from tracker.pages.contact.launches import sentence
from tracker.views.contact.changes import Change, Stretch


def side(value: float) -> Stretch:
    return Stretch(months=3, first=date(2026, 1, 1), last=date(2026, 3, 31), values=[value] * 3, value=value, n=90)


@pytest.mark.parametrize(
    ("after", "said"),
    [(2.77, "Avrundat lika: 2,8 dagar både före och efter."), (2.6, "Från 2,8 dagar till 2,6 dagar.")],
)
def test_what_rounds_alike_is_not_said_to_have_changed(after: float, said: str) -> None:
    change = Change(
        service_id=1, service="Bygglov", launched_on=date(2026, 4, 1), indicator="handling_time", topic_id=None,
        topic="", note="", before=side(2.84), after=side(after), lower=True, beyond=3, same_season=True,
    )  # fmt: skip
    with language.speaking("sv"):
        assert said in sentence(change, with_service=True)
