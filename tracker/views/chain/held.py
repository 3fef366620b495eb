"""What stands below a requirement in a municipality: passages, services and actors, and how well each one holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.ladder import kinds
from tracker.suspects import suspect_links
from tracker.tables.guideline import Decided
from tracker.tables.link import Link, LinkType, SearchRecord
from tracker.tables.local import LocalDocument, LocalEdition, Passage
from tracker.tables.network import Actor
from tracker.tables.service import Service
from tracker.views import settings
from tracker.views.chain.hops import Why
from tracker.views.clearance import secret_passage
from tracker.views.ladder.evidence import Lapse, Piece, evidence_pieces

RULE, RUNNING = 2, 4
"""Steps of the ladder that a passage and a service are asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An actor, by number and name."""

    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPassage:
    """A passage with a confirmed link. Of one under secrecy readers without access learn neither name nor place."""

    link_id: int
    passage_id: int
    document_id: int
    title: str
    locator: str
    page: int
    responsible: Named | None
    why: Why
    since: date | None
    withheld: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldService:
    """A service with a confirmed link, and the unit that owns it."""

    link_id: int
    id: int
    name: str
    unit: Named | None
    why: Why
    since: date | None


@dataclass(slots=True, kw_only=True)
class Below:
    """What one requirement has below it; `suggested` counts by target what nobody has decided on."""

    passages: list[HeldPassage] = field(default_factory=list)
    services: list[HeldService] = field(default_factory=list)
    actors: list[Named] = field(default_factory=list)
    suggested: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    searched: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What all links of a workspace are judged with."""

    pieces: Mapping[int, Sequence[Piece]]
    suspects: frozenset[int]
    actors: Mapping[int, Named]
    sees_secrecy: bool


def below(session: Session, workspace_id: int, *, sees_secrecy: bool) -> Mapping[int, Below]:
    """Everything local by requirement. A link holds as its evidence does on the ladder, today."""
    found: dict[int, Below] = defaultdict(Below)
    known = _Known(
        pieces=_pieces(session, workspace_id),
        suspects=suspect_links(session, workspace_id),
        actors={
            row.id: Named(id=row.id, name=row.name)
            for row in session.execute(select(Actor.id, Actor.name).where(Actor.workspace_id == workspace_id))
        },
        sees_secrecy=sees_secrecy,
    )
    for row in _passages(session, workspace_id):
        found[row.requirement_id].passages.append(_passage(row, known))
    for row in _services(session, workspace_id):
        found[row.requirement_id].services.append(_service(row, known))
    responsible = select(Link.requirement_id, Link.actor_id).where(
        Link.workspace_id == workspace_id, Link.state == Decided.CONFIRMED, Link.actor_id.is_not(None)
    )
    for requirement, actor in session.execute(responsible.order_by(Link.id)):
        if actor is not None:
            found[requirement].actors.append(known.actors[actor])
    _count_suggested(session, workspace_id, found, sees_secrecy)
    searches = (
        select(SearchRecord.requirement_id, func.max(SearchRecord.on))
        .where(
            SearchRecord.workspace_id == workspace_id,
            SearchRecord.withdrawn_at.is_(None),
            SearchRecord.on <= clock.today(),
        )
        .group_by(SearchRecord.requirement_id)
    )
    for requirement, on in session.execute(searches):
        found[requirement].searched = on
    return found


def _pieces(session: Session, workspace_id: int) -> dict[int, list[Piece]]:
    """The evidence each link gives."""
    given: dict[int, list[Piece]] = defaultdict(list)
    thresholds = settings.thresholds(session, workspace_id)
    for piece in evidence_pieces(session, workspace_id, thresholds):
        if piece.link_id is not None:
            given[piece.link_id].append(piece)
    return given


