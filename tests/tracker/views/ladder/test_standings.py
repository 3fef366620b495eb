"""Where requirements stand: evidence that ages, levels that fall back, and the picture of an earlier day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from tracker import assessing, clock, evidencing, linking, recording
from tracker.database import Database
from tracker.tables.assessment import Evidence
from tracker.tables.guideline import Requirement
from tracker.tables.link import Link, LinkType
from tracker.tables.local import DocumentStatus, LocalDocument
from tracker.tables.people import Person
from tracker.tables.service import Service, ServiceStatus
from tracker.views.earlier import earlier
from tracker.views.ladder.evidence import Lapse
from tracker.views.ladder.standings import Cell, standings

JANUARY = datetime(2026, 1, 2, 9, tzinfo=UTC)
TODAY = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def one_day(request: pytest.FixtureRequest) -> Iterator[None]:
    """Today; the guideline has been there since January."""
    with clock.fixed(JANUARY):
        request.getfixturevalue("guideline")
    with clock.fixed(TODAY):
        yield


def at(year: int, month: int, day: int) -> Any:
    return clock.fixed(datetime(year, month, day, 12, tzinfo=UTC))


def record(database: Database, town: Any, by: Person, kind: str, code: str, on: date, **facts: object) -> int:
    """A record about the service, attached to its first requirement as evidence of a kind."""
    with database.writing() as session:
        made = recording.add_record(
            session, town.workspace, kind, by=by, service_id=town.service, on=on, facts_given=facts
        )
        attach(session, town, by, code, record_id=made.id)
        return made.id


def attach(session: Any, town: Any, by: Person, code: str, **source: int) -> None:
    evidencing.add_evidence(
        session, town.workspace, town.requirements[:1], code, by=by, service_id=town.service, **source
    )


def cell(database: Database, town: Any, on: date | None = None) -> Cell:
    with database.reading() as session, earlier(session, town.workspace, on or clock.today()) as then:
        found = standings(then, town.workspace)
        return found.cell(town.requirements[0], ("service", town.service))


def lapses(found: Cell) -> dict[str, Lapse | None]:
    return {piece.kind: piece.lapse for piece in found.pieces}


def complete(database: Database, town: Any, by: Person) -> None:
    """All that steps 1 to 3 need, for the service's unit."""
    with database.writing() as session:
        made = recording.add_record(
            session, town.workspace, "decision", by=by, actor_id=town.unit, on=date(2026, 1, 10),
            facts_given={"about": "uppdrag"},
        )  # fmt: skip
        for code in ("responsible", "deadline", "resource"):
            evidencing.add_evidence(
                session, town.workspace, town.requirements[:1], code, by=by, actor_id=town.unit, record_id=made.id
            )
        link = session.scalars(select(Link.id)).first()
        for code in ("mention", "rule"):
            session.add(
                Evidence(
                    workspace_id=town.workspace, requirement_id=town.requirements[0], actor_id=town.unit, kind=code,
                    link_id=link, on=date(2026, 1, 10), by_id=by.id, recorded_at=clock.now(),
                )
            )  # fmt: skip


def test_a_service_takes_over_what_its_unit_was_assigned(database: Database, person: Person, town: Any) -> None:
    complete(database, town, person)
    assert cell(database, town).standing.level == 4


def test_a_test_holds_for_its_shelf_life_and_then_the_level_falls_back(
    database: Database, person: Person, town: Any
) -> None:
    complete(database, town, person)
    with database.writing() as session:
        attach(session, town, person, "tested", record_id=town.test)  # of 2026-05-01
    assert cell(database, town).shown == 5
    with at(2028, 5, 1):
        assert cell(database, town).shown == 5
    with at(2028, 5, 2):
        aged = cell(database, town)
    assert (aged.shown, lapses(aged)["tested"]) == (4, Lapse.AGED)
    assert aged.fallen is not None
    assert (aged.fallen.level, aged.fallen.since) == (5, date(2028, 5, 2))
    assert [piece.kind for piece in aged.fallen.pieces] == ["tested"]


def test_newer_evidence_of_the_same_step_leaves_nothing_fallen(database: Database, person: Person, town: Any) -> None:
    complete(database, town, person)
    record(database, town, person, "audit", "audited", date(2023, 3, 1), findings=0)
    with database.writing() as session:
        attach(session, town, person, "tested", record_id=town.test)
    found = cell(database, town)
    assert lapses(found)["audited"] is Lapse.AGED
    assert (found.shown, found.fallen) == (5, None)


def test_a_statement_lives_as_long_as_its_own_threshold(database: Database, person: Person, town: Any) -> None:
    record(database, town, person, "accessibility_statement", "statement", date(2025, 11, 20), conformance="partial")
    assert lapses(cell(database, town))["statement"] is None
    with at(2026, 11, 21):
        assert lapses(cell(database, town))["statement"] is Lapse.AGED


@pytest.mark.parametrize(
    ("kind", "code", "facts", "lapse"),
    [
        ("user_test", "tested", {"participants": 5, "success": 0.8, "findings": 4, "fixed": 3}, Lapse.FINDINGS_OPEN),
        ("user_test", "tested", {"participants": 5, "success": 0.8}, Lapse.FINDINGS_OPEN),
        ("user_test", "tested", {"participants": 0, "success": 0.8, "findings": 0}, Lapse.NO_PARTICIPANTS),
        ("audit", "audited", {"findings": 0}, None),
        ("routine", "routine", {"title": "Rutin", "valid_to": "2026-11-19"}, Lapse.EXPIRED),
        ("routine", "routine", {"title": "Rutin", "valid_to": "2026-11-20"}, None),
        ("iteration", "change", {"change": "Kortare formulär"}, Lapse.OUT_OF_ORDER),
    ],
)  # fmt: skip
def test_what_a_record_must_say_to_count(
    database: Database, person: Person, town: Any, kind: str, code: str, facts: dict[str, object], lapse: Lapse | None
) -> None:
    record(database, town, person, kind, code, date(2026, 6, 1), **facts)
    assert lapses(cell(database, town))[code] is lapse


