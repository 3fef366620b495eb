"""Binding requirements without a local passage: what is a finding and what is not, and who would own them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from tracker import assessing, clock, linking, searching
from tracker.database import Database
from tracker.tables.assessment import Measure, MeasureState, SideState
from tracker.tables.guideline import Bindingness, Decided, Guideline, GuidelineStatus
from tracker.tables.link import GapProposal, Link, LinkType
from tracker.tables.network import Actor, ActorKind
from tracker.tables.people import Person
from tracker.tables.service import Service
from tracker.views.ladder.standings import standings
from tracker.views.missing import Looked, MissingRow, OwnedBy, missing, missing_count

Add = Callable[..., int]


@pytest.fixture
def binding(database: Database, suggested: int) -> int:
    """A workspace with a binding statute, of which nothing is said by the machine; its number."""
    with database.writing() as session:
        session.execute(update(Guideline).values(bindingness=Bindingness.BINDING))
        session.execute(delete(GapProposal))
    return suggested


def rows(database: Database, workspace: int) -> dict[int, MissingRow]:
    with database.reading() as session:
        found = missing(session, workspace)
        assert missing_count(session, workspace, standings(session, workspace)) == len(found)
    return {row.requirement_id: row for row in found}


def first(database: Database, workspace: int) -> int:
    """A requirement that has a suggested passage."""
    asked = set(rows(database, workspace))
    with database.reading() as session:
        links = session.scalars(select(Link).where(Link.passage_id.is_not(None)).order_by(Link.id))
        return next(link.requirement_id for link in links if link.requirement_id in asked)


def town(database: Database) -> int:
    """The municipality as an actor."""
    with database.reading() as session:
        return session.scalars(select(Actor.id).where(Actor.kind == ActorKind.MUNICIPALITY)).one()


def suggest(database: Database, workspace: int, requirement: int, score: float, **target: Any) -> int:
    """Stores a suggestion of a service or an actor."""
    with database.writing() as session:
        row = Link(
            workspace_id=workspace, requirement_id=requirement, score=score, requirement_fingerprint="",
            target_fingerprint="", recorded_at=clock.now(), **target,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id


def test_a_confirmed_passage_ends_it(database: Database, person: Person, binding: int) -> None:
    requirement = first(database, binding)
    with database.writing() as session:
        link = session.scalars(
            select(Link).where(Link.requirement_id == requirement, Link.passage_id.is_not(None))
        ).first()
        assert link is not None
        linking.confirm(session, link.id, LinkType.PARTLY, by=person, seen_version=link.version)
    assert requirement not in rows(database, binding)


def test_a_proposed_act_binds_nobody_yet(database: Database, binding: int) -> None:
    with database.writing() as session:
        session.execute(update(Guideline).values(status=GuidelineStatus.PROPOSED))
    assert rows(database, binding) == {}


def test_what_binds_nobody_is_not_missing(database: Database, binding: int) -> None:
    with database.writing() as session:
        session.execute(update(Guideline).values(bindingness=Bindingness.SOFT))
    assert rows(database, binding) == {}


def test_what_does_not_apply_is_not_missing(database: Database, person: Person, binding: int) -> None:
    requirement = first(database, binding)
    with database.writing() as session:
        assessing.assess(
            session, binding, requirement, by=person, actor_id=town(database), side_state=SideState.NOT_APPLICABLE,
            evidence_digest="", note="Berör oss inte.",
        )  # fmt: skip
    assert requirement not in rows(database, binding)


def test_only_a_recorded_search_makes_it_a_finding(database: Database, person: Person, binding: int) -> None:
    requirement = first(database, binding)
    assert (rows(database, binding)[requirement].looked, rows(database, binding)[requirement].suggestions > 0) == (
        Looked.SUGGESTED, True,
    )  # fmt: skip
    with database.writing() as session:
        searching.record(session, binding, requirement, by=person)
    assert rows(database, binding)[requirement].looked is Looked.SEARCHED


def test_without_suggestions_nobody_has_looked(database: Database, person: Person, binding: int) -> None:
    with database.writing() as session:
        session.execute(update(Link).values(state=Decided.REJECTED, decided_by_id=person.id, version=Link.version + 1))
    assert {row.looked for row in rows(database, binding).values()} == {Looked.UNSEEN}


def test_an_owner_is_named_by_the_surest_source(database: Database, person: Person, binding: int, add: Add) -> None:
    with database.writing() as session:
        session.execute(update(Link).values(state=Decided.REJECTED, decided_by_id=person.id, version=Link.version + 1))
    requirement = min(rows(database, binding))
    assert rows(database, binding)[requirement].owner is None
    units = {name: add(Actor, name=name) for name in ("Anbud", "Bygg", "Chef")}
    suggest(database, binding, requirement, 0.4, actor_id=units["Anbud"])
    service = add(Service, name="Bygglov", unit_id=units["Bygg"])
    suggest(database, binding, requirement, 0.6, service_id=service)
    owner = rows(database, binding)[requirement].owner
    assert owner is not None
    assert (owner.name, owner.by, owner.score) == ("Bygg", OwnedBy.SUGGESTED, 0.6)
    add(
        Measure, title="Rutin", requirement_id=requirement, owner_id=units["Chef"], state=MeasureState.PLANNED,
        due_on=date(2031, 1, 1),
    )  # fmt: skip
    owner = rows(database, binding)[requirement].owner
    assert owner is not None
    assert (owner.name, owner.by, owner.score) == ("Chef", OwnedBy.MEASURE, None)


def test_who_carries_the_rest_of_a_guideline_would_own_it(
    database: Database, person: Person, binding: int, add: Add
) -> None:
    with database.writing() as session:
        session.execute(update(Link).values(state=Decided.REJECTED, decided_by_id=person.id, version=Link.version + 1))
    one, other = sorted(rows(database, binding))[:2]
    service = add(Service, name="Bygglov", unit_id=add(Actor, name="Bygg"))
    link = suggest(database, binding, one, 0.6, service_id=service)
    with database.writing() as session:
        linking.confirm(session, link, LinkType.PARTLY, by=person, seen_version=1)
    owners = [rows(database, binding)[number].owner for number in (one, other)]
    assert [owner and (owner.name, owner.by) for owner in owners] == [
        ("Bygg", OwnedBy.SERVICE), ("Bygg", OwnedBy.GUIDELINE),
    ]  # fmt: skip


def test_neither_the_municipality_nor_another_authority_is_proposed(
    database: Database, person: Person, binding: int, add: Add
) -> None:
    with database.writing() as session:
        session.execute(update(Link).values(state=Decided.REJECTED, decided_by_id=person.id, version=Link.version + 1))
    requirement = min(rows(database, binding))
    for actor in (town(database), add(Actor, name="Tillsynen", kind=ActorKind.AUTHORITY)):
        with database.writing() as session:
            session.execute(delete(Link).where(Link.actor_id == actor))
        suggest(database, binding, requirement, 0.9, actor_id=actor)
    assert rows(database, binding)[requirement].owner is None
