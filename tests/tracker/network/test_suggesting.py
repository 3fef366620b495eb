"""What documents say of parts becomes suggestions; what people decided is never asked again."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from sqlalchemy import select, update

from tracker import clock, tasks
from tracker.database import Database
from tracker.errors import Conflict, NotAllowed, NotFound
from tracker.network import deciding
from tracker.tables.event import Event
from tracker.tables.guideline import Decided
from tracker.tables.local import LocalDocument as Document
from tracker.tables.local import LocalEdition, Passage, PassageType, Publicity
from tracker.tables.network import Part, Participation, Relation, RelationKind
from tracker.tables.people import Person, Workspace
from tracker.views.network import actor, known

Names = Mapping[str, int]
AddDocument = Callable[..., int]


def _parts(database: Database) -> dict[tuple[int, Part], Participation]:
    with database.reading() as session:
        return {(row.actor_id, row.part): row for row in session.scalars(select(Participation))}


def _relations(database: Database) -> list[Relation]:
    with database.reading() as session:
        return list(session.scalars(select(Relation).order_by(Relation.id)))


@pytest.fixture
def read(
    database: Database, person: Person, workspace: Workspace, actors: Names, add_document: AddDocument, plan: str
) -> int:
    """The plan's number, once its parts have been read."""
    number = add_document(plan)
    tasks.read_network(database, workspace.id, by=person)
    return number


def test_every_part_is_suggested_with_the_words_that_say_so(database: Database, read: int, actors: Names) -> None:
    rows = _parts(database)
    with database.reading() as session:
        text = session.scalars(select(LocalEdition.text)).one()
    quoted = {key: text[row.start : row.end] for key, row in rows.items()}
    assert quoted == {
        (actors["Kommunstyrelsen"], Part.DECIDED): "Antagen av kommunstyrelsen",
        (actors["Dataingenjör"], Part.DRAFTED): "Handläggare: Dataingenjör",
        (actors["Webbenheten"], Part.RESPONSIBLE): "Dokumentansvarig: Webbenheten",
        (actors["Arkivarie"], Part.CONSULTED): "Arkivarien har inget att erinra",
    }
    assert {row.state for row in rows.values()} == {Decided.SUGGESTED}
    assert {row.document_id for row in rows.values()} == {read}


def test_ties_follow_from_who_drafted_and_who_answers(database: Database, read: int, actors: Names) -> None:
    found = {(row.from_id, row.to_id, row.kind): row for row in _relations(database)}
    assert found.keys() == {
        (actors["Dataingenjör"], actors["Kommunstyrelsen"], RelationKind.ADVISES),
        (actors["Kommunstyrelsen"], actors["Webbenheten"], RelationKind.DECIDES),
    }
    assert all(row.formal and row.state is Decided.SUGGESTED and row.document_id == read for row in found.values())
    assert all(len(row.reasons) == 2 for row in found.values())


def test_a_tie_that_is_known_is_not_suggested(
    database: Database, person: Person, workspace: Workspace, actors: Names, add_document: AddDocument, plan: str
) -> None:
    with database.writing() as session:
        session.add(
            Relation(
                workspace_id=workspace.id, from_id=actors["Webbenheten"], to_id=actors["Kommunstyrelsen"],
                kind=RelationKind.REPORTS_TO, formal=True, state=Decided.CONFIRMED, decided_by_id=person.id,
                recorded_at=clock.now(),
            )
        )  # fmt: skip
    add_document(plan)
    tasks.read_network(database, workspace.id, by=person)
    suggested = [row.kind for row in _relations(database) if row.state is Decided.SUGGESTED]
    assert suggested == [RelationKind.ADVISES]


def test_reading_again_changes_nothing(database: Database, person: Person, workspace: Workspace, read: int) -> None:
    done = tasks.read_network(database, workspace.id, by=person)
    assert (done.parts, done.relations, done.withdrawn) == (0, 0, 0)


def test_what_was_decided_is_never_asked_again(
    database: Database, person: Person, workspace: Workspace, read: int, actors: Names
) -> None:
    row = _parts(database)[actors["Dataingenjör"], Part.DRAFTED]
    tie = _relations(database)[0]
    with database.writing() as session:
        deciding.decide_participation(session, row.id, Decided.REJECTED, by=person, seen=Decided.SUGGESTED)
        deciding.decide_relation(session, tie.id, Decided.REJECTED, by=person, seen=Decided.SUGGESTED)
    done = tasks.read_network(database, workspace.id, by=person)
    assert (done.parts, done.relations) == (0, 0)
    assert _parts(database)[actors["Dataingenjör"], Part.DRAFTED].state is Decided.REJECTED
    assert [one.state for one in _relations(database) if one.id == tie.id] == [Decided.REJECTED]


