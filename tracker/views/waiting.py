"""Decisions that wait for a second person, where four eyes are demanded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, literal, or_, select
from sqlalchemy.orm import Session

from tracker import meanwhile
from tracker.tables.countersign import FirstDecision
from tracker.tables.crosswalk import Crosswalk
from tracker.tables.guideline import Guideline, Requirement
from tracker.tables.link import Link
from tracker.tables.people import Workspace
from tracker.views.texts import RequirementText, requirement_texts

LINK, CLEAR, JUDGE, CROSSWALK = "link.decide", "suspect.clear", "assessment.decide", "crosswalk.decide"
VERSIONED: Mapping[str, type[Link] | type[Crosswalk]] = {"link": Link, "crosswalk": Crosswalk}


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What the first of two people decided of an entity ("link:12", "cell:3:actor:7").

    `who` is a name for those who may see it, else "" beside the `role` they have; `mine` for the reader's own.
    """

    id: int
    entity: str
    action: str
    decision: Mapping[str, Any]
    note: str
    who: str
    role: str
    at: str
    mine: bool


def demanded(session: Session, workspace_id: int) -> bool:
    """Whether the workspace demands two people."""
    return session.scalars(select(Workspace.four_eyes).where(Workspace.id == workspace_id)).one()


def waiting(
    session: Session, workspace_id: int, *, person_id: int, entities: Sequence[str] | None = None
) -> list[Waiting]:
    """What waits in the workspace, the oldest first; of all, or of these entities.

    What was decided on an earlier version waits for nobody: the next decision is the first one again.
    """
    wanted = select(FirstDecision).where(*_open(workspace_id)).order_by(FirstDecision.id)
    if entities is not None:
        wanted = wanted.where(FirstDecision.entity.in_(entities))
    rows = session.scalars(wanted).all()
    now = _versions(session, rows)
    return [
        Waiting(
            id=row.id,
            entity=row.entity,
            action=row.action,
            decision=row.decision,
            note=row.note,
            mine=row.by_id == person_id,
            **meanwhile.told(session, row.workspace_id, row.by_id, row.recorded_at, reader=person_id),
        )
        for row in rows
        if now.get(row.entity, row.seen_version) == row.seen_version
    ]


def counts(session: Session, workspace_id: int) -> Mapping[str, int]:
    """How much waits, by what is decided (LINK, CLEAR, JUDGE, CROSSWALK)."""
    rows = session.scalars(select(FirstDecision).where(*_open(workspace_id))).all()
    now = _versions(session, rows)
    return Counter(row.action for row in rows if now.get(row.entity, row.seen_version) == row.seen_version)


def about(session: Session, workspace_id: int, rows: Sequence[Waiting]) -> Mapping[int, list[RequirementText]]:
    """By number of what waits the requirements it is about: two of a crosswalk, the upper one first.

    None for those of another workspace's own guidelines, which are told of there alone.
    """
    asked: dict[int, list[int]] = {}
    for row in rows:
        kind, _, rest = row.entity.partition(":")
        number = int(rest.partition(":")[0])
        if kind == "cell":
            asked[row.id] = [number]
        elif kind == "link":
            asked[row.id] = list(session.scalars(select(Link.requirement_id).where(Link.id == number)))
        else:
            both = session.execute(select(Crosswalk.upper_id, Crosswalk.lower_id).where(Crosswalk.id == number)).first()
            asked[row.id] = list(both or ())
    told = select(Requirement.id).join(Guideline, Guideline.id == Requirement.guideline_id).where(
        Requirement.id.in_({number for numbers in asked.values() for number in numbers}),
        or_(Guideline.workspace_id.is_(None), Guideline.workspace_id == workspace_id),
    )  # fmt: skip
    found = requirement_texts(session, session.scalars(told))
    return {first: [found[number] for number in numbers if number in found] for first, numbers in asked.items()}


def waiting_links(workspace_id: int, *, person_id: int | None = None) -> Select[int]:
    """The links that wait; only those that a person decided first, where one is named."""
    wanted = (
        select(Link.id)
        .join(FirstDecision, FirstDecision.entity == literal("link:") + cast(Link.id, String))
        .where(*_open(workspace_id), FirstDecision.action == LINK, FirstDecision.seen_version == Link.version)
    )
    return wanted if person_id is None else wanted.where(FirstDecision.by_id == person_id)


def _open(workspace_id: int) -> tuple[ColumnElement[bool], ...]:
    """Crosswalks are shared, whichever workspace demands two people for them."""
    here = or_(FirstDecision.workspace_id == workspace_id, FirstDecision.entity.startswith("crosswalk:"))
    return FirstDecision.ended_at.is_(None), here


def _versions(session: Session, rows: Sequence[FirstDecision]) -> Mapping[str, int]:
    """The versions of the links and crosswalks decided on as they are now; 0 for what is gone."""
    found = {row.entity: 0 for row in rows if row.entity.partition(":")[0] in VERSIONED}
    for kind, table in VERSIONED.items():
        numbers = [int(entity.partition(":")[2]) for entity in found if entity.startswith(f"{kind}:")]
        for number, version in session.execute(select(table.id, table.version).where(table.id.in_(numbers))):
            found[f"{kind}:{number}"] = version
    return found
