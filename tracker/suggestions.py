"""What the machine suggests: ranked matches stored as suggestions with their reasons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from nlp.matching import Match, suggest
from tracker import access, clock, events
from tracker.candidates import Corpus, name_of
from tracker.settings import Settings
from tracker.tables.guideline import Decided
from tracker.tables.link import Link
from tracker.tables.people import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """What a run of suggestions changed."""

    added: int
    renewed: int
    dropped: int


def rank(corpus: Corpus, settings: Settings, *, progress: Callable[[int, int], None] | None = None) -> list[Match]:
    """The best matches per requirement, language by language; slow, so outside any transaction."""
    matches: list[Match] = []
    for language, candidates in corpus.candidates.items():
        matches += suggest(
            corpus.queries[language],
            candidates,
            decisions=corpus.decisions,
            top=settings.suggestions_per_requirement,
            progress=progress,
        )
    return [
        match
        for match in matches
        if match.score >= settings.suggestion_floor and not corpus.is_outside(int(match.requirement), match.passage)
    ]


def store_suggestions(session: Session, corpus: Corpus, matches: Sequence[Match], *, by: Person) -> Suggested:
    """Write ranked matches as suggestions. What a person has decided stays; undecided ones follow the new ranking."""
    access.allow(session, by, "link.suggest", corpus.workspace_id)
    links = session.scalars(select(Link).where(Link.workspace_id == corpus.workspace_id))
    present = {(link.requirement_id, name_of(link)): link for link in links}
    wanted = {(int(match.requirement), match.passage): match for match in matches}
    added = renewed = 0
    for key, match in wanted.items():
        link = present.get(key)
        if link is None:
            session.add(_suggestion(corpus, match))
            added += 1
        elif link.state is Decided.SUGGESTED:
            link.score, link.scorer, link.reasons = match.score, match.scorer, _reason_rows(match)
            link.requirement_fingerprint = corpus.requirement_fingerprints[key[0]]
            link.target_fingerprint = corpus.target_fingerprints[match.passage]
            renewed += 1
    gone = [link.id for key, link in present.items() if link.state is Decided.SUGGESTED and key not in wanted]
    for first in range(0, len(gone), 500):
        session.execute(delete(Link).where(Link.id.in_(gone[first : first + 500]), Link.state == Decided.SUGGESTED))
    session.flush()
    outcome = Suggested(added=added, renewed=renewed, dropped=len(gone))
    events.record(
        session,
        corpus.workspace_id,
        "link.suggest",
        f"workspace:{corpus.workspace_id}",
        by=by,
        after={
            "added": added,
            "renewed": renewed,
            "dropped": len(gone),
            "digest": events.fingerprint(*(f"{key} {match.score:.4f}" for key, match in sorted(wanted.items()))),
        },
    )
    return outcome


def _suggestion(corpus: Corpus, match: Match) -> Link:
    kind, number = match.passage.split(":")
    link = Link(
        workspace_id=corpus.workspace_id,
        requirement_id=int(match.requirement),
        score=match.score,
        scorer=match.scorer,
        reasons=_reason_rows(match),
        requirement_fingerprint=corpus.requirement_fingerprints[int(match.requirement)],
        target_fingerprint=corpus.target_fingerprints[match.passage],
        recorded_at=clock.now(),
    )
    setattr(link, f"{kind}_id", int(number))
    return link


def _reason_rows(match: Match) -> list[Any]:
    return [{"code": r.code, "values": dict(r.values), "weight": round(r.weight, 4)} for r in match.reasons]
