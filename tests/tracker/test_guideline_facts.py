"""What people say of a guideline's life: kept with before and after, refused where it contradicts itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock, guideline_facts, ingest, linking
from tracker.database import Database
from tracker.errors import Conflict, NotAllowed, NotFound, Refused
from tracker.tables.event import Event
from tracker.tables.guideline import Bindingness, Decided, Guideline, GuidelineStatus, Level, Requirement
from tracker.tables.link import Link, LinkType
from tracker.tables.people import Membership, Person, Role, Workspace
from tracker.validity import GuidelineFacts, facts_of, has_ended, status_on
from tracker.views.counted import counted_requirements

PAST, FUTURE = date(2020, 1, 1), date(2999, 1, 1)
IN_FORCE = GuidelineFacts(status=GuidelineStatus.IN_FORCE)


def add(session: Session, identifier: str) -> int:
    row = Guideline(
        identifier=identifier,
        name=f"Lag {identifier}",
        level=Level.NATIONAL,
        bindingness=Bindingness.BINDING,
        status=GuidelineStatus.IN_FORCE,
        added_at=clock.now(),
    )
    session.add(row)
    session.flush()
    return row.id


@pytest.fixture
def acts_in_a_row(database: Database) -> list[int]:
    """Three acts in force."""
    with database.writing() as session:
        return [add(session, f"SFS 2031:{number}") for number in (1, 2, 3)]


@pytest.fixture
def describe(database: Database, person: Person, workspace: Workspace) -> Callable[..., GuidelineFacts]:
    """Describes a guideline as a person who sees its facts as they are; gives what is stored then."""

    def run(number: int, **changes: object) -> GuidelineFacts:
        with database.writing() as session:
            seen = facts_of(session.get_one(Guideline, number))
            guideline_facts.describe(session, number, wanted=replace(seen, **changes), seen=seen, by=person)  # type: ignore[arg-type] # whatever a test names
        with database.reading() as session:
            return facts_of(session.get_one(Guideline, number))

    return run


def test_what_is_said_is_stored_with_before_and_after(
    describe: Callable[..., GuidelineFacts], database: Database, acts_in_a_row: list[int]
) -> None:
    number = acts_in_a_row[0]
    stored = describe(number, adopted_on=PAST, applies_on=date(2020, 2, 1), status_note=" Enligt 1 § ")
    assert (stored.adopted_on, stored.applies_on, stored.status_note) == (PAST, date(2020, 2, 1), "Enligt 1 §")
    with database.reading() as session:
        event = session.scalars(select(Event).where(Event.action == "guideline.describe")).one()
    assert event.entity == f"guideline:{number}"
    assert (event.before["adopted_on"], event.after["adopted_on"]) == (None, "2020-01-01")
    assert "status_note" not in event.after


def test_nothing_new_leaves_no_trace(
    describe: Callable[..., GuidelineFacts], database: Database, acts_in_a_row: list[int]
) -> None:
    describe(acts_in_a_row[0])
    with database.reading() as session:
        assert session.scalars(select(Event).where(Event.action == "guideline.describe")).first() is None


@pytest.mark.parametrize("days", [
    {"adopted_on": date(2020, 2, 1), "in_force_on": PAST},
    {"in_force_on": date(2020, 2, 1), "applies_on": PAST},
    {"adopted_on": date(2020, 2, 1), "applies_on": PAST},
    {"in_force_on": PAST, "repealed_on": PAST},
    {"adopted_on": date(2020, 2, 1), "repealed_on": PAST},
])  # fmt: skip
def test_days_out_of_order_are_refused(
    describe: Callable[..., GuidelineFacts], acts_in_a_row: list[int], days: dict[str, date]
) -> None:
    with pytest.raises(Refused, match=r"error\.days_out_of_order"):
        describe(acts_in_a_row[0], **days)


def test_an_act_may_end_before_it_is_applied(describe: Callable[..., GuidelineFacts], acts_in_a_row: list[int]) -> None:
    stored = describe(acts_in_a_row[0], in_force_on=PAST, applies_on=FUTURE, repealed_on=date(2021, 1, 1))
    assert stored.status is GuidelineStatus.REPEALED


def test_a_proposal_cannot_have_ended(describe: Callable[..., GuidelineFacts], acts_in_a_row: list[int]) -> None:
    with pytest.raises(Refused, match=r"error\.proposal_ended"):
        describe(acts_in_a_row[0], status=GuidelineStatus.PROPOSED, repealed_on=FUTURE)


def test_what_supersedes_asks_from_when(describe: Callable[..., GuidelineFacts], acts_in_a_row: list[int]) -> None:
    first, second, _ = acts_in_a_row
    with pytest.raises(Refused, match=r"error\.superseded_when"):
        describe(first, superseded_by_id=second)
    assert describe(first, superseded_by_id=second, repealed_on=PAST).status is GuidelineStatus.SUPERSEDED


def test_nothing_supersedes_itself_in_the_end(
    describe: Callable[..., GuidelineFacts], acts_in_a_row: list[int]
) -> None:
    first, second, third = acts_in_a_row
    describe(first, superseded_by_id=second, repealed_on=PAST)
    describe(second, superseded_by_id=third, repealed_on=PAST)
    for number, successor in ((third, first), (third, third)):
        with pytest.raises(Refused, match=r"error\.superseded_circle"):
            describe(number, superseded_by_id=successor, repealed_on=PAST)


def test_what_supersedes_must_be_there(describe: Callable[..., GuidelineFacts], acts_in_a_row: list[int]) -> None:
    with pytest.raises(NotFound):
        describe(acts_in_a_row[0], superseded_by_id=4711, repealed_on=PAST)


def test_facts_somebody_changed_since_are_a_conflict(
    database: Database, person: Person, acts_in_a_row: list[int], describe: Callable[..., GuidelineFacts]
) -> None:
    describe(acts_in_a_row[0], adopted_on=PAST)
    with pytest.raises(Conflict), database.writing() as session:
        guideline_facts.describe(session, acts_in_a_row[0], wanted=IN_FORCE, seen=IN_FORCE, by=person)


@pytest.mark.parametrize(("facts", "status"), [
    (GuidelineFacts(status=GuidelineStatus.IN_FORCE, in_force_on=FUTURE), GuidelineStatus.NOT_YET_IN_FORCE),
    (GuidelineFacts(status=GuidelineStatus.NOT_YET_IN_FORCE, in_force_on=PAST), GuidelineStatus.IN_FORCE),
    (GuidelineFacts(status=GuidelineStatus.PROPOSED, in_force_on=PAST), GuidelineStatus.PROPOSED),
    (GuidelineFacts(status=GuidelineStatus.REPEALED, repealed_on=FUTURE), GuidelineStatus.IN_FORCE),
    (GuidelineFacts(status=GuidelineStatus.CURRENT, in_force_on=PAST), GuidelineStatus.CURRENT),
    (GuidelineFacts(status=GuidelineStatus.SUPERSEDED), GuidelineStatus.SUPERSEDED),
])  # fmt: skip
def test_the_status_follows_the_days_and_a_proposal_waits_for_a_person(
    facts: GuidelineFacts, status: GuidelineStatus
) -> None:
    assert status_on(facts, date(2026, 1, 1)) is status


def test_the_same_rule_reads_rows(
    describe: Callable[..., GuidelineFacts], database: Database, acts_in_a_row: list[int]
) -> None:
    first, second, third = acts_in_a_row
    describe(first, repealed_on=PAST)
    describe(second, repealed_on=FUTURE)
    describe(third, status=GuidelineStatus.SUPERSEDED)
    with database.reading() as session:
        assert set(session.scalars(select(Guideline.id).where(has_ended(clock.today())))) == {first, third}


def test_requirements_of_what_has_ended_count_no_more(
    describe: Callable[..., GuidelineFacts], database: Database, guideline: ingest.ImportedGuideline
) -> None:
    def counted() -> int:
        with database.reading() as session:
            return len(session.scalars(counted_requirements(1)).all())

    assert counted()
    describe(guideline.guideline_id, repealed_on=FUTURE)
    assert counted()
    describe(guideline.guideline_id, repealed_on=PAST)
    assert not counted()


def test_a_superseded_guideline_keeps_what_was_judged_about_it(
    describe: Callable[..., GuidelineFacts], database: Database, person: Person, guideline: ingest.ImportedGuideline,
    suggested: int, acts_in_a_row: list[int],
) -> None:  # fmt: skip
    with database.writing() as session:
        link = session.scalars(
            select(Link).where(Link.workspace_id == suggested, Link.passage_id.is_not(None)).order_by(Link.id)
        ).first()
        assert link is not None
        linking.confirm(session, link.id, LinkType.IMPLEMENTS, by=person, seen_version=link.version)
        number, requirement = link.id, link.requirement_id
    describe(guideline.guideline_id, superseded_by_id=acts_in_a_row[0], repealed_on=PAST)
    with database.reading() as session:
        assert requirement not in session.scalars(counted_requirements(suggested)).all()
        assert session.get_one(Requirement, requirement).guideline_id == guideline.guideline_id
        assert session.get_one(Link, number).state is Decided.CONFIRMED
        assert session.scalars(select(Event.id).where(Event.entity == f"link:{number}")).first() is not None


def test_a_requirement_has_a_day_of_its_own(
    database: Database, person: Person, guideline: ingest.ImportedGuideline
) -> None:
    with database.writing() as session:
        number = session.scalars(select(Requirement.id)).first()
        assert number is not None
        guideline_facts.apply_from(session, number, wanted=FUTURE, seen=None, by=person)
    with pytest.raises(Conflict), database.writing() as session:
        guideline_facts.apply_from(session, number, wanted=PAST, seen=None, by=person)
    with database.reading() as session:
        assert session.get_one(Requirement, number).applies_on == FUTURE
        event = session.scalars(select(Event).where(Event.entity == f"requirement:{number}")).one()
    assert (event.before["applies_on"], event.after["applies_on"]) == (None, "2999-01-01")


def test_a_requirement_does_not_apply_before_its_guideline_was_adopted(
    describe: Callable[..., GuidelineFacts],
    database: Database,
    person: Person,
    guideline: ingest.ImportedGuideline,
) -> None:
    describe(guideline.guideline_id, adopted_on=date(2020, 2, 1))
    with pytest.raises(Refused), database.writing() as session:
        number = session.scalars(select(Requirement.id)).first()
        assert number is not None
        guideline_facts.apply_from(session, number, wanted=PAST, seen=None, by=person)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CODER, Role.AUDITOR])
def test_those_who_only_read_or_code_date_nothing(
    database: Database, workspace: Workspace, guideline: ingest.ImportedGuideline, role: Role
) -> None:
    with database.writing() as session:
        other = Person(name="Robin Prov")
        session.add(other)
        session.flush()
        session.add(Membership(person_id=other.id, workspace_id=workspace.id, role=role))
        number = session.scalars(select(Requirement.id)).first() or 0
    with pytest.raises(NotAllowed), database.writing() as session:
        guideline_facts.describe(session, guideline.guideline_id, wanted=IN_FORCE, seen=IN_FORCE, by=other)
    with pytest.raises(NotAllowed), database.writing() as session:
        guideline_facts.apply_from(session, number, wanted=FUTURE, seen=None, by=other)
