from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.tracker.evening import Town
from tracker import (
    assessing,
    clock,
    describing,
    events,
    guideline_facts,
    linking,
    planning,
    restoring,
    services,
    validity,
)
from tracker.database import Database
from tracker.errors import Conflict, Refused, TrackerError
from tracker.tables.assessment import Assessment, Evidence, Measure, MeasureState, SideState
from tracker.tables.event import Event
from tracker.tables.guideline import Guideline
from tracker.tables.link import Link, LinkType
from tracker.tables.local import DocumentStatus, LocalDocument
from tracker.tables.people import Person
from tracker.tables.service import Service, ServiceStatus

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
Do = Callable[[Session, Any, Person], object]


def _link(session: Session, town: Town) -> Link:
    return session.scalars(select(Link).where(Link.service_id == town.service)).one()


def _row(session: Session, table: type[Any]) -> Any:
    return session.scalars(select(table).order_by(table.id)).first()


def newest(session: Session, kind: str) -> int:
    wanted = select(Event.id).where(Event.entity.startswith(f"{kind}:")).order_by(Event.id.desc())
    return session.scalars(wanted).first() or 0


def restored(database: Database, kind: str, by: Person, *, reason: str = "") -> Event:
    """Take the newest change of a kind back; gives the new event."""
    with clock.fixed(NOON), database.writing() as session:
        number = newest(session, kind)
        place = "{0.chain}/{0.seq}".format(session.get_one(Event, number))
        seen = restoring.earlier(session, number, by=by).seen_version
        assert restoring.restore(session, number, by=by, seen_version=seen, reason=reason) == place
        session.flush()
        found = session.get_one(Event, newest(session, kind))
        assert found.id != number
        assert found.after[events.RESTORES] == place
        return found


def changed(database: Database, do: Do, town: Town, by: Person) -> None:
    with database.writing() as session:
        do(session, town, by)


def _describe(session: Session, town: Town, by: Person) -> None:
    row = _row(session, LocalDocument)
    describing.describe(
        session, row.id, by=by, seen_version=row.version, title=row.name, type="policy", body="KF", dnr="KS 2026:9",
        paragraph="", decided_on=date(2026, 11, 1), status=DocumentStatus.REPEALED, valid_from=None,
        valid_to=date(2026, 10, 1), responsible_id=None, publicity=row.publicity,
    )  # fmt: skip


def _describe_guideline(session: Session, town: Town, by: Person) -> None:
    row = _row(session, Guideline)
    seen = validity.facts_of(row)
    guideline_facts.describe(session, row.id, wanted=replace(seen, repealed_on=date(2026, 11, 1)), seen=seen, by=by)


CHANGES: dict[str, tuple[type[Any], tuple[str, ...], Do]] = {
    "measure": (Measure, ("state", "due_on", "owner_id"), lambda s, t, by: planning.change(
        s, _row(s, Measure).id, by=by, seen_version=1, state=MeasureState.DONE, due_on=None, owner_id=t.other_unit
    )),
    "service": (Service, ("status", "unit_id", "closed_at"), lambda s, t, by: services.change_service(
        s, t.service, by=by, seen_version=1, status=ServiceStatus.CLOSED, unit_id=t.other_unit
    )),
    "local_document": (
        LocalDocument, ("status", "valid_to", "decided_on", "responsible_id", "type", "dnr"), _describe
    ),
    "guideline": (Guideline, ("status", "repealed_on"), _describe_guideline),
    "link": (Link, ("state", "type", "subject_id", "on"), lambda s, t, by: linking.reject(
        s, _row(s, Link).id, by=by, seen_version=_row(s, Link).version
    )),
}  # fmt: skip


@pytest.mark.parametrize("kind", CHANGES)
def test_a_change_is_taken_back_by_a_new_event(database: Database, person: Person, evening: Town, kind: str) -> None:
    table, columns, do = CHANGES[kind]
    with database.reading() as session:
        held = [getattr(_row(session, table), name) for name in columns]
    changed(database, do, evening, person)
    with database.reading() as session:
        assert [getattr(_row(session, table), name) for name in columns] != held
    restored(database, kind, person)
    with database.reading() as session:
        assert [getattr(_row(session, table), name) for name in columns] == held


