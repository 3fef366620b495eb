"""Where four eyes are demanded, what one person decides waits until another one has decided the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import access, assessing, coding, countersigning, linking, together, workspaces
from tracker.clearing import crosswalks, judgements, links
from tracker.crosswalks import deciding
from tracker.database import Database
from tracker.doctor.decisions import replayed
from tracker.errors import Conflict, NotAllowed, Refused
from tracker.tables.assessment import Assessment, Evidence
from tracker.tables.change import Clearance, Outcome
from tracker.tables.countersign import FirstDecision
from tracker.tables.crosswalk import Crosswalk, CrosswalkType
from tracker.tables.event import Event
from tracker.tables.guideline import Decided, Requirement
from tracker.tables.link import Link, LinkType
from tracker.tables.people import Membership, Person, Role, Workspace
from tracker.tables.translation import Mode


@pytest.fixture
def second(database: Database, person: Person, evening: Any) -> Person:
    """Another reviewer, in a town that demands four eyes."""
    other = Person(name="Två")
    with database.writing() as session:
        session.add(other)
        session.flush()
        session.add(Membership(workspace_id=evening.workspace, person_id=other.id, role=Role.REVIEWER))
        session.flush()
        workspaces.set_four_eyes(session, evening.workspace, True, seen=False, by=person)
    return other


def suggested(session: Session) -> Link:
    wanted = select(Link).where(Link.state == Decided.SUGGESTED, Link.passage_id.is_not(None)).order_by(Link.id)
    return session.scalars(wanted).all()[0]


def waiting(session: Session) -> list[FirstDecision]:
    return list(session.scalars(select(FirstDecision).where(FirstDecision.ended_at.is_(None))))


def actions(session: Session) -> list[str]:
    wanted = select(Event.action).where(Event.action.startswith("countersign.")).order_by(Event.id)
    return [action.removeprefix("countersign.") for action in session.scalars(wanted)]


Decide = Callable[[Session, Person], object]


def on_link(session: Session, by: Person) -> object:
    link = suggested(session)
    return linking.confirm(session, link.id, LinkType.MENTIONS, by=by, seen_version=link.version, supports=["deadline"])


def reject_several(session: Session, by: Person) -> object:
    link = suggested(session)
    return together.reject(session, [(link.id, link.version)], by=by)


def on_cell(session: Session, by: Person) -> object:
    row = session.scalars(select(Assessment)).first()
    assert row is not None
    return assessing.assess(
        session, row.workspace_id, row.requirement_id, by=by, actor_id=row.actor_id, service_id=row.service_id,
        level=6, evidence_digest="x", seen=row.id,
    )  # fmt: skip


def on_crosswalk(session: Session, by: Person) -> object:
    row = session.scalars(select(Crosswalk)).one()
    return deciding.confirm(session, row.id, CrosswalkType.RELATED, by=by, seen_version=row.version)


def clear_link(session: Session, by: Person) -> object:
    link = session.scalars(select(Link).where(Link.state == Decided.CONFIRMED).order_by(Link.id)).all()[0]
    now = session.get_one(Requirement, link.requirement_id)
    now.fingerprint = "other"
    return links.clear_link(
        session, link.id, Outcome.WITHDRAWN, "nej", by=by, seen_version=link.version, seen_requirement="other"
    )


def clear_judgement(session: Session, by: Person) -> object:
    row = session.scalars(select(Assessment)).first()
    assert row is not None
    now = session.get_one(Requirement, row.requirement_id)
    return judgements.clear_assessment(
        session, row.id, Outcome.KEPT, "ja", by=by, seen_requirement=now.fingerprint, evidence_digest="other"
    )


def clear_crosswalk(session: Session, by: Person) -> object:
    row = session.scalars(select(Crosswalk)).one()
    upper, lower = (session.get_one(Requirement, number) for number in (row.upper_id, row.lower_id))
    upper.fingerprint = "other"
    return crosswalks.clear_crosswalk(
        session, row.id, Outcome.KEPT, "ja", by=by, seen_version=row.version, seen=("other", lower.fingerprint)
    )


def held(session: Session) -> object:
    """All that decisions make hold."""
    session.expire_all()
    return [
        [(row.id, row.state, row.type, row.version) for row in session.scalars(select(Link).order_by(Link.id))],
        [(row.id, row.state, row.type, row.version) for row in session.scalars(select(Crosswalk))],
        session.scalars(select(Assessment.id)).all(),
        session.scalars(select(Evidence.id).where(Evidence.withdrawn_at.is_(None))).all(),
        session.scalars(select(Clearance.id)).all(),
    ]


DECIDE: dict[str, Decide] = {
    "link": on_link,
    "several links": reject_several,
    "judgement": on_cell,
    "crosswalk": on_crosswalk,
    "suspect link": clear_link,
    "suspect judgement": clear_judgement,
    "suspect crosswalk": clear_crosswalk,
}


@pytest.mark.parametrize("what", DECIDE)
def test_a_decision_holds_once_a_second_person_decides_the_same(
    database: Database, person: Person, evening: Any, second: Person, what: str
) -> None:
    decide = DECIDE[what]
    with database.writing() as session:
        before = held(session)
        decide(session, person)
        decide(session, person)
        assert held(session) == before
        assert [row.by_id for row in waiting(session)] == [person.id]
    with database.writing() as session:
        decide(session, second)
        assert held(session) != before
        assert waiting(session) == []
        assert actions(session) == ["first", "second"]
    if "suspect" not in what:  # those tests forge a changed text
        with database.reading() as session:
            assert list(replayed(session)) == []


def test_another_decision_is_told_of_the_first(
    database: Database, person: Person, evening: Any, second: Person
) -> None:
    with database.writing() as session:
        on_link(session, person)
    with database.writing() as session, pytest.raises(Conflict) as found:
        reject = suggested(session)
        linking.reject(session, reject.id, by=second, seen_version=reject.version)
    assert found.value.code == "error.first_decision_differs"
    assert (found.value.values["state"], found.value.values["role"]) == ("confirmed", "admin")


def test_the_first_person_takes_back_what_waits_before_deciding_otherwise(
    database: Database, person: Person, evening: Any, second: Person
) -> None:
    with database.writing() as session:
        on_link(session, person)
    with database.writing() as session, pytest.raises(Conflict, match="first_decision_own_differs"):
        reject_link(session, person)
    with database.writing() as session:
        (first,) = waiting(session)
        with pytest.raises(Refused):
            countersigning.withdraw(session, first.id, by=second)
        countersigning.withdraw(session, first.id, by=person)
        reject_link(session, person)
        assert actions(session) == ["first", "withdraw", "first"]


def reject_link(session: Session, by: Person) -> Link:
    link = suggested(session)
    return linking.reject(session, link.id, by=by, seen_version=link.version)


def test_the_second_person_declines_with_a_reason(
    database: Database, person: Person, evening: Any, second: Person
) -> None:
    with database.writing() as session:
        on_link(session, person)
        (first,) = waiting(session)
        for by, reason in ((second, " "), (person, "nej")):
            with pytest.raises(Refused):
                countersigning.decline(session, first.id, by=by, reason=reason)
        countersigning.decline(session, first.id, by=second, reason="fel paragraf")
        assert waiting(session) == []
        with pytest.raises(Conflict):
            countersigning.decline(session, first.id, by=second, reason="fel paragraf")
    with database.writing() as session:
        second_role = session.scalars(select(Membership).where(Membership.person_id == second.id)).one()
        second_role.role = Role.CODER
        on_link(session, person)
        (first,) = waiting(session)
        with pytest.raises(NotAllowed):
            countersigning.decline(session, first.id, by=second, reason="x")


def test_what_was_decided_on_other_words_is_no_first_decision(
    database: Database, person: Person, evening: Any, second: Person
) -> None:
    with database.writing() as session:
        on_link(session, person)
        suggested(session).requirement_fingerprint = "read anew"
        session.flush()
        on_link(session, second)
        assert [row.by_id for row in waiting(session)] == [second.id]
        assert actions(session) == ["first", "lapse", "first"]


def test_nothing_waits_in_a_workspace_that_demands_nothing(
    database: Database, person: Person, evening: Any, second: Person
) -> None:
    with database.writing() as session:
        on_link(session, person)
        workspaces.set_four_eyes(session, evening.workspace, False, seen=True, by=person)
        assert (waiting(session), suggested(session).version) == ([], 1)
        link = suggested(session)
        on_link(session, person)
        assert link.state is Decided.CONFIRMED


def test_a_code_waits_with_its_link(database: Database, person: Person, evening: Any, second: Person) -> None:
    for by, coded in ((person, False), (second, True)):
        with database.writing() as session:
            link = suggested(session)
            _, code = coding.confirm_and_code(
                session, link.id, LinkType.PARTLY, Mode.COPY, by=by, seen_version=link.version
            )
            assert (code is not None) is coded


def test_two_are_demanded_only_where_two_may_decide(database: Database, person: Person, workspace: Workspace) -> None:
    with database.writing() as session, pytest.raises(Refused):
        workspaces.set_four_eyes(session, workspace.id, True, seen=False, by=person)


def test_turning_it_on_is_for_administrators_who_saw_what_held(
    database: Database, person: Person, evening: Any, second: Person
) -> None:
    assert access.ACTIONS["four_eyes.set"] == {Role.ADMIN}
    with database.writing() as session:
        with pytest.raises(NotAllowed):
            workspaces.set_four_eyes(session, evening.workspace, False, seen=True, by=second)
        with pytest.raises(Conflict):
            workspaces.set_four_eyes(session, evening.workspace, True, seen=False, by=person)