def _passages(session: Session, workspace_id: int) -> Sequence[Any]:
    return session.execute(
        select(
            Link.id,
            Link.requirement_id,
            Link.type,
            Passage.id.label("passage_id"),
            Passage.locator,
            Passage.page,
            LocalDocument.id.label("document_id"),
            LocalDocument.name,
            secret_passage().label("secret"),
            LocalDocument.responsible_id,
        )
        .join(Passage, Passage.id == Link.passage_id)
        .join(LocalEdition, LocalEdition.id == Passage.edition_id)
        .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .where(Link.workspace_id == workspace_id, Link.state == Decided.CONFIRMED)
        .order_by(LocalDocument.name_sort, Passage.position, Link.id)
    ).all()


def _services(session: Session, workspace_id: int) -> Sequence[Any]:
    return session.execute(
        select(Link.id, Link.requirement_id, Link.type, Service.id.label("service_id"), Service.name, Service.unit_id)
        .join(Service, Service.id == Link.service_id)
        .where(Link.workspace_id == workspace_id, Link.state == Decided.CONFIRMED)
        .order_by(Service.name_sort, Link.id)
    ).all()


def _passage(row: Any, known: _Known) -> HeldPassage:
    why, since = _holds(row, RULE, known)
    hidden = row.secret and not known.sees_secrecy
    return HeldPassage(
        link_id=row.id,
        passage_id=0 if hidden else row.passage_id,
        document_id=0 if hidden else row.document_id,
        title="" if hidden else row.name,
        locator="" if hidden else row.locator,
        page=0 if hidden else row.page,
        responsible=None if hidden else known.actors.get(row.responsible_id),
        why=why,
        since=since,
        withheld=hidden,
    )


def _service(row: Any, known: _Known) -> HeldService:
    why, since = _holds(row, RUNNING, known)
    return HeldService(
        link_id=row.id,
        id=row.service_id,
        name=row.name,
        unit=known.actors.get(row.unit_id),
        why=why,
        since=since,
    )


def _holds(row: Any, step: int, known: _Known) -> tuple[Why, date | None]:
    """How well a link holds a hop: by the evidence it gives of a step, by its type, by the texts it was made on."""
    given = known.pieces.get(row.id, ())
    reaching = [piece for piece in given if kinds()[piece.kind].step == step]
    if any(piece.holds for piece in reaching):
        if row.id in known.suspects:
            return Why.SUSPECT, None
        return (Why.PARTLY if row.type is LinkType.PARTLY else Why.HOLDS), None
    for piece in reaching or given:
        if piece.lapse is not None:
            return _LAPSES.get(piece.lapse, Why.EXPIRED), piece.since
    return (Why.NOT_IN_SERVICE if step == RUNNING else Why.MENTIONED), None


_LAPSES = {Lapse.NOT_ADOPTED: Why.NOT_ADOPTED, Lapse.EXPIRED: Why.EXPIRED, Lapse.NOT_IN_SERVICE: Why.NOT_IN_SERVICE}


def _count_suggested(session: Session, workspace_id: int, found: Mapping[int, Below], sees_secrecy: bool) -> None:
    """Suggestions are many and documents under secrecy few: all are counted, then those on such a document let out."""
    suggested = (Link.workspace_id == workspace_id, Link.state == Decided.SUGGESTED)
    counts = select(
        Link.requirement_id, func.count(Link.passage_id), func.count(Link.service_id), func.count(Link.actor_id)
    )
    hidden: dict[int, int] = {}
    if not sees_secrecy:
        under_secrecy = (
            select(Link.requirement_id, func.count(Link.id))
            .join(Passage, Passage.id == Link.passage_id)
            .join(LocalEdition, LocalEdition.id == Passage.edition_id)
            .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
            .where(*suggested, secret_passage())
            .group_by(Link.requirement_id)
        )
        hidden = dict(session.execute(under_secrecy).all())
    for requirement, passages, services, actors in session.execute(
        counts.where(*suggested).group_by(Link.requirement_id)
    ):
        seen = passages - hidden.get(requirement, 0)
        if seen or services or actors:
            found[requirement].suggested.update({"passage": seen, "service": services, "actor": actors})
