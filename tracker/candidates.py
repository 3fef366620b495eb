"""What a workspace's suggestions are made from: requirement texts and everything local that may answer them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, or_, select, true
from sqlalchemy.orm import Session

from nlp.matching.carriers import Carrier, Demand
from nlp.matching.matches import Decision, Query
from nlp.matching.matches import Passage as Candidate
from nlp.matching.parallel import Parallel
from tracker import events
from tracker.indexes import indexed_passages
from tracker.parallel_texts import parallel_texts
from tracker.succession import newest_wordings, standing_wordings
from tracker.tables.guideline import (
    Applies,
    BearerKind,
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
from tracker.tables.network import UNIT_KINDS, Actor, ActorKind
from tracker.tables.service import Service, ServiceStatus

CARRIERS = (*UNIT_KINDS, ActorKind.ROLE, ActorKind.NETWORK)
"""Kinds of actors that can be responsible for a requirement locally."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """What a workspace's suggestions are made from, read once; no table objects.

    `queries` holds each requirement's text by language ("sv", "en") where there is one; `candidates` are passages,
    `carriers` services and actors, ranked apart by `demands`. They are named "passage:7", "service:3" or "actor:12";
    their fingerprints are those of their texts as read here. `cross_border` are requirements on services across
    borders, `used_locally` the services not known to be such. `parallel` are texts that say the same in two languages.
    """

    workspace_id: int
    queries: Mapping[str, tuple[Query, ...]]
    candidates: Mapping[str, tuple[Candidate, ...]]
    demands: tuple[Demand, ...]
    carriers: tuple[Carrier, ...]
    decisions: tuple[Decision, ...]
    requirement_fingerprints: Mapping[int, str]
    target_fingerprints: Mapping[str, str]
    cross_border: frozenset[int] = frozenset()
    used_locally: frozenset[str] = frozenset()
    parallel: tuple[Parallel, ...] = ()

    def is_outside(self, requirement: int, target: str) -> bool:
        """Whether a demand on services across borders meets a service that is used in this country only."""
        return requirement in self.cross_border and target in self.used_locally


def gather(session: Session, workspace_id: int) -> Corpus:
    """Read the tracked requirements that can bind a municipality, and everything local that may answer them."""
    candidates, fingerprints = indexed_passages(session, workspace_id)
    carriers = _carriers(session, workspace_id)
    fingerprints.update((carrier.id, events.fingerprint(carrier.text)) for carrier in carriers)
    texts = _requirement_texts(session, workspace_id)
    queries = {language: _queries(session, texts, language) for language in {*candidates, "sv"}}
    return Corpus(
        workspace_id=workspace_id,
        queries=queries,
        candidates=candidates,
        demands=_demands(session, [requirement for requirement, _ in texts], queries["sv"]),
        carriers=carriers,
        decisions=_decisions(session, workspace_id, candidates, fingerprints),
        requirement_fingerprints={requirement.id: requirement.fingerprint for requirement, _ in texts},
        target_fingerprints=fingerprints,
        parallel=parallel_texts(session),
        cross_border=frozenset(requirement.id for requirement, _ in texts if requirement.cross_border),
        used_locally=frozenset(
            f"service:{number}"
            for number in session.scalars(
                select(Service.id).where(Service.workspace_id == workspace_id, Service.cross_border.is_not(True))
            )
        ),
    )


def _requirement_texts(session: Session, workspace_id: int) -> list[tuple[Requirement, dict[str, str]]]:
    """Tracked requirements with their texts by language: the official wording first, else the summary."""
    requirements = session.scalars(
        select(Requirement)
        .join(Guideline, Guideline.id == Requirement.guideline_id)
        .where(
            or_(Guideline.workspace_id.is_(None), Guideline.workspace_id == workspace_id),
            Requirement.tracked,
            Requirement.state == RequirementState.ACTIVE,
            Requirement.applies != Applies.NO,
        )
        .order_by(Requirement.guideline_id, Requirement.position, Requirement.id)
    ).all()
    texts = texts_by_language(session, [requirement.id for requirement in requirements])
    return [(requirement, texts[requirement.id]) for requirement in requirements]


def texts_by_language(session: Session, requirement_ids: Iterable[int]) -> dict[int, dict[str, str]]:
    """The words of each requirement by language: the official wording, else the library's summary."""
    texts: dict[int, dict[str, str]] = {number: {} for number in requirement_ids}
    for summary in session.scalars(select(Summary).where(Summary.requirement_id.in_(texts))):
        texts[summary.requirement_id].update({"sv": summary.text_sv, "en": summary.text_en})
    editions: dict[int, str] = {}
    for wording in session.scalars(standing_wordings().where(Wording.requirement_id.in_(texts))):
        if wording.edition_id not in editions:
            editions[wording.edition_id] = session.scalars(
                select(Edition.text).where(Edition.id == wording.edition_id)
            ).one()
        text = editions[wording.edition_id]
        words = f"{lead_in_text(text, wording.lead_ins)} {text[wording.start : wording.end]}"
        texts[wording.requirement_id][wording.language] = words.strip()
    return texts


