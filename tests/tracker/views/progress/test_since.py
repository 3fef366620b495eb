"""What changed since a day: three reasons, never one number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select

from tracker import assessing, clock, evidencing, services, snapshots
from tracker.database import Database
from tracker.editing import retyping
from tracker.tables.assessment import Evidence
from tracker.tables.change import Clearance, Outcome
from tracker.tables.guideline import Requirement
from tracker.tables.local import LocalDocument, Publicity
from tracker.tables.people import Person
from tracker.tables.service import ServiceStatus
from tracker.views.progress.movement import Why, movement
from tracker.views.progress.new_texts import TextCourse, Through
from tracker.views.progress.since import Since, changed_since

YESTERDAY = date(2026, 11, 19)


def changes(database: Database, town: Any, since: date = YESTERDAY, **options: Any) -> Since:
    with database.reading() as session:
        return changed_since(session, town.workspace, since=since, **options)


def what(found: Since) -> Counter[tuple[str, str]]:
    return Counter((change.why.value, change.what) for change in found.changes)


def test_evidence_judgement_and_text_are_counted_apart(
    database: Database, town: Any, judge: Callable[..., None], local_document: Any
) -> None:
    del local_document
    judge(date(2026, 11, 20), level=2)
    found = changes(database, town)
    assert what(found) == {("evidence", "evidence_came"): 1, ("judgement", "judged"): 1, ("text", "local_edition"): 1}
    assert [found.count(why) for why in (Why.EVIDENCE, Why.JUDGEMENT, Why.TEXT)] == [1, 1, 1]
    (came,) = [change for change in found.changes if change.what == "evidence_came"]
    assert (came.kind, came.name, [text.id for text in came.requirements]) == (
        "in_service", ("Bygglov", "Bygglov"), [town.requirements[0]],
    )  # fmt: skip


def test_what_came_and_went_again_changed_nothing(database: Database, person: Person, town: Any) -> None:
    with database.writing() as session:
        evidencing.add_evidence(
            session, town.workspace, [town.requirements[1]], "tested", by=person, service_id=town.service,
            record_id=town.test,
        )  # fmt: skip
        row = session.scalars(select(Evidence.id).where(Evidence.kind == "tested")).one()
        evidencing.withdraw_evidence(session, row, by=person)
    assert ("evidence", "evidence_ended") not in what(changes(database, town))
    assert what(changes(database, town))["evidence", "evidence_came"] == 1


def test_a_service_in_another_state_is_there_with_its_day(database: Database, person: Person, town: Any) -> None:
    with clock.fixed(clock.now().replace(day=24)), database.writing() as session:
        services.change_service(session, town.service, by=person, seen_version=1, status=ServiceStatus.CLOSED)
    with clock.fixed(clock.now().replace(day=26)):
        (change,) = [one for one in changes(database, town, date(2026, 11, 22)).changes if one.what == "service"]
    assert (change.day, change.kind, change.page, change.number) == (
        date(2026, 11, 24), "closed", "services", town.service,
    )  # fmt: skip


def test_a_document_under_secrecy_keeps_its_name(database: Database, town: Any, local_document: Any) -> None:
    with database.writing() as session:
        session.get_one(LocalDocument, local_document.document_id).publicity = Publicity.SECRECY
    named = {
        sees: [one.name for one in changes(database, town, sees_secrecy=sees).changes if one.what == "local_edition"]
        for sees in (False, True)
    }
    assert named[False] == [("", "")]
    assert named[True] != named[False]


def test_a_requirement_a_person_withdrew_is_no_fall(
    database: Database, person: Person, town: Any, judge: Callable[..., None]
) -> None:
    judge(date(2026, 8, 3), level=3)
    with database.writing() as session:
        number = town.requirements[1]
        retyping.withdraw(session, number, by=person, version=snapshots.version(session, number), reason="dubblett")
    with database.reading() as session:
        found = movement(session, town.workspace, since=YESTERDAY)
    assert [(move.requirement.id, move.course, move.through) for move in found.texts] == [
        (number, TextCourse.WENT, Through.DECISION)
    ]
    assert number not in {move.requirement.id for move in found.moves}


def test_the_requirements_of_a_new_guideline_came_with_it(database: Database, town: Any) -> None:
    with database.reading() as session:
        found = movement(session, town.workspace, since=date(2026, 1, 1))
    assert {(move.course, move.through) for move in found.texts} == {(TextCourse.CAME, Through.GUIDELINE)}
    assert (len(found.texts), found.moves, found.same) == (len(town.requirements), [], 0)


def test_what_a_new_text_made_people_give_up_is_for_the_text(
    database: Database, person: Person, town: Any, judge: Callable[..., None]
) -> None:
    judge(date(2026, 8, 3), level=3)
    with database.writing() as session:
        row = assessing.assess(
            session, town.workspace, town.requirements[1], by=person, actor_id=town.unit, level=1, evidence_digest=""
        )
        session.add(
            Clearance(
                workspace_id=town.workspace, assessment_id=row.id, outcome=Outcome.CHANGED, reason="ny lydelse",
                by_id=person.id, recorded_at=clock.now(),
            )
        )  # fmt: skip
    with database.reading() as session:
        (move,) = [
            one
            for one in movement(session, town.workspace, since=YESTERDAY).moves
            if one.requirement.id == town.requirements[1]
        ]
        assert session.get_one(Requirement, town.requirements[1])
    assert (move.before, move.now, move.why) == (3, 1, Why.TEXT)
