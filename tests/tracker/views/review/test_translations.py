"""Translations as a list: coders before the machine, every place that says it more softly, and talk ahead of action."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, select, update

from tracker import clock, coding, linking
from tracker.database import Database
from tracker.tables.guideline import Decided, Requirement, Wording
from tracker.tables.link import Link, LinkType
from tracker.tables.local import LocalDocument, Publicity
from tracker.tables.people import Person
from tracker.tables.translation import Mode, ModeSuggestion, Modifier
from tracker.views.ladder.decoupling import decoupled
from tracker.views.overview import overview
from tracker.views.review.translation import Unread, translation
from tracker.views.review.translations import CODED, SUGGESTED, Wanted, translations, unread, weakened, with_words

AFTER = datetime(2032, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def link(database: Database, person: Person, suggested: int) -> Link:
    """A confirmed link that the machine calls softer."""
    with database.writing() as session:
        found = session.scalars(
            select(Link)
            .join(Requirement, Requirement.id == Link.requirement_id)
            .where(Requirement.locator == "2 § 1 st", Link.passage_id.is_not(None))
            .order_by(Link.id)
        ).first()
        assert found is not None
        session.execute(update(ModeSuggestion).values(modifiers=[]))
        session.execute(
            update(ModeSuggestion).where(ModeSuggestion.link_id == found.id).values(mode=Mode.PARA, modifiers=["soft"])
        )
        return linking.confirm(session, found.id, LinkType.IMPLEMENTS, by=person, seen_version=1)


def test_every_place_that_says_it_more_softly_is_one_filter(database: Database, suggested: int, link: Link) -> None:
    with database.reading() as session:
        (row,) = translations(session, suggested, wanted=Wanted(modifier=Modifier.SOFT))
        (worded,) = with_words(session, [row])
        assert weakened(session, suggested) == overview(session, suggested).weakened == 1
    assert (row.link_id, row.coded) == (link.id, False)
    assert worded.passage.text
    assert worded.requirement.words("sv")


def test_a_coder_goes_before_the_machine(database: Database, person: Person, suggested: int, link: Link) -> None:
    with database.writing() as session:
        coding.code(session, link.id, Mode.OMIT, by=person)
    with database.reading() as session:
        assert translations(session, suggested, wanted=Wanted(modifier=Modifier.SOFT)) == []
        (row,) = translations(session, suggested, wanted=Wanted(said=CODED, mode=Mode.OMIT))
    assert [said.coder for said in row.said] == ["Testperson"]


def test_a_place_that_nobody_and_nothing_has_read_is_counted(
    database: Database, person: Person, suggested: int, link: Link
) -> None:
    def counted() -> int:
        with database.reading() as session:
            return unread(session, suggested)

    assert counted() == 0
    with database.writing() as session:
        session.execute(delete(ModeSuggestion).where(ModeSuggestion.link_id == link.id))
    assert counted() == 1
    with database.writing() as session:
        coding.code(session, link.id, Mode.OMIT, by=person)
    assert counted() == 0


def test_suggested_links_are_listed_when_asked_for(database: Database, suggested: int, link: Link) -> None:
    with database.reading() as session:
        confirmed = translations(session, suggested, wanted=Wanted())
        everything = translations(session, suggested, wanted=Wanted(state=None))
        proposed = translations(session, suggested, wanted=Wanted(state=Decided.SUGGESTED))
    assert len(everything) == len(confirmed) + len(proposed)
    assert len(proposed) > 0


def test_a_reading_of_a_text_that_changed_is_not_listed(database: Database, suggested: int, link: Link) -> None:
    with database.writing() as session:
        session.get_one(Requirement, link.requirement_id).fingerprint = "0" * 64
    with database.reading() as session:
        assert translations(session, suggested, wanted=Wanted()) == []
        assert translation(session, session.get_one(Link, link.id)).unread is Unread.CHANGED


def test_documents_under_secrecy_are_left_out_for_most(database: Database, suggested: int, link: Link) -> None:
    with database.writing() as session:
        session.execute(update(LocalDocument).values(publicity=Publicity.SECRECY))
    with database.reading() as session:
        assert translations(session, suggested, wanted=Wanted()) == []
        assert len(translations(session, suggested, wanted=Wanted(), sees_secrecy=True)) == 1


def test_text_without_action_after_its_deadline_is_decoupled(database: Database, suggested: int, link: Link) -> None:
    with database.writing() as session:
        session.execute(
            update(Wording).where(Wording.requirement_id == link.requirement_id).values(deadline_normal="date:2031-06")
        )
    with database.reading() as session:
        with clock.fixed(datetime(2031, 6, 30, 12, tzinfo=UTC)):
            assert decoupled(session, suggested) == frozenset()
        with clock.fixed(AFTER):
            assert decoupled(session, suggested) == {link.requirement_id}
            (row,) = translations(session, suggested, wanted=Wanted(modifier=Modifier.DECOUP))
    assert row.link_id == link.id


def test_text_without_action_is_listed_though_nobody_has_read_how_it_was_translated(
    database: Database, suggested: int, link: Link
) -> None:
    with database.writing() as session:
        session.execute(update(Wording).values(deadline_normal="date:2031-06"))
        session.execute(delete(ModeSuggestion))
    with database.reading() as session, clock.fixed(AFTER):
        (row,) = translations(session, suggested, wanted=Wanted(modifier=Modifier.DECOUP))
        assert translations(session, suggested, wanted=Wanted()) == []
        for said in (CODED, SUGGESTED):
            assert translations(session, suggested, wanted=Wanted(modifier=Modifier.DECOUP, said=said)) == []
    assert (row.link_id, row.said, row.apart) == (link.id, [], True)


def test_nothing_is_decoupled_once_something_is_in_service(
    database: Database, person: Person, suggested: int, link: Link
) -> None:
    with database.writing() as session:
        session.execute(update(Wording).values(deadline_normal="date:2031-06-30"))
        linking.confirm(
            session, link.id, LinkType.IMPLEMENTS, by=person, seen_version=link.version, supports=("in_service",)
        )
    with database.reading() as session, clock.fixed(AFTER):
        assert decoupled(session, suggested) == frozenset()