def _queries(session: Session, texts: list[tuple[Requirement, dict[str, str]]], language: str) -> tuple[Query, ...]:
    """One query per requirement, in the candidates' language where the requirement has a text in it."""
    guidelines = {guideline.id: guideline for guideline in session.scalars(select(Guideline))}
    worded = select(Wording.requirement_id, Wording.language).where(Wording.id.in_(newest_wordings()))
    official = {(row[0], row[1]) for row in session.execute(worded)}
    cited: dict[int, list[str]] = {}
    for requirement_id, target in session.execute(
        select(Wording.requirement_id, WordingReference.target)
        .join(Wording, Wording.id == WordingReference.wording_id)
        .where(WordingReference.target != "", Wording.id.in_(newest_wordings()))
        .order_by(WordingReference.id)
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
                texts={
                    other: text
                    for other, text in by_language.items()
                    if other != spoken and (requirement.id, other) in official
                },
            )
        )
    return tuple(queries)


def _carriers(session: Session, workspace_id: int) -> tuple[Carrier, ...]:
    """Services in use and the actors that can be responsible; their texts are the `words` of their rows."""
    services = session.scalars(
        select(Service)
        .where(Service.workspace_id == workspace_id, Service.status != ServiceStatus.CLOSED)
        .order_by(Service.id)
    )
    actors = session.scalars(
        select(Actor).where(Actor.workspace_id == workspace_id, Actor.kind.in_(CARRIERS)).order_by(Actor.id)
    )
    return (
        *(
            Carrier(
                id=f"service:{row.id}",
                kind="service",
                name=row.name,
                life_event=row.life_event,
                description=row.description,
                channel=row.channel,
                parent=f"actor:{row.unit_id}" if row.unit_id else "",
            )
            for row in services
        ),
        *(
            Carrier(
                id=f"actor:{row.id}",
                kind=row.kind.value,
                name=row.name,
                role=row.role,
                description=row.note,
                parent=f"actor:{row.part_of_id}" if row.part_of_id else "",
            )
            for row in actors
        ),
    )


def _demands(session: Session, requirements: list[Requirement], queries: tuple[Query, ...]) -> tuple[Demand, ...]:
    """The requirements with the words for whom they bind: those of the wording asked with, else the library's."""
    bearers: dict[int, tuple[str, str]] = {
        requirement: (bearer, "en")
        for requirement, bearer in session.execute(
            select(Summary.requirement_id, Summary.duty_bearer).where(Summary.duty_bearer != "").order_by(Summary.id)
        )
    }
    spoken = {int(query.id): query.language for query in queries}
    for requirement, language, bearer in session.execute(
        select(Wording.requirement_id, Wording.language, Wording.duty_bearer)
        .where(Wording.duty_bearer != "", Wording.id.in_(newest_wordings()))
        .order_by(Wording.id)
    ):
        if bearers.get(requirement, ("", ""))[1] != spoken.get(requirement) or language == spoken.get(requirement):
            bearers[requirement] = (bearer, language)
    return tuple(
        Demand(query=query, bearer=bearer, bearer_language=language, bearer_kind=_bound(requirement))
        for requirement, query in zip(requirements, queries, strict=True)
        for bearer, language in [bearers.get(requirement.id, ("", ""))]
    )


def _bound(requirement: Requirement) -> BearerKind:
    """Whom a requirement binds here: what a person or the library says to reach a municipality is not the state's."""
    reaches = requirement.applies in (Applies.YES, Applies.CONDITIONAL)
    return BearerKind.UNSPECIFIED if reaches else requirement.bearer_kind


def _decisions(
    session: Session,
    workspace_id: int,
    candidates: Mapping[str, tuple[Candidate, ...]],
    fingerprints: Mapping[str, str],
) -> tuple[Decision, ...]:
    """What people decided, the newest last, so that it counts; what they said of the text now in use comes after that.

    What was said of a passage of an earlier edition is said of those that read the same in the edition in use.
    """
    alike: dict[tuple[str, str], list[str]] = {}
    for passages in candidates.values():
        for passage in passages:
            alike.setdefault((passage.document, fingerprints[passage.id]), []).append(passage.id)
    decided = session.execute(
        select(Link, LocalEdition.document_id, LocalEdition.current)
        .outerjoin(Passage, Passage.id == Link.passage_id)
        .outerjoin(LocalEdition, LocalEdition.id == Passage.edition_id)
        .where(Link.workspace_id == workspace_id, Link.state != Decided.SUGGESTED)
        .order_by(func.coalesce(LocalEdition.current, true()), Link.decided_at, Link.id)
    )
    return tuple(
        Decision(requirement=str(link.requirement_id), passage=name, confirmed=link.state is Decided.CONFIRMED)
        for link, document, current in decided
        for name in (alike.get((str(document), link.target_fingerprint), ()) if current is False else (name_of(link),))
    )


def name_of(link: Link) -> str:
    """The target's name as candidates are named."""
    if link.passage_id is not None:
        return f"passage:{link.passage_id}"
    return f"service:{link.service_id}" if link.service_id is not None else f"actor:{link.actor_id}"
