"""References in the text of a guideline lead to what they cite, and say when it is not there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from policies.reading import read
from tracker import ingest
from tracker.database import Database
from tracker.tables.people import Person

STATUTE = """---
beteckning: 2030:77
rubrik: Lag (2030:77) om provlänkar
---

# Lag (2030:77) om provlänkar

### 1 §

Kommunen ska ha en plan.

### 2 §

Planen enligt 1 § ska följa förvaltningslagen (2017:900). Avgift får inte tas ut i fall som avses i 97 § denna lag.
"""


@pytest.fixture
def shown(database: Database, person: Person, filled: int, open_page: Callable[..., AppTest]) -> str:
    data = STATUTE.encode()
    prepared = ingest.prepare(data, "provlankar.md", read(data, "provlankar.md"))
    with database.writing() as session:
        imported = ingest.import_guideline(session, prepared, by=person, identifier="SFS 2030:77")
    page = open_page("guidelines", guideline=str(imported.guideline_id), tab="text")
    return "\n".join(part.proto.body for part in page.get("html") if "<style>" not in part.proto.body)


def test_a_reference_is_a_link_to_the_provision(shown: str) -> None:
    before, _, _ = shown.partition(">1 §</mark></a>")
    link = before.rpartition("<a ")[2]
    assert 'href="guidelines?' in link
    assert "tab=text" in link


def test_an_act_that_is_not_imported_says_so_and_is_no_link(shown: str) -> None:
    before, _, after = shown.partition(">förvaltningslagen &#40;2017&#58;900&#41;</mark>")
    assert "inte importerad" in before.rpartition("<mark ")[2]
    assert not after.startswith("</a>")


def test_a_place_the_text_does_not_hold_is_told(shown: str) -> None:
    before, _, _ = shown.partition(">97 § denna lag</mark>")
    assert "finns inte" in before.rpartition("<mark ")[2]
