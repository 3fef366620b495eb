"""What a run of crosswalk suggestions is made from: requirements of every level, and which acts name one another."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from nlp.matching.citations import instrument, place
from nlp.matching.matches import Decision, Passage, Query
from nlp.matching.parallel import Parallel
from policies.library import load
from tracker.candidates import texts_by_language
from tracker.crosswalks.citing import HEAD, Act, Where, pairs
from tracker.identifiers import official
from tracker.parallel_texts import parallel_texts
from tracker.succession import has_its_words
from tracker.tables.crosswalk import DEPTH, Crosswalk
from tracker.tables.guideline import (
    Applies,
    Decided,
    Edition,
    Force,
    Guideline,
    Provision,
    Requirement,
    RequirementState,
    Wording,
    WordingReference,
)
from tracker.wordings import NOT_BINDING_ZONES

Section: TypeAlias = tuple[int, str]
"""A guideline and a section or article of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where a requirement stands, and the places that its wordings refer to.

    One that only `permits` is no requirement to be met, but what national law makes of the room that an act above
    leaves: it may carry out only acts that its guideline says it carries out.
    """

    guideline_id: int
    locator: str
    fingerprint: str
    targets: Collection[str] = ()
    permits: bool = False

    @property
    def section(self) -> Section:
        """The guideline, and the section or article of it."""
        at = place(self.locator)
        return self.guideline_id, str(at) if at is not None else self.locator


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """Read once; no table objects. Requirements are known by their numbers, in queries and passages as text.

    `uppers` are asked among `lowers`, by the language of these. `below` holds the guidelines that can carry one another
    out, upper before lower. `decisions` are what people said of pairs, `of_others` the requirements that count in
    another workspace only: nothing is said of those here.
    """

    acts: Mapping[int, Act]
    below: Mapping[tuple[int, int], Where | None]
    uppers: Mapping[str, tuple[Query, ...]]
    lowers: Mapping[str, tuple[Passage, ...]]
    placed: Mapping[int, Placed]
    decisions: tuple[Decision, ...]
    of_others: Collection[int] = frozenset()
    parallel: tuple[Parallel, ...] = ()

    def reaches(self, upper: int, lower: int) -> bool:
        """Whether one requirement may carry the other out, as far as their guidelines go."""
        pair = self.placed[upper].guideline_id, self.placed[lower].guideline_id
        where = self.below.get(pair)
        return pair in self.below and (not self.placed[lower].permits or (where is not None and where.carries_out))


def gather(session: Session, workspace_id: int) -> Levels:
    """Read what all workspaces share, and the workspace's own guidelines.

    Above, also what binds only the state counts: that is what national acts carry out. Below, only what can reach a
    municipality. Library summaries wait where the official text is imported.
    """
    rows = session.execute(_wanted(workspace_id)).all()
    guidelines = {row.id: row for row in session.scalars(select(Guideline))}
    texts = texts_by_language(session, [row.id for row in rows])
    targets = _targets(session)
    placed = {
        row.id: Placed(
            guideline_id=row.guideline_id,
            locator=row.locator,
            fingerprint=row.fingerprint,
            targets=targets.get(row.id, ()),
            permits=not row.tracked,
        )
        for row in rows
    }
    acts = {number: _act(session, guidelines[number], rows, targets) for number in {row.guideline_id for row in rows}}
    below = pairs(acts)
    above = {upper for upper, _ in below}
    carrying = {lower for (_, lower), where in below.items() if where is not None and where.carries_out}
    lowers: dict[str, list[Passage]] = {}
    for row in rows:
        if row.applies is not Applies.NO and (row.tracked or row.guideline_id in carrying):
            for language, text in _spoken(texts[row.id]):
                lowers.setdefault(language, []).append(_passage(row, guidelines[row.guideline_id], language, text))
    return Levels(
        acts=acts,
        below=below,
        uppers={
            language: tuple(
                _query(row, guidelines[row.guideline_id], texts[row.id], language)
                for row in rows
                if row.tracked and row.guideline_id in above and texts[row.id]
            )
            for language in lowers
        },
        lowers={language: tuple(passages) for language, passages in lowers.items()},
        placed=placed,
        decisions=_decisions(session),
        of_others=frozenset(
            session.scalars(
                select(Requirement.id)
                .join(Guideline, Guideline.id == Requirement.guideline_id)
                .where(Guideline.workspace_id.is_not(None), Guideline.workspace_id != workspace_id)
            )
        ),
        parallel=parallel_texts(session),
    )


def _wanted(workspace_id: int) -> Select[int, int, str, str, Applies, Force, bool]:
    """Tracked, active requirements, and what imported texts permit in what binds of them.

    Of a guideline whose official text is imported only those with a wording.
    """
    permitted = (
        select(Wording.id)
        .join(Edition, Edition.id == Wording.edition_id)
        .join(Provision, Provision.id == Wording.provision_id)
        .where(
            Wording.requirement_id == Requirement.id,
            Edition.undone_at.is_(None),
            Provision.zone.not_in(NOT_BINDING_ZONES),
        )
        .exists()
    )
    return (
        select(
            Requirement.id,
            Requirement.guideline_id,
            Requirement.locator,
            Requirement.fingerprint,
            Requirement.applies,
            Requirement.force,
            Requirement.tracked,
        )
        .join(Guideline, Guideline.id == Requirement.guideline_id)
        .where(
            and_(
                or_(Requirement.tracked, and_(Requirement.force == Force.PERMISSION, permitted)),
                Requirement.state == RequirementState.ACTIVE,
                has_its_words(),
                or_(Guideline.workspace_id.is_(None), Guideline.workspace_id == workspace_id),
            )
        )
        .order_by(Requirement.guideline_id, Requirement.position, Requirement.id)
    )


def _spoken(texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """The one text a requirement is found by: Swedish where there is one."""
    kept = {("en" if language == "en" else "sv"): text for language, text in texts.items() if text}
    return [next((language, kept[language]) for language in ("sv", "en") if language in kept)] if kept else []


def _passage(row: Any, guideline: Guideline, language: str, text: str) -> Passage:
    """A requirement to be found. Its guideline's title stands over it: it names the matter, and often the act above."""
    return Passage(
        id=str(row.id), document=str(guideline.id), text=text, language=language, heading=_title(guideline, language)
    )


