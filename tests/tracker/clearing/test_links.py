"""Suspect links are kept, changed or withdrawn by a person, with a reason; nobody overwrites anybody."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.tracker.revising.conftest import ANSWER, FEES, PLAN, Paper, words_of
from tracker import clock, coding, linking, tasks
from tracker.clearing import links
from tracker.database import Database
from tracker.errors import Conflict, NotAllowed, Refused, TrackerError
from tracker.revising import applying
from tracker.settings import Settings
from tracker.suspects import successors, suspect_links
from tracker.tables.assessment import Evidence
from tracker.tables.change import Clearance, Outcome
from tracker.tables.event import Event
from tracker.tables.guideline import Decided, Requirement
from tracker.tables.link import Link, LinkType
from tracker.tables.local import Passage
from tracker.tables.people import Membership, Person, Role
from tracker.tables.translation import Mode
from tracker.views.review.translation import translation

Revise = Callable[..., applying.Revised]
FEES_CHANGED = FEES.replace("ingen avgift", "en avgift om hundra kronor")


def clear(
    session: Session, link_id: int, outcome: Outcome, *, by: Person, version: int | None = None, **said: object
) -> Clearance:
    """What a person does who sees the link as it is, and the passage that took over."""
    link = session.get_one(Link, link_id)
    became = successors(session, [link.passage_id or 0])[link.passage_id or 0]
    options = {
        "seen_version": version or link.version,
        "seen_requirement": session.get_one(Requirement, link.requirement_id).fingerprint,
        "passage_id": became[0] if became and outcome is not Outcome.WITHDRAWN else None,
    }
    return links.clear_link(session, link_id, outcome, "Samma sak gäller.", by=by, **{**options, **said})


def kinds_of(session: Session, link_id: int) -> list[str]:
    return sorted(
        session.scalars(select(Evidence.kind).where(Evidence.link_id == link_id, Evidence.withdrawn_at.is_(None)))
    )


def test_kept_it_stands_on_the_passage_that_took_over_with_the_same_evidence(
    database: Database, person: Person, paper: Paper, revise: Revise
) -> None:
    done = revise(PLAN, FEES_CHANGED, ANSWER)
    with database.writing() as session:
        before = session.scalars(select(Evidence.id).where(Evidence.link_id == paper.links[FEES])).all()
        row = clear(session, paper.links[FEES], Outcome.KEPT, by=person)
        assert row.reason == "Samma sak gäller."
    with database.reading() as session:
        assert words_of(session, paper.links[FEES]) == (done.edition_id, FEES_CHANGED)
        assert not suspect_links(session, paper.workspace)
        after = session.scalars(select(Evidence.id).where(Evidence.link_id == paper.links[FEES])).all()
        (event,) = session.scalars(select(Event).where(Event.action == "suspect.clear"))
    assert before == after
    assert event.before["passage"] != event.after["passage"]


def test_changed_it_has_another_type_and_its_evidence(
    database: Database, person: Person, paper: Paper, revise: Revise
) -> None:
    revise(PLAN, FEES_CHANGED, ANSWER)
    with database.writing() as session:
        clear(session, paper.links[FEES], Outcome.CHANGED, by=person, type=LinkType.MENTIONS)
    with database.reading() as session:
        assert session.get_one(Link, paper.links[FEES]).type is LinkType.MENTIONS
        assert kinds_of(session, paper.links[FEES]) == ["mention"]


def test_withdrawn_it_is_rejected_and_its_evidence_ended(
    database: Database, person: Person, paper: Paper, revise: Revise
) -> None:
    revise(PLAN, ANSWER)
    with database.writing() as session:
        clear(session, paper.links[FEES], Outcome.WITHDRAWN, by=person)
    with database.reading() as session:
        assert session.get_one(Link, paper.links[FEES]).state is Decided.REJECTED
        assert kinds_of(session, paper.links[FEES]) == []
        assert not suspect_links(session, paper.workspace)


@pytest.mark.parametrize("outcome", Outcome)
def test_undone_it_is_as_it_was(
    database: Database, person: Person, paper: Paper, revise: Revise, outcome: Outcome
) -> None:
    revise(PLAN, FEES_CHANGED, ANSWER)
    number = paper.links[FEES]
    with database.writing() as session:
        before = _content(session.get_one(Link, number)), kinds_of(session, number)
        chosen = {"type": LinkType.PARTLY} if outcome is Outcome.CHANGED else {}
        cleared = clear(session, number, outcome, by=person, **chosen).id
    with database.writing() as session:
        links.undo(session, cleared, by=person)
    with database.reading() as session:
        assert (_content(session.get_one(Link, number)), kinds_of(session, number)) == before
        assert suspect_links(session, paper.workspace) == {number}
        assert session.get_one(Clearance, cleared).undone_at is not None


def test_a_clearing_is_undone_once_and_not_after_another_decision(
    database: Database, person: Person, paper: Paper, revise: Revise
) -> None:
    revise(PLAN, FEES_CHANGED, ANSWER)
    with database.writing() as session:
        cleared = clear(session, paper.links[FEES], Outcome.KEPT, by=person).id
    with database.writing() as session:
        links.undo(session, cleared, by=person)
    with pytest.raises(Conflict, match=r"error\.clearance_undone"), database.writing() as session:
        links.undo(session, cleared, by=person)
    with database.writing() as session:
        again = clear(session, paper.links[FEES], Outcome.KEPT, by=person).id
        link = session.get_one(Link, paper.links[FEES])
        linking.reject(session, link.id, by=person, seen_version=link.version)
    with pytest.raises(Conflict, match=r"error\.link_changed"), database.writing() as session:
        links.undo(session, again, by=person)


def test_a_link_that_is_not_suspect_is_not_cleared_and_none_without_a_reason(
    database: Database, person: Person, paper: Paper, revise: Revise
) -> None:
    with pytest.raises(Refused, match=r"error\.not_suspect"), database.writing() as session:
        clear(session, paper.links[PLAN], Outcome.KEPT, by=person)
    revise(FEES)
    with pytest.raises(Refused, match=r"error\.clear_reason_needed"), database.writing() as session:
        links.clear_link(
            session, paper.links[PLAN], Outcome.WITHDRAWN, "  ", by=person, seen_version=2, seen_requirement=""
        )


def test_a_requirement_that_changed_is_seen_before_the_link_is_kept(
    database: Database, person: Person, paper: Paper
) -> None:
    with database.writing() as session:
        requirement = session.get_one(Link, paper.links[PLAN]).requirement_id
        session.get_one(Requirement, requirement).fingerprint = "a" * 64
    with pytest.raises(Conflict, match=r"error\.suspect_text_changed"), database.writing() as session:
        clear(session, paper.links[PLAN], Outcome.KEPT, by=person, seen_requirement="b" * 64)
    with database.writing() as session:
        clear(session, paper.links[PLAN], Outcome.KEPT, by=person)
    with database.reading() as session:
        assert paper.links[PLAN] not in suspect_links(session, paper.workspace)


def test_what_is_gone_cannot_be_kept_without_another_passage(
    database: Database, person: Person, paper: Paper, revise: Revise
) -> None:
    revise(PLAN, ANSWER)
    with pytest.raises(Refused, match=r"error\.clear_passage_needed"), database.writing() as session:
        clear(session, paper.links[FEES], Outcome.KEPT, by=person)
    with pytest.raises(Conflict, match=r"error\.clear_passage_gone"), database.writing() as session:
        clear(session, paper.links[FEES], Outcome.KEPT, by=person, passage_id=10**9)
    with database.writing() as session:
        heading = session.scalars(
            select(Passage.id).where(Passage.type == "heading").order_by(Passage.id.desc())
        ).first()
        with pytest.raises(Refused, match=r"error\.passage_not_evidence"):
            clear(session, paper.links[FEES], Outcome.KEPT, by=person, passage_id=heading)


def test_a_mere_suggestion_gives_way(database: Database, person: Person, paper: Paper, revise: Revise) -> None:
    revise(PLAN, FEES_CHANGED, ANSWER)
    with database.writing() as session:
        link = session.get_one(Link, paper.links[FEES])
        (now,) = successors(session, [link.passage_id or 0])[link.passage_id or 0]
        other = Link(
            workspace_id=paper.workspace,
            requirement_id=link.requirement_id,
            passage_id=now,
            requirement_fingerprint=link.requirement_fingerprint,
            target_fingerprint=session.get_one(Passage, now).fingerprint,
            scorer="machine",
            recorded_at=clock.now(),
        )
        session.add(other)
        session.flush()
        number = other.id
    with database.writing() as session:
        clear(session, paper.links[FEES], Outcome.KEPT, by=person)
    with database.reading() as session:
        assert session.get(Link, number) is None


def test_what_a_person_decided_does_not_give_way(
    database: Database, person: Person, paper: Paper, revise: Revise
) -> None:
    revise(PLAN, FEES_CHANGED, ANSWER)
    with database.writing() as session:
        link = session.get_one(Link, paper.links[FEES])
        (now,) = successors(session, [link.passage_id or 0])[link.passage_id or 0]
        other = linking.add(session, paper.workspace, link.requirement_id, "passage", now, by=person)
        linking.reject(session, other.id, by=person, seen_version=other.version)
    with pytest.raises(Refused, match=r"error\.clear_link_there"), database.writing() as session:
        clear(session, paper.links[FEES], Outcome.KEPT, by=person)


def test_who_may_not_review_may_not_clear(database: Database, paper: Paper, revise: Revise) -> None:
    revise(PLAN, FEES_CHANGED, ANSWER)
    with database.writing() as session:
        reader = Person(name="Läsare", login="reader")
        session.add(reader)
        session.flush()
        session.add(Membership(workspace_id=paper.workspace, person_id=reader.id, role=Role.VIEWER))
    with pytest.raises(NotAllowed), database.writing() as session:
        clear(session, paper.links[FEES], Outcome.KEPT, by=reader)


@pytest.mark.connections
def test_of_two_who_clear_the_same_link_at_once_one_wins(
    database: Database, person: Person, paper: Paper, revise: Revise
) -> None:
    revise(PLAN, FEES_CHANGED, ANSWER)
    with database.reading() as session:
        version = session.get_one(Link, paper.links[FEES]).version
    together = threading.Barrier(2)
    came: list[str] = []

    def work(outcome: Outcome) -> None:
        together.wait()
        try:
            with database.writing() as session:
                clear(session, paper.links[FEES], outcome, by=person, version=version)
            came.append(outcome)
        except TrackerError as problem:
            came.append(problem.code)

    both = [threading.Thread(target=work, args=(outcome,)) for outcome in (Outcome.KEPT, Outcome.WITHDRAWN)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(came)[0] == "error.link_changed"
    with database.reading() as session:
        assert len(session.scalars(select(Clearance)).all()) == 1


def _content(link: Link) -> tuple[object, ...]:
    names = ("passage_id", "state", "type", "requirement_fingerprint", "target_fingerprint", "on", "decided_at", "note")
    return tuple(getattr(link, name) for name in names)


def test_codes_given_to_the_old_words_stay_marked_until_they_are_coded_anew(
    database: Database, person: Person, paper: Paper, revise: Revise
) -> None:
    with database.writing() as session:
        coding.code(session, paper.links[FEES], Mode.COPY, by=person)
    revise(PLAN, FEES_CHANGED, ANSWER)
    with database.writing() as session:
        before = translation(session, session.get_one(Link, paper.links[FEES]))
        clear(session, paper.links[FEES], Outcome.KEPT, by=person)
        kept = translation(session, session.get_one(Link, paper.links[FEES]))
        coding.code(session, paper.links[FEES], Mode.PARA, by=person)
        anew = translation(session, session.get_one(Link, paper.links[FEES]))
    assert [[coded.suspect for coded in found.coded] for found in (before, kept, anew)] == [[True], [True], [False]]


def test_a_pair_that_a_suspect_link_asks_about_is_not_suggested_as_well(
    database: Database, person: Person, paper: Paper, revise: Revise
) -> None:
    revise(PLAN, FEES_CHANGED, ANSWER)
    tasks.suggest(database, paper.workspace, by=person, settings=Settings(suggestion_floor=0.0))
    with database.reading() as session:
        link = session.get_one(Link, paper.links[FEES])
        (now,) = successors(session, [link.passage_id or 0])[link.passage_id or 0]
        suggested = session.scalars(select(Link.requirement_id).where(Link.passage_id == now)).all()
    assert link.requirement_id not in suggested


def test_evidence_that_ended_on_an_earlier_day_stays_ended_for_that_day(
    database: Database, person: Person, paper: Paper, revise: Revise
) -> None:
    revise(PLAN, FEES_CHANGED, ANSWER)
    day = datetime(2031, 5, 1, 9, tzinfo=UTC)
    with clock.fixed(day), database.writing() as session:
        cleared = clear(session, paper.links[FEES], Outcome.WITHDRAWN, by=person).id
    with clock.fixed(day + timedelta(days=2)), database.writing() as session:
        links.undo(session, cleared, by=person)
    with database.reading() as session:
        rows = session.scalars(select(Evidence).where(Evidence.link_id == paper.links[FEES])).all()
    ended = [row for row in rows if row.withdrawn_at is not None]
    assert sorted(row.kind for row in ended) == sorted(row.kind for row in rows if row.withdrawn_at is None)
