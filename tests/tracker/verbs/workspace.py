"""What people do with what a workspace has of its own: documents, lists, records, links, judgements, measures."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from policies.reading import read
from tests.tracker.evening import EVENING, listed
from tests.tracker.verbs.guidelines import Verb, first
from tracker import (
    answering,
    assessing,
    describing,
    documents,
    evidencing,
    linking,
    planning,
    recording,
    restoring,
    searching,
    services,
    workspaces,
)
from tracker.network import deciding
from tracker.tables.assessment import Evidence, Measure, MeasureState, SideState
from tracker.tables.event import Event
from tracker.tables.guideline import Decided
from tracker.tables.link import Link, LinkType, SearchRecord
from tracker.tables.local import DocumentStatus, LocalDocument, Publicity
from tracker.tables.network import Participation
from tracker.tables.people import Person
from tracker.tables.service import ServiceStatus

DAY = EVENING.date()


def _everything_of_a_document(session: Session, town: Any, by: Person) -> None:
    text = "# Ny riktlinje\n\nNämnden ska svara alla.\n".encode()
    prepared = documents.prepare(text, "ny.md", read(text, "ny.md"))
    documents.import_document(session, prepared, town.workspace, by=by)


def _describe(session: Session, town: Any, by: Person) -> None:
    row = session.scalars(select(LocalDocument)).one()
    describing.describe(
        session, row.id, by=by, seen_version=row.version, title="Ny titel", type="", body="", dnr="", paragraph="",
        decided_on=date(2026, 11, 23), status=DocumentStatus.REPEALED, valid_from=None, valid_to=date(2026, 10, 1),
        responsible_id=None, publicity=Publicity.PUBLIC,
    )  # fmt: skip


def _decided(kind: str) -> Verb:
    def decide(session: Session, town: Any, by: Person) -> None:
        link = session.scalars(select(Link).where(Link.state == Decided.CONFIRMED).order_by(Link.id)).first()
        assert link is not None
        if kind == "confirm":
            linking.confirm(session, link.id, LinkType.MENTIONS, by=by, seen_version=link.version)
        else:
            getattr(linking, kind)(session, link.id, by=by, seen_version=link.version)

    return decide


def _restore(session: Session, town: Any, by: Person) -> None:
    """What stood before somebody confirmed the link to the service: it was a suggestion."""
    link = session.scalars(select(Link).where(Link.service_id == town.service)).one()
    event = select(Event.id).where(Event.entity == f"link:{link.id}", Event.action == "link.confirm")
    number = session.scalars(event).one()
    seen = restoring.earlier(session, number, by=by).seen_version
    restoring.restore(session, number, by=by, seen_version=seen)


def _service(**changes: Any) -> Verb:
    return lambda s, t, by: services.change_service(s, t.service, by=by, seen_version=1, **changes)


def _attached(session: Session) -> int:
    return session.scalars(select(Evidence.id).where(Evidence.record_id.is_not(None))).one()


SERVICES = "name,status,unit\nBygglov,avslutad,Skola\nNy,i drift,Skola\n"
ACTORS = "name,kind,part_of\nBygg,enhet,Skola\nHamn,enhet,\n"

VERBS: dict[str, Verb] = {
    "local.import": _everything_of_a_document,
    "local.describe": _describe,
    "list.import": lambda s, t, by: listed(s, t, by, "services", SERVICES),
    "list.import: actors": lambda s, t, by: listed(s, t, by, "actors", ACTORS),
    "list.import: positions": lambda s, t, by: listed(
        s, t, by, "positions", "unit,title,fte,filled\nBygg,Utvecklare,3,3\n"
    ),
    "list.import: measurements": lambda s, t, by: listed(
        s, t, by, "measurements",
        "service,indicator,period_from,period_to,value,n\nBygglov,completions,2026-01-01,2026-03-31,7,7\n",
    ),
    "record.add": lambda s, t, by: recording.add_record(
        s, t.workspace, "user_test", by=by, on=DAY, facts_given={"participants": 3, "success": 0.5},
        service_id=t.service,
    ),
    "record.add: withdraw": lambda s, t, by: recording.withdraw_record(s, t.test, by=by),
    "measurement.add": lambda s, t, by: answering.answer(
        s, t.workspace, answering.answerable()[0], 50, ("actor", t.unit), by=by, on=DAY, source="samtal"
    ),
    "measurement.add: withdraw": lambda s, t, by: recording.withdraw_measurement(s, t.completions, by=by),
    "service.change": _service(status=ServiceStatus.CLOSED, started_on=date(2026, 11, 23)),
    "service.change: unit": lambda s, t, by: services.change_service(
        s, t.service, by=by, seen_version=1, unit_id=t.other_unit
    ),
    "network.decide": lambda s, t, by: deciding.confirm_parts(s, [first(s, Participation).id], by=by),
    "threshold.set": lambda s, t, by: workspaces.set_threshold(s, t.workspace, "shelf_life", 1, by=by),
    "link.decide": _decided("confirm"),
    "link.decide: reject": _decided("reject"),
    "link.decide: reopen": _decided("reopen"),
    "history.restore": _restore,
    "search.record": lambda s, t, by: searching.record(s, t.workspace, t.requirements[4], by=by),
    "search.record: withdraw": lambda s, t, by: searching.withdraw(s, first(s, SearchRecord).id, by=by),
    "evidence.add": lambda s, t, by: evidencing.add_evidence(
        s, t.workspace, [t.requirements[1]], "tested", by=by, service_id=t.service, record_id=t.test
    ),
    "evidence.add: withdraw": lambda s, t, by: evidencing.withdraw_evidence(s, _attached(s), by=by),
    "assessment.decide": lambda s, t, by: assessing.assess(
        s, t.workspace, t.requirements[0], by=by, actor_id=t.unit, side_state=SideState.NOT_APPLICABLE, note="nej",
        evidence_digest="",
    ),
    "measure.plan": lambda s, t, by: planning.plan(s, t.workspace, None, "Åtgärda", by=by, service_id=t.service),
    "measure.plan: change": lambda s, t, by: planning.change(
        s, first(s, Measure).id, by=by, seen_version=1, due_on=date(2027, 1, 1), owner_id=t.other_unit,
        barrier="staffing",
    ),
    "measure.plan: end": lambda s, t, by: planning.change(
        s, first(s, Measure).id, by=by, seen_version=1, state=MeasureState.DONE
    ),
}  # fmt: skip
