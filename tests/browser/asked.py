"""What browser tests of the users' questions share: the answers counted by hand, and reading them off the screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tracker.demonstration.story import answers

Visit = Callable[[str], None]
FIRST_ROW = 55
"""Pixels from the top of a table to the middle of its first row."""


def answer(question: str) -> dict[str, Any]:
    return next(row for row in answers()["questions"] if row["question"] == question)


def cell(page: Page, text: str | re.Pattern[str]) -> Locator:
    """A cell of a table; tables are drawn, and their cells stand in the page for those who hear it."""
    return page.locator('[role="gridcell"]').filter(has_text=text).first


def says(page: Page, *parts: str) -> None:
    """The page says these words somewhere; any space may stand between thousands."""
    shown = page.get_by_test_id("stMain")
    for part in parts:
        expect(shown).to_contain_text(re.compile(re.escape(part).replace(r"\ ", r"\s")))
