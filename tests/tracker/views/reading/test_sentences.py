"""Sentences of an edition: all of them, narrowed, and one with everything read in it."""

from __future__ import annotations

import json

import pytest

from policies.reading import read
from tracker import ingest
from tracker.database import Database
from tracker.errors import NotFound
from tracker.pages.language import speaking
from tracker.pages.reading import marks
from tracker.tables.guideline import Force
from tracker.tables.people import Person, Workspace
from tracker.views.reading import explorer
from tracker.views.reading.sentences import Certainty, Narrowing, Sentence, certainty, choices, narrowed, sentences
from tracker.views.reading.why import explanation, why


@pytest.fixture
def rows(database: Database, workspace: Workspace, guideline: ingest.ImportedGuideline) -> list[Sentence]:
    with database.reading() as session:
        return sentences(session, workspace.id, edition_id=guideline.edition_id)


def test_requirements_and_statements_stand_in_reading_order(rows: list[Sentence]) -> None:
    assert [row.start for row in rows] == sorted(row.start for row in rows)
    assert {row.key[0] for row in rows} == {"w", "s"}


def test_narrowing_asks_for_everything_at_once(
    database: Database, workspace: Workspace, guideline: ingest.ImportedGuideline, rows: list[Sentence]
) -> None:
    wanted = Narrowing(requirements=True, force=Force.PROHIBITION, bearer="KOMMUN")
    with database.reading() as session:
        found = narrowed(session, workspace.id, edition_id=guideline.edition_id, narrowing=wanted)
    assert [row.excerpt for row in found] == ["En kommun får inte ta ut avgift för planen."]


@pytest.mark.parametrize("field", ["force", "zone", "certainty"])
def test_each_sentence_passes_what_it_is_itself(rows: list[Sentence], field: str) -> None:
    for row in rows:
        own = certainty(row.confidence) if field == "certainty" else getattr(row, field)
        assert Narrowing(**{field: own}).takes(row)


def test_a_sentence_of_another_certainty_is_left_out(rows: list[Sentence]) -> None:
    row = rows[0]
    other = next(value for value in Certainty if value is not certainty(row.confidence))
    assert not Narrowing(certainty=other).takes(row)


def test_only_what_is_there_can_be_chosen(
    database: Database, workspace: Workspace, guideline: ingest.ImportedGuideline, rows: list[Sentence]
) -> None:
    with database.reading() as session:
        there = choices(session, workspace.id, edition_id=guideline.edition_id)
    assert set(there.forces) == {row.force for row in rows}
    assert "" not in there.topics


def test_an_unknown_edition_or_sentence_is_said(database: Database, workspace: Workspace) -> None:
    with database.reading() as session:
        with pytest.raises(NotFound):
            sentences(session, workspace.id, edition_id=999)
        for key in ("w999", "x1", "w", "w1; DROP", ""):
            with pytest.raises(NotFound):
                why(session, workspace.id, key=key)


def test_why_gives_the_words_the_parts_and_the_rule(
    database: Database, workspace: Workspace, rows: list[Sentence]
) -> None:
    row = next(row for row in rows if row.force is Force.PROHIBITION)
    with database.reading() as session:
        found = why(session, workspace.id, key=row.key)
    assert all(found.text[part.start : part.end] == part.text for part in found.parts if part.role == "cue")
    told = explanation(found)
    assert (told.rule, told.cue, told.force) == ("may_not", "får inte", Force.PROHIBITION)


def test_an_item_says_which_words_it_completes(database: Database, workspace: Workspace, rows: list[Sentence]) -> None:
    row = next(row for row in rows if row.excerpt.startswith("vem som ansvarar"))
    with database.reading() as session:
        found = why(session, workspace.id, key=row.key)
    assert found.lead_in == "Kommunen ska i planen ange"
    assert explanation(found).inherited


def test_marks_of_a_page_lie_in_its_text(
    database: Database, workspace: Workspace, guideline: ingest.ImportedGuideline
) -> None:
    with database.reading() as session:
        page = explorer.text_page(session, workspace.id, edition_id=guideline.edition_id, first=0, size=50)
    marked = {row.text[mark["start"] : mark["end"]] for row in page.provisions for mark in row.marks}
    assert "får inte" in marked


def test_a_force_that_the_file_states_is_told_from_one_that_was_read(
    database: Database, person: Person, workspace: Workspace, rows: list[Sentence]
) -> None:
    parts = [{"name": "statement", "prose": "Nämnden ska svara inom två dagar."}]
    controls = [
        {"id": "r1", "props": [{"name": "force", "value": "recommendation"}], "parts": parts},
        {"id": "r2", "parts": parts},
    ]
    data = json.dumps({"catalog": {"controls": controls}}).encode()
    prepared = ingest.prepare(data, "krav.json", read(data, "krav.json"))
    with database.writing() as session:
        imported = ingest.import_guideline(session, prepared, by=person, identifier="Krav 1")
    with database.reading() as session:
        stated, own = sentences(session, workspace.id, edition_id=imported.edition_id)
        assert (stated.force, stated.stated) == (Force.RECOMMENDATION, True)
        assert (own.force, own.stated) == (Force.OBLIGATION, False)
        assert [why(session, workspace.id, key=row.key).stated for row in (stated, own)] == [True, False]
    assert not any(row.stated for row in rows)
    for tongue, said in (("sv", "står i filen"), ("en", "stated in the file")):
        with speaking(tongue):
            assert marks.certain(stated) == said
            assert "%" in marks.certain(own)
