"""docs/questions.md says of every question where it is answered: each place opens, and each has the test it names."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from tracker import clock
from tracker.database import Database
from tracker.demonstration.guidelines import named
from tracker.tables.guideline import Guideline
from tracker.tables.service import Service

ROOT = Path(__file__).parents[3]
DAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
USERS = ("strategist", "researcher", "manager")
ROWS = [
    [part.strip() for part in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "questions.md").read_text("utf-8").splitlines()
    if line.startswith("| ")
]
QUESTIONS = [row for row in ROWS if len(row) == 5 and row[0] != "question"]
TRAPS = [row for row in ROWS if len(row) == 2 and row[0] != "trap"]


@pytest.fixture(scope="module")
def read_copy(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration, to be looked at only."""
    return Path(shutil.copy(demo_database, tmp_path_factory.mktemp("asked") / "tracker.db"))


@pytest.fixture
def database(read_copy: Path, pages_on: Callable[[Path], AbstractContextManager[Database]]) -> Iterator[Database]:
    """The database the pages open, on the day it is set in."""
    with pages_on(read_copy) as opened, clock.fixed(DAY):
        yield opened


def test_every_question_has_a_row_in_order() -> None:
    assert [row[0].partition(":")[0] for row in QUESTIONS] == [
        f"{user} {number}" for user in USERS for number in range(1, 11)
    ]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda row: row[4])
def test_every_question_has_its_test_in_the_tour_of_its_user(question: list[str]) -> None:
    user, number = question[0].partition(":")[0].split(" ")
    assert question[4] == f"test_{user}_{number}"
    tour = (ROOT / "tests" / "browser" / f"test_{user}.py").read_text("utf-8")
    assert len(re.findall(rf"^def {question[4]}_\w+\(page: Page, walk: Walk\)", tour, re.MULTILINE)) == 1


@pytest.mark.parametrize("address", sorted({row[3].strip("`") for row in QUESTIONS}))
def test_every_address_opens_and_answers(open_page: Callable[..., AppTest], database: Database, address: str) -> None:
    with database.reading() as session:
        places = {
            "<guideline>": session.scalars(select(Guideline.id).where(Guideline.identifier == "DNKI 2021:3")).one(),
            "<requirement>": named(session, "EU-EIDAS-04"),
            "<service>": session.scalars(select(Service.id).where(Service.name == "Ansökan om bygglov")).one(),
        }
    name, _, query = address.partition("?")
    asked = {key: str(places.get(value, value)) for key, value in parse_qsl(query)}
    page = open_page(name or "overview", **asked)
    assert [str(part.value) for part in page.error] == []
    assert page.dataframe or page.markdown


@pytest.mark.parametrize("trap", TRAPS, ids=lambda row: row[0][:40])
def test_every_trap_has_the_tests_it_names(trap: list[str]) -> None:
    named_tests = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", trap[1])
    assert named_tests
    for path, name in named_tests:
        assert re.search(rf"^def {name}\(", (ROOT / path).read_text("utf-8"), re.MULTILINE)


def test_no_trap_is_forgotten() -> None:
    assert len(TRAPS) == 12
