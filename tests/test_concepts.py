"""Every concept of the two source texts has data, a screen and a test that exist (docs/concepts.md)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tracker.ladder import kinds
from tracker.pages.routes import PAGES
from tracker.tables import Table
from tracker.vocabulary import indicators, record_kinds

ROOT = Path(__file__).parent.parent
ROW = re.compile(r"^\| ([AB][0-9]+) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
ROWS = ROW.findall((ROOT / "docs" / "concepts.md").read_text("utf-8"))
KNOWN = {
    *Table.metadata.tables,
    *(f"record:{code}" for code in record_kinds()),
    *(f"indicator:{code}" for code in indicators()),
    *(f"evidence:{code}" for code in kinds()),
}


def test_every_concept_stands_there_once() -> None:
    assert [row[0] for row in ROWS] == [*(f"A{n}" for n in range(1, 27)), *(f"B{n}" for n in range(1, 35))]


@pytest.mark.parametrize(("number", "data", "screen", "tests"), [(r[0], r[2], r[3], r[4]) for r in ROWS])
def test_data_screen_and_test_exist(number: str, data: str, screen: str, tests: str) -> None:
    assert set(re.findall("`([^`]+)`", data)) - KNOWN == set(), number
    assert screen.partition("?")[0] in PAGES
    named = re.findall("`([^`]+)`", tests)
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []
