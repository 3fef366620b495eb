"""Strategist 3 in the demonstration: every passage known to cite what no longer holds is found, and no other is."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

import tracker.demo
from tracker import clock, opening
from tracker.settings import Settings
from tracker.tables.local import LocalEdition
from tracker.views.local.outdated import outdated_citations

ANSWERS: dict[str, Any] = json.loads((Path(tracker.demo.__file__).parent / "answers.json").read_text("utf-8"))
COPIED_FROM = "Mallkoping_riktlinje_generativ_AI.html"
"""A neighbour's document: two of the known passages were copied from it, so that they stand there too."""


@pytest.fixture(scope="module")
def found(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str]]:
    """File and words of the passages found."""
    copy = tmp_path_factory.mktemp("outdated") / "tracker.db"
    shutil.copy(demo_database, copy)
    database = opening.open_tracker(Settings(database_url=f"sqlite:///{copy}"))
    with database.reading() as session, clock.fixed(datetime(2026, 11, 22, 9, tzinfo=UTC)):
        files = dict(
            session.execute(select(LocalEdition.document_id, LocalEdition.file_name).where(LocalEdition.current)).all()
        )
        rows = outdated_citations(session, 1, cleared=True)
        words = [(files[row.document_id], " ".join(row.text.split())) for row in rows]
    database.close()
    return words


def known() -> list[tuple[str, str]]:
    return [(row["document"], row["sentence"]) for row in ANSWERS["outdated"]]


@pytest.mark.parametrize(("document", "sentence"), known())
def test_every_known_passage_is_found(found: list[tuple[str, str]], document: str, sentence: str) -> None:
    assert [text for name, text in found if name == document and sentence in text]


def test_nothing_else_is_found(found: list[tuple[str, str]]) -> None:
    sentences = [sentence for _, sentence in known()]
    wrong = [
        (name, text)
        for name, text in found
        if not any(sentence in text and name in (document, COPIED_FROM) for document, sentence in known())
    ]
    assert wrong == []
    assert len(found) <= len(sentences) + 2


@pytest.mark.parametrize("trap", [row for row in ANSWERS["traps"] if row["trap"] == "cites_as_replaced"])
def test_what_says_itself_that_it_was_replaced_is_no_finding(
    found: list[tuple[str, str]], trap: dict[str, str]
) -> None:
    assert not [text for _, text in found if trap["sentence"] in text]
