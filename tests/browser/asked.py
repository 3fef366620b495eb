"""What browser tests of the users' questions share: the answers counted by hand, and a person who clicks to them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from tests.browser.settling import settle
from tracker import locales
from tracker.database import connect
from tracker.demonstration.guidelines import named
from tracker.demonstration.story import answers
from tracker.tables.guideline import Requirement

MOST = 3
"""Clicks from Overview to any answer."""
HEAD = 38  # pixels of a table's titles
SIGHT = "part => part.clientHeight"
SOON = 5_000  # milliseconds until what was rolled to stands in the page
BOX = 18  # and from its left edge to the middle of the boxes that choose a row


def answer(question: str) -> dict[str, Any]:
    return next(row for row in answers()["questions"] if row["question"] == question)


def words(key: str, **values: Any) -> str:
    """What the app says in Swedish."""
    return locales.text(key, "sv", **values)


def figure(number: float) -> str:
    """A whole number as it is written in Swedish."""
    return f"{number:,.0f}".replace(",", " ")


def cell(page: Page, text: str | re.Pattern[str]) -> Locator:
    """A cell of a table; tables are drawn, and their cells stand in the page for those who hear it."""
    return page.locator('[role="gridcell"]').filter(has_text=text).first


def says(page: Page, *parts: str) -> None:
    """The page says these words somewhere; any space may stand between thousands."""
    shown = page.get_by_test_id("stMain")
    for part in parts:
        expect(shown).to_contain_text(re.compile(re.escape(part).replace(r"\ ", r"\s")))


def requirement(app: Any, key: str) -> tuple[int, str]:
    """The number and the locator of a requirement in the database behind the app."""
    database = connect(app.database_url)
    with database.reading() as session:
        number = named(session, key)
        locator = session.scalars(select(Requirement.locator).where(Requirement.id == number)).one()
    database.close()
    assert number is not None
    return number, locator


class Walk:
    """The way from Overview to an answer: what is clicked is counted, and more than three clicks are none."""

    def __init__(self, page: Page, turn: Callable[[str], None], app: Any) -> None:
        self.page, self.app = page, app
        self._turn = turn
        self.begin()

    def begin(self) -> None:
        """At Overview, nothing clicked yet."""
        self.clicks = 0
        self._turn(f"{self.app.url}/?lang=sv")

    def click(self, what: Locator) -> None:
        self._count()
        what.click()
        settle(self.page)

    def menu(self, name: str) -> None:
        """A page of the navigation."""
        navigation = self.page.get_by_test_id("stSidebarNav")
        self.click(navigation.get_by_role("link", name=words(f"nav.{name}"), exact=True))

    def figure(self, name: str) -> None:
        """A figure that opens its list."""
        self.click(self.page.locator(f".st-key-figure-{name} button:visible"))

    def tab(self, key: str, *, among: str = "tab") -> None:
        """One of the buttons that stand in a row."""
        self.click(self.page.locator(f".st-key-segment-{among}").get_by_text(words(key), exact=True))

    def line(self, text: str | re.Pattern[str], table: str | int = 0) -> Locator:
        """The row that says these words, of the table in this place or with this key, rolled to where it is."""
        drawn = self._table(table)
        self._rolled_to(drawn, drawn.locator('[role="gridcell"]').filter(has_text=text))
        return drawn.locator('[role="row"]').filter(has_text=text).first

    def row(self, text: str | re.Pattern[str] | None = None, *, table: str | int = 0) -> None:
        """The row of a table that says these words, the first without any; rolling to it is no click."""
        drawn = self._table(table)
        cells = drawn.locator('[role="gridcell"]')
        place = self._rolled_to(drawn, cells.filter(has_text=text) if text else cells)
        height, rolled = self._rolled(drawn, place)
        box = drawn.bounding_box()
        assert box is not None
        self._count()
        self.page.mouse.click(box["x"] + BOX, box["y"] + HEAD + height * (place + 0.5) - rolled)
        settle(self.page)

    def _table(self, table: str | int) -> Locator:
        """Tables that open nothing have no key to be found by."""
        tables = self.page.get_by_test_id("stDataFrame")
        drawn = tables.nth(table) if isinstance(table, int) else self.page.locator(f".st-key-{table}").locator(tables)
        drawn.scroll_into_view_if_needed()  # a table out of sight is not drawn
        expect(drawn.locator('[role="gridcell"]').first).to_be_attached()
        settle(self.page)
        return drawn

    def _rolled_to(self, drawn: Locator, wanted: Locator) -> int:
        """The number of the row, once it stands in the page: only those in sight do."""
        rows, top = self._rows(drawn), 0
        while not wanted.count() and top < rows:
            height, _ = self._rolled(drawn, top)
            top += max(1, int((drawn.locator(".dvn-scroller").evaluate(SIGHT) - HEAD) / height))
        return int((wanted.first.get_attribute("id", timeout=SOON) or "").rpartition("-")[2])

    def _rolled(self, drawn: Locator, row: int) -> tuple[float, float]:
        """Roll to a row; gives the height of rows and how far is rolled, in pixels."""
        roller, rows = drawn.locator(".dvn-scroller"), self._rows(drawn)
        whole, sight = roller.evaluate("part => part.scrollHeight"), roller.evaluate(SIGHT)
        height = (max(whole, HEAD + rows) - HEAD) / rows
        rolled: float = roller.evaluate("(part, to) => { part.scrollTop = to; return part.scrollTop; }", row * height)
        last = min(rows, int((rolled + sight - HEAD) / height)) - 1
        expect(drawn.locator(f'[role="gridcell"][id$="-{max(last, 0)}"]').first).to_be_attached()
        expect(
            drawn.locator(f'[role="gridcell"][id$="-{min(int(-(-rolled // height)), rows - 1)}"]').first
        ).to_be_attached()
        return height, rolled

    def _rows(self, drawn: Locator) -> int:
        return int(drawn.locator('[role="grid"]').get_attribute("aria-rowcount") or 0) - 1

    def _count(self) -> None:
        self.clicks += 1
        assert self.clicks <= MOST
