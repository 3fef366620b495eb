"""One run of crosswalk suggestions: what below may carry out what above, with reasons; never more than a suggestion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from nlp.matching.lexicon import Lexicon
from nlp.matching.matches import Match, Passage
from nlp.matching.parallel import learn_lexicon, lexicon_of
from nlp.matching.ranking import best, rank, scorer_of
from tracker import access, clock, countersigning, events
from tracker.crosswalks import citing
from tracker.crosswalks.levels import Levels
from tracker.tables.crosswalk import Crosswalk
from tracker.tables.event import LIBRARY_CHAIN
from tracker.tables.guideline import Decided
from tracker.tables.people import Person
from tracker.tables.portions import portions

SCORER = "crosswalk-1"
BY_PERSON = "person"
TOP = 5
"""Suggestions kept for each requirement above."""
FLOOR = 0.02
"""The lowest score kept; docs/crosswalks.md says what it costs and gains."""

Progress: TypeAlias = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """What a run changed."""

    added: int
    renewed: int
    dropped: int


def find(levels: Levels, *, top: int = TOP, floor: float = FLOOR, progress: Progress | None = None) -> list[Match]:
    """The best requirements below (`passage`) for each one above (`requirement`), the likeliest pair first. Slow.

    Pairs that people decided on never come back; what they decided is learned from.
    """
    lexicon = lexicon_of(learn_lexicon(levels.parallel)) if levels.parallel else None
    found = [
        match
        for language, passages in levels.lowers.items()
        for match in _in_language(levels, language, passages, lexicon, top, progress)
        if match.score >= floor
    ]
    found.sort(key=lambda match: (-match.score, int(match.requirement), int(match.passage)))
    kept: Counter[str] = Counter()
    best_of_all = []
    for match in found:
        kept[match.requirement] += 1
        if kept[match.requirement] <= top:
            best_of_all.append(match)
    return best_of_all


def _in_language(
    levels: Levels,
    language: str,
    passages: Sequence[Passage],
    lexicon: Lexicon | None,
    top: int,
    progress: Progress | None,
) -> Iterator[Match]:
    """The best among requirements in one language; naming the act or place above moves a pair up."""
    scorer = scorer_of(passages)
    held = scorer.index.passages
    numbers = [int(passage.id) for passage in held]
    queries, decisions = levels.uppers[language], levels.decisions
    for found in rank(queries, scorer, decisions=decisions, top=top, lexicon=lexicon, progress=progress):
        upper = int(found.evidence.question.query.id)
        below = np.array([levels.reaches(upper, numbers[row]) for row in found.rows.tolist()], dtype=bool)
        if not below.any():
            continue
        rows = found.rows[below]
        named = {numbers[row]: _named(levels, upper, held[row]) for row in rows.tolist()}
        odds = found.odds[below] + [citing.shift(*named[numbers[row]]) for row in rows.tolist()]
        kept = replace(found, rows=rows, groups=found.groups[below], odds=odds)
        for match in best(kept, scorer, top):
            said = citing.reasons(levels.acts[levels.placed[upper].guideline_id], *named[int(match.passage)])
            yield replace(match, scorer=SCORER, reasons=(*said, *match.reasons))


def _named(levels: Levels, upper: int, passage: Passage) -> tuple[citing.Where | None, citing.Named | None]:
    """Where the guideline below names the act above, and the place in it that the requirement names."""
    above, below = levels.placed[upper], levels.placed[int(passage.id)]
    where = levels.below[above.guideline_id, below.guideline_id]
    at = citing.place_named(
        levels.acts[above.guideline_id],
        above.locator,
        passage.text,
        passage.language,
        below.targets,
        act_is_clear=where is citing.Where.TITLE,
    )
    return where, at


def store(session: Session, levels: Levels, matches: Sequence[Match], *, by: Person) -> Suggested:
    """Write matches as suggestions: what people decided stays, undecided ones follow the new ranking.

    Run again over the same, it changes nothing. Suggestions about guidelines that were not looked at stay.
    """
    access.allow(session, by, "crosswalk.suggest")
    checksums = _Checksums(levels)
    present = {(row.upper_id, row.lower_id): row for row in session.scalars(select(Crosswalk))}
    wanted = {(int(match.requirement), int(match.passage)): match for match in matches}
    added = renewed = 0
    for (upper, lower), match in wanted.items():
        row = present.get((upper, lower))
        values: dict[str, Any] = {
            "score": round(match.score, 6),
            "scorer": match.scorer,
            "reasons": checksums.reasons(match),
            "upper_fingerprint": levels.placed[upper].fingerprint,
            "lower_fingerprint": levels.placed[lower].fingerprint,
        }
        if row is None:
            session.add(Crosswalk(upper_id=upper, lower_id=lower, recorded_at=clock.now(), **values))
            added += 1
        elif row.state is Decided.SUGGESTED and any(getattr(row, key) != value for key, value in values.items()):
            for key, value in values.items():
                setattr(row, key, value)
            renewed += 1
    waiting = countersigning.waiting_ids(session, "crosswalk")
    gone = [
        row.id
        for pair, row in present.items()
        if pair not in wanted and row.id not in waiting and _only_suggested(row, levels)
    ]
    for some in portions(gone):
        session.execute(delete(Crosswalk).where(Crosswalk.id.in_(some)))
    outcome = Suggested(added=added, renewed=renewed, dropped=len(gone))
    if added or renewed or gone:
        digest = events.fingerprint(*(f"{pair} {match.score:.4f}" for pair, match in sorted(wanted.items())))
        after = {"added": added, "renewed": renewed, "dropped": len(gone), "digest": digest}
        events.record(session, LIBRARY_CHAIN, "crosswalk.suggest", "library", by=by, after=after)
    return outcome


def _only_suggested(row: Crosswalk, levels: Levels) -> bool:
    """Whether nobody has ever said anything of it, and both its requirements were looked at or count no more."""
    untouched = row.state is Decided.SUGGESTED and row.version == 1 and row.scorer != BY_PERSON
    return untouched and not (row.upper_id in levels.of_others or row.lower_id in levels.of_others)


class _Checksums:
    """The checksums of the texts that places in reasons count in, each computed once."""

    def __init__(self, levels: Levels) -> None:
        self._languages = {p.id: language for language, passages in levels.lowers.items() for p in passages}
        self._lowers = {p.id: events.checksum(p.text) for passages in levels.lowers.values() for p in passages}
        self._uppers: Mapping[tuple[str, str], str] = {
            (language, query.id): events.checksum(query.text)
            for language, queries in levels.uppers.items()
            for query in queries
        }

    def reasons(self, match: Match) -> list[Any]:
        """The reasons as they are stored, like those of links: `of` are the checksums of the two texts."""
        of = [self._uppers[self._languages[match.passage], match.requirement], self._lowers[match.passage]]
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
