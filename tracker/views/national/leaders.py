"""Who has come furthest with a requirement, and the confirmed passages by which: something to learn from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from tracker.tables.guideline import Decided, Requirement
from tracker.tables.link import Link, LinkType
from tracker.tables.local import LocalDocument, LocalEdition, Passage
from tracker.tables.people import Workspace
from tracker.tables.rollup import RollupLevel
from tracker.views.clearance import open_passages
from tracker.views.national.among import EVERYWHERE, Among, seen
from tracker.views.texts import PassageText, passage_texts

MOST = 10
"""Leaders that are named at most."""
QUOTES = 3
"""Passages of each leader that are quoted at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Led:
    """A requirement over all municipalities where it can be compared: the highest level, and how many are there."""

    requirement_id: int
    level: int
    leaders: int
    compared: int
    confirmed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Leader:
    """A municipality, how far it has come with the requirement, and how many links it has confirmed for it."""

    workspace_id: int
    slug: str
    name: str
    level: int
    confirmed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A confirmed passage of a leader."""

    workspace_id: int
    link_id: int
    type: LinkType
    passage: PassageText


def led(session: Session, *, reader: int, guideline_id: int, among: Among = EVERYWHERE) -> list[Led]:
    """The requirements of a guideline that anybody has a level for, in their order; `confirmed`: by how many."""
    rows = session.execute(
        select(
            RollupLevel.requirement_id,
            RollupLevel.level,
            func.count(),
            func.sum(case((RollupLevel.confirmed > 0, 1), else_=0)),
        )
        .join(Requirement, Requirement.id == RollupLevel.requirement_id)
        .where(Requirement.guideline_id == guideline_id, RollupLevel.workspace_id.in_(seen(session, reader, among)))
        .group_by(RollupLevel.requirement_id, RollupLevel.level, Requirement.position)
        .order_by(Requirement.position, RollupLevel.requirement_id, RollupLevel.level)
    )
    found: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for number, level, many, confirmed in rows:
        found[number].append((level, many, int(confirmed)))
    return [
        Led(
            requirement_id=number,
            level=places[-1][0],
            leaders=places[-1][1],
            compared=sum(many for _, many, _ in places),
            confirmed=sum(confirmed for *_, confirmed in places),
        )
        for number, places in found.items()
    ]


def leaders(session: Session, *, reader: int, requirement_id: int, among: Among = EVERYWHERE) -> list[Leader]:
    """Those that have come furthest, and among these those with most confirmed links; MOST of them."""
    rows = session.execute(
        select(Workspace.id, Workspace.slug, Workspace.name, RollupLevel.level, RollupLevel.confirmed)
        .join(Workspace, Workspace.id == RollupLevel.workspace_id)
        .where(
            RollupLevel.requirement_id == requirement_id,
            RollupLevel.level > 0,
            RollupLevel.workspace_id.in_(seen(session, reader, among)),
        )
        .order_by(RollupLevel.level.desc(), RollupLevel.confirmed.desc(), Workspace.name_sort, Workspace.id)
        .limit(MOST)
    )
    return [
        Leader(workspace_id=number, slug=slug, name=name, level=level, confirmed=confirmed)
        for number, slug, name, level, confirmed in rows
    ]


def lessons(session: Session, *, reader: int, requirement_id: int, among: Among = EVERYWHERE) -> Sequence[Lesson]:
    """Passages of the leaders as they read today, those that implement first; none under secrecy, whoever asks.

    Only links that still stand on the words they were confirmed on.
    """
    places = [one.workspace_id for one in leaders(session, reader=reader, requirement_id=requirement_id, among=among)]
    weight = case((Link.type == LinkType.IMPLEMENTS, 0), (Link.type == LinkType.PARTLY, 1), else_=2)
    rows = session.execute(
        select(Link.workspace_id, Link.id, Link.type, Link.passage_id)
        .join(Passage, Passage.id == Link.passage_id)
        .join(LocalEdition, LocalEdition.id == Passage.edition_id)
        .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .join(Requirement, Requirement.id == Link.requirement_id)
        .where(
            Link.workspace_id.in_(places),
            Link.requirement_id == requirement_id,
            Link.state == Decided.CONFIRMED,
            Link.target_fingerprint == Passage.fingerprint,
            Link.requirement_fingerprint == Requirement.fingerprint,
            LocalEdition.current,
            open_passages(False),
        )
        .order_by(weight, Link.id)
    ).all()
    kept = [row for place in places for row in [row for row in rows if row.workspace_id == place][:QUOTES]]
    texts = passage_texts(session, [row.passage_id for row in kept if row.passage_id], context=0)
    return [
        Lesson(workspace_id=row.workspace_id, link_id=row.id, type=row.type, passage=texts[row.passage_id])
        for row in kept
        if row.type and row.passage_id
    ]
