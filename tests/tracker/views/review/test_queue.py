"""The queue: the most useful decision first, narrowed by what a link leads to, counted within what was chosen."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tracker import linking
from tracker.database import Database
from tracker.tables.guideline import Decided, Force, Requirement
from tracker.tables.link import Link, LinkType
from tracker.tables.local import LocalDocument
from tracker.tables.people import Person
from tracker.tables.service import Service, System, SystemKind
from tracker.views.review.item import item
from tracker.views.review.queue import Filter, Order, queue, units


def passages(session: Session) -> list[Link]:
    """The suggestions of passages of the workspace, by number."""
    return list(session.scalars(select(Link).where(Link.passage_id.is_not(None)).order_by(Link.id)))


def first(session: Session, workspace_id: int, order: Order = Order.USEFULNESS) -> int:
    return queue(session, workspace_id, Filter(target="passage"), order=order).rows[0].link_id


def two_requirements(links: list[Link]) -> tuple[Link, Link]:
    other = next(link for link in links if link.requirement_id != links[0].requirement_id)
    return links[0], other


def test_what_binds_comes_before_what_is_only_recommended(database: Database, suggested: int) -> None:
    with database.writing() as session:
        strong, weak = two_requirements(passages(session))
        session.execute(update(Link).values(score=0.1))
        weak.score, strong.score = 0.6, 0.5
        session.get_one(Requirement, weak.requirement_id).force = Force.RECOMMENDATION
        session.get_one(Requirement, strong.requirement_id).force = Force.OBLIGATION
        session.flush()
        assert first(session, suggested) == strong.id
        assert first(session, suggested, Order.SCORE) == weak.id


def test_an_answered_requirement_stands_back(database: Database, person: Person, suggested: int) -> None:
    with database.writing() as session:
        session.execute(update(Requirement).values(force=Force.OBLIGATION))
        session.execute(update(Link).values(score=0.3))
        links = passages(session)
        by_requirement: dict[int, list[Link]] = {}
        for link in links:
            by_requirement.setdefault(link.requirement_id, []).append(link)
        several = next(found for found in by_requirement.values() if len(found) > 1)
        answer, rival = several[:2]
        rival.score = 0.9
        session.flush()
        assert first(session, suggested) == rival.id
        linking.confirm(session, answer.id, LinkType.IMPLEMENTS, by=person, seen_version=answer.version)
        assert first(session, suggested) != rival.id


def test_decided_links_are_counted_within_the_filter(database: Database, person: Person, suggested: int) -> None:
    with database.writing() as session:
        one, other = two_requirements(passages(session))
        linking.reject(session, one.id, by=person, seen_version=one.version)
        here = queue(session, suggested, Filter(requirement_id=one.requirement_id))
        elsewhere = queue(session, suggested, Filter(requirement_id=other.requirement_id))
    assert (here.decided, elsewhere.decided) == (1, 0)


def test_a_unit_has_the_passages_of_its_documents(database: Database, suggested: int) -> None:
    with database.writing() as session:
        document = session.scalars(select(LocalDocument)).one()
        unit = next(iter(units(session, suggested)))
        document.responsible_id = unit
        session.flush()
        assert queue(session, suggested, Filter(unit_id=unit, target="passage")).total == len(passages(session))
        assert queue(session, suggested, Filter(unit_id=unit + 9999)).total == 0


@pytest.mark.parametrize("force", [Force.OBLIGATION, Force.RECOMMENDATION])
def test_a_force_narrows_the_queue(database: Database, suggested: int, force: Force) -> None:
    with database.writing() as session:
        session.execute(update(Requirement).values(force=Force.OBLIGATION))
        total = queue(session, suggested, Filter(force=force)).total
    assert (total > 0) is (force is Force.OBLIGATION)


def test_a_service_is_shown_with_the_system_it_runs_on(database: Database, suggested: int) -> None:
    with database.writing() as session:
        system = System(workspace_id=suggested, kind=SystemKind.PLATFORM, name="Plattformen")
        session.add(system)
        session.flush()
        service = Service(workspace_id=suggested, name="Bygglov på nätet", platform_id=system.id)
        session.add(service)
        session.flush()
        link = passages(session)[0]
        link.passage_id, link.service_id = None, service.id
        session.flush()
        found = item(session, suggested, link.id).service
    assert found is not None
    assert (found["platform"], found["vendor"]) == ("Plattformen", "")


def test_passages_with_the_same_words_are_named(database: Database, suggested: int) -> None:
    with database.writing() as session:
        one, other = passages(session)[:2]
        found = item(session, suggested, one.id)
        assert found.state is Decided.SUGGESTED
        assert other.id not in {companion.link_id for companion in found.same_words}
