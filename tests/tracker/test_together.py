"""Several links decided in one go: each with its event, none that somebody else changed."""

from __future__ import annotations

from sqlalchemy import func, select

from tracker import together
from tracker.database import Database
from tracker.tables.event import Event
from tracker.tables.guideline import Decided
from tracker.tables.link import Link
from tracker.tables.people import Person


def some(database: Database, count: int = 3) -> list[Link]:
    with database.reading() as session:
        return list(session.scalars(select(Link).where(Link.passage_id.is_not(None)).order_by(Link.id).limit(count)))


def states(database: Database, links: list[Link]) -> list[Decided]:
    with database.reading() as session:
        return [session.get_one(Link, link.id).state for link in links]


def test_each_link_has_an_event_of_its_own(database: Database, person: Person, suggested: int) -> None:
    links = some(database)
    with database.writing() as session:
        found = together.reject(session, [(link.id, link.version) for link in links], by=person)
    assert [number for number, _ in found.decided] == [link.id for link in links]
    with database.reading() as session:
        assert session.scalar(select(func.count()).where(Event.action == "link.reject")) == len(links)


def test_a_link_that_somebody_changed_is_left(database: Database, person: Person, suggested: int) -> None:
    links = some(database)
    with database.writing() as session:
        session.get_one(Link, links[1].id).version += 1
    with database.writing() as session:
        found = together.reject(session, [(link.id, link.version) for link in links], by=person)
    assert found.left == (links[1].id,)
    assert states(database, links) == [Decided.REJECTED, Decided.SUGGESTED, Decided.REJECTED]


def test_all_of_it_is_taken_back_at_once(database: Database, person: Person, suggested: int) -> None:
    links = some(database)
    with database.writing() as session:
        found = together.reject(session, [(link.id, link.version) for link in links], by=person)
    with database.writing() as session:
        again = together.reopen(session, found.decided, by=person)
    assert again.left == ()
    assert states(database, links) == [Decided.SUGGESTED] * len(links)
