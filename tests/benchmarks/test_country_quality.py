"""Suggestions read from a database and judged against the country its documents came from."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from benchmarks.country.judging import ALL, figures
from benchmarks.country.writing import write
from benchmarks.country_quality import judge
from policies.library import load
from policies.reading import read
from tracker import documents, library, opening, tasks, workspaces
from tracker.settings import Settings


def test_suggestions_of_a_workspace_are_judged_beside_other_rankings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path / 'country.db'}")
    country, settings = tmp_path / "country", Settings()
    write(country, municipalities=1, documents=6, seed=1)
    database = opening.open_tracker(settings)
    person = opening.local_person(database)
    with database.reading() as session:
        assert judge(country, session) == {}
    with (country / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with database.writing() as session:
        workspace = workspaces.create(session, "Kommun", by=person, municipality_code=rows[0]["municipality_code"])
        library.stock(session, load(), by=person)
        for row in rows:
            data, name = (country / row["path"]).read_bytes(), Path(row["path"]).name
            prepared = documents.prepare(data, name, read(data, name))
            documents.import_document(session, prepared, workspace.id, by=person)
    tasks.suggest(database, workspace.id, by=person, settings=settings)
    with database.reading() as session:
        judged = {name: figures(parts)[ALL] for name, parts in judge(country, session).items()}
    database.close()
    assert judged["suggestions"].queries == judged["BM25 over words"].queries > 15
    assert judged["suggestions"].precision_at_1.mean > 0.3 > judged["chance"].precision_at_1.mean
