"""Stored reasons come back numbered, with their places and with the decisions they were learned from."""

from __future__ import annotations

from sqlalchemy import select

from tracker import events, linking
from tracker.database import Database
from tracker.tables.guideline import Decided
from tracker.tables.link import Link
from tracker.tables.local import LocalDocument, Publicity
from tracker.tables.people import Person
from tracker.views.review.item import item
from tracker.views.review.queue import Filter, queue
from tracker.views.review.reasons import shown_reasons


def test_the_strongest_reason_is_the_first(database: Database, suggested: int) -> None:
    rows = [{"code": "reason.shared_terms", "weight": 0.1}, {"code": "reason.same_wording", "weight": 0.9}]
    with database.reading() as session:
        found = shown_reasons(session, suggested, rows)
    assert [(reason.number, reason.code) for reason in found] == [
        (1, "reason.same_wording"),
        (2, "reason.shared_terms"),
    ]


def test_places_count_in_the_texts_that_are_shown(database: Database, suggested: int) -> None:
    with database.reading() as session:
        first = queue(session, suggested, Filter(target="passage")).rows[0]
        shown = item(session, suggested, first.link_id)
    wording = shown.requirement.wordings["sv"]
    assert shown.passage is not None
    assert {reason.target_of for reason in shown.reasons} == {events.checksum(shown.passage.text)}
    assert {reason.source_of for reason in shown.reasons} == {
        events.checksum(f"{wording.lead_in} {wording.text}".strip())
    }
    assert any(reason.source and reason.target for reason in shown.reasons)


def test_suggestions_of_earlier_programs_have_no_places(database: Database, suggested: int) -> None:
    rows = [{"code": "reason.shared_terms", "values": {"terms": "plan"}, "weight": 0.5}]
    with database.reading() as session:
        assert shown_reasons(session, suggested, rows)[0].source == ()


def test_what_was_learned_leads_to_the_decisions(database: Database, person: Person, suggested: int) -> None:
    link = _confirmed(database, person)
    with database.reading() as session:
        (reason,) = shown_reasons(session, suggested, [_learned(link)])
    assert [(earlier.link_id, earlier.state) for earlier in reason.learned_from] == [(link.id, Decided.REJECTED)]


def test_decisions_taken_back_or_under_secrecy_are_not_named(
    database: Database, person: Person, suggested: int
) -> None:
    link = _confirmed(database, person)
    with database.writing() as session:
        for document in session.scalars(select(LocalDocument)):
            document.publicity = Publicity.SECRECY
    with database.reading() as session:
        (hidden,) = shown_reasons(session, suggested, [_learned(link)])
        (seen,) = shown_reasons(session, suggested, [_learned(link)], sees_secrecy=True)
    assert (len(hidden.learned_from), len(seen.learned_from)) == (0, 1)
    with database.writing() as session:
        linking.reopen(session, link.id, by=person, seen_version=link.version)
    with database.reading() as session:
        (reopened,) = shown_reasons(session, suggested, [_learned(link)], sees_secrecy=True)
    assert reopened.learned_from == ()


def _confirmed(database: Database, person: Person) -> Link:
    with database.writing() as session:
        link = session.scalars(select(Link).where(Link.passage_id.is_not(None)).order_by(Link.id)).first()
        assert link is not None
        return linking.reject(session, link.id, by=person, seen_version=1)


def _learned(link: Link) -> dict[str, object]:
    values = {
        "n": 1,
        "terms": "plan",
        "requirements": f"{link.requirement_id}, x",
        "passages": f"passage:{link.passage_id}, y",
    }
    return {"code": "reason.learned", "values": values, "weight": 1}
