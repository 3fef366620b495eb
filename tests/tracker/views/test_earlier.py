"""The state of any date: whatever people change afterwards, an evening is rebuilt as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, select, update
from sqlalchemy.orm import Session

from policies.reading import read
from tests.tracker.evening import EVENING, Town, listed
from tracker import (
    access,
    answering,
    applicability,
    assessing,
    choosing,
    clock,
    describing,
    documents,
    editions,
    evidencing,
    guideline_facts,
    ingest,
    linking,
    planning,
    recording,
    restoring,
    searching,
    services,
    snapshots,
    takeovers,
    validity,
    workspaces,
)
from tracker.clearing.judgements import clear_assessment
from tracker.clearing.links import clear_link
from tracker.crosswalks import deciding as tying
from tracker.database import Database
from tracker.editing import promoting, retyping, rewording, splitting, undoing
from tracker.former import KEPT, pending_of
from tracker.network import deciding
from tracker.tables.assessment import Assessment, Evidence, Measure, MeasureState, SideState
from tracker.tables.change import Outcome
from tracker.tables.choice import GuidelineChoice
from tracker.tables.crosswalk import Crosswalk
from tracker.tables.event import Event
from tracker.tables.guideline import (
    Applies,
    Decided,
    Force,
    Guideline,
    Requirement,
    Statement,
    Takeover,
    Wording,
)
from tracker.tables.lineage import Edit
from tracker.tables.link import Link, LinkType, SearchRecord
from tracker.tables.local import DocumentStatus, LocalDocument, Publicity
from tracker.tables.network import Actor, Participation
from tracker.tables.people import Person
from tracker.tables.schema import Table, UtcDateTime
from tracker.tables.service import Service, ServiceStatus
from tracker.views.earlier import begins, earlier, walk
from tracker.views.ladder.shares import shares
from tracker.views.ladder.standings import standings

AFTER, MUCH_LATER = (datetime(2026, 11, day, 9, tzinfo=UTC) for day in (24, 29))
DAY = EVENING.date()
DATA = Path(__file__).parents[2] / "data" / "tracker"

Verb = Callable[[Session, Any, Person], object]


@pytest.fixture
def state(evening: Town) -> Town:
    """The same, by the name of what is rebuilt."""
    return evening


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


def _edited(edit: Callable[..., object], **values: Any) -> Verb:
    def change(session: Session, town: Any, by: Person) -> None:
        version = snapshots.version(session, town.requirements[1])
        edit(session, town.requirements[1], by=by, version=version, **values)

    return change


def _split(session: Session, town: Any, by: Person) -> None:
    number = town.requirements[1]
    wording = session.scalars(select(Wording).where(Wording.requirement_id == number)).one()
    middle = (wording.start + wording.end) // 2
    parts = [splitting.Part(start=wording.start, end=middle), splitting.Part(start=middle, end=wording.end)]
    splitting.split(session, number, {wording.edition_id: parts}, by=by, version=snapshots.version(session, number))


def _reword(session: Session, town: Any, by: Person) -> None:
    number = town.requirements[1]
    wording = session.scalars(select(Wording).where(Wording.requirement_id == number)).one()
    rewording.reword(
        session, number, wording.edition_id, by=by, version=snapshots.version(session, number),
        span=(wording.start, wording.end - 3),
    )  # fmt: skip


def _one(session: Session, table: type[Any]) -> Any:
    return session.scalars(select(table).order_by(table.id)).first()


def _attached(session: Session) -> int:
    return session.scalars(select(Evidence.id).where(Evidence.record_id.is_not(None))).one()


def _apply(session: Session, town: Any, by: Person) -> None:
    seen = session.get_one(Requirement, town.requirements[0]).applies
    applicability.decide(session, town.requirements[0], wanted=Applies.NO, seen=seen, reason="gäller inte", by=by)


def _everything_of_a_document(session: Session, town: Any, by: Person) -> None:
    text = "# Ny riktlinje\n\nNämnden ska svara alla.\n".encode()
    prepared = documents.prepare(text, "ny.md", read(text, "ny.md"))
    documents.import_document(session, prepared, town.workspace, by=by)


def _another_guideline(session: Session, town: Any, by: Person) -> None:
    text = "---\nbeteckning: 2031:1\n---\n\n# Lag om svar\n\n### 1 §\n\nKommunen ska svara alla.\n".encode()
    ingest.import_guideline(session, ingest.prepare(text, "svar.md", read(text, "svar.md")), by=by)


def _another_edition(session: Session, town: Any, by: Person) -> Any:
    """The statute with a paragraph reworded, one gone and one new."""
    data = (DATA / "provbarhet.md").read_bytes()
    for old, new in ((b"varje", b"vartannat"), (b"En kommun f\xc3\xa5r inte ta ut avgift", b"Planen ska vara")):
        assert old in data
        data = data.replace(old, new)
    return ingest.import_guideline(session, ingest.prepare(data, "ny.md", read(data, "ny.md")), by=by)


def _describe_guideline(session: Session, town: Any, by: Person) -> None:
    row = _one(session, Guideline)
    seen = validity.facts_of(row)
    wanted = replace(seen, in_force_on=date(2020, 1, 1), repealed_on=date(2026, 11, 1))
    guideline_facts.describe(session, row.id, wanted=wanted, seen=seen, by=by)


def _chosen(session: Session) -> GuidelineChoice:
    return session.scalars(select(GuidelineChoice)).one()


def _leave_out(session: Session, town: Any, by: Person) -> None:
    """Everything there is, that of the evening and what is new."""
    numbers = session.scalars(select(Guideline.id)).all()
    choosing.choose(session, town.workspace, dict.fromkeys(numbers, False), "gäller inte oss", by=by)


def _reworded(session: Session, town: Any, by: Person) -> str:
    """The first requirement with other words, so that what rests on it is suspect; gives its fingerprint."""
    number = town.requirements[0]
    wording = session.scalars(select(Wording).where(Wording.requirement_id == number)).one()
    rewording.reword(
        session, number, wording.edition_id, by=by, version=snapshots.version(session, number),
        span=(wording.start, wording.end - 3),
    )  # fmt: skip
    return session.get_one(Requirement, number).fingerprint


def _clear_link(outcome: Outcome) -> Verb:
    def clear(session: Session, town: Any, by: Person) -> None:
        seen = _reworded(session, town, by)
        link = session.scalars(
            select(Link).where(Link.service_id == town.service, Link.state == Decided.CONFIRMED)
        ).one()
        clear_link(session, link.id, outcome, "läst om", by=by, seen_version=link.version, seen_requirement=seen)

    return clear


def _clear_judgement(session: Session, town: Any, by: Person) -> None:
    seen = _reworded(session, town, by)
    row = _one(session, Assessment)
    clear_assessment(session, row.id, Outcome.KEPT, "läst om", by=by, seen_requirement=seen, evidence_digest="")


def _restore(session: Session, town: Any, by: Person) -> None:
    """What stood before somebody confirmed the link to the service: it was a suggestion."""
    link = session.scalars(select(Link).where(Link.service_id == town.service)).one()
    event = select(Event.id).where(Event.entity == f"link:{link.id}", Event.action == "link.confirm")
    number = session.scalars(event).one()
    seen = restoring.earlier(session, number, by=by).seen_version
    restoring.restore(session, number, by=by, seen_version=seen)


def _service(**changes: Any) -> Verb:
    return lambda s, t, by: services.change_service(s, t.service, by=by, seen_version=1, **changes)


SERVICES = "name,status,unit\nBygglov,avslutad,Skola\nNy,i drift,Skola\n"
ACTORS = "name,kind,part_of\nBygg,enhet,Skola\nHamn,enhet,\n"

VERBS: dict[str, Verb] = {
    "guideline.import": _another_guideline,
    "guideline.import: edition": _another_edition,
    "edition.undo": lambda s, t, by: editions.undo(s, _another_edition(s, t, by).edition_id, by=by),
    "guideline.take_over": lambda s, t, by: takeovers.decide(
        s, _one(s, Takeover).id, confirmed=True, by=by, seen_version=1
    ),
    "guideline.choose": _leave_out,
    "guideline.choose: again": lambda s, t, by: choosing.choose(s, t.workspace, {_chosen(s).guideline_id: False}, by=by,
        reason="vi har ingen sådan verksamhet"),
    "guideline.describe": _describe_guideline,
    "guideline.describe: requirement": lambda s, t, by: guideline_facts.apply_from(
        s, t.requirements[0], wanted=date(2027, 1, 1), seen=None, by=by
    ),
    "crosswalk.decide": lambda s, t, by: tying.reject(
        s, _one(s, Crosswalk).id, by=by, seen_version=_one(s, Crosswalk).version
    ),
    "suspect.clear": _clear_link(Outcome.KEPT),
    "suspect.clear: withdraw": _clear_link(Outcome.WITHDRAWN),
    "suspect.clear: judgement": _clear_judgement,
    "requirement.apply": _apply,
    "requirement.edit": _split,
    "requirement.edit: reword": _reword,
    "requirement.edit: retype": _edited(retyping.retype, force=Force.PERMISSION),
    "requirement.edit: withdraw": _edited(retyping.withdraw, reason="dubblett"),
    "requirement.edit: promote": lambda s, t, by: promoting.promote(
        s, _one(s, Statement).id, Force.OBLIGATION, by=by, tracked=True
    ),
    "requirement.undo": lambda s, t, by: undoing.undo(s, _one(s, Edit).id, by=by),
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
    "network.decide": lambda s, t, by: deciding.confirm_parts(s, [_one(s, Participation).id], by=by),
    "threshold.set": lambda s, t, by: workspaces.set_threshold(s, t.workspace, "shelf_life", 1, by=by),
    "link.decide": _decided("confirm"),
    "link.decide: reject": _decided("reject"),
    "link.decide: reopen": _decided("reopen"),
    "history.restore": _restore,
    "search.record": lambda s, t, by: searching.record(s, t.workspace, t.requirements[4], by=by),
    "search.record: withdraw": lambda s, t, by: searching.withdraw(s, _one(s, SearchRecord).id, by=by),
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
        s, _one(s, Measure).id, by=by, seen_version=1, due_on=date(2027, 1, 1), owner_id=t.other_unit,
        barrier="staffing",
    ),
    "measure.plan: end": lambda s, t, by: planning.change(
        s, _one(s, Measure).id, by=by, seen_version=1, state=MeasureState.DONE
    ),
}  # fmt: skip
"""By action (and way) one verb that changes what the state of a day rests on."""
ELSEWHERE = {
    "guideline.stock": "only adds rows that say when",
    "link.suggest": "the machine's word is no state",
    "network.suggest": "the machine's word is no state",
    "crosswalk.suggest": "the machine's word is no state",
    "crosswalk.import": "decides by the same verbs",
    "reuse.find": "the machine's word is no state",
    "reading.check": "changes a requirement by the verbs of editing",
    "reading.refine": "weights",
    "coding.decide": "codings say when they were made and withdrawn",
    "source.check": "checks say when",
    "individual.read": "reads",
    "backup.save": "saves the whole database",
    "individual.dispose": "takes words away, which no earlier day keeps",
    "secrecy.mark": "holds for every day: what is secret now is secret in reports of earlier days too",
    "records.extract": "reads alone",
    "retention.set": "for how long use is remembered, which no view of a day reads",
    "retention.apply": "the same",
    "person.read": "reads alone",
    "person.dispose": "takes names away, which no earlier day keeps",
    "coders.name": "reads alone",
    **dict.fromkeys(("study.plan", "study.judge", "study.adjudicate", "study.reply"), "no view of a day reads studies"),
    "workspace.build": "makes the workspace",
    "four_eyes.set": "how decisions come about, which no figure of a day reads",
    "people.change": "roles are no state of the evidence",
    "token.make": "who may read, which no view of a day asks",
    "token.revoke": "the same",
}
"""Actions that change nothing that is rolled back through events, each with why."""


def dump(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """All that is kept of every table, and every moment; suggestions of the machine left out."""
    session.expire_all()
    found = {}
    for mapper in Table.registry.mappers:
        table = mapper.class_
        if table.__tablename__ not in {*KEPT, "record"}:
            continue
        names = ["id", *KEPT.get(table.__tablename__, ())]
        names += [column.key for column in inspect(table).columns if isinstance(column.type, UtcDateTime)]
        rows = session.execute(select(*(getattr(table, name) for name in dict.fromkeys(names))).order_by(table.id))
        found[table.__tablename__] = [
            tuple(row) for row in rows if not (table is Link and row.state is Decided.SUGGESTED)
        ]
    return found


@pytest.fixture(autouse=True)
def far_off() -> Iterator[None]:
    with clock.fixed(MUCH_LATER):
        yield


ROLLED_BACK = [
    *(pytest.param("sqlite", verb) for verb in VERBS),
    *(pytest.param("postgresql", verb, marks=pytest.mark.postgres) for verb in list(VERBS)[::3]),
]
"""On PostgreSQL a third of them: verbs and events are the same code, and every kind of column is among these."""


@pytest.mark.parametrize(("database", "verb"), ROLLED_BACK, indirect=["database"])
def test_an_evening_is_rebuilt_as_it_was(database: Database, person: Person, state: Any, verb: str) -> None:
    with clock.fixed(EVENING), database.reading() as session:
        rows, where = dump(session), standings(session, state.workspace)
        reached = [shares(session, state.workspace, by=by) for by in ("guideline", "unit", "service")]
    with clock.fixed(AFTER), database.writing() as session:
        VERBS[verb](session, state, person)
        session.flush()
        assert pending_of(session).before == {}
    with database.reading() as session:
        assert dump(session) != rows
        with earlier(session, state.workspace, DAY, suggestions=False) as then:
            assert dump(then) == rows
            assert standings(then, state.workspace) == where
        with earlier(session, state.workspace, DAY) as then:
            assert dump(then) == rows
            assert standings(then, state.workspace) == where
            assert [shares(then, state.workspace, by=by) for by in ("guideline", "unit", "service")] == reached


def test_every_action_has_its_verb_here() -> None:
    assert {name.partition(":")[0] for name in VERBS} | set(ELSEWHERE) == set(access.ACTIONS)


def test_what_was_changed_twice_holds_what_it_held_first(database: Database, person: Person, state: Any) -> None:
    for day, unit in ((22, state.other_unit), (24, state.unit), (26, None)):
        with clock.fixed(datetime(2026, 11, day, tzinfo=UTC)), database.writing() as session:
            version = session.get_one(Service, state.service).version
            services.change_service(session, state.service, by=person, seen_version=version, unit_id=unit)
    days = [date(2026, 11, day) for day in (21, 22, 24)]
    with database.reading() as session:
        units = [then.get_one(Service, state.service).unit_id for then in walk(session, state.workspace, days)]
    assert units == [state.unit, state.other_unit, state.unit]


def test_an_update_of_many_is_kept_as_well(database: Database, person: Person, state: Any) -> None:
    with clock.fixed(AFTER), database.writing() as session:
        session.execute(update(Service).where(Service.id == state.service).values(status=ServiceStatus.CLOSED))
        workspaces.set_threshold(session, state.workspace, "shelf_life", 1, by=person)
    with database.reading() as session, earlier(session, state.workspace, DAY) as then:
        assert then.get_one(Service, state.service).status is ServiceStatus.IN_SERVICE


def test_what_was_rolled_back_is_told_by_no_event(database: Database, state: Any) -> None:
    with database.writing() as session:
        with session.begin_nested() as inner:
            session.get_one(Service, state.service).status = ServiceStatus.CLOSED
            session.flush()
            inner.rollback()
        assert pending_of(session).before == {}


def test_names_and_words_are_never_told(database: Database, person: Person, state: Any) -> None:
    with clock.fixed(AFTER), database.writing() as session:
        session.get_one(Actor, state.unit).name = "Bygg och miljö"
        workspaces.set_threshold(session, state.workspace, "shelf_life", 1, by=person)
        event = session.scalars(select(Event).order_by(Event.id.desc())).first()
    assert event is not None
    assert event.before == {"shelf_life": 24, "former": {f"workspace:{state.workspace}": {"thresholds": {}}}}


def test_today_is_the_session_itself(database: Database, state: Any) -> None:
    with database.reading() as session, earlier(session, state.workspace, MUCH_LATER.date()) as then:
        assert then is session


def test_before_the_first_day_nothing_was_known(database: Database, state: Any) -> None:
    with database.reading() as session:
        assert begins(session, state.workspace) == DAY
        with earlier(session, state.workspace, date(2026, 11, 19)) as then:
            found = standings(then, state.workspace)
    assert (dict(found.cells), found.searched) == ({}, frozenset())
