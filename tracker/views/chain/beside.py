"""One requirement at every level side by side, and what carries it in the municipality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from tracker.errors import NotFound
from tracker.tables.crosswalk import Crosswalk, CrosswalkType
from tracker.tables.guideline import Decided, Guideline, GuidelineStatus, Level, Requirement
from tracker.tables.local import LocalDocument
from tracker.views.chain.held import HeldPassage
from tracker.views.chain.hops import Why
from tracker.views.chain.whole import Chain, chains
from tracker.views.counted import of_others
from tracker.views.texts import PassageText, RequirementText, passage_texts, requirement_texts

SUGGESTED = 2
"""Suggested crosswalks shown beside the confirmed ones, up and down each; all of them are in the review."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """The days that matter of an act, None where not known."""

    adopted_on: date | None
    in_force_on: date | None
    applies_on: date | None
    repealed_on: date | None
    status: GuidelineStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLevel:
    """A requirement of a level. `type` and `state` are those of the crosswalk between it and the one asked for.

    Without a crosswalk of its own (`crosswalk_id` None) it is the one asked for, or others stand between.
    """

    text: RequirementText
    level: Level
    dates: Dates
    own: bool
    state: Decided
    type: CrosswalkType | None
    suspect: bool
    crosswalk_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalText:
    """A passage with a confirmed link, its words, and when its document was decided and holds."""

    passage: PassageText
    held: HeldPassage
    decided_on: date | None
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Everything about one requirement on one screen; `chains` are the ways that go through it."""

    requirement: RequirementText
    levels: Sequence[AtLevel]
    local: Sequence[LocalText]
    withheld: int
    chains: Sequence[Chain]


def beside(session: Session, workspace_id: int, *, requirement_id: int, sees_secrecy: bool = False) -> Beside:
    """The requirement with those above and below it; NotFound where this workspace has no such requirement.

    Suggested crosswalks are given for this requirement alone, and never followed further.
    """
    asked = session.get(Requirement, requirement_id)
    others = frozenset(session.scalars(of_others(workspace_id)))
    if asked is None or asked.guideline_id in others:
        raise NotFound("error.requirement_unknown", id=requirement_id)
    through = [
        chain
        for chain in chains(session, workspace_id, sees_secrecy=sees_secrecy).rows
        if any(one.id == requirement_id for one in chain.placed)
    ]
    found = {one.id: None for chain in through for one in chain.placed}
    ties = _ties(session, requirement_id, others)
    numbers = [*dict.fromkeys([requirement_id, *found, *ties])]
    texts = requirement_texts(session, numbers)
    acts = {row.id: row for row in session.scalars(select(Guideline))}
    requirements = {row.id: row for row in session.scalars(select(Requirement).where(Requirement.id.in_(numbers)))}
    passages = list({one.link_id: one for chain in through for one in chain.passages}.values())
    passages.sort(key=lambda one: list(Why).index(one.why))  # what holds best first
    return Beside(
        requirement=texts[requirement_id],
        levels=[
            _at(
                texts[number],
                requirements[number],
                acts[requirements[number].guideline_id],
                ties.get(number),
                number == requirement_id,
            )
            for number in numbers
            if requirements[number].guideline_id not in others
        ],
        local=_local(session, passages, sees_secrecy),
        withheld=max((chain.withheld for chain in through), default=0),
        chains=through,
    )


def _ties(session: Session, requirement_id: int, others: frozenset[int]) -> dict[int, Crosswalk]:
    """The crosswalks of a requirement by its other side: all that are confirmed, of the suggested the likeliest."""
    guidelines = {row.id: row.guideline_id for row in session.execute(select(Requirement.id, Requirement.guideline_id))}
    wanted = select(Crosswalk).where(
        Crosswalk.state != Decided.REJECTED,
        or_(Crosswalk.upper_id == requirement_id, Crosswalk.lower_id == requirement_id),
    )
    found: dict[int, Crosswalk] = {}
    suggested = {True: 0, False: 0}
    for row in session.scalars(wanted.order_by(func.coalesce(Crosswalk.score, 2).desc(), Crosswalk.id)):
        is_below = row.upper_id == requirement_id
        other = row.lower_id if is_below else row.upper_id
        if guidelines[other] in others:
            continue
        if row.state is Decided.SUGGESTED:
            suggested[is_below] += 1
            if suggested[is_below] > SUGGESTED:
                continue
        found[other] = row
    return found


def _at(text: RequirementText, requirement: Requirement, act: Guideline, tie: Crosswalk | None, own: bool) -> AtLevel:
    return AtLevel(
        text=text,
        level=act.level,
        dates=Dates(
            adopted_on=act.adopted_on,
            in_force_on=act.in_force_on,
            applies_on=requirement.applies_on or act.applies_on,
            repealed_on=act.repealed_on,
            status=act.status,
        ),
        own=own,
        state=tie.state if tie is not None else Decided.CONFIRMED,
        type=tie.type if tie is not None else None,
        suspect=_is_suspect(requirement, tie),
        crosswalk_id=tie.id if tie is not None else None,
    )


def _is_suspect(requirement: Requirement, tie: Crosswalk | None) -> bool:
    """Whether this side of a confirmed crosswalk no longer reads as it did."""
    if tie is None or tie.state is not Decided.CONFIRMED:
        return False
    made_on = tie.upper_fingerprint if tie.upper_id == requirement.id else tie.lower_fingerprint
    return made_on != requirement.fingerprint


def _local(session: Session, passages: Sequence[HeldPassage], sees_secrecy: bool) -> list[LocalText]:
    texts = passage_texts(session, [one.passage_id for one in passages], context=0, sees_secrecy=sees_secrecy)
    documents = {
        row.id: row
        for row in session.scalars(
            select(LocalDocument).where(LocalDocument.id.in_({one.document_id for one in passages}))
        )
    }
    return [
        LocalText(
            passage=texts[one.passage_id],
            held=one,
            decided_on=documents[one.document_id].decided_on,
            valid_from=documents[one.document_id].valid_from,
            valid_to=documents[one.document_id].valid_to,
        )
        for one in passages
    ]
