"""What a workspace's suggestions are made from: requirement texts and everything local that may answer them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from nlp.matching import Decision, Query
from nlp.matching import Passage as Candidate
from tracker import events
from tracker.tables.guideline import (
    Applies,
    Decided,
    Edition,
    Guideline,
    Requirement,
    RequirementState,
    Summary,
    Wording,
    WordingReference,
    lead_in_text,
)
from tracker.tables.link import Link
from tracker.tables.local import LocalEdition, Passage
from tracker.tables.network import UNIT_KINDS, Actor, ActorKind, Service, ServiceStatus

CARRIERS = (*UNIT_KINDS, ActorKind.ROLE, ActorKind.NETWORK)
"""Kinds of actors that can be responsible for a requirement locally."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """What a workspace's suggestions are made from, read once; no table objects.

    `queries` holds each requirement's text by language ("sv", "en") where there is one. Candidates are named
    "passage:7", "service:3" or "actor:12"; their fingerprints are those of their texts as read here. `cross_border` are
    requirements on services across borders, `used_locally` the services not known to be such.
    """

    workspace_id: int
    queries: Mapping[str, tuple[Query, ...]]
    candidates: Mapping[str, tuple[Candidate, ...]]
    decisions: tuple[Decision, ...]
    requirement_fingerprints: Mapping[int, str]
    target_fingerprints: Mapping[str, str]
    cross_border: frozenset[int] = frozenset()
    used_locally: frozenset[str] = frozenset()

    def is_outside(self, requirement: int, target: str) -> bool:
        """Whether a demand on services across borders meets a service that is used in this country only."""
        return requirement in self.cross_border and target in self.used_locally


def gather(session: Session, workspace_id: int) -> Corpus:
    """Read the tracked requirements that can bind a municipality, and everything local that may answer them."""
    candidates, fingerprints = _candidates(session, workspace_id)
    texts = _requirement_texts(session)
    return Corpus(
        workspace_id=workspace_id,
        queries={language: _queries(session, texts, language) for language in candidates},
        candidates=candidates,
        decisions=_decisions(session, workspace_id),
        requirement_fingerprints={requirement.id: requirement.fingerprint for requirement, _ in texts},
        target_fingerprints=fingerprints,
        cross_border=frozenset(requirement.id for requirement, _ in texts if requirement.cross_border),
        used_locally=frozenset(
            f"service:{number}"
            for number in session.scalars(
                select(Service.id).where(Service.workspace_id == workspace_id, Service.cross_border.is_not(True))
            )
        ),
    )


def _requirement_texts(session: Session) -> list[tuple[Requirement, dict[str, str]]]:
    """Tracked requirements with their texts by language: the official wording first, else the summary."""
    requirements = session.scalars(
        select(Requirement)
        .where(
            Requirement.tracked,
            Requirement.state == RequirementState.ACTIVE,
            Requirement.applies != Applies.NO,
        )
        .order_by(Requirement.guideline_id, Requirement.position, Requirement.id)
    ).all()
    texts: dict[int, dict[str, str]] = {requirement.id: {} for requirement in requirements}
    for summary in session.scalars(select(Summary).where(Summary.requirement_id.in_(texts))):
        texts[summary.requirement_id].update({"sv": summary.text_sv, "en": summary.text_en})
    editions: dict[int, str] = {}
    for wording in session.scalars(select(Wording).where(Wording.requirement_id.in_(texts)).order_by(Wording.id)):
        if wording.edition_id not in editions:
            editions[wording.edition_id] = session.scalars(
                select(Edition.text).where(Edition.id == wording.edition_id)
            ).one()
        text = editions[wording.edition_id]
        words = f"{lead_in_text(text, wording.lead_ins)} {text[wording.start : wording.end]}"
        texts[wording.requirement_id][wording.language] = words.strip()
    return [(requirement, texts[requirement.id]) for requirement in requirements]


def _queries(session: Session, texts: list[tuple[Requirement, dict[str, str]]], language: str) -> tuple[Query, ...]:
    """One query per requirement, in the candidates' language where the requirement has a text in it."""
    guidelines = {guideline.id: guideline for guideline in session.scalars(select(Guideline))}
    cited: dict[int, list[str]] = {}
    for requirement_id, target in session.execute(
        select(Wording.requirement_id, WordingReference.target)
        .join(Wording, Wording.id == WordingReference.wording_id)
        .where(WordingReference.target != "")
    ):
        cited.setdefault(requirement_id, []).append(target)
    queries = []
    for requirement, by_language in texts:
        spoken = language if by_language.get(language) else next(iter(by_language), "")
        guideline = guidelines[requirement.guideline_id]
        queries.append(
            Query(
                id=str(requirement.id),
                text=by_language.get(spoken, ""),
                language=spoken,
                force=requirement.force.value,
                references=(f"{guideline.identifier} {requirement.locator}", *cited.get(requirement.id, ())),
            )
        )
    return tuple(queries)


def _candidates(session: Session, workspace_id: int) -> tuple[dict[str, tuple[Candidate, ...]], dict[str, str]]:
    """Passages of current editions, open services and possible carriers, by language, with their fingerprints."""
    by_language: dict[str, list[Candidate]] = {}
    fingerprints: dict[str, str] = {}
    editions = session.scalars(
        select(LocalEdition)
        .where(LocalEdition.workspace_id == workspace_id, LocalEdition.current)
        .options(undefer(LocalEdition.text))
        .order_by(LocalEdition.id)
    )
    for edition in editions:
        language = "en" if edition.language == "en" else "sv"
        for passage in session.scalars(
            select(Passage).where(Passage.edition_id == edition.id).order_by(Passage.position)
        ):
            name = f"passage:{passage.id}"
            fingerprints[name] = passage.fingerprint
            by_language.setdefault(language, []).append(
                Candidate(
                    id=name,
                    document=str(edition.document_id),
                    text=edition.text[passage.start : passage.end],
                    language=language,
                    heading=passage.heading,
                    type=passage.type.value,
                )
            )
    for kind, row in _carriers(session, workspace_id):
        name = f"{kind}:{row.id}"
        fingerprints[name] = events.fingerprint(row.words)
        by_language.setdefault("sv", []).append(
            Candidate(id=name, document=kind, text=row.words, language="sv", type=kind)
        )
    return {language: tuple(candidates) for language, candidates in by_language.items()}, fingerprints


def _carriers(session: Session, workspace_id: int) -> list[tuple[str, Service | Actor]]:
    services = session.scalars(
        select(Service)
        .where(Service.workspace_id == workspace_id, Service.status != ServiceStatus.CLOSED)
        .order_by(Service.id)
    )
    actors = session.scalars(
        select(Actor).where(Actor.workspace_id == workspace_id, Actor.kind.in_(CARRIERS)).order_by(Actor.id)
    )
    return [*(("service", row) for row in services), *(("actor", row) for row in actors)]


def _decisions(session: Session, workspace_id: int) -> tuple[Decision, ...]:
    decided = session.scalars(
        select(Link)
        .where(Link.workspace_id == workspace_id, Link.state != Decided.SUGGESTED)
        .order_by(Link.decided_at, Link.id)
    )
    return tuple(
        Decision(requirement=str(link.requirement_id), passage=name_of(link), confirmed=link.state is Decided.CONFIRMED)
        for link in decided
    )


def name_of(link: Link) -> str:
    """The target's name as candidates are named."""
    if link.passage_id is not None:
        return f"passage:{link.passage_id}"
    return f"service:{link.service_id}" if link.service_id is not None else f"actor:{link.actor_id}"