def _query(row: Any, guideline: Guideline, texts: Mapping[str, str], language: str) -> Query:
    spoken = language if language in texts else next(iter(texts))
    return Query(
        id=str(row.id),
        text=texts[spoken],
        language=spoken,
        force=row.force.value,
        references=(f"{guideline.identifier} {row.locator}".strip(),),
        texts={other: text for other, text in texts.items() if other != spoken},
    )


def _title(guideline: Guideline, language: str) -> str:
    first, second = guideline.title_sv, guideline.title_en
    return ((first or second) if language == "sv" else (second or first)) or guideline.name


def _act(session: Session, guideline: Guideline, rows: Any, targets: Mapping[int, Collection[str]]) -> Act:
    newest = session.scalars(
        select(func.substr(Edition.text, 1, HEAD))
        .where(Edition.guideline_id == guideline.id, Edition.undone_at.is_(None))
        .order_by(Edition.id.desc())
    ).first()
    own = [row.id for row in rows if row.guideline_id == guideline.id]
    return Act(
        id=guideline.id,
        identifier=official(guideline.identifier),
        library_key=guideline.library_key or "",
        level=DEPTH[guideline.level],
        titles=tuple(dict.fromkeys(filter(None, (guideline.title_sv, guideline.title_en, guideline.name)))),
        note=f"{guideline.bindingness_note}\n{guideline.status_note}",
        adopted_under=_adopted_under().get(guideline.library_key or "", ()),
        head=newest or "",
        cited=frozenset(instrument(target) for number in own for target in targets.get(number, ())),
    )


@cache
def _adopted_under() -> Mapping[str, tuple[str, ...]]:
    """The acts that the library's implementing acts rest on."""
    return {entry.id: entry.adopted_under for entry in load()}


def _targets(session: Session) -> dict[int, set[str]]:
    """The places that the wordings of each requirement refer to."""
    found: dict[int, set[str]] = {}
    for requirement, target in session.execute(
        select(Wording.requirement_id, WordingReference.target)
        .join(Wording, Wording.id == WordingReference.wording_id)
        .where(WordingReference.target != "")
    ):
        found.setdefault(requirement, set()).add(target)
    return found


def _decisions(session: Session) -> tuple[Decision, ...]:
    decided = select(Crosswalk).where(Crosswalk.state != Decided.SUGGESTED).order_by(Crosswalk.decided_at, Crosswalk.id)
    return tuple(
        Decision(requirement=str(row.upper_id), passage=str(row.lower_id), confirmed=row.state is Decided.CONFIRMED)
        for row in session.scalars(decided)
    )