def test_a_change_after_a_test_and_its_measured_effect_are_step_seven(
    database: Database, person: Person, town: Any
) -> None:
    with database.writing() as session:
        attach(session, town, person, "tested", record_id=town.test)
    record(database, town, person, "iteration", "change", date(2026, 6, 1), change="Färre fält")
    record(database, town, person, "iteration", "effect", date(2026, 9, 1), change="Färre fält", result="+12 %")
    assert cell(database, town).standing.above_gap == (4, 5, 7)


def test_two_follow_ups_of_one_period_are_one(database: Database, person: Person, town: Any) -> None:
    for on, period in ((date(2026, 3, 1), "2025"), (date(2026, 4, 1), " 2025 ")):
        record(database, town, person, "follow_up", "follow_up", on, period=period)
    found = cell(database, town)
    assert [piece.period for piece in found.pieces if piece.kind == "follow_up"] == ["2025", "2025"]


def test_a_closed_service_no_longer_serves(database: Database, person: Person, town: Any) -> None:
    complete(database, town, person)
    with database.writing() as session:
        service = session.get_one(Service, town.service)
        service.status, service.closed_at = ServiceStatus.CLOSED, datetime(2026, 10, 1, 9, tzinfo=UTC)
    found = cell(database, town)
    assert (found.shown, found.fallen.level if found.fallen else None) == (3, 4)
    assert found.fallen is not None
    assert found.fallen.since == date(2026, 10, 1)


def _carried_out_until(last: date, database: Database, person: Person, local_document: Any) -> int:
    """A requirement that a document carries out, which holds until a day."""
    with database.writing() as session:
        link = session.scalars(select(Link).where(Link.passage_id.is_not(None))).first()
        assert link is not None
        linking.confirm(session, link.id, LinkType.IMPLEMENTS, by=person, seen_version=link.version)
        document = session.get_one(LocalDocument, local_document.document_id)
        document.status, document.valid_to, document.decided_on = DocumentStatus.ADOPTED, last, date(2024, 1, 1)
        return link.requirement_id


def test_a_document_that_expires_takes_its_rule_along(
    database: Database, person: Person, suggested: int, local_document: Any
) -> None:
    number = _carried_out_until(date(2026, 12, 31), database, person, local_document)
    with database.reading() as session:
        assert standings(session, suggested).whole(number).shown == 2
    with at(2027, 1, 1), database.reading() as session:
        whole = standings(session, suggested).whole(number)
    assert whole.shown == 1
    assert whole.fallen is not None
    assert whole.fallen.since == date(2027, 1, 1)


def test_a_document_that_holds_for_ever_holds(
    database: Database, person: Person, suggested: int, local_document: Any
) -> None:
    number = _carried_out_until(date.max, database, person, local_document)
    with database.reading() as session:
        assert standings(session, suggested).whole(number).shown == 2


def test_an_earlier_day_is_shown_as_it_was_known_then(database: Database, person: Person, town: Any) -> None:
    with at(2026, 12, 1), database.writing() as session:
        attach(session, town, person, "tested", record_id=town.test)
    with at(2027, 1, 10), database.writing() as session:
        row = session.scalars(select(Evidence).where(Evidence.kind == "tested")).one()
        evidencing.withdraw_evidence(session, row.id, by=person, note="fel")
    with at(2027, 2, 1):
        assert cell(database, town, date(2026, 11, 19)).standing.steps == set()
        assert cell(database, town, date(2026, 11, 30)).standing.steps == {4}
        assert cell(database, town, date(2026, 12, 31)).standing.steps == {4, 5}
        assert cell(database, town).standing.steps == {4}


def test_a_judgement_counts_from_the_day_it_was_made(database: Database, person: Person, town: Any) -> None:
    digest = cell(database, town).digest
    with at(2026, 9, 1), database.writing() as session:
        assessing.assess(
            session, town.workspace, town.requirements[0], by=person, service_id=town.service, level=2,
            evidence_digest=digest,
        )  # fmt: skip
    assert cell(database, town, date(2026, 8, 31)).judged is None
    assert cell(database, town, date(2026, 9, 1)).shown == 2


def test_a_judgement_is_suspect_once_its_evidence_has_aged(database: Database, person: Person, town: Any) -> None:
    with database.writing() as session:
        attach(session, town, person, "tested", record_id=town.test)
    digest = cell(database, town).digest
    with database.writing() as session:
        assessing.assess(
            session, town.workspace, town.requirements[0], by=person, service_id=town.service, level=5,
            evidence_digest=digest,
        )  # fmt: skip
    assert not cell(database, town).suspect
    with at(2028, 6, 1):
        assert cell(database, town).suspect


def test_one_requirement_stands_as_it_does_among_all(database: Database, person: Person, town: Any) -> None:
    complete(database, town, person)
    with database.reading() as session:
        everything = standings(session, town.workspace)
        for number in session.scalars(select(Requirement.id)):
            alone = standings(session, town.workspace, requirement_id=number)
            assert alone.whole(number) == everything.whole(number)
            assert alone.cells == {key: found for key, found in everything.cells.items() if key[0] == number}
