"""One suspect thing as a person looks at it again: the texts before and after, through which edition, since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker import clock, subjects
from tracker.errors import NotFound
from tracker.subjects import Subject
from tracker.suspects import Cause, successors, why_suspect
from tracker.tables.assessment import Assessment, Compliance, Evidence, SideState
from tracker.tables.crosswalk import Crosswalk, CrosswalkType
from tracker.tables.link import Link, LinkType
from tracker.tables.local import LocalEdition, Passage
from tracker.tables.network import Actor
from tracker.tables.service import Service
from tracker.views.clearance import secret_passages
from tracker.views.ladder.evidence import Piece
from tracker.views.ladder.standings import Cell, standings
from tracker.views.review.former import Former, requirement_before
from tracker.views.review.suspects import Kind, suspect_crosswalks
from tracker.views.subject_names import subject_names
from tracker.views.texts import PassageText, RequirementText, passage_texts, requirement_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """A requirement as it was and as it is; `before` is None where the words it was cannot be found any more."""

    text: RequirementText
    changed: bool
    before: Former | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A passage as it was, and what took over in the edition in use: nothing after a removal, several after a split.

    `edition` is the file the change came with, `since` when it did; "" and None while the passage is in use.
    """

    before: PassageText
    after: Sequence[PassageText]
    changed: bool
    edition: str = ""
    since: datetime | None = None
    taken_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Evidence that came, went or stopped holding after a judgement; `link_id` where a link gave it."""

    kind: str
    came: bool
    on: date
    link_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """What is suspect with everything one decision needs; which fields are set depends on `kind`.

    `causes` is empty once it is cleared or nobody's newest judgement any more. `name` is the service, actor or subject.
    """

    kind: Kind
    id: int
    causes: Sequence[Cause]
    demands: Sequence[Demand]
    version: int = 0
    type: LinkType | CrosswalkType | None = None
    target: Target | None = None
    name: str = ""
    subject: Subject | None = None
    level: int | None = None
    side_state: SideState | None = None
    compliance: Compliance = Compliance.NOT_ASSESSED
    note: str = ""
    on: date | None = None
    digest: str = ""
    computed: int | None = None
    moves: Sequence[Move] = ()


def suspect(session: Session, workspace_id: int, kind: Kind, number: int, *, sees_secrecy: bool = False) -> Suspect:
    """One link, judgement or crosswalk; NotFound outside the workspace, and under secrecy for who is not cleared."""
    if kind is Kind.LINK:
        return _link(session, workspace_id, number, sees_secrecy)
    if kind is Kind.JUDGEMENT:
        return _judgement(session, workspace_id, number)
    return _crosswalk(session, workspace_id, number)


def _link(session: Session, workspace_id: int, number: int, sees_secrecy: bool) -> Suspect:
    link = session.get(Link, number)
    if link is None or link.workspace_id != workspace_id:
        raise NotFound("error.link_unknown", id=number)
    causes = why_suspect(session, workspace_id, link_id=number).get(number, ())
    named: Service | Actor | None = None
    if link.service_id is not None:
        named = session.get(Service, link.service_id)
    elif link.actor_id is not None:
        named = session.get(Actor, link.actor_id)
    return Suspect(
        kind=Kind.LINK,
        id=link.id,
        causes=causes,
        demands=[_demand(session, link.requirement_id, link.requirement_fingerprint)],
        version=link.version,
        type=link.type,
        target=_target(session, link, sees_secrecy, changed=Cause.PASSAGE in causes) if link.passage_id else None,
        name=named.name if named is not None else "",
        note=link.note,
        on=link.on,
    )


def _demand(session: Session, requirement_id: int, fingerprint: str) -> Demand:
    text = requirement_texts(session, [requirement_id])[requirement_id]
    changed = text.fingerprint != fingerprint
    before = requirement_before(session, requirement_id, fingerprint) if changed else None
    return Demand(text=text, changed=changed, before=before)


def _target(session: Session, link: Link, sees_secrecy: bool, *, changed: bool) -> Target:
    own = link.passage_id or 0
    edition = session.scalars(
        select(LocalEdition).join(Passage, Passage.edition_id == LocalEdition.id).where(Passage.id == own)
    ).one()
    if not sees_secrecy and secret_passages(session, [own]):
        raise NotFound("error.link_unknown", id=link.id)
    became = [] if edition.current else [found for found in successors(session, [own])[own] if found != own]
    texts = passage_texts(session, [own, *became], sees_secrecy=sees_secrecy)
    through = edition if edition.undone_at is not None else _after(session, edition)
    gone = not edition.current and through is not None
    return Target(
        before=texts[own],
        after=[texts[found] for found in became if found in texts],
        changed=changed,
        edition=through.file_name if gone and through is not None else "",
        since=(edition.undone_at or through.imported_at) if gone and through is not None else None,
        taken_back=edition.undone_at is not None,
    )


def _after(session: Session, edition: LocalEdition) -> LocalEdition | None:
    """The edition that came in the place of another."""
    return session.scalars(
        select(LocalEdition)
        .where(LocalEdition.previous_id == edition.id, LocalEdition.undone_at.is_(None))
        .order_by(LocalEdition.id)
    ).first()


def _judgement(session: Session, workspace_id: int, number: int) -> Suspect:
    row = session.get(Assessment, number)
    if row is None or row.workspace_id != workspace_id:
        raise NotFound("error.judgement_unknown", kind=Kind.JUDGEMENT.value, id=number)
    subject = subjects.of(row.actor_id, row.service_id)
    found = standings(session, workspace_id, requirement_id=row.requirement_id)
    cell = found.cell(row.requirement_id, subject)
    judged = cell.judged if cell.judged is not None and cell.judged.id == row.id else None
    known = ((Cause.REQUIREMENT, judged.same_text), (Cause.EVIDENCE, judged.same_evidence)) if judged else ()
    return Suspect(
        kind=Kind.JUDGEMENT,
        id=row.id,
        causes=[cause for cause, same in known if not same],
        demands=[_demand(session, row.requirement_id, row.requirement_fingerprint)],
        name=subject_names(session, workspace_id).get(subject, ""),
        subject=subject,
        level=row.level,
        side_state=row.side_state,
        compliance=row.compliance,
        note=row.note,
        on=row.on,
        digest=cell.digest,
        computed=cell.standing.level,
        moves=_moves(session, row, cell),
    )


def _moves(session: Session, row: Assessment, cell: Cell) -> list[Move]:
    """What of the cell's evidence came, ended or was withdrawn after the judgement was made."""
    pieces = {piece.id: piece for piece in cell.pieces}
    wanted = select(Evidence).where(
        Evidence.workspace_id == row.workspace_id,
        Evidence.requirement_id == row.requirement_id,
        or_(Evidence.recorded_at > row.recorded_at, Evidence.withdrawn_at > row.recorded_at, Evidence.id.in_(pieces)),
    )
    found = []
    for evidence in session.scalars(wanted.order_by(Evidence.id)):
        move = _move(evidence, pieces.get(evidence.id), row)
        if move is not None:
            found.append(move)
    return found


