"""What carries digital service besides posts: competences, budget lines, records and their documents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tracker import clock
from tracker.database import Database
from tracker.tables.local import LocalDocument, Publicity
from tracker.tables.measurement import Measurement, Record
from tracker.tables.network import Actor
from tracker.tables.people import Workspace
from tracker.views.anchoring.organisation import organisation

Add = Callable[..., int]
YEAR = clock.today().year


@pytest.fixture
def unit(add: Add) -> int:
    return add(Actor, name="Bygglovsenheten")


def test_the_newest_level_of_each_competence_counts(
    add: Add, unit: int, database: Database, workspace: Workspace
) -> None:
    for year, level in ((YEAR - 2, 1), (YEAR - 1, 3)):
        first, last = date(year, 1, 1), date(year, 12, 31)
        add(
            Measurement, actor_id=unit, indicator="competence_level", group="Klarspråk",
            value=level, period_from=first, period_to=last,
        )  # fmt: skip
    with database.reading() as session:
        found = organisation(session, workspace.id).competences
    assert [(row.competence, row.level) for row in found] == [("Klarspråk", 3)]


def test_a_budget_line_meets_its_outcome_and_no_other(
    add: Add, unit: int, database: Database, workspace: Workspace
) -> None:
    first, last = date(YEAR - 1, 1, 1), date(YEAR - 1, 12, 31)
    for indicator, group, value in (
        ("budget", "Digital service", 500), ("budget", "Test", 90), ("outcome", "Digital service", 450),
    ):  # fmt: skip
        add(
            Measurement, actor_id=unit, indicator=indicator, group=group, value=value, period_from=first, period_to=last
        )
    with database.reading() as session:
        found = organisation(session, workspace.id).budget
    assert [(row.line, row.budget, row.outcome) for row in found] == [
        ("Digital service", 500, 450),
        ("Test", 90, None),
    ]


@pytest.mark.parametrize(("cleared", "shown"), [(False, ""), (True, "Hemlig promemoria")])
def test_a_document_under_secrecy_is_withheld(
    add: Add, unit: int, database: Database, workspace: Workspace, cleared: bool, shown: str
) -> None:
    document = add(
        LocalDocument, name="Hemlig promemoria", publicity=Publicity.SECRECY, created_at=clock.now()
    )  # fmt: skip
    add(Record, actor_id=unit, kind="consultation", document_id=document)
    with database.reading() as session:
        found = organisation(session, workspace.id, sees_secrecy=cleared).records
    assert [(row.subject, row.document, row.withheld) for row in found] == [("Bygglovsenheten", shown, not cleared)]
