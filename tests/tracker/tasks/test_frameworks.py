"""A framework of one's own: cells to mend named, stored as any guideline, edited without loss, shared as one file."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from policies.framework import packed
from tracker.database import Database
from tracker.errors import Conflict, NotAllowed, Refused
from tracker.importers import frameworks as rows_of
from tracker.importers import headings
from tracker.importers.intake import RowsRefused
from tracker.importers.table import read_sheets
from tracker.listing.rows import Row
from tracker.tables.crosswalk import Crosswalk, CrosswalkType
from tracker.tables.event import Event
from tracker.tables.guideline import (
    Decided,
    Edition,
    Force,
    Guideline,
    Provision,
    Requirement,
    RequirementState,
    Wording,
)
from tracker.tables.people import Membership, Person, Role, Workspace
from tracker.tasks import frameworks
from tracker.views.exports.shared_framework import shared_framework

SHEET = """Nr;Område;Krav;Ska/Bör;Ingress;Ansvarig;Frist;Anteckning
1.1;Styrning;Nämnden ska ha en plan.;;;Socialnämnden;2026-12-31;Se bilaga
1.2;Styrning;Planen ses över. Den kan beslutas av nämnden.;Bör;;;;
2.1;Drift;logga alla inloggningar;;Systemet ska;;;
2.2;Drift;larma vid fel;Får inte;Systemet ska;;;
;;Bakgrunden är lång.;;;;;
"""
SAID = frameworks.Said(title="Vår checklista", rights="CC0")


class Making:
    """Makes drafts of sheets in a workspace, and stores them."""

    def __init__(self, database: Database, workspace: Workspace, by: Person) -> None:
        self.database, self.workspace, self.by = database, workspace, by

    def draft(self, sheet: str = SHEET, said: frameworks.Said = SAID) -> frameworks.Draft:
        source = read_sheets(sheet.encode(), "krav.csv")
        with self.database.reading() as session:
            layout = frameworks.layout(session, source, self.workspace.id)
            found = rows_of.sheet_rows(source, layout, "krav.csv")
            return frameworks.draft(session, found, "krav.csv", said, self.workspace)

    def store(self, draft: frameworks.Draft, digest: str = "") -> frameworks.Stored:
        return frameworks.store(self.database, draft, self.workspace.id, by=self.by, digest=digest)

    def count(self, table: type) -> int:
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def making(database: Database, workspace: Workspace, person: Person) -> Making:
    return Making(database, workspace, person)


def test_a_preview_shows_force_as_written_and_as_read(making: Making) -> None:
    seen = frameworks.look(making.database, making.draft())
    assert [(line.row, line.locator, line.written, line.read, line.stands) for line in seen.lines] == [
        (2, "requirement 1.1", None, Force.OBLIGATION, Force.OBLIGATION),
        (3, "requirement 1.2", Force.RECOMMENDATION, Force.PERMISSION, Force.RECOMMENDATION),
        (4, "requirement 2.1", None, Force.OBLIGATION, Force.OBLIGATION),
        (5, "requirement 2.2", Force.PROHIBITION, Force.OBLIGATION, Force.PROHIBITION),
        (6, "row 5", None, None, None),
    ]
    assert seen.requirements == 4
    assert making.count(Guideline) == 0


def test_it_is_stored_as_any_guideline_with_its_quotes_at_their_offsets(making: Making) -> None:
    done = making.store(making.draft()).guideline
    with making.database.reading() as session:
        guideline = session.get_one(Guideline, done.guideline_id)
        assert (guideline.name, guideline.workspace_id) == ("Vår checklista", making.workspace.id)
        text = session.get_one(Edition, done.edition_id).text
        wordings = session.scalars(select(Wording).order_by(Wording.start)).all()
        assert [text[wording.start : wording.end] for wording in wordings] == [
            "Nämnden ska ha en plan.",
            "Planen ses över. Den kan beslutas av nämnden.",
            "logga alla inloggningar",
            "larma vid fel",
        ]
        assert (wordings[0].duty_bearer, wordings[0].deadline) == ("Socialnämnden", "2026-12-31")
        assert [text[slice(*span)] for span in wordings[2].lead_ins] == ["Systemet ska"]
        events = session.scalars(select(Event.action).where(Event.action == "guideline.import")).all()
        kinds = set(session.scalars(select(Provision.kind)))
    assert len(events) == 1
    assert kinds == {"heading", "paragraph", "row", "note"}


def test_the_same_sheet_again_changes_nothing(making: Making) -> None:
    first = making.store(making.draft()).guideline
    said = frameworks.Said(title="", edition_of=first.guideline_id, rights="CC0")
    again = making.store(making.draft(said=said)).guideline
    assert (again.new, again.edition_id) == (False, first.edition_id)
    assert making.count(Edition) == 1


def test_an_edited_sheet_is_a_new_edition_and_nothing_is_lost(making: Making) -> None:
    first = making.store(making.draft()).guideline
    edited = SHEET.replace("Nämnden ska ha en plan.", "Nämnden ska ha en plan varje år.").replace(
        "2.2;Drift;larma vid fel;Får inte;Systemet ska;;;\n",
        "3;Avtal;Handlingarna ska lämnas över.;Ska;;;;\n",
    )
    draft = making.draft(edited, frameworks.Said(title="", edition_of=first.guideline_id, rights="CC0"))
    seen = frameworks.look(making.database, draft)
    assert seen.edition.requirements == {"changed": 1, "unchanged": 2, "added": 1, "removed": 1}
    making.store(draft, seen.digest)
    with making.database.reading() as session:
        states = dict(session.execute(select(Requirement.key, Requirement.state)).all())
    assert states["requirement 2.2"] is RequirementState.WITHDRAWN
    assert states["requirement 3"] is states["requirement 1.1"] is RequirementState.ACTIVE


def test_every_cell_to_mend_is_named_with_its_address(making: Making) -> None:
    bad = SHEET.replace("Bör;;", "Kanske;;").replace("2.1;", "1.1;").replace("larma vid fel", "")
    with pytest.raises(RowsRefused) as refused:
        frameworks.look(making.database, making.draft(bad))
    assert [(one.cell, one.code) for one in refused.value.problems] == [
        ("D3", "error.cell_choice"),
        ("A4", "error.number_again"),
        ("C5", "error.cell_missing"),
    ]


def test_a_name_that_is_taken_is_refused(making: Making) -> None:
    making.store(making.draft())
    with pytest.raises(Refused) as refused:
        making.draft()
    assert refused.value.code == "error.framework_there"
    with pytest.raises(Refused):
        making.draft(said=frameworks.Said(title=" – "))


def test_a_preview_that_no_longer_holds_is_not_stored(making: Making) -> None:
    with pytest.raises(Conflict):
        making.store(making.draft(), "what somebody saw before")


def test_who_may_only_read_stores_nothing(making: Making) -> None:
    draft = making.draft()
    with making.database.writing() as session:
        session.scalars(select(Membership).where(Membership.person_id == making.by.id)).one().role = Role.VIEWER
    with pytest.raises(NotAllowed):
        making.store(draft)


def test_cells_copied_from_a_sheet_are_read_as_one(making: Making) -> None:
    pasted = "Nr\tKrav\tSka/Bör\n1\tNämnden ska svara.\tSka\n2\t=1+1 ska synas.\tBör\n"
    found = rows_of.text_rows(pasted, "inklistrat")
    assert [(row.cells["number"], row.cells["text"]) for row in found.rows] == [
        ("1", "Nämnden ska svara."),
        ("2", "=1+1 ska synas."),
    ]


def test_a_row_with_only_a_heading_holds_for_those_below() -> None:
    source = read_sheets(
        "Nr;Krav;Kommentar\nStyrning\n1;Planen ska finnas.;x\n2;Planen ska följas.;y\n".encode(), "k.csv"
    )
    layout = headings.find(source.sheets, "framework", rows_of.FRAMEWORK.columns)
    found: tuple[Row, ...] = rows_of.sheet_rows(source, layout, "k.csv").rows
    assert [row.cells["heading"] for row in found] == ["Styrning", "Styrning"]


def test_it_is_shared_as_one_file_with_equal_counts(making: Making) -> None:
    done = making.store(making.draft()).guideline
    with making.database.reading() as session:
        whole = shared_framework(session, making.workspace.id, done.guideline_id, "sv")
    data = packed(whole)
    assert making.by.name.encode() not in data
    assert whole.facts["rights"] == "CC0"
    with making.database.writing() as session:  # as another installation: the guideline is not there
        session.get_one(Guideline, done.guideline_id).identifier = "own something else"
    again = making.store(frameworks.shared(data, "checklista.json")).guideline
    assert again.new
    assert again.guideline_id != done.guideline_id
    assert (again.provisions, again.requirements) == (done.provisions, done.requirements)
    with making.database.reading() as session:
        forces = [
            session.scalars(
                select(Requirement.force).where(Requirement.guideline_id == number).order_by(Requirement.position)
            ).all()
            for number in (done.guideline_id, again.guideline_id)
        ]
        returned = shared_framework(session, making.workspace.id, again.guideline_id, "sv")
    assert forces[0] == forces[1]
    assert (returned.text, returned.provisions, returned.requirements) == (
        whole.text,
        whole.provisions,
        whole.requirements,
    )


def test_crosswalks_come_along_where_the_other_end_is_here(making: Making) -> None:
    low = making.store(making.draft()).guideline
    high = making.store(making.draft(said=frameworks.Said(title="Lagen", everywhere=True))).guideline
    with making.database.writing() as session:
        upper, lower = (
            session.scalars(select(Requirement).where(Requirement.guideline_id == number)).first()
            for number in (high.guideline_id, low.guideline_id)
        )
        assert upper is not None
        assert lower is not None
        session.add(
            Crosswalk(
                upper_id=upper.id,
                lower_id=lower.id,
                upper_fingerprint="",
                lower_fingerprint="",
                scorer="test",
                type=CrosswalkType.PARTLY,
                state=Decided.CONFIRMED,
                decided_by_id=making.by.id,
                recorded_at=upper.created_at,
                decided_at=upper.created_at,
            )
        )
        session.flush()
        whole = shared_framework(session, making.workspace.id, low.guideline_id, "sv")
        session.get_one(Guideline, low.guideline_id).identifier = "own gone"
    assert [(one.guideline, one.upper, one.type) for one in whole.crosswalks] == [("own lagen", True, "partly")]
    assert making.store(frameworks.shared(packed(whole), "x.json")).tied == 1
    with making.database.writing() as session:
        session.get_one(Guideline, high.guideline_id).identifier = "own also gone"
        session.scalars(
            select(Guideline).where(Guideline.identifier == whole.facts["identifier"])
        ).one().identifier = "b"
    assert making.store(frameworks.shared(packed(whole), "x.json")).untied == 1


def test_a_guideline_without_text_has_nothing_to_share(making: Making) -> None:
    done = making.store(making.draft()).guideline
    with making.database.writing() as session:
        edition = session.get_one(Edition, done.edition_id)
        edition.undone_at = edition.imported_at
    with making.database.reading() as session, pytest.raises(Refused):
        shared_framework(session, making.workspace.id, done.guideline_id, "sv")
