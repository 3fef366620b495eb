"""Coders say how a requirement was translated: apart from the machine and from each other, and with a way back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tracker import clock, coding, linking
from tracker.database import Database
from tracker.errors import Conflict, NotAllowed, NotFound, Refused
from tracker.tables.event import Event
from tracker.tables.guideline import Decided
from tracker.tables.link import Link, LinkType
from tracker.tables.people import Membership, Person, Role
from tracker.tables.translation import Coding, Mode, ModeSuggestion, Modifier


@pytest.fixture
def link(database: Database, person: Person, suggested: int) -> Link:
    """A confirmed link to a passage."""
    with database.writing() as session:
        session.execute(delete(ModeSuggestion))
        return linking.confirm(session, _passage_link(database).id, LinkType.PARTLY, by=person, seen_version=1)


def test_a_code_is_kept_with_coder_day_and_texts(database: Database, person: Person, link: Link) -> None:
    with database.writing() as session:
        stored = coding.code(session, link.id, Mode.PARA, [Modifier.SHIFT, Modifier.SOFT], by=person, note="ordval")
    assert (stored.mode, stored.modifiers, stored.coder_id) == (Mode.PARA, ["soft", "shift"], person.id)
    assert (stored.on, stored.note, stored.suggested) == (clock.today(), "ordval", None)
    assert stored.target_fingerprint == link.target_fingerprint


def test_what_the_machine_said_is_kept_unless_it_was_hidden(database: Database, person: Person, link: Link) -> None:
    with database.writing() as session:
        _suggest(session, link, Mode.OMIT)
        seen = coding.code(session, link.id, Mode.PARA, by=person)
        blind = coding.code(session, link.id, Mode.PARA, by=person, blind=True)
    assert (seen.suggested, blind.suggested) == (Mode.OMIT, None)


def test_a_suggestion_about_other_texts_is_not_what_was_suggested(
    database: Database, person: Person, link: Link
) -> None:
    with database.writing() as session:
        _suggest(session, link, Mode.OMIT, fingerprint="0" * 64)
        assert coding.code(session, link.id, Mode.PARA, by=person).suggested is None


def test_a_new_code_replaces_the_coders_own_only(database: Database, person: Person, link: Link) -> None:
    with database.writing() as session:
        other = _another(session, link)
        coding.code(session, link.id, Mode.COPY, by=other)
        coding.code(session, link.id, Mode.PARA, by=person)
        coding.code(session, link.id, Mode.OMIT, by=person)
    assert _standing(database) == {(other.id, Mode.COPY), (person.id, Mode.OMIT)}


def test_taking_a_code_back_brings_the_former_one_back(database: Database, person: Person, link: Link) -> None:
    with database.writing() as session:
        coding.code(session, link.id, Mode.PARA, by=person)
    with database.writing() as session:
        second = coding.code(session, link.id, Mode.OMIT, by=person)
    with database.writing() as session:
        coding.withdraw(session, second.id, by=person)
    assert _standing(database) == {(person.id, Mode.PARA)}
    with pytest.raises(Conflict), database.writing() as session:
        coding.withdraw(session, second.id, by=person)


def test_nobody_takes_back_what_another_coder_said(database: Database, person: Person, link: Link) -> None:
    with database.writing() as session:
        stored = coding.code(session, link.id, Mode.PARA, by=_another(session, link))
    with pytest.raises(NotAllowed), database.writing() as session:
        coding.withdraw(session, stored.id, by=person)


def test_events_hold_what_was_before_and_after(database: Database, person: Person, link: Link) -> None:
    with database.writing() as session:
        coding.code(session, link.id, Mode.PARA, by=person)
        second = coding.code(session, link.id, Mode.OMIT, [Modifier.NARROW], by=person)
        coding.withdraw(session, second.id, by=person)
    with database.reading() as session:
        told = session.scalars(select(Event).where(Event.action.startswith("coding.")).order_by(Event.seq)).all()
    assert [(event.action, event.before.get("mode"), event.after.get("mode")) for event in told] == [
        ("coding.code", None, "para"),
        ("coding.code", "para", "omit"),
        ("coding.withdraw", "omit", "para"),
    ]


def test_only_confirmed_passages_are_coded(database: Database, person: Person, suggested: int) -> None:
    with pytest.raises(Refused), database.writing() as session:
        coding.code(session, _passage_link(database).id, Mode.PARA, by=person)
    with pytest.raises(NotFound), database.writing() as session:
        coding.code(session, 999_999, Mode.PARA, by=person)


def test_a_passage_is_never_coded_as_not_translated(database: Database, person: Person, link: Link) -> None:
    with pytest.raises(Refused), database.writing() as session:
        coding.code(session, link.id, Mode.NONE, by=person)


@pytest.mark.parametrize("modifiers", [[Modifier.DECOUP], [Modifier.SOFT, Modifier.HARD]])
def test_modifiers_that_cannot_be_coded_are_refused(
    database: Database, person: Person, link: Link, modifiers: list[Modifier]
) -> None:
    with pytest.raises(Refused), database.writing() as session:
        coding.code(session, link.id, Mode.PARA, modifiers, by=person)


def test_a_coder_who_saw_another_version_is_told(database: Database, person: Person, link: Link) -> None:
    with pytest.raises(Conflict), database.writing() as session:
        coding.code(session, link.id, Mode.PARA, by=person, seen_version=link.version - 1)


def test_coders_may_code_and_viewers_may_not(database: Database, link: Link) -> None:
    with database.writing() as session:
        coding.code(session, link.id, Mode.PARA, by=_another(session, link, Role.CODER))
    with database.writing() as session:
        reader = _another(session, link, Role.VIEWER)
    with pytest.raises(NotAllowed), database.writing() as session:
        coding.code(session, link.id, Mode.PARA, by=reader)


def test_confirming_and_coding_are_stored_together_or_not_at_all(
    database: Database, person: Person, suggested: int
) -> None:
    number = _passage_link(database).id
    with pytest.raises(Refused), database.writing() as session:
        coding.confirm_and_code(
            session, number, LinkType.PARTLY, Mode.PARA, [Modifier.DECOUP], by=person, seen_version=1
        )
    with database.reading() as session:
        assert session.get_one(Link, number).state is Decided.SUGGESTED
    with database.writing() as session:
        link, stored = coding.confirm_and_code(session, number, LinkType.PARTLY, Mode.PARA, by=person, seen_version=1)
    assert (link.state, stored.link_id) == (Decided.CONFIRMED, number)


def _passage_link(database: Database) -> Link:
    with database.reading() as session:
        return session.scalars(
            select(Link).where(Link.passage_id.is_not(None)).order_by(Link.id)
        ).first() or pytest.fail("no suggestion")


def _suggest(session: Session, link: Link, mode: Mode, *, fingerprint: str = "") -> None:
    session.add(
        ModeSuggestion(
            workspace_id=link.workspace_id, link_id=link.id, mode=mode, modifiers=[], confidence=0.5, reasons=[],
            elements=[], reader="test", requirement_fingerprint=fingerprint or link.requirement_fingerprint,
            target_fingerprint=link.target_fingerprint, recorded_at=datetime(2030, 1, 1, tzinfo=UTC),
        )
    )  # fmt: skip
    session.flush()


def _another(session: Session, link: Link, role: Role = Role.REVIEWER) -> Person:
    other = Person(name="Andra kodaren")
    session.add(other)
    session.flush()
    session.add(Membership(workspace_id=link.workspace_id, person_id=other.id, role=role))
    session.flush()
    return other


def _standing(database: Database) -> set[tuple[int, Mode]]:
    with database.reading() as session:
        rows = session.execute(select(Coding.coder_id, Coding.mode).where(Coding.withdrawn_at.is_(None)))
        return {(coder, mode) for coder, mode in rows}
