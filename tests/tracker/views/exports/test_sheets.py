"""Exported gaps say in what role a search was made, and by whom only where that was asked for."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tracker import searching
from tracker.database import Database
from tracker.tables.guideline import Requirement
from tracker.tables.people import Person
from tracker.views.exports.sheets import gaps_sheet


@pytest.mark.parametrize(("names", "by"), [(False, "Administratör"), (True, "Testperson")])
def test_a_gap_names_who_searched_only_when_asked(
    database: Database, person: Person, suggested: int, names: bool, by: str
) -> None:
    with database.writing() as session:
        number = session.scalars(select(Requirement.id).order_by(Requirement.id)).first()
        searching.record(session, suggested, number or 0, by=person)
    with database.reading() as session:
        (row,) = gaps_sheet(session, suggested, "sv", names=names).rows
    assert row["by"] == by
