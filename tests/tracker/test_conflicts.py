"""Whoever was slower reads who changed it meanwhile and when, whatever it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.tracker.evening import Town
from tracker import (
    applicability,
    clock,
    guideline_facts,
    journeys,
    locales,
    people,
    planning,
    secrecy,
    services,
    workspaces,
)
from tracker.database import Database
from tracker.errors import Conflict
from tracker.listing import store
from tracker.listing.rows import Row
from tracker.network import deciding
from tracker.tables.guideline import Applies, Decided, Requirement
from tracker.tables.journey import JourneyKind
from tracker.tables.local import LocalDocument, Passage
from tracker.tables.network import Relation, RelationKind
from tracker.tables.people import Membership, Person, Role
from tracker.tables.service import ServiceStatus

Change = Callable[..., object]
DAY = date(2026, 1, 1)
WHEN = datetime(2026, 11, 20, 13, 5, tzinfo=UTC)


def _service(session: Session, town: Town, by: Person) -> Change:
    return partial(services.change_service, session, town.service, seen_version=1, status=ServiceStatus.CLOSED)


def _listed(session: Session, town: Town, by: Person) -> Change:
    rows = [Row(number=1, cells={"name": "Bygglov", "status": ServiceStatus.PILOT})]

    def change(*, by: Person) -> object:
        if by.name == "Bo":
            return store(session, "services", rows, town.workspace, by=by, sha256="0" * 64)
        return _service(session, town, by)(by=by)

    return change


def _form(session: Session, town: Town, by: Person) -> Change:
    form = services.save_form(session, town.service, "Blankett", by=by)
    return partial(
        services.save_form, session, town.service, "Blankett", form_id=form.id, seen_version=form.version, fields=3
    )


def _topic(session: Session, town: Town, by: Person) -> Change:
    topic = services.save_topic(session, town.workspace, "Avgift", by=by)
    return partial(
        services.save_topic, session, town.workspace, "Avgift", topic_id=topic.id, seen_version=topic.version
    )


def _journey(session: Session, town: Town, by: Person) -> Change:
    journey = journeys.add_journey(session, town.service, next(iter(JourneyKind)), "Resa", by=by)
    return partial(journeys.add_step, session, journey.id, "Steg", seen_version=journey.version)


def _measure(session: Session, town: Town, by: Person) -> Change:
    measure = planning.plan(session, town.workspace, None, "Åtgärda", by=by, service_id=town.service)
    return partial(planning.change, session, measure.id, seen_version=measure.version, title="Gör om")


def _tie(session: Session, town: Town, by: Person) -> Change:
    tie = Relation(
        workspace_id=town.workspace, from_id=town.unit, to_id=town.other_unit, kind=next(iter(RelationKind)),
        formal=True, recorded_at=clock.now(),
    )  # fmt: skip
    session.add(tie)
    session.flush()
    return partial(deciding.decide_relation, session, tie.id, Decided.CONFIRMED, seen=Decided.SUGGESTED)


def _role(session: Session, town: Town, by: Person) -> Change:
    member = Person(name="Eva")
    session.add(member)
    session.flush()
    session.add(Membership(workspace_id=town.workspace, person_id=member.id, role=Role.VIEWER))
    session.flush()
    return partial(people.change_role, session, town.workspace, member.id, Role.CODER, seen=Role.VIEWER)


def _document(session: Session, town: Town, by: Person) -> Change:
    document = session.scalars(select(LocalDocument)).one()
    return partial(secrecy.mark_document, session, document.id, seen_version=document.version, reason="KS 2026/1")


def _passage(session: Session, town: Town, by: Person) -> Change:
    passage = session.scalars(select(Passage.id).order_by(Passage.id.desc()).limit(1)).one()
    return partial(secrecy.mark_passage, session, passage, reason="KS 2026/1", seen=False)


def _day(session: Session, town: Town, by: Person) -> Change:
    number = town.requirements[0]
    return partial(guideline_facts.apply_from, session, number, wanted=date(2030, 1, 1), seen=None)


def _reach(session: Session, town: Town, by: Person) -> Change:
    row = session.get_one(Requirement, town.requirements[0])
    wanted = Applies.NO if row.applies is not Applies.NO else Applies.YES
    return partial(applicability.decide, session, row.id, wanted=wanted, seen=row.applies, reason="Gäller staten.")


def _four_eyes(session: Session, town: Town, by: Person) -> Change:
    return partial(workspaces.set_four_eyes, session, town.workspace, True, seen=False)


CHANGES: Mapping[str, Callable[[Session, Town, Person], Change]] = {
    "service": _service, "service in a list": _listed, "form": _form, "topic": _topic, "journey": _journey,
    "measure": _measure, "tie": _tie, "role": _role, "document": _document, "passage": _passage, "day": _day,
    "reach": _reach, "four eyes": _four_eyes,
}  # fmt: skip


@pytest.mark.parametrize("what", list(CHANGES))
@pytest.mark.usefixtures("local_document")
def test_a_conflict_says_who_and_when(database: Database, person: Person, town: Town, what: str) -> None:
    with database.writing() as session:
        other = Person(name="Bo")
        session.add(other)
        session.flush()
        session.add(Membership(workspace_id=town.workspace, person_id=other.id, role=Role.ADMIN))
        change = CHANGES[what](session, town, person)
        with clock.fixed(WHEN):
            change(by=other)
        with pytest.raises(Conflict) as problem:
            change(by=person)
    values: dict[str, Any] = dict(problem.value.values)
    assert (values["who"], values["role"], values["at"]) == ("Bo", "", "2026-11-20 14:05")
    for language in locales.language_codes():
        said = locales.text(problem.value.code, language, **values)
        assert "(Bo, 2026-11-20 14:05)" in said
        assert "{" not in said
