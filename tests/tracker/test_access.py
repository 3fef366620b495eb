"""Every writing verb behind the documents, tried by every role, and by somebody of another workspace."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from time import sleep
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tracker import (
    answering,
    assessing,
    clock,
    evidencing,
    journeys,
    listing,
    personal_data,
    planning,
    recording,
    services,
    workspaces,
)
from tracker.database import Database
from tracker.errors import NotAllowed, Refused
from tracker.network import deciding, roles
from tracker.tables.assessment import Evidence, Measure
from tracker.tables.guideline import Decided
from tracker.tables.journey import Journey, JourneyKind
from tracker.tables.network import ActorRole, NetworkRole, Part, Participation, Relation, RelationKind
from tracker.tables.people import Membership, Person, Role
from tracker.tables.schema import Table
from tracker.tables.staffing import Individual

DAY = date(2026, 3, 2)
Verb = Callable[[Session, Any, dict[type[Table], int], Person], object]
UNDECIDED, YES = Decided.SUGGESTED, Decided.CONFIRMED

VERBS: dict[str, Verb] = {
    "add_record": lambda s, t, _, by: recording.add_record(
        s, t.workspace, "user_test", by=by, on=DAY, facts_given={}, service_id=t.service
    ),
    "withdraw_record": lambda s, t, _, by: recording.withdraw_record(s, t.test, by=by),
    "add_measurement": lambda s, t, _, by: recording.add_measurement(
        s, t.workspace, "starts", 3.0, by=by, period_from=DAY, period_to=DAY, service_id=t.service
    ),
    "withdraw_measurement": lambda s, t, _, by: recording.withdraw_measurement(s, t.completions, by=by),
    "answer": lambda s, t, _, by: answering.answer(
        s, t.workspace, answering.answerable()[0], 50, ("actor", t.unit), by=by, on=DAY, source="samtal"
    ),
    "change_service": lambda s, t, _, by: services.change_service(s, t.service, by=by, seen_version=1, channel="webb"),
    "save_form": lambda s, t, _, by: services.save_form(s, t.service, "Ansökan", by=by),
    "save_topic": lambda s, t, _, by: services.save_topic(s, t.workspace, "Bygglov", by=by),
    "add_journey": lambda s, t, _, by: journeys.add_journey(s, t.service, JourneyKind.CITIZEN, "Bygga", by=by),
    "add_step": lambda s, _, rows, by: journeys.add_step(s, rows[Journey], "Söka", by=by, seen_version=1),
    "plan": lambda s, t, _, by: planning.plan(s, t.workspace, None, "Åtgärda", by=by, service_id=t.service),
    "change": lambda s, _, rows, by: planning.change(s, rows[Measure], by=by, seen_version=1, title="Nytt"),
    "add_evidence": lambda s, t, _, by: evidencing.add_evidence(
        s, t.workspace, [t.requirements[1]], "tested", by=by, service_id=t.service, record_id=t.test
    ),
    "withdraw_evidence": lambda s, _, rows, by: evidencing.withdraw_evidence(s, rows[Evidence], by=by),
    "assess": lambda s, t, _, by: assessing.assess(
        s, t.workspace, t.requirements[0], by=by, actor_id=t.unit, evidence_digest=""
    ),
    "decide_participation": lambda s, _, rows, by: deciding.decide_participation(
        s, rows[Participation], YES, by=by, seen=UNDECIDED
    ),
    "confirm_parts": lambda s, _, rows, by: deciding.confirm_parts(s, [rows[Participation]], by=by),
    "decide_relation": lambda s, _, rows, by: deciding.decide_relation(s, rows[Relation], YES, by=by, seen=UNDECIDED),
    "decide_role": lambda s, _, rows, by: deciding.decide_role(s, rows[ActorRole], YES, by=by, seen=UNDECIDED),
    "propose": lambda s, t, _, by: roles.propose(s, t.workspace, by=by),
    "list": lambda s, t, _, by: listing.store(s, "actors", [], t.workspace, by=by, sha256=""),
    "set_threshold": lambda s, t, _, by: workspaces.set_threshold(s, t.workspace, "few_answers", 10, by=by),
    "gather": lambda s, _, rows, by: personal_data.gather(s, rows[Individual], by=by),
    "dispose": lambda s, _, rows, by: personal_data.dispose(s, rows[Individual], "KS 2026/1", by=by),
}


@pytest.fixture
def rows(database: Database, town: Any, person: Person, local_document: Any) -> dict[type[Table], int]:
    """One row of each kind that a verb changes."""
    here, moment = {"workspace_id": town.workspace}, clock.now()
    with database.writing() as session:
        made: list[Any] = [
            Participation(
                **here, document_id=local_document.document_id, actor_id=town.unit, part=Part.DRAFTED,
                recorded_at=moment,
            ),
            Relation(
                **here, from_id=town.unit, to_id=town.other_unit, kind=RelationKind.ADVISES, formal=True,
                state=UNDECIDED, recorded_at=moment,
            ),
            ActorRole(**here, actor_id=town.unit, role=NetworkRole.BROKER, recorded_at=moment),
            Individual(**here, name="Kim Prov", recorded_at=moment),
            Evidence(
                **here, requirement_id=town.requirements[1], service_id=town.service, kind="tested",
                record_id=town.test, on=DAY, by_id=person.id, recorded_at=moment,
            ),
        ]  # fmt: skip
        session.add_all(made)
        made.append(journeys.add_journey(session, town.service, JourneyKind.CITIZEN, "Flytta", by=person))
        made.append(planning.plan(session, town.workspace, None, "Öva", by=person, service_id=town.service))
        session.flush()
        return {type(row): row.id for row in made}


def test_those_who_only_read_or_code_change_nothing(
    database: Database, town: Any, rows: dict[type[Table], int]
) -> None:
    for role in (Role.VIEWER, Role.CODER, Role.AUDITOR):
        by = _person(database, town.workspace, role)
        assert _allowed(database, town, rows, by) == []


def test_who_has_no_role_in_the_workspace_changes_nothing(
    database: Database, person: Person, town: Any, rows: dict[type[Table], int]
) -> None:
    with database.writing() as session:
        other = workspaces.create(session, "Annanby kommun", by=person).id
    assert _allowed(database, town, rows, _person(database, other, Role.ADMIN)) == []


@pytest.mark.parametrize("verb", ["add_measurement", "save_topic", "add_evidence"])
def test_what_two_people_add_at_once_is_there_once(database: Database, town: Any, person: Person, verb: str) -> None:
    def add() -> bool:
        try:
            with database.writing() as session:
                return bool(VERBS[verb](session, town, {}, person))
        except Refused:
            return False

    with ThreadPoolExecutor() as others:
        with database.writing() as session:
            VERBS[verb](session, town, {}, person)
            second = others.submit(add)
            sleep(0.3)  # long enough for the other to come as far as it can
        assert second.result() is False


def _allowed(database: Database, town: Any, rows: dict[type[Table], int], by: Person) -> list[str]:
    """The verbs that did not refuse this person."""
    found = []
    for name, verb in VERBS.items():
        try:
            with database.writing() as session:
                verb(session, town, rows, by)
        except NotAllowed:
            continue
        found.append(name)
    return found


def _person(database: Database, workspace_id: int, role: Role) -> Person:
    with database.writing() as session:
        by = Person(name=role.value)
        session.add(by)
        session.flush()
        session.add(Membership(workspace_id=workspace_id, person_id=by.id, role=role))
        return by
