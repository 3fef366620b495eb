"""Two people decide on what both of them saw: one decides, the other is told what was decided meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from nlp.translation.modes import Mode
from tests.tracker import stock
from tests.trust.conftest import Tell, Times
from tracker import (
    applicability,
    assessing,
    coding,
    describing,
    linking,
    planning,
    retention,
    secrecy,
    services,
    takeovers,
    workspaces,
)
from tracker.clearing import judgements
from tracker.crosswalks import deciding as tying
from tracker.database import Database, connect
from tracker.errors import Conflict
from tracker.network import deciding
from tracker.settings import Settings
from tracker.tables.assessment import Assessment, Measure
from tracker.tables.change import Outcome
from tracker.tables.crosswalk import Crosswalk, CrosswalkType
from tracker.tables.event import Event
from tracker.tables.guideline import Applies, Decided, Requirement, Takeover
from tracker.tables.link import Link, LinkType
from tracker.tables.local import DocumentStatus, LocalDocument, Passage, Publicity
from tracker.tables.network import Participation
from tracker.tables.people import Membership, Person, Role, Workspace
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


See = Callable[[Session], Any]
Decide = Callable[[Session, Any, Person], object]


def _row(table: type[Any]) -> See:
    """The first row and its version, as a page holds them."""
    return lambda s: s.execute(select(table.id, table.version).order_by(table.id)).first()


def _judgement(session: Session) -> Assessment:
    return session.scalars(select(Assessment).order_by(Assessment.on.desc(), Assessment.id.desc())).all()[0]


def _suspect(session: Session, table: type[Any]) -> tuple[Any, str]:
    """A decided row whose requirement reads otherwise by now, and how it reads."""
    row = session.scalars(select(table).order_by(table.id.desc())).all()[0]
    session.execute(update(Requirement).values(fingerprint="other"))
    return row, "other"


def _cleared(session: Session, seen: Any, by: Person) -> object:
    _, read = _suspect(session, Assessment)
    return judgements.clear_assessment(
        session, seen, Outcome.KEPT, "ja", by=by, seen_requirement=read, evidence_digest=f"{by.id}"
    )


def _described(session: Session, seen: Any, by: Person) -> object:
    return describing.describe(
        session, seen[0], by=by, seen_version=seen[1], title=by.name, type="", body="", dnr="", paragraph="",
        decided_on=None, status=DocumentStatus.ADOPTED, valid_from=None, valid_to=None, responsible_id=None,
        publicity=Publicity.PUBLIC,
    )  # fmt: skip


def _judged(session: Session, seen: Any, by: Person) -> object:
    row = _judgement(session)
    return assessing.assess(
        session, row.workspace_id, row.requirement_id, by=by, actor_id=row.actor_id, service_id=row.service_id,
        level=2, evidence_digest="", seen=seen,
    )  # fmt: skip


def _applied(session: Session, seen: Any, by: Person) -> object:
    number = session.scalars(select(Requirement.id).order_by(Requirement.id)).all()[0]
    return applicability.decide(session, number, wanted=Applies.NO, seen=seen, reason="nej", by=by)


def _here(session: Session) -> int:
    return session.scalars(select(Workspace.id).order_by(Workspace.id)).all()[0]


VERBS: dict[str, tuple[See, Decide]] = {
    "confirm a link": (
        _row(Link), lambda s, seen, by: linking.confirm(s, seen[0], LinkType.MENTIONS, by=by, seen_version=seen[1]),
    ),
    "reject a link": (_row(Link), lambda s, seen, by: linking.reject(s, seen[0], by=by, seen_version=seen[1])),
    "reopen a link": (_row(Link), lambda s, seen, by: linking.reopen(s, seen[0], by=by, seen_version=seen[1])),
    "confirm and code a link": (
        _row(Link),
        lambda s, seen, by: coding.confirm_and_code(
            s, seen[0], LinkType.PARTLY, Mode.COPY, by=by, seen_version=seen[1]
        ),
    ),
    "confirm a crosswalk": (
        _row(Crosswalk),
        lambda s, seen, by: tying.confirm(s, seen[0], CrosswalkType.RELATED, by=by, seen_version=seen[1]),
    ),
    "reject a crosswalk": (_row(Crosswalk), lambda s, seen, by: tying.reject(s, seen[0], by=by, seen_version=seen[1])),
    "reopen a crosswalk": (_row(Crosswalk), lambda s, seen, by: tying.reopen(s, seen[0], by=by, seen_version=seen[1])),
    "take a summary over": (
        _row(Takeover),
        lambda s, seen, by: takeovers.decide(s, seen[0], confirmed=False, by=by, seen_version=seen[1]),
    ),
    "change a measure": (
        _row(Measure), lambda s, seen, by: planning.change(s, seen[0], by=by, seen_version=seen[1], title=by.name),
    ),
    "change a service": (
        _row(Service),
        lambda s, seen, by: services.change_service(s, seen[0], by=by, seen_version=seen[1], description=by.name),
    ),
    "describe a document": (_row(LocalDocument), _described),
    "put a document under secrecy": (
        _row(LocalDocument),
        lambda s, seen, by: secrecy.mark_document(s, seen[0], by=by, seen_version=seen[1], reason="OSL 21:7"),
    ),
    "put a passage under secrecy": (
        lambda s: False,
        lambda s, seen, by: secrecy.mark_passage(
            s, s.scalars(select(Passage.id).order_by(Passage.id)).all()[0], by=by, reason="OSL 21:7", seen=seen
        ),
    ),
    "judge a cell": (lambda s: _judgement(s).id, _judged),
    "look at a judgement again": (lambda s: _judgement(s).id, _cleared),
    "say whether a requirement applies": (
        lambda s: s.scalars(select(Requirement.applies).order_by(Requirement.id)).first(), _applied,
    ),
    "confirm a part": (
        lambda s: Decided.SUGGESTED,
        lambda s, seen, by: deciding.decide_participation(
            s, s.scalars(select(Participation.id)).one(), Decided.CONFIRMED, by=by, seen=seen
        ),
    ),
    "change a threshold": (
        lambda s: 24,
        lambda s, seen, by: workspaces.set_threshold(s, _here(s), "shelf_life", by.id, by=by, seen=seen),
    ),
    "keep visits for a time": (
        lambda s: retention.DAYS["visits"],
        lambda s, seen, by: retention.set_days(s, _here(s), "visits", 100 + by.id, by=by, seen=seen),
    ),
    "demand four eyes": (
        lambda s: False, lambda s, seen, by: workspaces.set_four_eyes(s, _here(s), True, seen=seen, by=by),
    ),
}  # fmt: skip
"""Verbs that decide or change what two may have before them: what a page shows of it, and the decision on that."""


def test_every_verb_refuses_what_somebody_has_changed_since_it_was_seen(
    evening: tuple[Database, Person, Person], tell: Tell
) -> None:
    database, first, second = evening
    with database.writing() as session:
        session.execute(update(Membership).where(Membership.person_id == second.id).values(role=Role.ADMIN))
    wrong = []
    for what, (see, decide) in VERBS.items():
        with database.writing() as session:
            seen = see(session)
            decide(session, seen, first)  # the version as it stands must do
            session.flush()
            session.expire_all()
            try:
                decide(session, seen, second)
                wrong.append(what)
            except Conflict:
                pass
            session.rollback()
    kind = database.write_engine.dialect.name
    tell(f"verbs given what somebody had changed ({kind})", of=len(VERBS), bad=len(wrong))
    assert wrong == []


@pytest.mark.parametrize("role", [Role.ADMIN, Role.REVIEWER])
def test_a_conflict_says_who_and_when(evening: tuple[Database, Person, Person], role: Role) -> None:
    database, first, second = evening
    with database.writing() as session:
        session.execute(update(Membership).where(Membership.person_id == second.id).values(role=role))
        number, version = _row(Link)(session)
        linking.confirm(session, number, LinkType.MENTIONS, by=first, seen_version=version)
        with pytest.raises(Conflict) as found:
            linking.reject(session, number, by=second, seen_version=version)
    told = found.value.values
    assert (told["state"], told["type"], bool(told["at"])) == ("confirmed", "mentions", True)
    assert (told["who"], told["role"]) == ((first.name, "") if role is Role.ADMIN else ("", "admin"))
