"""What the machine suggests: ranked matches stored as suggestions with their reasons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from nlp.errors import NlpError
from nlp.matching.carriers import suggest_carriers
from nlp.matching.embeddings import local_model
from nlp.matching.gaps import Gap, study
from nlp.matching.index import Index
from nlp.matching.index.store import reading
from nlp.matching.matches import Match
from nlp.matching.matches import Passage as Candidate
from nlp.matching.parallel import learn_lexicon, lexicon_of
from nlp.scorers import CARRIERS, PASSAGES
from tracker import access, clock, countersigning, events
from tracker.candidates import Corpus, name_of
from tracker.gaps import Proposed, in_every_language
from tracker.indexes import passages_folder
from tracker.settings import Settings
from tracker.suspects import successors, suspect_links
from tracker.tables.event import Event
from tracker.tables.guideline import Decided
from tracker.tables.link import Link
from tracker.tables.people import Person
from tracker.tables.portions import portions
from tracker.tables.translation import ModeSuggestion

BY_PERSON = "person"
"""The scorer of a link that a person pointed out."""
COMPARED = "compared"
"""The key in the event of a run for what it compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """What a run of suggestions changed; `modes` and `gaps` count the translations read and the gaps proposed."""

    added: int
    renewed: int
    dropped: int
    modes: int = 0
    gaps: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found for the requirements, and those for which nothing strong was."""

    matches: list[Match]
    gaps: list[Proposed]


def find(corpus: Corpus, settings: Settings, *, progress: Callable[[int, int], None] | None = None) -> Found:
    """The best passages per requirement, language by language, and beside them the best services and actors.

    Slow, so outside any transaction.
    """
    matches: list[Match] = []
    weak: list[Gap] = []
    embedder = local_model(settings.embeddings, settings.indexes / "vectors") if settings.embeddings else None
    lexicon = lexicon_of(learn_lexicon(corpus.parallel)) if corpus.parallel else None
    for language, candidates in corpus.candidates.items():
        studied = study(
            corpus.queries[language],
            _index(passages_folder(settings, corpus.workspace_id, language), candidates),
            decisions=corpus.decisions,
            top=settings.suggestions_per_requirement,
            lexicon=lexicon,
            embedder=embedder,
            progress=progress,
        )
        for found, gaps in studied:
            matches += found
            weak += gaps
    matches += suggest_carriers(
        corpus.demands, corpus.carriers, decisions=corpus.decisions, top=settings.carriers_per_requirement
    )
    kept = [
        match
        for match in matches
        if match.score >= settings.suggestion_floor and not corpus.is_outside(int(match.requirement), match.passage)
    ]
    return Found(matches=kept, gaps=in_every_language(corpus, weak))


def _index(folder: Path, candidates: Sequence[Candidate]) -> Index:
    """The index of these candidates, of which only those are read that are new since the last time."""
    try:
        return Index.update(folder, candidates)
    except (OSError, NlpError):  # no room or right to write there, or what is kept gets damaged: only slower without
        return Index.build(candidates)


def compared(corpus: Corpus, settings: Settings) -> str:
    """A checksum of all that a run depends on: texts, decisions, settings and how texts are read and weighed."""
    model = str(settings.embeddings or "")
    kept = (settings.suggestion_floor, settings.suggestions_per_requirement, settings.carriers_per_requirement, model)
    return events.fingerprint(
        f"{PASSAGES} {CARRIERS} {reading()} {kept}",
        *(f"{number} {print_}" for number, print_ in sorted(corpus.requirement_fingerprints.items())),
        *(f"{name} {print_}" for name, print_ in sorted(corpus.target_fingerprints.items())),
        *(f"{one.requirement} {one.passage} {one.confirmed}" for one in corpus.decisions),
        *sorted(map(repr, corpus.parallel)),
    )


def was_compared(session: Session, corpus: Corpus, settings: Settings) -> bool:
    """Whether the last run of the workspace had the same before it."""
    last = session.scalars(
        select(Event.after)
        .where(Event.chain == corpus.workspace_id, Event.action == "link.suggest")
        .order_by(Event.seq.desc())
        .limit(1)
    ).first()
    return last is not None and last.get(COMPARED) == compared(corpus, settings)


def store_suggestions(
    session: Session, corpus: Corpus, matches: Sequence[Match], *, by: Person, compared: str = ""
) -> Suggested:
    """Write ranked matches as suggestions. What a person has decided stays; undecided ones follow the new ranking.

    `compared` goes into the event, so that a later run can see that nothing has changed.
    """
    access.allow(session, by, "link.suggest", corpus.workspace_id)
    sides = _Sides(corpus)
    links = session.scalars(select(Link).where(Link.workspace_id == corpus.workspace_id)).all()
    present = {(link.requirement_id, name_of(link)): link for link in links}
    asked = _looked_at_again(session, corpus.workspace_id, links)
    wanted = {key: match for match in matches if (key := (int(match.requirement), match.passage)) not in asked}
    added = renewed = 0
    for key, match in wanted.items():
        link = present.get(key)
        if link is None:
            session.add(_suggestion(corpus, match, sides))
            added += 1
        elif link.state is Decided.SUGGESTED:
            link.score, link.scorer, link.reasons = match.score, match.scorer, sides.reasons(match)
            link.requirement_fingerprint = corpus.requirement_fingerprints[key[0]]
            link.target_fingerprint = corpus.target_fingerprints[match.passage]
            renewed += 1
    waiting = countersigning.waiting_ids(session, "link")
    gone = [
        link.id for key, link in present.items() if key not in wanted and link.id not in waiting and is_untouched(link)
    ]
    drop(session, gone)
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
            COMPARED: compared,
            "digest": events.fingerprint(*(f"{key} {match.score:.4f}" for key, match in sorted(wanted.items()))),
        },
    )
    return outcome


def _looked_at_again(session: Session, workspace_id: int, links: Sequence[Link]) -> set[tuple[int, str]]:
    """Pairs that a suspect link asks about already: its passage reads otherwise in the edition in use."""
    suspects = suspect_links(session, workspace_id)
    changed = {link.id: link for link in links if link.id in suspects and link.passage_id is not None}
    became = successors(session, (link.passage_id or 0 for link in changed.values()))
    return {
        (link.requirement_id, f"passage:{number}")
        for link in changed.values()
        for number in became[link.passage_id or 0]
        if number != link.passage_id
    }


def is_untouched(link: Link) -> bool:
    """Whether nobody has ever said anything of the link: neither pointed it out nor decided it and reopened it."""
    return link.state is Decided.SUGGESTED and link.version == 1 and link.scorer != BY_PERSON


def drop(session: Session, gone: Sequence[int]) -> None:
    """Delete suggestions that are no longer made, and before them what was read of them."""
    for some in portions(gone):
        session.execute(delete(ModeSuggestion).where(ModeSuggestion.link_id.in_(some)))
        session.execute(delete(Link).where(Link.id.in_(some), Link.state == Decided.SUGGESTED))
    session.flush()


def _suggestion(corpus: Corpus, match: Match, sides: _Sides) -> Link:
    kind, number = match.passage.split(":")
    link = Link(
        workspace_id=corpus.workspace_id,
        requirement_id=int(match.requirement),
        score=match.score,
        scorer=match.scorer,
        reasons=sides.reasons(match),
        requirement_fingerprint=corpus.requirement_fingerprints[int(match.requirement)],
        target_fingerprint=corpus.target_fingerprints[match.passage],
        recorded_at=clock.now(),
    )
    setattr(link, f"{kind}_id", int(number))
    return link


class _Sides:
    """The checksums of the texts that places in reasons count in, each computed once."""

    def __init__(self, corpus: Corpus) -> None:
        self._targets = {
            candidate.id: (language, candidate.text)
            for language, candidates in corpus.candidates.items()
            for candidate in candidates
        } | {carrier.id: ("sv", carrier.text) for carrier in corpus.carriers}
        self._sources = {
            (language, query.id): query.text for language, queries in corpus.queries.items() for query in queries
        }
        self._known: dict[str, str] = {}

    def reasons(self, match: Match) -> list[Any]:
        """The reasons as they are stored: `of` are the checksums of the two texts that `source` and `target` count in.

        A text that is shown later carries the marks only while its checksum is the same.
        """
        language, target = self._targets[match.passage]
        of = [self._checksum(self._sources[language, match.requirement]), self._checksum(target)]
        return [
            {
                "code": reason.code,
                "values": dict(reason.values),
                "weight": round(reason.weight, 4),
                "source": [list(place) for place in reason.source],
                "target": [list(place) for place in reason.target],
                "of": of,
            }
            for reason in match.reasons
        ]

    def _checksum(self, text: str) -> str:
        if text not in self._known:
            self._known[text] = events.checksum(text)
        return self._known[text]
