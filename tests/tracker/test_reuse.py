"""Policy copied from another municipality is found, shown only to those who may read it, and found anew."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, update

from policies.reading import read
from tracker import documents, tasks, workspaces
from tracker.database import Database
from tracker.errors import NotAllowed
from tracker.ingest import ImportedGuideline
from tracker.tables.event import Event
from tracker.tables.local import LocalDocument, LocalEdition, Passage, Publicity
from tracker.tables.people import Membership, Person, Role, Workspace
from tracker.tables.translation import SharedWording
from tracker.views.local.reuse import copied_shares, document_reuse, passage_reuse, reused_documents, shared_passages

COPIED = "Varje förvaltning utser en kontaktperson som samlar in önskemål och svarar för att de besvaras inom en vecka."
OURS = f"# Riktlinje för svar\n\n{COPIED}\n\nVi följer upp svaren i mars och redovisar dem för nämnden.\n"
THEIRS = f"# Regler för synpunkter\n\nSyftet är att ta vara på det som invånare tycker.\n\nDetta gäller: {COPIED}\n"
LAW = "En kommun får inte ta ut avgift för planen."


@pytest.fixture
def neighbour(database: Database, person: Person) -> Workspace:
    """A municipality beside the first one, of the same person."""
    with database.writing() as session:
        return workspaces.create(session, "Grannby kommun", by=person)


def add(database: Database, workspace: Workspace, person: Person, name: str, text: str) -> int:
    prepared = documents.prepare(text.encode(), name, read(text.encode(), name))
    with database.writing() as session:
        return documents.import_document(session, prepared, workspace.id, by=person).document_id


@pytest.fixture
def both(database: Database, workspace: Workspace, neighbour: Workspace, person: Person) -> tuple[int, int]:
    """Our document and the neighbour's, which has a passage in common with it."""
    return (
        add(database, workspace, person, "svar.md", OURS),
        add(database, neighbour, person, "synpunkter.md", THEIRS),
    )


def test_a_document_copied_from_another_municipality_is_flagged(
    database: Database, workspace: Workspace, person: Person, both: tuple[int, int]
) -> None:
    assert tasks.find_reuse(database, workspace.id, by=person) == 1
    with database.reading() as session:
        found = document_reuse(session, workspace.id, document_id=both[0], person_id=person.id)
        (pair,) = shared_passages(session, workspace.id, document_id=both[0], other_id=both[1], person_id=person.id)
        shares = copied_shares(session, workspace.id, person_id=person.id)
        (where,) = passage_reuse(session, workspace.id, passage_id=pair.own.passage_id, person_id=person.id)
    assert [(other.municipality, other.passages) for other in found.others] == [("Grannby kommun", 1)]
    assert [pair.own.text[start:end] for start, end in pair.own.shared] == [COPIED[:-1]]
    assert [pair.other.text[start:end] for start, end in pair.other.shared] == [COPIED[:-1]]
    assert shares == {both[0]: found.share}
    assert 0.5 < found.share < 1
    assert (where.document_id, where.share) == (both[1], 1.0)


def test_all_documents_that_share_wording_are_told_to_who_may_read_both(
    database: Database, workspace: Workspace, person: Person, both: tuple[int, int]
) -> None:
    tasks.find_reuse(database, workspace.id, by=person)
    stranger = _member(database, workspace)
    with database.reading() as session:
        (found,) = reused_documents(session, workspace.id, person_id=person.id)
        assert found.document_id == both[0]
        assert found.reuse == document_reuse(session, workspace.id, document_id=both[0], person_id=person.id)
        assert reused_documents(session, workspace.id, person_id=stranger.id) == []


def test_the_stored_places_count_in_the_texts_of_the_editions(
    database: Database, workspace: Workspace, person: Person, both: tuple[int, int]
) -> None:
    tasks.find_reuse(database, workspace.id, by=person)
    with database.reading() as session:
        row = session.scalars(select(SharedWording)).one()
        wanted = select(Passage.id, LocalEdition.text).join(LocalEdition, LocalEdition.id == Passage.edition_id)
        texts = dict(session.execute(wanted).all())
    assert texts[row.passage_id][row.start : row.end] == COPIED[:-1]
    assert texts[row.other_id][row.other_start : row.other_end] == COPIED[:-1]


