"""Whom a requirement binds, settled from its card: refused without a reason, kept with one, and counted anew."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from tracker.database import Database
from tracker.locales import text
from tracker.tables.guideline import Applies, Requirement

CARD = """
from tracker.pages import frame, problems
from tracker.pages.guidelines import applicability
from tracker.views.guidelines import editor
with problems.shown_plainly():
    frame.begin()
    problems.show_kept()
    found = frame.remembered(editor.editable, frame.here(), requirement_id={number})
    applicability.show(found.text)
"""
LOCATOR = "2 § 2 st"


@pytest.fixture
def requirement(filled: int, database: Database) -> Requirement:
    with database.reading() as session:
        return session.scalars(select(Requirement).where(Requirement.locator == LOCATOR)).one()


@pytest.fixture
def open_card(database: Database, requirement: Requirement) -> Callable[..., AppTest]:
    """Opens the form of the requirement."""

    def run(lang: str = "sv") -> AppTest:
        page = AppTest.from_string(CARD.format(number=requirement.id), default_timeout=30)
        page.query_params["lang"] = lang
        page.run()
        assert [problem.message for problem in page.exception] == []
        return page

    return run


def stored(database: Database, requirement: Requirement) -> tuple[Applies, str]:
    with database.reading() as session:
        found = session.get_one(Requirement, requirement.id)
        return found.applies, found.applies_reason


def save(page: AppTest, wanted: Applies, reason: str) -> None:
    page.radio[0].set_value(wanted)
    next(field for field in page.text_input if (field.key or "").startswith("applies-")).set_value(reason)
    next(button for button in page.button if button.label == text("page.applies.save", "sv")).click().run()


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_form_stands_in_both_languages(open_card: Callable[..., AppTest], lang: str) -> None:
    page = open_card(lang)
    assert "[" not in " ".join(str(part.value) for part in (*page.markdown, *page.caption))


@pytest.mark.parametrize("reason", ["", "   "])
def test_nothing_is_settled_without_a_reason(
    open_card: Callable[..., AppTest], database: Database, requirement: Requirement, reason: str
) -> None:
    page = open_card()
    before = stored(database, requirement)
    save(page, Applies.NO, reason)
    assert len(page.error) == len(page.toast) == 1
    assert stored(database, requirement) == before


def test_what_is_settled_is_kept_with_its_reason(
    open_card: Callable[..., AppTest], database: Database, requirement: Requirement
) -> None:
    page = open_card()
    save(page, Applies.NO, "Vi har *inga* planer")
    assert len(page.error) == 0
    assert stored(database, requirement) == (Applies.NO, "Vi har *inga* planer")
    assert any(r"Vi har \*inga\* planer" in part.value for part in page.caption)
    assert page.text_input[0].value == ""


def test_a_form_somebody_was_faster_than_is_a_plain_conflict(
    open_card: Callable[..., AppTest], database: Database, requirement: Requirement
) -> None:
    page = open_card()
    with database.writing() as session:
        session.get_one(Requirement, requirement.id).applies = Applies.UNKNOWN
    save(page, Applies.NO, "För sent")
    assert len(page.error) == 1
    assert stored(database, requirement) == (Applies.UNKNOWN, "")
