"""Guidelines come in whole, once, and every quote is found again at its offsets."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from policies.document import Document
from policies.library import load
from policies.reading import read
from tracker import documents, ingest, library, takeovers
from tracker.database import Database
from tracker.errors import Conflict, ImportProblem, NotAllowed
from tracker.events import digest, fingerprint
from tracker.tables.event import Event
from tracker.tables.guideline import (
    Decided,
    Edition,
    Force,
    Guideline,
    Requirement,
    RequirementState,
    Summary,
    Takeover,
    Wording,
    lead_in_text,
)
from tracker.tables.people import Person, Workspace
from tracker.views.counted import counted_requirements


def test_every_wording_is_found_again_at_its_offsets(
    database: Database, workspace: Workspace, guideline: ingest.ImportedGuideline
) -> None:
    with database.reading() as session:
        text = session.scalars(select(Edition.text).where(Edition.id == guideline.edition_id)).one()
        wordings = session.scalars(select(Wording)).all()
    assert wordings
    for wording in wordings:
        assert (
            fingerprint(lead_in_text(text, wording.lead_ins), text[wording.start : wording.end]) == wording.fingerprint
        )


def test_forces_and_lead_ins_of_the_small_statute(
    database: Database, workspace: Workspace, guideline: ingest.ImportedGuideline
) -> None:
    with database.reading() as session:
        forces = dict(session.execute(select(Requirement.locator, Requirement.force)).all())
        item = session.scalars(select(Wording).where(Wording.locator == "3 § 1 st 1 p")).one()
    assert forces["2 § 1 st"] is Force.OBLIGATION
    assert forces["2 § 2 st"] is Force.PROHIBITION
    assert "1 § 1 st" not in forces
    assert item.lead_ins
    assert item.force is Force.OBLIGATION


def test_names_longer_than_their_columns_are_cut_or_refused(
    database: Database, person: Person, workspace: Workspace, statute: ingest.Prepared
) -> None:
    long = replace(statute, document=replace(statute.document, identifier="", title="T" * 5000))
    with pytest.raises(ImportProblem) as problem, database.writing() as session:
        ingest.import_guideline(session, long, by=person, identifier="x" * 401)
    assert problem.value.code == "error.identifier_too_long"
    with database.writing() as session:
        imported = ingest.import_guideline(session, long, by=person, identifier="  ")
        guideline = session.get_one(Guideline, imported.guideline_id)
    assert guideline.identifier == f"file {statute.sha256[:12]}"
    assert len(guideline.title_sv) == 1000


def test_a_local_document_in_another_language_comes_in_with_a_warning(
    database: Database, person: Person, workspace: Workspace
) -> None:
    document = read("# Plan\n\nNämnden ska svara alla som frågar.\n".encode(), "plan.md")
    prepared = documents.prepare(b"x", "plan.md", replace(document, language="da"))
    with database.writing() as session:
        imported = documents.import_document(session, prepared, workspace.id, by=person)
    assert imported.passages == 2
    assert [warning.code for warning in imported.warnings] == ["warning.language_without_rules"]


def test_the_same_bytes_again_change_nothing(
    database: Database,
    person: Person,
    workspace: Workspace,
    guideline: ingest.ImportedGuideline,
    statute: ingest.Prepared,
) -> None:
    with database.reading() as session:
        data = session.scalars(select(Edition.file_name)).all()
        events_before = session.scalar(select(func.count()).select_from(Event))
    with database.writing() as session:
        again = ingest.import_guideline(session, statute, by=person)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Event)) == events_before
    assert data == ["provbarhet.md"]
    assert (again.new, again.edition_id) == (False, guideline.edition_id)
    assert (again.provisions, again.requirements) == (guideline.provisions, guideline.requirements)


def test_a_document_without_provisions_stores_nothing(database: Database, person: Person, workspace: Workspace) -> None:
    prepared = ingest.prepare(b"x", "tom.md", Document(text="x", blocks=()), language="sv")
    with pytest.raises(ImportProblem) as problem, database.writing() as session:
        ingest.import_guideline(session, prepared, by=person)
    assert problem.value.code == "error.no_provisions"
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Guideline)) == 0


def test_someone_without_a_role_may_not_import(
    database: Database, workspace: Workspace, statute: ingest.Prepared
) -> None:
    with pytest.raises(NotAllowed), database.writing() as session:
        stranger = Person(name="Okänd")
        session.add(stranger)
        session.flush()
        ingest.import_guideline(session, statute, by=stranger)


def test_the_event_of_an_import_verifies(
    database: Database, workspace: Workspace, guideline: ingest.ImportedGuideline
) -> None:
    with database.reading() as session:
        event = session.scalars(select(Event).where(Event.action == "guideline.import")).one()
        assert digest(event) == event.hash


def test_library_and_official_text_meet_in_one_guideline_and_count_once(
    database: Database, person: Person, workspace: Workspace, statute: ingest.Prepared
) -> None:
    _stock_own_library(database, person)
    with database.reading() as session:
        as_summary = set(session.scalars(counted_requirements(workspace.id)))
    with database.writing() as session:
        imported = ingest.import_guideline(session, statute, by=person)
        takeovers.propose(session, imported.guideline_id)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Guideline)) == 1
        official = set(session.scalars(counted_requirements(workspace.id)))
    assert len(as_summary) == 1
    assert as_summary.isdisjoint(official)


def test_taking_a_summary_over_moves_it_and_keeps_the_old_requirement(
    database: Database, person: Person, workspace: Workspace, statute: ingest.Prepared
) -> None:
    _stock_own_library(database, person)
    with database.writing() as session:
        imported = ingest.import_guideline(session, statute, by=person)
        takeovers.propose(session, imported.guideline_id)
    with database.writing() as session:
        proposal = session.scalars(select(Takeover).order_by(Takeover.id)).first()
        assert proposal is not None
        old = session.get_one(Summary, proposal.summary_id).requirement_id
        takeovers.decide(session, proposal.id, confirmed=True, by=person, seen_version=proposal.version)
    with database.reading() as session:
        assert session.get_one(Summary, proposal.summary_id).requirement_id == proposal.requirement_id
        assert session.get_one(Requirement, old).state is RequirementState.REPLACED
        assert session.get_one(Takeover, proposal.id).state is Decided.CONFIRMED
        assert Decided.SUGGESTED not in set(session.scalars(select(Takeover.state)))
    with pytest.raises(Conflict), database.writing() as session:
        takeovers.decide(session, proposal.id, confirmed=False, by=person, seen_version=1)


def _stock_own_library(database: Database, person: Person) -> None:
    """One guideline of the library, made to be the small statute's own entry with one duty in 2 §."""
    from dataclasses import replace

    entry = next(entry for entry in load() if entry.identifier.startswith("SFS "))
    duty = next(requirement for requirement in entry.requirements if requirement.tracked)
    own = replace(entry, identifier="SFS 2030:12", requirements=(replace(duty, places=("2 §",)),))
    with database.writing() as session:
        library.stock(session, [own], by=person)
