"""Which texts are found for what was typed: rows of the indexes, and citations looked up where they stand."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from nlp.matching.citations import beside, citations, places
from nlp.matching.index import Floats
from nlp.matching.index.strings import Numbers
from nlp.matching.searching import Asked, Found, Has, asked, find
from tracker.tables.guideline import Guideline, Requirement
from tracker.tables.local import LocalEdition, Passage, PassageReference
from tracker.views.search.shelves import Shelf, Shelves
from tracker.views.search.stock import LONGEST, HitKind

_CITED = np.float32(1)  # what is cited and has no other word is found too
_CHAPTER = re.compile(r"(\d)\s*kap\.?\s*(?=\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was typed, as it is read: words, and the acts and places within acts that it names.

    `beside` are the words that stand beside the citation, all words where it names no place.
    """

    typed: str
    words: Asked
    beside: Asked
    instruments: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ranked:
    """Things of one kind, best first: their numbers and those of their guidelines or documents.

    `terms` and `phrases` are what their texts are to have; `cited` are those found by a citation, whose texts need not.
    """

    numbers: Numbers
    groups: Numbers
    terms: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]
    cited: frozenset[int]
    held: int
    sought: int
    begun: tuple[str, ...]
    unknown: tuple[str, ...]


def question(typed: str) -> Question:
    """Read what was typed; any text is allowed.

    >>> question("DOS-lagen 13 § anpassning").places, question("5 kap 2 §").places
    (('13 §',), ('5 kap. 2 §',))
    """
    text = _CHAPTER.sub(r"\1 kap. ", " ".join(typed[:LONGEST].split()))
    named = tuple(sorted(str(place) for place in places(text)))
    return Question(
        typed=typed.strip(),
        words=asked(text),
        beside=asked(re.sub(r"\b\w\b", " ", beside(text))) if named else asked(text),
        instruments=tuple(found.instrument for found in citations(text)),
        places=named,
    )


def ranked(session: Session, shelves: Shelves, kind: HitKind, sought: Question, *, cleared: bool) -> Ranked:
    """The things of a kind that have the words, or are cited; of what is under secrecy nothing for the uncleared."""
    there = [shelf for shelf in shelves.shelves if shelf.kind is kind]
    cited = _cited(session, shelves, kind, sought)
    words = sought.beside if cited else sought.words
    found = [(shelf, find(shelf.index, words, among=shown(shelf, cleared))) for shelf in there]
    if cited:
        kept = [(shelf, _scores_of_cited(shelf, has, cited, cleared)) for shelf, has in found]
        held = len(words.words)
    else:
        held = max((has.held for _, has in found), default=0)
        kept = [(shelf, has.scores) for shelf, has in found if has.held == held]
    numbers, groups = _in_order(kept)
    everywhere = [has for _, has in found]
    return Ranked(
        numbers=numbers,
        groups=groups,
        terms=frozenset[str]().union(*(has.terms for has in everywhere)),
        phrases=words.phrases,
        cited=frozenset(cited),
        held=held,
        sought=len(words.words),
        begun=_in_all(everywhere, "begun"),
        unknown=_in_all(everywhere, "unknown"),
    )


def _in_all(found: Sequence[Found], name: str) -> tuple[str, ...]:
    """The words that every index says this of."""
    several: list[tuple[str, ...]] = [getattr(has, name) for has in found]
    return tuple(word for word in several[0] if all(word in words for words in several)) if several else ()


def shown(shelf: Shelf, cleared: bool) -> Has:
    """Which rows may be shown."""
    mask: Has = shelf.numbers >= 0
    return mask if cleared else mask & ~shelf.secret


def _scores_of_cited(shelf: Shelf, has: Found, cited: Collection[int], cleared: bool) -> Floats:
    """Scores of what is cited; those that also have the words beside the citation first."""
    among = np.isin(shelf.numbers, np.fromiter(cited, dtype=np.int64, count=len(cited))) & shown(shelf, cleared)
    scores: Floats = np.where(among, _CITED + has.scores, np.float32(0))
    return scores


def _in_order(found: Sequence[tuple[Shelf, Floats]]) -> tuple[Numbers, Numbers]:
    """Numbers and groups of what was found, the best first, each once."""
    scores, numbers, groups = [], [], []
    for shelf, score in found:
        rows = np.flatnonzero(score > 0)
        scores.append(score[rows])
        numbers.append(shelf.numbers[rows])
        groups.append(shelf.groups[rows])
    empty = np.zeros(0, dtype=np.int64)
    order = np.argsort(-np.concatenate([np.zeros(0, dtype=np.float32), *scores]), kind="stable")
    every = np.concatenate([empty, *numbers])[order]
    _, first = np.unique(every, return_index=True)
    keep = np.sort(first)
    return every[keep], np.concatenate([empty, *groups])[order][keep]


def _cited(session: Session, shelves: Shelves, kind: HitKind, sought: Question) -> set[int]:
    """Numbers of the requirements, passages or guidelines that are cited, or cite the same."""
    if kind is HitKind.GUIDELINE and sought.instruments and not sought.places:
        wanted = select(Guideline.id).where(Guideline.identifier.in_(sought.instruments))
        return set(session.scalars(wanted))
    if kind is HitKind.REQUIREMENT and sought.places:
        return _at(session, sought)
    if kind is HitKind.PASSAGE and sought.places and sought.instruments:
        return _citing(session, shelves.workspace_id, sought)
    return set()


def _at(session: Session, sought: Question) -> set[int]:
    """Requirements that stand at the places named, in the acts named if there are any."""
    wanted = select(Requirement.id, Requirement.locator).where(
        or_(*(Requirement.locator.startswith(place, autoescape=True) for place in sought.places))
    )
    if sought.instruments:
        wanted = wanted.join(Guideline, Guideline.id == Requirement.guideline_id).where(
            Guideline.identifier.in_(sought.instruments)
        )
    return {number for number, locator in session.execute(wanted) if _lies_at(locator, sought.places)}


def _citing(session: Session, workspace_id: int, sought: Question) -> set[int]:
    """Passages that cite one of the places in one of the acts."""
    targets = [f"{act} {place}" for act in sought.instruments for place in sought.places]
    rows = session.execute(
        select(PassageReference.passage_id, PassageReference.target)
        .join(Passage, Passage.id == PassageReference.passage_id)
        .join(LocalEdition, LocalEdition.id == Passage.edition_id)
        .where(
            PassageReference.workspace_id == workspace_id,
            LocalEdition.current,
            or_(*(PassageReference.target.startswith(target, autoescape=True) for target in targets)),
        )
    )
    return {number for number, target in rows if _lies_at(target, targets)}


def _lies_at(locator: str, places: Collection[str]) -> bool:
    """Whether a locator is one of the places or within it: "art 5f(1)" lies at "art 5f", "art 50" not at "art 5"."""
    return any(locator.startswith(place) and not locator[len(place) : len(place) + 1].isalnum() for place in places)


def by_group(found: Ranked) -> Mapping[int, int]:
    """How many were found in each guideline or document, the most first."""
    groups, counts = np.unique(found.groups, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    return dict(zip(groups[order].tolist(), counts[order].tolist(), strict=True))
