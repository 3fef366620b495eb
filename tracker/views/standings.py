"""Where every requirement of a workspace stands: the ladder computed from evidence that still holds."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.ladder import SHARED_STEPS, Standing, kinds, standing
from tracker.tables.assessment import Assessment, Compliance, Evidence, SideState
from tracker.tables.guideline import Requirement
from tracker.tables.link import Link, SearchedEdition, SearchRecord
from tracker.tables.local import DocumentStatus, LocalDocument, LocalEdition, Passage
from tracker.tables.network import UNIT_KINDS, Actor, ActorKind
from tracker.tables.service import Service, ServiceStatus
from tracker.views.suspects import suspect_links

Subject = tuple[str, int]
"""("actor", id) or ("service", id)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One piece of evidence: `holds` is false while its document is not adopted or its service not running."""

    id: int
    requirement_id: int
    subject: Subject
    kind: str
    link_id: int | None
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The newest judgement of a person about requirement x subject."""

    level: int | None
    side_state: SideState | None
    compliance: Compliance
    note: str
    on: date
    suspect: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Requirement x subject: computed standing, the judgement if there is one, and what it rests on.

    `shown` is the level to show: the judged one, else the computed one, None for not examined. `reached` is false for
    a demand on services across borders and a service that is used in this country only.
    """

    standing: Standing
    judged: Judged | None
    pieces: tuple[Piece, ...]
    suspect: bool
    digest: str
    reached: bool = True

    @property
    def shown(self) -> int | None:
        if self.judged is not None and self.judged.level is not None:
            return self.judged.level
        return self.standing.level

    @property
    def examined(self) -> bool:
        """Whether anybody has looked: there is evidence, a recorded search, or a judgement."""
        return self.shown is not None or self._beside

    @property
    def gap(self) -> bool:
        """Examined, and nothing was found."""
        return self.shown == 0 and not self._beside

    @property
    def _beside(self) -> bool:
        return self.judged is not None and self.judged.side_state is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standings:
    """All cells with anything in them, and the requirement as a whole: the furthest any subject has come."""

    cells: Mapping[tuple[int, Subject], Cell]
    overall: Mapping[int, Cell]
    searched: frozenset[int]

    def cell(self, requirement_id: int, subject: Subject) -> Cell:
        """The cell, or an empty one that knows whether a search was recorded."""
        return self.cells.get((requirement_id, subject)) or _empty(requirement_id in self.searched)

    def whole(self, requirement_id: int) -> Cell:
        """The requirement over the whole municipality."""
        return self.overall.get(requirement_id) or _empty(requirement_id in self.searched)


def standings(session: Session, workspace_id: int, *, requirement_id: int | None = None) -> Standings:
    """Compute the ladder for a workspace, or for one requirement of it.

    A text speaks for everything below the actor it was adopted for (steps 1 and 2); later steps count only for the
    unit or service that took them.
    """
    pieces = evidence_pieces(session, workspace_id, requirement_id=requirement_id)
    above = _ancestors(session, workspace_id)
    judged = _judged(session, workspace_id, requirement_id)
    searched = _searched(session, workspace_id, requirement_id)
    suspects = suspect_links(session, workspace_id)
    own: dict[int, dict[Subject, list[Piece]]] = defaultdict(lambda: defaultdict(list))
    for piece in pieces:
        own[piece.requirement_id][piece.subject].append(piece)
    cells: dict[tuple[int, Subject], Cell] = {}
    overall: dict[int, Cell] = {}
    for requirement in {*own, *(key[0] for key in judged)}:
        by_subject = own.get(requirement, {})
        inherited = _inherited(by_subject, above)
        subjects = {*by_subject, *inherited, *(key[1] for key in judged if key[0] == requirement)}
        for subject in subjects:
            held = [*by_subject.get(subject, ()), *inherited.get(subject, ())]
            cells[requirement, subject] = _cell(
                held, judged.get((requirement, subject)), requirement in searched, suspects
            )
        overall[requirement] = _furthest([cells[requirement, subject] for subject in subjects])
    return Standings(cells=cells, overall=overall, searched=searched)


def evidence_pieces(session: Session, workspace_id: int, *, requirement_id: int | None = None) -> list[Piece]:
    """All evidence that was not withdrawn, each with whether its condition still holds today."""
    today = clock.today()
    adopted = (LocalDocument.status == DocumentStatus.ADOPTED) & or_(
        LocalDocument.valid_to.is_(None), LocalDocument.valid_to >= today
    )
    wanted = (
        select(
            Evidence.id,
            Evidence.requirement_id,
            Evidence.actor_id,
            Evidence.service_id,
            Evidence.kind,
            Evidence.link_id,
            func.coalesce(adopted, False),
            Link.service_id,
            Service.status,
        )
        .outerjoin(Link, Link.id == Evidence.link_id)
        .outerjoin(Passage, Passage.id == Link.passage_id)
        .outerjoin(LocalEdition, LocalEdition.id == Passage.edition_id)
        .outerjoin(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .outerjoin(Service, Service.id == Link.service_id)
        .where(Evidence.workspace_id == workspace_id, Evidence.withdrawn_at.is_(None))
        .order_by(Evidence.id)
    )
    if requirement_id is not None:
        wanted = wanted.where(Evidence.requirement_id == requirement_id)
    pieces = []
    for row_id, requirement, actor, service, code, link, is_adopted, linked_service, status in session.execute(wanted):
        holds = bool(is_adopted) if kinds()[code].needs_adopted else True
        if status is not None and kinds()[code].step >= 4:
            holds = status is ServiceStatus.IN_SERVICE
        subjects = {_subject(actor, service)}
        if linked_service is not None:
            subjects.add(("service", linked_service))
        pieces += [
            Piece(id=row_id, requirement_id=requirement, subject=subject, kind=code, link_id=link, holds=holds)
            for subject in sorted(subjects)
        ]
    return pieces


def _subject(actor_id: int | None, service_id: int | None) -> Subject:
    """Exactly one of the two is given; the tables see to that."""
    return ("actor", actor_id) if actor_id is not None else ("service", service_id or 0)


def _empty(searched: bool) -> Cell:
    return Cell(standing=standing((), searched=searched), judged=None, pieces=(), suspect=False, digest=digest_of([]))


def digest_of(evidence_ids: list[int]) -> str:
    """What a judgement remembers of the evidence it was made on."""
    return hashlib.sha256(",".join(map(str, sorted(evidence_ids))).encode()).hexdigest()


def _cell(held: list[Piece], judged: tuple[Assessment, str] | None, searched: bool, suspects: frozenset[int]) -> Cell:
    valid = [piece for piece in held if piece.holds]
    digest = digest_of([piece.id for piece in valid])
    judgement = None
    if judged is not None:
        row, fingerprint = judged
        judgement = Judged(
            level=row.level,
            side_state=row.side_state,
            compliance=row.compliance,
            note=row.note,
            on=row.on,
            suspect=row.requirement_fingerprint != fingerprint or row.evidence_digest != digest,
        )
    return Cell(
        standing=standing([piece.kind for piece in valid], searched=searched),
        judged=judgement,
        pieces=tuple(held),
        suspect=any(piece.link_id in suspects for piece in held) or (judgement is not None and judgement.suspect),
        digest=digest,
    )


def _furthest(cells: list[Cell]) -> Cell:
    return max(cells, key=lambda cell: (-1 if cell.shown is None else cell.shown, len(cell.pieces)))


def _inherited(
    by_subject: Mapping[Subject, list[Piece]], above: Mapping[Subject, tuple[int, ...]]
) -> dict[Subject, list[Piece]]:
    """What texts adopted higher up say for the actors below."""
    shared: dict[int, list[Piece]] = {}
    for (kind, actor), pieces in by_subject.items():
        if kind == "actor":
            shared[actor] = [piece for piece in pieces if kinds()[piece.kind].step in SHARED_STEPS]
    if not any(shared.values()):
        return {}
    found: dict[Subject, list[Piece]] = {}
    for subject, ancestors in above.items():
        pieces = [piece for ancestor in ancestors for piece in shared.get(ancestor, ())]
        if pieces:
            found[subject] = pieces
    return found


def _ancestors(session: Session, workspace_id: int) -> dict[Subject, tuple[int, ...]]:
    """For each unit and service the actors above it, nearest first; the municipality stands above all."""
    actors = session.execute(
        select(Actor.id, Actor.part_of_id, Actor.kind).where(Actor.workspace_id == workspace_id)
    ).all()
    parent = {row.id: row.part_of_id for row in actors}
    top = [row.id for row in actors if row.kind is ActorKind.MUNICIPALITY]

    def chain(first: int | None) -> tuple[int, ...]:
        found: dict[int, None] = {}
        while first is not None and first not in found:
            found[first] = None
            first = parent.get(first)
        return tuple(dict.fromkeys([*found, *top]))

    above: dict[Subject, tuple[int, ...]] = {
        ("actor", row.id): tuple(actor for actor in chain(row.part_of_id) if actor != row.id)
        for row in actors
        if row.kind in UNIT_KINDS
    }
    services = session.execute(select(Service.id, Service.unit_id).where(Service.workspace_id == workspace_id))
    above.update({("service", service): chain(unit) for service, unit in services})
    return above


def _judged(
    session: Session, workspace_id: int, requirement_id: int | None
) -> dict[tuple[int, Subject], tuple[Assessment, str]]:
    wanted = (
        select(Assessment, Requirement.fingerprint)
        .join(Requirement, Requirement.id == Assessment.requirement_id)
        .where(Assessment.workspace_id == workspace_id)
        .order_by(Assessment.on, Assessment.recorded_at, Assessment.id)
    )
    if requirement_id is not None:
        wanted = wanted.where(Assessment.requirement_id == requirement_id)
    newest: dict[tuple[int, Subject], tuple[Assessment, str]] = {}
    for row, fingerprint in session.execute(wanted):
        newest[row.requirement_id, _subject(row.actor_id, row.service_id)] = row, fingerprint
    return newest


def _searched(session: Session, workspace_id: int, requirement_id: int | None) -> frozenset[int]:
    """Requirements with a standing search record that went through at least one edition."""
    wanted = (
        select(SearchRecord.requirement_id)
        .join(SearchedEdition, SearchedEdition.search_record_id == SearchRecord.id)
        .where(SearchRecord.workspace_id == workspace_id, SearchRecord.withdrawn_at.is_(None))
    )
    if requirement_id is not None:
        wanted = wanted.where(SearchRecord.requirement_id == requirement_id)
    return frozenset(session.scalars(wanted.distinct()))
