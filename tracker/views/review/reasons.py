"""Why a link was suggested, as a reader checks it: numbered, with places and the decisions it was learned from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session

from tracker.tables.guideline import Decided, Requirement
from tracker.tables.link import Link
from tracker.tables.local import LocalDocument, LocalEdition, Passage
from tracker.tables.network import Actor
from tracker.tables.service import Service
from tracker.views.clearance import open_passages
from tracker.views.review.queue import TARGETS

Place = tuple[int, int]
"""Characters start:end of a text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierDecision:
    """A decision that taught the machine: the link, its requirement's place, and the name of what it leads to."""

    link_id: int
    state: Decided
    locator: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReason:
    """A reason under the number it is shown by, the strongest first.

    `source` and `target` are places in the texts with the checksums `source_of` and `target_of`; () and "" where none
    were stored. `learned_from` are the decisions named by it.
    """

    number: int
    code: str
    values: Mapping[str, Any]
    source: Sequence[Place] = ()
    target: Sequence[Place] = ()
    source_of: str = ""
    target_of: str = ""
    learned_from: Sequence[EarlierDecision] = ()


def shown_reasons(
    session: Session, workspace_id: int, rows: Iterable[Mapping[str, Any]], *, sees_secrecy: bool = False
) -> list[ShownReason]:
    """The stored reasons of a link, the strongest first; decisions about documents under secrecy are not named."""
    ordered = sorted(rows, key=lambda row: -float(row.get("weight", 0)))
    return [
        ShownReason(
            number=number,
            code=row["code"],
            values=row.get("values", {}),
            source=_places(row.get("source", ())),
            target=_places(row.get("target", ())),
            source_of=row.get("of", ("", ""))[0],
            target_of=row.get("of", ("", ""))[1],
            learned_from=_learned_from(session, workspace_id, row.get("values", {}), sees_secrecy),
        )
        for number, row in enumerate(ordered, 1)
    ]


def _places(stored: Iterable[Sequence[int]]) -> tuple[Place, ...]:
    return tuple((start, end) for start, end in stored)


def _learned_from(
    session: Session, workspace_id: int, values: Mapping[str, Any], sees_secrecy: bool
) -> tuple[EarlierDecision, ...]:
    """The decided links behind what was learned, in the order the reason names them."""
    requirements = [part for part in str(values.get("requirements", "")).split(", ") if part.isdecimal()]
    targets = [part for part in str(values.get("passages", "")).split(", ") if ":" in part]
    found = (
        _earlier(session, workspace_id, int(requirement), target, sees_secrecy)
        for requirement, target in zip(requirements, targets, strict=False)
    )
    return tuple(decision for decision in found if decision is not None)


def _earlier(
    session: Session, workspace_id: int, requirement_id: int, target: str, sees_secrecy: bool
) -> EarlierDecision | None:
    kind, _, number = target.partition(":")
    if kind not in TARGETS or not number.isdecimal():
        return None
    wanted = (
        select(Link.id, Link.state, Requirement.locator, LocalDocument.name, Service.name, Actor.name)
        .join(Requirement, Requirement.id == Link.requirement_id)
        .outerjoin(Passage, Passage.id == Link.passage_id)
        .outerjoin(LocalEdition, LocalEdition.id == Passage.edition_id)
        .outerjoin(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .outerjoin(Service, Service.id == Link.service_id)
        .outerjoin(Actor, Actor.id == Link.actor_id)
        .where(
            Link.workspace_id == workspace_id,
            Link.requirement_id == requirement_id,
            _leads_to(session, kind, int(number)),
            Link.state != Decided.SUGGESTED,
            open_passages(sees_secrecy),
        )
        .order_by(func.coalesce(LocalEdition.current, true()).desc(), Link.decided_at.desc(), Link.id.desc())
    )
    row = session.execute(wanted).first()
    if row is None:
        return None
    link_id, state, locator, *names = row
    return EarlierDecision(
        link_id=link_id, state=state, locator=locator, target=next((name for name in names if name), "")
    )


def _leads_to(session: Session, kind: str, number: int) -> ColumnElement[bool]:
    """Links to a target; to a passage also those to one that read the same in an earlier edition of its document."""
    passage = session.get(Passage, number) if kind == "passage" else None
    if passage is None:
        return TARGETS[kind] == number
    document = select(LocalEdition.document_id).where(LocalEdition.id == passage.edition_id).scalar_subquery()
    earlier = and_(
        LocalEdition.document_id == document,
        LocalEdition.current.is_(False),
        Link.target_fingerprint == passage.fingerprint,
    )
    return or_(Link.passage_id == number, earlier)
