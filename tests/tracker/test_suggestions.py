"""Ranking what is local for every requirement, with an index that is kept."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from nlp.matching.index import Index, store
from nlp.matching.matches import Passage, Query
from tracker import suggestions
from tracker.candidates import Corpus
from tracker.settings import Settings


def corpus(*texts: str) -> Corpus:
    passages = [
        Passage(id=f"passage:{number}", document="1", text=text, language="sv") for number, text in enumerate(texts)
    ]
    return Corpus(
        workspace_id=1,
        queries={"sv": (Query(id="1", text="Kommunen ska publicera öppna data", language="sv"),)},
        candidates={"sv": tuple(passages)},
        demands=(),
        carriers=(),
        decisions=(),
        requirement_fingerprints={1: "a"},
        target_fingerprints={passage.id: passage.id for passage in passages},
    )


def settings(folder: Path) -> Settings:
    return Settings(database_url=f"sqlite:///{folder / 'tracker.db'}", suggestion_floor=0.0)


def test_the_index_is_kept_beside_the_database_and_extended(tmp_path: Path) -> None:
    first = suggestions.find(corpus("Öppna data publiceras."), settings(tmp_path)).matches
    more = corpus("Öppna data publiceras.", "Parkering sker på anvisad plats.")
    assert [match.passage for match in first] == ["passage:0"]
    assert suggestions.find(more, settings(tmp_path)).matches[0].passage == "passage:0"
    assert len(Index.open(tmp_path / "index" / "1" / "sv")) == 2


def test_without_a_place_to_keep_it_the_index_is_built_each_time(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("in the way", "utf-8")
    found = suggestions.find(corpus("Öppna data publiceras."), settings(tmp_path)).matches
    assert [match.passage for match in found] == ["passage:0"]


def test_what_stands_in_the_way_of_a_part_of_the_index_is_replaced(tmp_path: Path) -> None:
    suggestions.find(corpus("Öppna data publiceras."), settings(tmp_path))
    folder = tmp_path / "index" / "1" / "sv"
    (part,) = folder.glob("segment-*")
    shutil.rmtree(part)
    part.write_text("in the way", "utf-8")
    assert [match.passage for match in suggestions.find(corpus("Öppna data publiceras."), settings(tmp_path)).matches]
    assert len(Index.open(folder)) == 1


def test_an_index_that_cannot_be_mended_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    suggestions.find(corpus("Öppna data publiceras."), settings(tmp_path))
    (part,) = (tmp_path / "index" / "1" / "sv").glob("segment-*")
    (part / "rows.npy").write_bytes(b"")
    monkeypatch.setattr(store, "_remove", lambda place: None)  # as where another program holds the file
    assert [match.passage for match in suggestions.find(corpus("Öppna data publiceras."), settings(tmp_path)).matches]