def test_finding_again_changes_nothing_but_the_history(
    database: Database, workspace: Workspace, person: Person, both: tuple[int, int]
) -> None:
    for _ in range(2):
        tasks.find_reuse(database, workspace.id, by=person)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(SharedWording)) == 1
        digests = [
            event.after["digest"]
            for event in session.scalars(select(Event).where(Event.action == "reuse.find"))
            if event.after
        ]
    assert len(digests) == 2
    assert digests[0] == digests[1]


def test_a_document_under_secrecy_is_never_compared(
    database: Database, workspace: Workspace, person: Person, both: tuple[int, int]
) -> None:
    with database.writing() as session:
        session.execute(update(LocalDocument).where(LocalDocument.id == both[1]).values(publicity=Publicity.SECRECY))
    assert tasks.find_reuse(database, workspace.id, by=person) == 0


@pytest.mark.parametrize("side", [0, 1])
def test_what_was_found_is_hidden_once_either_document_is_under_secrecy(
    database: Database, workspace: Workspace, person: Person, both: tuple[int, int], side: int
) -> None:
    tasks.find_reuse(database, workspace.id, by=person)
    with database.writing() as session:
        session.execute(update(LocalDocument).where(LocalDocument.id == both[side]).values(publicity=Publicity.SECRECY))
    with database.reading() as session:
        assert document_reuse(session, workspace.id, document_id=both[0], person_id=person.id).passages == 0
        assert copied_shares(session, workspace.id, person_id=person.id) == {}
        row = session.scalars(select(SharedWording)).one()
        assert passage_reuse(session, workspace.id, passage_id=row.passage_id, person_id=person.id) == []
        assert shared_passages(session, workspace.id, document_id=both[0], other_id=both[1], person_id=person.id) == []


def test_a_reader_without_a_role_there_sees_nothing_of_another_workspace(
    database: Database, workspace: Workspace, person: Person, both: tuple[int, int]
) -> None:
    tasks.find_reuse(database, workspace.id, by=person)
    stranger = _member(database, workspace)
    with database.reading() as session:
        assert document_reuse(session, workspace.id, document_id=both[0], person_id=stranger.id).others == []


def test_whoever_may_not_read_the_neighbour_leaves_what_others_found_there(
    database: Database, workspace: Workspace, person: Person, both: tuple[int, int]
) -> None:
    tasks.find_reuse(database, workspace.id, by=person)
    assert tasks.find_reuse(database, workspace.id, by=_member(database, workspace)) == 0
    with database.reading() as session:
        assert document_reuse(session, workspace.id, document_id=both[0], person_id=person.id).passages == 1


def test_finding_needs_a_role_that_may_write(database: Database, workspace: Workspace, both: tuple[int, int]) -> None:
    with pytest.raises(NotAllowed):
        tasks.find_reuse(database, workspace.id, by=_member(database, workspace, Role.VIEWER))


def test_a_new_edition_without_the_passage_takes_it_away(
    database: Database, workspace: Workspace, person: Person, both: tuple[int, int]
) -> None:
    tasks.find_reuse(database, workspace.id, by=person)
    text = "# Riktlinje för svar\n\nVi svarar på allt som kommer in.\n"
    tasks.import_edition(database, text.encode(), "svar2.md", both[0], by=person)
    with database.reading() as session:
        assert document_reuse(session, workspace.id, document_id=both[0], person_id=person.id).passages == 0
    tasks.find_reuse(database, workspace.id, by=person)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(SharedWording)) == 0


def test_quoting_an_imported_law_is_not_copying(
    database: Database, workspace: Workspace, neighbour: Workspace, person: Person, guideline: ImportedGuideline
) -> None:
    add(database, workspace, person, "a.md", f"# Avgifter\n\nVi minns att {LAW}\n")
    add(database, neighbour, person, "b.md", f"# Taxa\n\nEnligt lagen: {LAW}\n")
    assert tasks.find_reuse(database, workspace.id, by=person) == 0


def _member(database: Database, workspace: Workspace, role: Role = Role.REVIEWER) -> Person:
    with database.writing() as session:
        found = Person(name="Någon annan")
        session.add(found)
        session.flush()
        session.add(Membership(workspace_id=workspace.id, person_id=found.id, role=role))
        return found