def test_what_the_documents_no_longer_say_is_taken_back_unless_decided(
    database: Database, person: Person, workspace: Workspace, read: int, actors: Names
) -> None:
    kept = _parts(database)[actors["Arkivarie"], Part.CONSULTED]
    with database.writing() as session:
        deciding.decide_participation(session, kept.id, Decided.CONFIRMED, by=person, seen=Decided.SUGGESTED)
        session.execute(update(Passage).values(type=PassageType.HEADING))
    done = tasks.read_network(database, workspace.id, by=person)
    assert done.withdrawn == 5
    assert [row.id for row in _parts(database).values()] == [kept.id]


@pytest.mark.parametrize(
    "text",
    [
        "# Plan\n\nAntagen av kommunstyrelsen i Granby kommun 2025-03-05. Handläggare: Arkivarie.",
        "# Protokoll\n\n## § 3 Plan\n\n### Förslag till beslut\n\nKommunstyrelsen beslutar att anta planen.",
        "# Plan\n\nI granskningen står att ”Kommunstyrelsen ansvarar för öppna data”.",
    ],
)
def test_other_municipalities_proposals_and_quotations_give_no_part(
    database: Database, person: Person, workspace: Workspace, actors: Names, add_document: AddDocument, text: str
) -> None:
    add_document(text)
    assert tasks.read_network(database, workspace.id, by=person).parts == 0


def test_somebody_elses_decision_is_a_conflict(database: Database, person: Person, read: int, actors: Names) -> None:
    row = _parts(database)[actors["Arkivarie"], Part.CONSULTED]
    with database.writing() as session:
        deciding.decide_participation(session, row.id, Decided.CONFIRMED, by=person, seen=Decided.SUGGESTED)
    with pytest.raises(Conflict), database.writing() as session:
        deciding.decide_participation(session, row.id, Decided.REJECTED, by=person, seen=Decided.SUGGESTED)


def test_undo_is_deciding_anew_and_every_decision_is_in_the_history(
    database: Database, person: Person, read: int, actors: Names
) -> None:
    row = _parts(database)[actors["Arkivarie"], Part.CONSULTED]
    with database.writing() as session:
        deciding.decide_participation(session, row.id, Decided.CONFIRMED, by=person, seen=Decided.SUGGESTED)
        deciding.decide_participation(session, row.id, Decided.SUGGESTED, by=person, seen=Decided.CONFIRMED)
        events = session.scalars(select(Event).where(Event.action == "network.participation")).all()
    assert [(event.before["state"], event.after["state"]) for event in events] == [
        ("suggested", "confirmed"),
        ("confirmed", "suggested"),
    ]
    assert _parts(database)[actors["Arkivarie"], Part.CONSULTED].decided_by_id is None


def test_several_parts_are_confirmed_at_once(database: Database, person: Person, read: int) -> None:
    ids = [row.id for row in _parts(database).values()]
    with database.writing() as session:
        assert deciding.confirm_parts(session, [*ids, 10_000], by=person) == len(ids)
        assert deciding.confirm_parts(session, ids, by=person) == 0


def test_only_those_who_may_decide_do(database: Database, read: int, actors: Names) -> None:
    row = _parts(database)[actors["Arkivarie"], Part.CONSULTED]
    with database.writing() as session:
        stranger = Person(name="Någon")
        session.add(stranger)
        session.flush()
        with pytest.raises(NotAllowed):
            deciding.decide_participation(session, row.id, Decided.CONFIRMED, by=stranger, seen=Decided.SUGGESTED)
        with pytest.raises(NotFound):
            deciding.decide_relation(session, 10_000, Decided.CONFIRMED, by=stranger, seen=Decided.SUGGESTED)


def test_parts_in_documents_under_secrecy_are_for_the_cleared(
    database: Database, workspace: Workspace, read: int, actors: Names
) -> None:
    with database.writing() as session:
        session.get_one(Document, read).publicity = Publicity.SECRECY
    with database.reading() as session:
        open_ = known.waiting(session, workspace.id, cleared=False)
        cleared = known.waiting(session, workspace.id, cleared=True)
    assert (len(open_.parts), len(open_.relations)) == (0, 0)
    assert (len(cleared.parts), len(cleared.relations)) == (4, 2)


def test_the_words_are_shown_in_their_sentence_one_click_from_the_passage(
    database: Database, workspace: Workspace, read: int, actors: Names
) -> None:
    with database.reading() as session:
        detail = actor.actor_detail(session, workspace.id, actor_id=actors["Dataingenjör"], cleared=True)
    quote = detail.parts[0].quote
    assert quote is not None
    assert (quote.before, quote.words) == ("Antagen av kommunstyrelsen 2025-03-05 § 12. ", "Handläggare: Dataingenjör")
    assert quote.passage_id is not None
