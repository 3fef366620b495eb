"""A run in one process: everything that can be done is, the rest set aside, and the same again does nothing."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest

from tests.tracker.batch import corpora
from tracker import locales
from tracker.batch import corpus, worker
from tracker.batch.corpus import Engine
from tracker.batch.partition import Aside, Outcome
from tracker.database import Database
from tracker.errors import DatabaseProblem, NotFound
from tracker.tables.people import Person
from tracker.views.national.coverage import coverage

pytestmark = pytest.mark.connections


@pytest.fixture(autouse=True)
def same_database(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """This process is its own worker."""
    monkeypatch.setattr(worker, "database", lambda: database)
    worker.own_identity.cache_clear()


def _run(database: Database, manifest: Path, stage: str, by: Person, **engine: object) -> Outcome:
    def describe(aside: Aside) -> str:
        return locales.text(aside.code, "en", **aside.values)

    counted: list[tuple[int, int]] = []
    done = corpus.run(
        database, manifest, stage, by=by, engine=Engine(**engine), describe=describe,
        report=lambda *counts: counted.append(counts),
    )  # fmt: skip
    assert not counted or counted[-1] == (done.files, done.files)
    return done


def test_what_can_be_done_is_done_and_the_rest_set_aside(database: Database, person: Person, tmp_path: Path) -> None:
    manifest = corpora.write(tmp_path)
    done = _run(database, manifest, "import", person)
    assert (done.done, done.unchanged, done.made["passages"]) == (12, 0, 12 * 6)
    with corpus.aside_of(manifest, "import").open(encoding="utf-8", newline="") as file:
        aside = {row["path"]: row for row in csv.DictReader(file)}
    assert {path: row["code"] for path, row in aside.items()} == {
        "0180/empty.md": "error.empty_file",
        "0180/missing.md": "error.batch_file",
        "1480/altered.md": "error.batch_other_bytes",
    }
    assert "1480/altered.md" in aside["1480/altered.md"]["message"]


def test_the_same_again_changes_nothing(database: Database, person: Person, tmp_path: Path) -> None:
    manifest = corpora.write(tmp_path)
    first = [_run(database, manifest, stage, person) for stage in ("import", "link")]
    with database.reading() as session:
        before = corpora.left(session)
    again = [_run(database, manifest, stage, person) for stage in ("import", "link")]
    assert [one.done for one in again] == [0, 0]
    assert [one.unchanged for one in again] == [first[0].done, first[1].done]
    with database.reading() as session:
        assert corpora.left(session) == before
    assert before[1]


def test_a_text_under_two_paths_is_counted_for_each(database: Database, person: Person, tmp_path: Path) -> None:
    corpora.write(tmp_path, documents=1)
    data = (tmp_path / "0180/000.md").read_bytes()
    row = {"municipality_code": "0180", "sha256": hashlib.sha256(data).hexdigest()}
    (tmp_path / "0180/copy.md").write_bytes(data)
    manifest = corpora.listed(tmp_path, [{**row, "path": "0180/000.md"}, {**row, "path": "0180/copy.md"}])
    first, again = (_run(database, manifest, "import", person) for _ in range(2))
    assert (first.done, first.unchanged) == (1, 1)
    assert (again.done, again.unchanged) == (0, 2)


def test_each_municipality_is_rolled_up_once_for_a_state_of_its_data(
    database: Database, person: Person, tmp_path: Path
) -> None:
    manifest = corpora.write(tmp_path, documents=2)
    _run(database, manifest, "import", person)
    assert _run(database, manifest, "rollup", person).made == {"rolled_up": 2}
    assert _run(database, manifest, "rollup", person).made == {}
    _run(database, manifest, "link", person)
    assert _run(database, manifest, "rollup", person).made == {}, "linking has renewed them"
    with database.reading() as session:
        assert all(one.suggested for one in coverage(session, reader=person.id))


def test_a_new_document_is_compared(database: Database, person: Person, tmp_path: Path) -> None:
    manifest = corpora.write(tmp_path, documents=2)
    for stage in ("import", "link"):
        _run(database, manifest, stage, person)
    manifest = corpora.write(tmp_path, documents=3)
    assert _run(database, manifest, "import", person).done == 2
    assert _run(database, manifest, "link", person).unchanged == 0


def test_guidelines_are_split_into_requirements(database: Database, person: Person, tmp_path: Path) -> None:
    _run(database, corpora.write(tmp_path, documents=1), "import", person)
    (tmp_path / "lag.md").write_text("# Lag (2031:1) om båtar\n\n1 § Kommunen ska föra ett register.\n", "utf-8")
    manifest = corpora.listed(tmp_path, [{"path": "lag.md", "identifier": "SFS 2031:1"}])
    done = _run(database, manifest, "extract", person)
    assert (done.done, done.made["requirements"]) == (1, 1)
    assert _run(database, manifest, "extract", person).unchanged == 1


def test_a_worker_beside_another_database_is_refused(
    database: Database, person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "own_identity", lambda: "0008:elsewhere")
    with pytest.raises(DatabaseProblem, match="batch_elsewhere"):
        _run(database, corpora.write(tmp_path), "import", person)


def test_an_unknown_stage_is_named(database: Database, person: Person, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="batch_stage"):
        _run(database, corpora.write(tmp_path), "export", person)
