"""The tracker in a notebook: tables of the same rows as the API, and the example notebook run from top to bottom.

Its cells are run in their order by plain Python, as neither Jupyter nor nbclient is needed to run the tracker.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import select

import tracker
from tests.tracker import studied
from tracker import workspaces
from tracker.database import Database
from tracker.notebook import CannotOpen, Tracker, open_tracker
from tracker.tables.local import LocalDocument, Publicity
from tracker.tables.people import Person
from tracker.views.ladder.standings import standings

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "notebooks" / "example.ipynb"
TABLES = (
    "guidelines", "requirements", "wordings", "links", "assessments", "services", "units", "coverage", "matrix",
    "codings", "changes", "studies", "marks", "judgements",
)  # fmt: skip


@pytest.fixture
def address(sqlite_database: Database) -> str:
    return sqlite_database.read_engine.url.render_as_string()


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    return sqlite_database


@pytest.fixture
def town(evening: Any, address: str) -> Iterator[Tracker]:
    opened = open_tracker(address)
    yield opened
    opened.close()


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_a_frame(town: Tracker, name: str) -> None:
    found = getattr(town, name)()
    assert isinstance(found, pd.DataFrame)
    assert len(found) > 0 or name in ("codings", "studies", "marks", "judgements")


def test_judgements_are_there_once_the_coding_is_closed(
    town: Tracker, database: Database, evening: Any, person: Person
) -> None:
    found = studied.begun(database, evening.workspace, person, links=2)
    studied.code(database, found)
    assert len(town.studies()) == len(town.marks()) == len(town.judgements()) == 0
    studied.close(database, found)
    studied.settle(database, found)
    judgements, marks = town.judgements(study_id=found.study), town.marks()
    assert list(judgements["coder"]) == [1, 2, 1, 2]
    assert list(judgements["mode"]) == [studied.said(coder, place).mode for place in (0, 1) for coder in (0, 1)]
    assert list(marks["settled"]) == list(marks["differs"]) == [True, False]
    assert list(judgements["settled_mode"].isna()) == [False, False, True, True]
    assert town.studies().loc[found.study, "units"] == len(marks) == 2
    told = judgements.to_csv() + marks.to_csv()
    assert not [word for word in ("hemlig", "Kim", "Lo Andra", "läste noggrannare") if word in told]


def test_figures_are_those_of_the_screen(town: Tracker, database: Database, evening: Any) -> None:
    matrix = town.matrix()
    with database.reading() as session:
        found = standings(session, evening.workspace)
        levels = [
            found.cell(row.requirement_id, ("actor", row.unit_id)).shown for row in matrix.itertuples(index=False)
        ]
    assert [None if pd.isna(level) else level for level in matrix["level"]] == levels
    assert (town.coverage(by="unit")["concerned"] == len(town.requirements(counted=True))).all()


def test_types_are_the_same_with_and_without_rows(town: Tracker) -> None:
    some, none = town.links(), town.links(state="rejected", guideline_id=1)
    assert len(none) < len(some)
    assert list(none.columns) == list(some.columns)
    assert {str(some[name].dtype) for name in ("requirement_id", "service_id")} == {"Int64"}
    assert str(some["recorded_at"].dtype).endswith("UTC]")


def test_what_is_under_secrecy_is_left_out(town: Tracker, database: Database) -> None:
    assert town.links()["quote_text"].notna().any()
    with database.writing() as session:
        for document in session.scalars(select(LocalDocument)):
            document.publicity = Publicity.SECRECY
    assert town.links()["quote_text"].isna().all()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_cannot_be_opened_is_said_in_words(
    address: str, database: Database, person: Person, tmp_path: Path, language: str
) -> None:
    with database.writing() as session:
        for name in ("Annanby kommun", "Bortby kommun"):
            workspaces.create(session, name, by=person)
    for url, slug in ((f"sqlite:///{tmp_path / 'none.db'}", ""), (address, ""), (address, "nowhere"), ("what?", "")):
        with pytest.raises(CannotOpen) as problem:
            open_tracker(url, slug, language=language)
        assert "[" not in str(problem.value)
    assert not (tmp_path / "none.db").exists()
    assert open_tracker(address, "annanby-kommun").name == "Annanby kommun"


def test_the_example_runs_from_top_to_bottom(evening: Any, address: str, tmp_path: Path) -> None:
    cells = json.loads(EXAMPLE.read_text("utf-8"))["cells"]
    assert [cell for cell in cells if cell.get("outputs") or cell.get("execution_count")] == []
    script = tmp_path / "example.py"
    script.write_text("\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"), "utf-8")
    environment = {**os.environ, "TRACKER_DATABASE_URL": address, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-W", "error", str(script)]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_package_is_imported_without_what_notebooks_need() -> None:
    code = "import sys, tracker; assert not {'pandas', 'sqlalchemy'} & sys.modules.keys()"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
    assert tracker.open_tracker is open_tracker
