"""Whom a requirement reaches: proposed at import, settled by a person."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from nlp.applicability import Reach
from nlp.requirements import BearerKind
from policies.reading import read
from tracker import applicability, candidates, ingest
from tracker.database import Database
from tracker.errors import Conflict, Refused
from tracker.tables.event import Event
from tracker.tables.guideline import Applies, Guideline, Requirement
from tracker.tables.people import Person, Workspace
from tracker.tables.service import Service
from tracker.views.counted import counted_requirements
from tracker.views.matrix import table

ACT = """# Förordning (2031:1) om provning

## 1 §
Denna förordning gäller för myndigheter under regeringen.

## 2 §
Myndigheten ska föra en förteckning.

## 3 §
Kommunen ska svara inom en vecka.

## 4 §
Kommunen ska ta emot intyg från en annan medlemsstat.

## 5 §
Sökanden ska betala avgiften.
"""


@pytest.fixture
def act(database: Database, person: Person, workspace: Workspace) -> int:
    prepared = ingest.prepare(ACT.encode(), "provning.md", read(ACT.encode(), "provning.md"))
    with database.writing() as session:
        return ingest.import_guideline(session, prepared, by=person).guideline_id


def test_requirements_know_whether_they_reach_a_municipality(database: Database, act: int) -> None:
    with database.reading() as session:
        rows = session.scalars(select(Requirement).where(Requirement.guideline_id == act)).all()
    assert {row.locator: (row.bearer_kind.value, row.applies.value) for row in rows} == {
        "2 § 1 st": ("state_body", "no"),
        "3 § 1 st": ("municipality", "yes"),
        "4 § 1 st": ("municipality", "conditional"),
        "5 § 1 st": ("individual", "no"),
    }
    assert [row.locator for row in rows if row.cross_border] == ["4 § 1 st"]


def test_state_only_rules_do_not_count(database: Database, act: int) -> None:
    with database.reading() as session:
        counted = set(session.scalars(counted_requirements(1)))
        rows = session.scalars(select(Requirement).where(Requirement.id.in_(counted))).all()
    assert {row.locator for row in rows} == {"3 § 1 st", "4 § 1 st"}


@pytest.mark.parametrize(("kind", "addressed", "expected"), [
    (BearerKind.UNSPECIFIED, set(), Applies.UNKNOWN),
    (BearerKind.UNSPECIFIED, {BearerKind.STATE_BODY}, Applies.NO),
    (BearerKind.UNSPECIFIED, {BearerKind.STATE_BODY, BearerKind.ANY_AUTHORITY}, Applies.YES),
    (BearerKind.PROVIDER, {BearerKind.MUNICIPALITY}, Applies.NO),
])  # fmt: skip
def test_where_nobody_is_named_the_scope_decides(
    kind: BearerKind, addressed: set[BearerKind], expected: Applies
) -> None:
    assert applicability.applies(kind, Reach(kinds=frozenset(addressed))) is expected


def test_a_person_settles_it_with_a_reason(database: Database, person: Person, act: int) -> None:
    with database.writing() as session:
        number = _at(session, act, "2 § 1 st").id
        applicability.decide(
            session, number, wanted=Applies.YES, seen=Applies.NO, reason="Vi är värdmyndighet", by=person
        )
    with database.reading() as session:
        settled = session.get_one(Requirement, number)
        event = session.scalars(select(Event).where(Event.action == "requirement.apply")).one()
    assert (settled.applies, settled.applies_reason, settled.applies_by_id) == (
        Applies.YES,
        "Vi är värdmyndighet",
        person.id,
    )
    assert (event.before["applies"], event.after["applies"]) == ("no", "yes")


def test_without_a_reason_or_on_stale_sight_nothing_is_settled(database: Database, person: Person, act: int) -> None:
    with pytest.raises(Refused), database.writing() as session:
        number = _at(session, act, "2 § 1 st").id
        applicability.decide(session, number, wanted=Applies.YES, seen=Applies.NO, reason=" ", by=person)
    with pytest.raises(Conflict), database.writing() as session:
        applicability.decide(session, number, wanted=Applies.YES, seen=Applies.YES, reason="x", by=person)


def test_a_demand_across_borders_meets_only_services_used_across_borders(
    database: Database, person: Person, workspace: Workspace, act: int
) -> None:
    with database.writing() as session:
        local = Service(workspace_id=workspace.id, name="Ansök om intyg")
        abroad = Service(workspace_id=workspace.id, name="Apply from abroad", cross_border=True)
        session.add_all([local, abroad])
    with database.reading() as session:
        number = _at(session, act, "4 § 1 st").id
        corpus = candidates.gather(session, workspace.id)
        shown = table.matrix(session, workspace.id, by="service", guideline_id=act)
    assert corpus.is_outside(number, f"service:{local.id}")
    assert not corpus.is_outside(number, f"service:{abroad.id}")
    row = next(row for row in shown.rows if row.requirement.id == number)
    cells = dict(zip((c.name for c in shown.columns), row.cells, strict=True))
    assert [cells["Ansök om intyg"].reached, cells["Apply from abroad"].reached] == [False, True]


def _at(session: Session, guideline_id: int, locator: str) -> Requirement:
    wanted = select(Requirement).where(Requirement.guideline_id == guideline_id, Requirement.locator == locator)
    return session.scalars(wanted).one()


def test_a_workspaces_own_guideline_counts_nowhere_else(database: Database, act: int, workspace: Workspace) -> None:
    with database.writing() as session:
        session.get_one(Guideline, act).workspace_id = workspace.id
    with database.reading() as session:
        assert session.scalars(counted_requirements(workspace.id)).all()
        assert session.scalars(counted_requirements(workspace.id + 1)).all() == []