def _move(evidence: Evidence, piece: Piece | None, row: Assessment) -> Move | None:
    came, day = True, None
    if piece is None and (evidence.actor_id, evidence.service_id) != (row.actor_id, row.service_id):
        return None
    if evidence.withdrawn_at is not None and evidence.recorded_at <= row.recorded_at:
        came, day = False, clock.day_of(evidence.withdrawn_at)
    elif piece is not None and piece.since is not None and piece.since > row.on:
        came, day = False, piece.since
    elif evidence.recorded_at > row.recorded_at and evidence.withdrawn_at is None:
        day = clock.day_of(evidence.recorded_at)
    return Move(kind=evidence.kind, came=came, on=day, link_id=evidence.link_id) if day is not None else None


def _crosswalk(session: Session, workspace_id: int, number: int) -> Suspect:
    row = session.get(Crosswalk, number)
    if row is None:
        raise NotFound("error.crosswalk_unknown", id=number)
    return Suspect(
        kind=Kind.CROSSWALK,
        id=row.id,
        causes=suspect_crosswalks(session, workspace_id).get(number, ()),
        demands=[
            _demand(session, row.upper_id, row.upper_fingerprint),
            _demand(session, row.lower_id, row.lower_fingerprint),
        ],
        version=row.version,
        type=row.type,
        note=row.note,
        on=row.on,
    )