def test_a_link_gets_back_the_evidence_it_gave(database: Database, person: Person, evening: Town) -> None:
    def evidence() -> list[str]:
        with database.reading() as session:
            mine = Evidence.link_id == _row(session, Link).id
            return sorted(session.scalars(select(Evidence.kind).where(mine, Evidence.withdrawn_at.is_(None))))

    with clock.fixed(datetime(2026, 11, 21, tzinfo=UTC)), database.writing() as session:
        link = _row(session, Link)
        linking.confirm(session, link.id, LinkType.PARTLY, by=person, seen_version=link.version, supports=["deadline"])
    held = evidence()
    changed(database, CHANGES["link"][2], evening, person)
    assert evidence() == []
    restored(database, "link", person)
    assert evidence() == held


def test_a_judgement_is_made_anew(database: Database, person: Person, evening: Town) -> None:
    with database.writing() as session:
        assessing.assess(
            session, evening.workspace, evening.requirements[0], by=person, actor_id=evening.unit,
            side_state=SideState.NOT_APPLICABLE, note="nej", evidence_digest="x",
        )  # fmt: skip
    with database.reading() as session:
        count = len(session.scalars(select(Assessment.id)).all())
    restored(database, "assessment", person, reason="fel enhet")
    with database.reading() as session:
        rows = session.scalars(select(Assessment).order_by(Assessment.id)).all()
        assert (len(rows), rows[-1].level, rows[-1].side_state, rows[-1].note) == (count + 1, 2, None, "fel enhet")


def test_a_first_judgement_has_nothing_before_it(database: Database, person: Person, evening: Town) -> None:
    with database.reading() as session, pytest.raises(Refused, match="earlier_nothing"):
        restoring.earlier(session, newest(session, "assessment"), by=person)


def test_what_changed_after_it_was_seen_is_a_conflict(database: Database, person: Person, evening: Town) -> None:
    changed(database, CHANGES["service"][2], evening, person)
    with database.reading() as session:
        number = newest(session, "service")
        seen = restoring.earlier(session, number, by=person).seen_version
    with database.writing() as session:
        services.change_service(session, evening.service, by=person, seen_version=2, status=ServiceStatus.PLANNED)
    with database.writing() as session, pytest.raises(Conflict, match="earlier_changed"):
        restoring.restore(session, number, by=person, seen_version=seen)


def test_other_words_than_were_decided_on_are_a_conflict(database: Database, person: Person, evening: Town) -> None:
    changed(database, CHANGES["link"][2], evening, person)
    with database.writing() as session:
        link = _row(session, Link)
        link.requirement_fingerprint, link.version = "0" * 64, link.version + 1
        linking._record(session, link, "link.move", {}, person, "")
    with database.writing() as session:
        number = session.scalars(select(Event.id).where(Event.action == "link.reject")).one()
        seen = restoring.earlier(session, number, by=person).seen_version
        with pytest.raises(Conflict, match="earlier_words"):
            restoring.restore(session, number, by=person, seen_version=seen)


@pytest.mark.parametrize(("kind", "code"), [("search_record", "earlier_kind"), ("nothing", "event_unknown")])
def test_what_cannot_be_restored_is_refused(
    database: Database, person: Person, evening: Town, kind: str, code: str
) -> None:
    with database.reading() as session, pytest.raises(TrackerError, match=code):
        restoring.earlier(session, newest(session, kind), by=person)


def test_the_preview_says_what_will_change_and_changes_nothing(
    database: Database, person: Person, evening: Town
) -> None:
    changed(database, CHANGES["service"][2], evening, person)
    with database.reading() as session:
        found = restoring.earlier(session, newest(session, "service"), by=person)
    told = {change.field: (change.now, change.then) for change in found.changes}
    assert told == {"status": ("closed", "in_service"), "unit_id": (evening.other_unit, evening.unit)}
