"""Crosswalk tables come in whole or not at all, and what goes out can come in again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from tracker import tasks
from tracker.crosswalks import deciding
from tracker.database import Database
from tracker.exporters import tables
from tracker.importers import intake, lists
from tracker.listing.rows import FieldChange, Stored
from tracker.tables.crosswalk import Crosswalk, CrosswalkType
from tracker.tables.guideline import Decided
from tracker.tables.people import Person, Workspace
from tracker.views.exports import sheets

HEAD = "övre riktlinje;övre krav;nedre riktlinje;nedre krav;typ;anteckning\n"
ROWS = (
    "32018L4242;art 4;SFS 2019:4243;3 §;genomför;Samma krav\n"
    "direktiv (EU) 2018/4242;artikel 7;SE-BOAT;SE-BOAT-02;delvis;\n"
)


@pytest.fixture
def importing(database: Database, acts: Callable[[str], int], workspace: Workspace, person: Person) -> Importing:
    return Importing(database, workspace.id, person)


class Importing:
    """Imports text as a crosswalk table."""

    def __init__(self, database: Database, workspace_id: int, by: Person) -> None:
        self.database, self.workspace_id, self.by = database, workspace_id, by

    def __call__(self, rows: str, *, head: str = HEAD, file: str = "bro.csv") -> Stored:
        data = (head + rows).encode()
        return tasks.import_list(self.database, data, file, "crosswalk", self.workspace_id, by=self.by)

    def stored(self) -> list[Crosswalk]:
        with self.database.reading() as session:
            return list(session.scalars(select(Crosswalk).order_by(Crosswalk.id)))


def test_rows_are_decisions_of_whoever_hands_them_in(
    importing: Importing, acts: Callable[[str], int], person: Person
) -> None:
    assert importing(ROWS).added == 2
    first, second = importing.stored()
    assert (first.upper_id, first.lower_id) == (acts("EU-BOAT-01"), acts("SE-BOAT-01"))
    assert (first.state, first.type, first.note) == (Decided.CONFIRMED, CrosswalkType.IMPLEMENTS, "Samma krav")
    assert (first.decided_by_id, first.source) == (person.id, "bro.csv")
    assert (second.lower_id, second.type) == (acts("SE-BOAT-02"), CrosswalkType.PARTLY)


def test_the_same_again_changes_nothing(importing: Importing) -> None:
    importing(ROWS)
    again = importing(ROWS)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)
    assert [row.version for row in importing.stored()] == [1, 1]


def test_a_row_is_known_again_by_its_two_requirements(importing: Importing) -> None:
    importing(ROWS)
    changed = importing(ROWS.replace("genomför", "kompletterar"))
    assert (changed.changed, changed.changes[0].fields) == (
        1, (FieldChange(field="type", before="crosswalk_type.implements", after="crosswalk_type.supplements"),),
    )  # fmt: skip


def test_another_note_leaves_what_is_suspect_suspect(importing: Importing) -> None:
    importing(ROWS)
    with importing.database.writing() as session:
        session.get_one(Crosswalk, importing.stored()[0].id).upper_fingerprint = "other words"
    assert importing(ROWS.replace("Samma krav", "Nästan samma krav")).changed == 1
    assert importing.stored()[0].upper_fingerprint == "other words"


def test_a_suggestion_that_stands_in_the_table_is_confirmed_by_it(
    importing: Importing, acts: Callable[[str], int]
) -> None:
    with importing.database.writing() as session:
        deciding.add(session, acts("EU-BOAT-01"), acts("SE-BOAT-01"), by=importing.by)
    assert importing(ROWS).changed == 1
    assert importing.stored()[0].state is Decided.CONFIRMED


@pytest.mark.parametrize(
    ("row", "cell", "code"),
    [
        ("32018L4243;art 4;SE-BOAT;3 §;genomför;", "A2", "error.name_unknown_near"),
        ("32018L4242;art 99;SE-BOAT;3 §;genomför;", "B2", "error.requirement_not_in"),
        ("32018L4242;art 4;SE-BOAT;77 §;genomför;", "D2", "error.requirement_not_in"),
        ("32018L4242;art 4;SE-BOAT;3 §;kanske;", "E2", "error.cell_choice"),
        ("32018L4242;art 4;SE-BOAT;3 §;;", "E2", "error.cell_missing"),
        ("SE-BOAT;3 §;32018L4242;art 4;genomför;", "D2", "error.crosswalk_upward"),
    ],
)
def test_one_bad_cell_is_named_and_keeps_all_rows_out(importing: Importing, row: str, cell: str, code: str) -> None:
    with pytest.raises(intake.RowsRefused) as caught:
        importing(f"{row}\n{ROWS}")
    assert [(problem.cell, problem.code) for problem in caught.value.problems] == [(cell, code)]
    assert importing.stored() == []


def test_two_rows_may_not_say_two_things_of_one_pair(importing: Importing) -> None:
    with pytest.raises(intake.RowsRefused) as caught:
        importing(ROWS + "EU-BOAT;EU-BOAT-01;SE-BOAT;SE-BOAT-01;har samband med;\n")
    assert [problem.code for problem in caught.value.problems] == ["error.row_same_as"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_goes_out_comes_in_again_unchanged(importing: Importing, form: str, language: str) -> None:
    importing(ROWS + "EU-BOAT;EU-BOAT-01;RE-BOAT;RE-BOAT-01;kompletterar;=SUMMA(1)\n")
    with importing.database.reading() as session:
        sheet = sheets.SHEETS["crosswalk"](session, importing.workspace_id, language)
    data = tables.table(form, sheet.rows, dict(sheet.titles), name=sheet.name)
    source = lists.source(data, f"bro.{form}")
    assert lists.likely(source)[0] == "crosswalk"
    again = tasks.import_list(
        importing.database, data, f"bro.{form}", "crosswalk", importing.workspace_id, by=importing.by
    )
    assert (len(sheet.rows), again.added, again.changed, again.unchanged) == (3, 0, 0, 3)
