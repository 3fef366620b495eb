"""Two people decide on what both of them saw: one decides, the other is told what was decided meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.tracker import stock
from tests.trust.conftest import Tell, Times
from tracker import linking, planning, services, takeovers
from tracker.crosswalks import deciding as tying
from tracker.database import Database, connect
from tracker.errors import Conflict
from tracker.network import deciding
from tracker.settings import Settings
from tracker.tables.assessment import Measure
from tracker.tables.crosswalk import Crosswalk, CrosswalkType
from tracker.tables.event import Event
from tracker.tables.guideline import Decided, Takeover
from tracker.tables.link import Link, LinkType
from tracker.tables.network import Participation
from tracker.tables.people import Membership, Person, Role
from tracker.tables.service import Service


@pytest.fixture
def evening(address: str, tmp_path: Path) -> Iterator[tuple[Database, Person, Person]]:
    """A town on an evening, and two people who may decide in it."""
    database = connect(address)
    stock.fill(database, "evening", Settings(database_url=f"sqlite:///{tmp_path / 'x' / 'tracker.db'}"))
    with database.writing() as session:
        first = session.scalars(select(Person)).one()
        second = Person(name="Två")
        session.add(second)
        session.flush()
        workspace = session.scalars(select(Membership.workspace_id)).first()
        assert workspace is not None
        session.add(Membership(workspace_id=workspace, person_id=second.id, role=Role.REVIEWER))
    yield database, first, second
    database.close()


def test_of_two_who_saw_the_same_link_one_decides_and_the_other_sees_both(
    evening: tuple[Database, Person, Person], times: Times, tell: Tell
) -> None:
    database, first, second = evening
    with database.reading() as session:
        links = session.scalars(
            select(Link.id).where(Link.state == Decided.SUGGESTED, Link.service_id.is_(None)).order_by(Link.id)
        ).all()
        before = len(session.scalars(select(Event.id).where(Event.action.in_(("link.confirm", "link.reject")))).all())
    pairs, wrong = times(200, least=4), 0
    for turn in range(pairs):
        wrong += not _one_wins(database, links[turn % len(links)], first, second)
    with database.reading() as session:
        told = len(session.scalars(select(Event.id).where(Event.action.in_(("link.confirm", "link.reject")))).all())
    kind = database.write_engine.dialect.name
    tell(f"pairs of people who decide on the link both saw ({kind})", of=pairs, bad=wrong,
         control="a decision without the version that was seen overwrites the other")  # fmt: skip
    assert (wrong, told - before) == (0, pairs)
    assert not _one_wins(database, links[0], first, second, as_seen=False), "the control lost no decision"


def _one_wins(database: Database, link_id: int, first: Person, second: Person, *, as_seen: bool = True) -> bool:
    with database.reading() as session:
        seen = session.get_one(Link, link_id).version
    start = Barrier(2)

    def decide(by: Person, confirming: bool) -> str:
        start.wait(60)
        try:
            with database.writing() as session:
                now = session.get_one(Link, link_id, with_for_update=True).version
                version = seen if as_seen else now
                if confirming:
                    linking.confirm(session, link_id, LinkType.MENTIONS, by=by, seen_version=version)
                else:
                    linking.reject(session, link_id, by=by, seen_version=version)
        except Conflict as conflict:
            return str(conflict.values["state"])
        return ""

    with ThreadPoolExecutor(2) as pool:
        confirmed, rejected = pool.map(decide, (first, second), (True, False))
    with database.reading() as session:
        link = session.get_one(Link, link_id)
    winner = first if confirmed == "" else second
    one_lost = sorted((confirmed, rejected)) == ["", link.state.value]
    return one_lost and (link.decided_by_id, link.version) == (winner.id, seen + 1)


Decision = Callable[[Session, Any, Person, Any], object]
VERBS: dict[str, tuple[type[Any], Decision]] = {
    "confirm a link": (
        Link, lambda s, row, by, seen: linking.confirm(s, row, LinkType.MENTIONS, by=by, seen_version=seen),
    ),
    "reject a link": (Link, lambda s, row, by, seen: linking.reject(s, row, by=by, seen_version=seen)),
    "reopen a link": (Link, lambda s, row, by, seen: linking.reopen(s, row, by=by, seen_version=seen)),
    "confirm a crosswalk": (
        Crosswalk, lambda s, row, by, seen: tying.confirm(s, row, CrosswalkType.RELATED, by=by, seen_version=seen),
    ),
    "reject a crosswalk": (Crosswalk, lambda s, row, by, seen: tying.reject(s, row, by=by, seen_version=seen)),
    "reopen a crosswalk": (Crosswalk, lambda s, row, by, seen: tying.reopen(s, row, by=by, seen_version=seen)),
    "take a summary over": (
        Takeover, lambda s, row, by, seen: takeovers.decide(s, row, confirmed=False, by=by, seen_version=seen),
    ),
    "change a measure": (
        Measure, lambda s, row, by, seen: planning.change(s, row, by=by, seen_version=seen, title="Annan"),
    ),
    "change a service": (
        Service, lambda s, row, by, seen: services.change_service(s, row, by=by, seen_version=seen, description="x"),
    ),
}  # fmt: skip
"""Verbs that decide or change what two may have before them, and whose rows have a version."""


def test_every_verb_refuses_a_version_that_somebody_has_changed(
    evening: tuple[Database, Person, Person], tell: Tell
) -> None:
    database, first, second = evening
    decided = []
    for what, (table, decide) in VERBS.items():
        with database.reading() as session:
            row = session.scalars(select(table).order_by(table.id)).first()
        assert row is not None, what
        try:
            with database.writing() as session:
                decide(session, row.id, first, row.version)
        except Conflict:  # the version as it stands must do
            decided.append(f"{what}: too strict")
        with database.writing() as session:
            try:
                decide(session, row.id, second, row.version)
                decided.append(what)
            except Conflict:
                pass
            session.rollback()
    with database.writing() as session:
        part = session.scalars(select(Participation.id)).one()
        deciding.decide_participation(session, part, Decided.CONFIRMED, by=first, seen=Decided.SUGGESTED)
        with pytest.raises(Conflict):
            deciding.decide_participation(session, part, Decided.REJECTED, by=second, seen=Decided.SUGGESTED)
    kind = database.write_engine.dialect.name
    tell(f"verbs given a version that somebody had changed ({kind})", of=len(VERBS) + 1, bad=len(decided))
    assert decided == []
