"""Where every requirement of a workspace stands: the ladder computed from evidence that holds."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from tracker import rot
from tracker.anchoring import is_anchored
from tracker.ladder import ASSIGNED, SHARED_STEPS, Standing, kinds, standing
from tracker.subjects import Subject
from tracker.suspects import suspect_links
from tracker.tables.assessment import Compliance, SideState
from tracker.thresholds import Thresholds
from tracker.views import settings
from tracker.views.anchoring.index import index_of
from tracker.views.ladder.ancestry import Places, places_of
from tracker.views.ladder.evidence import Piece, evidence_pieces, in_order
from tracker.views.ladder.judged import Said, newest_judgements, searched
from tracker.views.shared import shared

USED = 5
"""From this step on the anchoring index of the subject is asked for."""
INDEX = 0
"""Stands for the anchoring index among the ids of the evidence a judgement was made on; no row has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The newest judgement of a person about requirement x subject; `id` is that of the assessment."""

    id: int
    level: int | None
    side_state: SideState | None
    compliance: Compliance
    note: str
    on: date
    same_text: bool
    same_evidence: bool

    @property
    def suspect(self) -> bool:
        """Whether the requirement or the evidence is another than it was judged on."""
        return not (self.same_text and self.same_evidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallen:
    """The level reached before evidence ended with time, what ended, and the first day it was lower again."""

    level: int
    pieces: tuple[Piece, ...]
    since: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Requirement x subject: computed standing, the judgement if there is one, and what it rests on.

    `shown` is the level to show: the judged one, else the computed one, None for not examined. `reached` is false for
    a demand on services across borders and a service that is used in this country only. `fallen` is there when the
    computed level was higher until evidence aged or expired: the place "regressed", computed.
    """

    standing: Standing
    judged: Judged | None
    pieces: tuple[Piece, ...]
    suspect: bool
    digest: str
    reached: bool = True
    fallen: Fallen | None = None

    @property
    def shown(self) -> int | None:
        if self.judged is not None and self.judged.level is not None:
            return self.judged.level
        return self.standing.level

    @property
    def examined(self) -> bool:
        """Whether anybody has looked: there is evidence, a recorded search, or a judgement."""
        return self.shown is not None or self.beside

    @property
    def gap(self) -> bool:
        """Examined, and nothing was found."""
        return self.shown == 0 and not self.beside

    @property
    def beside(self) -> bool:
        """Whether a person put it beside the ladder."""
        return self.judged is not None and self.judged.side_state is not None

    @property
    def concerns(self) -> bool:
        """Whether it counts in shares: not where a person found it not applicable, or it cannot reach the subject."""
        return self.reached and not (self.judged is not None and self.judged.side_state is SideState.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standings:
    """All cells with anything in them, and the requirement as a whole: the furthest any subject has come."""

    cells: Mapping[tuple[int, Subject], Cell]
    overall: Mapping[int, Cell]
    searched: frozenset[int]

    def cell(self, requirement_id: int, subject: Subject) -> Cell:
        """The cell, or an empty one that knows whether a search was recorded."""
        return self.cells.get((requirement_id, subject)) or EMPTY[requirement_id in self.searched]

    def whole(self, requirement_id: int) -> Cell:
        """The requirement over the whole municipality."""
        return self.overall.get(requirement_id) or EMPTY[requirement_id in self.searched]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What all cells of a workspace are computed with."""

    thresholds: Thresholds
    judged: Mapping[int, Mapping[Subject, Said]]
    searched: frozenset[int]
    suspects: frozenset[int]
    rotten: frozenset[int]
    anchored: frozenset[Subject]


def standings(session: Session, workspace_id: int, *, requirement_id: int | None = None) -> Standings:
    """Compute the ladder for a workspace, or for one requirement of it.

    A text speaks for everything below the actor it was adopted for (steps 1 and 2), and what a unit was assigned
    for the services it runs (step 3); later steps count only for the unit or service that took them.
    """
    if requirement_id is None:
        return _all(session, workspace_id)
    return _computed(session, workspace_id, requirement_id)


@shared
def _all(session: Session, workspace_id: int) -> Standings:
    return _computed(session, workspace_id, None)


def _computed(session: Session, workspace_id: int, requirement_id: int | None) -> Standings:
    thresholds = settings.thresholds(session, workspace_id)
    pieces = evidence_pieces(session, workspace_id, thresholds, requirement_id=requirement_id)
    known = _Known(
        thresholds=thresholds,
        judged=newest_judgements(session, workspace_id, requirement_id),
        searched=searched(session, workspace_id, requirement_id),
        suspects=suspect_links(session, workspace_id),
        rotten=rot.suspect_records(session, workspace_id),
        anchored=_anchored(session, workspace_id, pieces, thresholds),
    )
    places = places_of(session, workspace_id)
    own: dict[int, dict[Subject, list[Piece]]] = defaultdict(lambda: defaultdict(list))
    for piece in pieces:
        own[piece.requirement_id][piece.subject].append(piece)
    cells: dict[tuple[int, Subject], Cell] = {}
    overall: dict[int, Cell] = {}
    for requirement in {*own, *known.judged}:
        found = _cells(requirement, own.get(requirement, {}), places, known)
        cells.update({(requirement, subject): cell for subject, cell in found.items()})
        different = {id(cell): cell for cell in found.values()}
        overall[requirement] = furthest(different.values())
    return Standings(cells=cells, overall=overall, searched=known.searched)


def furthest(cells: Iterable[Cell]) -> Cell:
    """The cell that has come furthest: what does not apply to one subject says nothing of the others."""
    return max(cells, key=_how_far)


def digest_of(evidence_ids: Iterable[int]) -> str:
    """What a judgement remembers of the evidence it was made on."""
    return hashlib.sha256(",".join(map(str, sorted(evidence_ids))).encode()).hexdigest()


def _cells(
    requirement: int, own: Mapping[Subject, Sequence[Piece]], places: Places, known: _Known
) -> dict[Subject, Cell]:
    """The cells of one requirement that have anything in them; subjects with the same evidence share one."""
    judged = known.judged.get(requirement, {})
    searched = requirement in known.searched
    shared: dict[int, list[Piece]] = {}
    for (kind, number), pieces in own.items():
        given = [piece for piece in pieces if kinds()[piece.kind].step in (*SHARED_STEPS, ASSIGNED)]
        if kind == "actor" and given:
            shared[number] = given
    reached = {places.of[subject] for subject in (*own, *judged) if subject in places.of}
    reached.update(*(places.under.get(actor, ()) for actor in shared))
    found: dict[Subject, Cell] = {}
    alike: dict[tuple[tuple[int, bool], ...], Cell] = {}
    for number in sorted(reached):
        (is_service, ancestors), below = places.groups[number]
        above = tuple(
            (ancestor, is_service and place == 0) for place, ancestor in enumerate(ancestors) if ancestor in shared
        )
        inherited = [
            piece
            for ancestor, is_own_unit in above
            for piece in shared[ancestor]
            if is_own_unit or kinds()[piece.kind].step != ASSIGNED
        ]
        for subject in below:
            if subject in own or subject in judged:
                held = _once([*own.get(subject, ()), *inherited])
                found[subject] = _cell(held, subject, judged.get(subject), searched, known)
            elif inherited:
                if above not in alike:
                    alike[above] = _cell(_once(inherited), subject, None, searched, known)
                found[subject] = alike[above]
    for subject in {*own, *judged} - found.keys():
        found[subject] = _cell(list(own.get(subject, ())), subject, judged.get(subject), searched, known)
    return found


def _once(pieces: Sequence[Piece]) -> list[Piece]:
    """Each piece of evidence once: a subject's own before what comes from above."""
    return list({piece.id: piece for piece in reversed(pieces)}.values())[::-1]


def _cell(held: list[Piece], subject: Subject, judged: Said | None, searched: bool, known: _Known) -> Cell:
    pieces = in_order(held)
    valid = [piece for piece in pieces if piece.holds]
    ids = [piece.id for piece in valid]
    index = subject in known.anchored and any(kinds()[piece.kind].step >= USED for piece in valid)
    if index:
        ids.append(INDEX)
    digest = digest_of(ids)
    now = _standing(valid, index, searched, known)
    judgement = None
    if judged is not None:
        judgement = Judged(
            id=judged.id,
            level=judged.level,
            side_state=judged.side_state,
            compliance=judged.compliance,
            note=judged.note,
            on=judged.on,
            same_text=judged.same_text,
            same_evidence=judged.evidence_digest == digest,
        )
    return Cell(
        standing=now,
        judged=judgement,
        pieces=tuple(pieces),
        suspect=any(piece.link_id in known.suspects or piece.record_id in known.rotten for piece in held)
        or (judgement is not None and judgement.suspect),
        digest=digest,
        fallen=_fallen(now, pieces, subject in known.anchored, searched, known),
    )


def _standing(pieces: Iterable[Piece], index: bool, searched: bool, known: _Known) -> Standing:
    """The ladder over these pieces; of a kind that is needed of several periods each period counts once."""
    codes = [kind for kind, _ in {(piece.kind, piece.period) for piece in pieces}]
    return standing([*codes, *(["index"] if index else [])], searched=searched, periods=known.thresholds.follow_ups)


def _fallen(now: Standing, pieces: Sequence[Piece], index: bool, searched: bool, known: _Known) -> Fallen | None:
    """How far it had come with what has ended since; None where that makes no difference."""
    if not any(piece.has_ended for piece in pieces):
        return None
    before = _standing([piece for piece in pieces if piece.holds or piece.has_ended], index, searched, known)
    level, reached = now.level or 0, before.level or 0
    if reached <= level:
        return None
    lost = tuple(piece for piece in pieces if piece.has_ended and level < kinds()[piece.kind].step <= reached)
    return Fallen(
        level=reached, pieces=lost, since=min((piece.since for piece in lost if piece.since is not None), default=None)
    )


def _how_far(cell: Cell) -> tuple[bool, int, int]:
    return cell.concerns, -1 if cell.shown is None else cell.shown, len(cell.pieces)


def _anchored(
    session: Session, workspace_id: int, pieces: Sequence[Piece], thresholds: Thresholds
) -> frozenset[Subject]:
    """The subjects whose anchoring index carries step 6; asked only where a later step has evidence."""
    if not any(kinds()[piece.kind].step >= USED for piece in pieces):
        return frozenset()
    found = index_of(session, workspace_id)
    return frozenset(subject for subject, row in found.items() if is_anchored(row.index, thresholds))


EMPTY = {
    searched: Cell(
        standing=standing((), searched=searched), judged=None, pieces=(), suspect=False, digest=digest_of([])
    )
    for searched in (False, True)
}
"""What nobody has anything of, by whether a search was recorded."""
