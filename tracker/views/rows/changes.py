"""What has changed, in the order of the history: which rows to read anew, without who did it, notes or values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.tables.event import LIBRARY_CHAIN, Event
from tracker.tables.guideline import Edition, Guideline, Requirement
from tracker.views.clearance import secret_entities
from tracker.views.counted import of_others
from tracker.views.rows.paging import page

OWN = frozenset({
    "workspace", "link", "assessment", "evidence", "search_record", "coding", "service", "system", "form",
    "contact_topic", "local_document", "local_edition", "measure", "measurement", "record", "relation",
    "participation", "actor", "guideline",
})  # fmt: skip
"""Kinds of rows of a workspace that everybody with a role there reads of; people and names kept are not among them."""
SHARED = frozenset({"guideline", "edition", "requirement"})
"""The same of what all workspaces share."""
MORE = 4
"""How many events are looked at for each that is told at most, before the page ends short of its size."""


class Chain(StrEnum):
    """Which history: the workspace's own, or that of what all workspaces share."""

    WORKSPACE = "workspace"
    LIBRARY = "library"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeItem:
    """An event; `id` is its number in its chain, `kind` and `number` name the row it is about (null: several).

    `hash` is that of the event in the chain, as reports and exports print it of the newest.
    """

    id: int
    chain: Chain
    at: datetime
    action: str
    kind: str
    number: int | None
    hash: str


def changes(
    session: Session,
    workspace_id: int,
    *,
    after: int = 0,
    size: int | None = None,
    ids: Sequence[int] | None = None,
    chain: Chain = Chain.WORKSPACE,
    since: datetime | None = None,
    sees_secrecy: bool = False,
) -> list[ChangeItem]:
    """The events of a chain by their numbers; `since` leaves those from that moment on.

    What concerns people, something under secrecy or another workspace's own guideline is left out.
    """
    number = workspace_id if chain is Chain.WORKSPACE else LIBRARY_CHAIN
    wanted = select(Event).where(Event.chain == number)
    if since is not None:
        wanted = wanted.where(Event.recorded_at >= since)
    hidden = _hidden(session, workspace_id, sees_secrecy)
    shown = OWN if chain is Chain.WORKSPACE else SHARED
    found: list[ChangeItem] = []
    while size is None or len(found) < size:
        events = session.scalars(page(wanted, Event.seq, after, None if size is None else size * MORE, ids)).all()
        found += [
            _change(event, chain) for event in events if _kind(event.entity) in shown and event.entity not in hidden
        ]
        if size is None or len(events) < size * MORE:
            break
        after = events[-1].seq
    return found[:size]


def _hidden(session: Session, workspace_id: int, sees_secrecy: bool) -> frozenset[str]:
    others = of_others(workspace_id)
    found = set() if sees_secrecy else set(secret_entities(session, workspace_id))
    for kind, wanted in (
        ("guideline", select(Guideline.id).where(Guideline.id.in_(others))),
        ("edition", select(Edition.id).where(Edition.guideline_id.in_(others))),
        ("requirement", select(Requirement.id).where(Requirement.guideline_id.in_(others))),
    ):
        found |= {f"{kind}:{number}" for number in session.scalars(wanted)}
    return frozenset(found)


def _kind(entity: str) -> str:
    return entity.partition(":")[0]


def _change(event: Event, chain: Chain) -> ChangeItem:
    kind, _, number = event.entity.partition(":")
    return ChangeItem(
        id=event.seq,
        chain=chain,
        at=event.recorded_at,
        action=event.action,
        kind=kind,
        number=int(number) if number.isdecimal() and kind != "workspace" else None,
        hash=event.hash,
    )
