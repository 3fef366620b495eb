"""What there is to be found in a workspace, as numbers and checksums: cheap to ask, and tells when an index is old."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from tracker.tables.guideline import Edition, Guideline, Requirement, RequirementState, Wording
from tracker.tables.local import LocalDocument, LocalEdition, Passage, Publicity
from tracker.tables.network import Actor
from tracker.tables.service import Service
from tracker.views.clearance import secret_document
from tracker.views.counted import of_others
from tracker.views.texts import shown_identifier

LONGEST = 400
"""Characters of a question that are read."""


class HitKind(StrEnum):
    """What can be found, in the order it is shown."""

    REQUIREMENT = "requirement"
    PASSAGE = "passage"
    SERVICE = "service"
    ACTOR = "actor"
    GUIDELINE = "guideline"
    DOCUMENT = "document"


class EditionKept(NamedTuple):
    """The edition of a document in use, in the language of the index its passages stand in; which are secret."""

    id: int
    document_id: int
    language: str
    secret: bool
    secret_passages: tuple[int, ...]


class RequirementKept(NamedTuple):
    """A requirement that holds; `print` changes when any of its texts does."""

    id: int
    guideline_id: int
    print: str


class NamedThing(NamedTuple):
    """A service, actor, guideline or document: its name by language, what else it says of itself, where it belongs."""

    kind: HitKind
    id: int
    names: tuple[tuple[str, str], ...]
    about: str = ""
    place: str = ""
    secret: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stock:
    """What there is to be found; two with the same `digest` hold the same. `languages` are those requirements have."""

    workspace_id: int
    editions: Sequence[EditionKept]
    requirements: Sequence[RequirementKept]
    named: Sequence[NamedThing]
    languages: tuple[str, ...]
    digest: str


def stock(session: Session, workspace_id: int) -> Stock:
    """What the workspace holds now and what all share, documents under secrecy among it and marked."""
    editions = _editions(session, workspace_id)
    requirements = requirements_of(session, workspace_id)
    things = [thing for kind in NAMED for thing in named(session, workspace_id, kind)]
    languages = session.scalars(select(Edition.language).distinct()).all()
    total = hashlib.blake2b(digest_size=16)
    for part in (editions, requirements, things):
        total.update(repr(part).encode("utf-8", "surrogatepass"))
    return Stock(
        workspace_id=workspace_id,
        editions=editions,
        requirements=requirements,
        named=things,
        languages=tuple(sorted({"sv", "en", *languages})),
        digest=total.hexdigest(),
    )


NAMED = (HitKind.SERVICE, HitKind.ACTOR, HitKind.GUIDELINE, HitKind.DOCUMENT)
"""Kinds of which there are few: found by their names and a line about each."""


def named(session: Session, workspace_id: int, kind: HitKind, ids: Iterable[int] | None = None) -> list[NamedThing]:
    """Services, actors, guidelines or documents as they are now; those with some ids only, if any are given."""
    if kind is HitKind.SERVICE:
        return _services(session, workspace_id, ids)
    if kind is HitKind.ACTOR:
        return _actors(session, workspace_id, ids)
    if kind is HitKind.GUIDELINE:
        return _guidelines(session, workspace_id, ids)
    return _documents(session, workspace_id, ids)


def _editions(session: Session, workspace_id: int) -> list[EditionKept]:
    rows = session.execute(
        select(LocalEdition.id, LocalEdition.document_id, LocalEdition.language, secret_document())
        .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .where(LocalEdition.workspace_id == workspace_id, LocalEdition.current)
        .order_by(LocalEdition.id)
    )
    marked: dict[int, list[int]] = {}
    for edition, passage in session.execute(
        select(Passage.edition_id, Passage.id).where(Passage.workspace_id == workspace_id, Passage.secret)
    ):
        marked.setdefault(edition, []).append(passage)
    return [EditionKept(*row, tuple(sorted(marked.get(row[0], ())))) for row in rows]


def requirements_of(session: Session, workspace_id: int | None) -> list[RequirementKept]:
    """The requirements that hold, of shared guidelines and the workspace's own; of all workspaces with None."""
    newest = (
        select(Wording.requirement_id, func.max(Wording.id).label("wording"), func.count().label("count"))
        .join(Edition, Edition.id == Wording.edition_id)
        .where(Edition.undone_at.is_(None))
        .group_by(Wording.requirement_id)
        .subquery()
    )
    wanted = (
        select(Requirement.id, Requirement.guideline_id, Requirement.fingerprint, newest.c.wording, newest.c.count)
        .outerjoin(newest, newest.c.requirement_id == Requirement.id)
        .where(Requirement.state == RequirementState.ACTIVE)
        .order_by(Requirement.id)
    )
    if workspace_id is not None:
        wanted = wanted.where(Requirement.guideline_id.not_in(of_others(workspace_id)))
    return [
        RequirementKept(number, guideline, f"{fingerprint[:16]}.{wording or 0}.{count or 0}")
        for number, guideline, fingerprint, wording, count in session.execute(wanted)
    ]


def _services(session: Session, workspace_id: int, ids: Iterable[int] | None) -> list[NamedThing]:
    wanted = select(Service, Actor.name).outerjoin(Actor, Actor.id == Service.unit_id)
    wanted = wanted.where(Service.workspace_id == workspace_id)
    if ids is not None:
        wanted = wanted.where(Service.id.in_(ids))
    return [
        NamedThing(HitKind.SERVICE, row.id, (("sv", row.name),), _joined(row.life_event, row.description), unit or "")
        for row, unit in session.execute(wanted.order_by(Service.id))
    ]


def _actors(session: Session, workspace_id: int, ids: Iterable[int] | None) -> list[NamedThing]:
    above = aliased(Actor)
    wanted = select(Actor, above.name).outerjoin(above, above.id == Actor.part_of_id)
    wanted = wanted.where(Actor.workspace_id == workspace_id)
    if ids is not None:
        wanted = wanted.where(Actor.id.in_(ids))
    return [
        NamedThing(HitKind.ACTOR, row.id, (("sv", row.name),), _joined(row.role, row.note), part_of or "")
        for row, part_of in session.execute(wanted.order_by(Actor.id))
    ]


def _guidelines(session: Session, workspace_id: int, ids: Iterable[int] | None) -> list[NamedThing]:
    wanted = select(Guideline).where(Guideline.id.not_in(of_others(workspace_id)))
    if ids is not None:
        wanted = wanted.where(Guideline.id.in_(ids))
    return [
        NamedThing(
            HitKind.GUIDELINE,
            row.id,
            (("sv", row.title_sv or row.name), ("en", row.title_en or row.name)),
            shown_identifier(row.identifier),
        )
        for row in session.scalars(wanted.order_by(Guideline.id))
    ]


def _documents(session: Session, workspace_id: int, ids: Iterable[int] | None) -> list[NamedThing]:
    wanted = select(LocalDocument).where(LocalDocument.workspace_id == workspace_id)
    if ids is not None:
        wanted = wanted.where(LocalDocument.id.in_(ids))
    return [
        NamedThing(
            HitKind.DOCUMENT,
            row.id,
            (("sv", row.name),),
            _joined(row.body, row.dnr),
            secret=row.publicity is not Publicity.PUBLIC,
        )
        for row in session.scalars(wanted.order_by(LocalDocument.id))
    ]


def _joined(*parts: str) -> str:
    return ". ".join(part for part in parts if part)
