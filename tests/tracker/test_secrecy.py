"""Secrecy is laid and lifted with a reason, and follows its words from edition to edition."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from policies.reading import read
from tracker import documents, secrecy
from tracker.database import Database
from tracker.doctor import decisions
from tracker.errors import Conflict, Refused
from tracker.revising import applying, previewing
from tracker.tables.event import Event, EventNote
from tracker.tables.local import LocalDocument, LocalEdition, Passage, Publicity
from tracker.tables.people import Person

REASON = "OSL 21 kap. 1 §, bedömt av arkivarien"


def passages(database: Database, document: int) -> dict[str, Passage]:
    """The passages of the edition in use by their words."""
    with database.reading() as session:
        edition, text = session.execute(
            select(LocalEdition.id, LocalEdition.text).where(LocalEdition.document_id == document, LocalEdition.current)
        ).one()
        rows = session.scalars(select(Passage).where(Passage.edition_id == edition).order_by(Passage.position))
        return {text[row.start : row.end]: row for row in rows}


def revise(database: Database, document: int, text: str, by: Person) -> None:
    data = text.encode()
    prepared = documents.prepare(data, "riktlinje.md", read(data, "riktlinje.md"))
    with database.reading() as session:
        revision = previewing.plan(session, prepared, document, by=by)
    with database.writing() as session:
        applying.apply(session, revision, by=by)


def secret(database: Database, document: int) -> set[str]:
    return {words for words, row in passages(database, document).items() if row.secret}


@pytest.fixture
def marked(database: Database, person: Person, local_document: Any) -> int:
    """A document with a passage about fees under secrecy; its number."""
    number = local_document.document_id
    row = next(row for words, row in passages(database, number).items() if words.startswith("För planen"))
    with database.writing() as session:
        secrecy.mark_passage(session, row.id, by=person, reason=REASON)
    return int(number)


def test_a_mark_has_its_reason_beside_the_history(database: Database, marked: int) -> None:
    assert secret(database, marked) == {"För planen tas ingen avgift ut."}
    with database.reading() as session:
        event, note = session.execute(
            select(Event, EventNote.text).join(EventNote, EventNote.event_id == Event.id).order_by(Event.id.desc())
        ).first() or (None, "")
        assert event is not None
        assert (event.action, event.after["secret"], note) == ("secrecy.mark", True, REASON)


def test_a_mark_taken_away_behind_the_history_is_found(database: Database, person: Person, marked: int) -> None:
    with database.writing() as session:
        version = session.get_one(LocalDocument, marked).version
        secrecy.mark_document(session, marked, by=person, seen_version=version, reason=REASON)
    (row,) = (row for row in passages(database, marked).values() if row.secret)

    def found() -> set[tuple[str, str]]:
        with database.reading() as session:
            return {(finding.code, finding.place) for finding in decisions.taken_by_people(session)}

    assert found() == set()
    with database.writing() as session:
        session.execute(update(Passage).values(secret=False))
        session.execute(update(LocalDocument).values(publicity=Publicity.PUBLIC))
    assert found() == {("secrecy.lifted", f"local_document:{marked}"), ("secrecy.lifted", f"passage:{row.id}")}
    with database.writing() as session:
        session.execute(update(Passage).where(Passage.id == row.id).values(secret=True))
        secrecy.mark_passage(session, row.id, by=person, reason=REASON, secret=False)
    assert found() == {("secrecy.lifted", f"local_document:{marked}")}


def test_nothing_is_marked_without_a_reason(database: Database, person: Person, marked: int) -> None:
    row = next(iter(passages(database, marked).values()))
    with database.writing() as session, pytest.raises(Refused):
        secrecy.mark_passage(session, row.id, by=person, reason=" ")


def test_a_mark_somebody_changed_meanwhile_is_no_ones_to_overwrite(
    database: Database, person: Person, marked: int
) -> None:
    row = next(row for row in passages(database, marked).values() if row.secret)
    with database.writing() as session, pytest.raises(Conflict):
        secrecy.mark_passage(session, row.id, by=person, reason=REASON, seen=False)


def test_a_heading_takes_along_what_stands_under_it(database: Database, person: Person, local_document: Any) -> None:
    row = passages(database, local_document.document_id)["Avgifter"]
    with database.writing() as session:
        secrecy.mark_passage(session, row.id, by=person, reason=REASON)
    assert secret(database, local_document.document_id) == {"Avgifter", "För planen tas ingen avgift ut."}


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("För planen tas ingen avgift ut.", {"För planen tas ingen avgift ut."}),
        ("För planen tas ingen avgift ut längre.", {"För planen tas ingen avgift ut längre."}),
        ("Nämnden svarar för lokalerna.", {"Nämnden svarar för lokalerna."}),
    ],
)
def test_a_mark_follows_its_words_and_what_became_of_them(
    database: Database, person: Person, marked: int, words: str, wanted: set[str]
) -> None:
    plan = "Kommunen ska ha en plan för provbarhet. Planen ses över varje år av kvalitetsenheten."
    revise(database, marked, f"# Riktlinje för provbarhet\n\n## Plan\n\n{plan}\n\n## Avgifter\n\n{words}\n", person)
    assert secret(database, marked) & {words} == wanted


def test_an_edition_taken_back_leaves_its_marks_to_the_one_before(
    database: Database, person: Person, local_document: Any
) -> None:
    number = local_document.document_id
    plan = "Kommunen ska ha en plan för provbarhet. Planen ses över varje år av kvalitetsenheten."
    revise(database, number, f"# Riktlinje för provbarhet\n\n## Plan\n\n{plan}\n", person)
    row = next(row for words, row in passages(database, number).items() if words.startswith("Kommunen"))
    with database.writing() as session:
        secrecy.mark_passage(session, row.id, by=person, reason=REASON)
        applying.undo(session, row.edition_id, by=person)
    assert any(words.startswith("Kommunen") for words in secret(database, number))
