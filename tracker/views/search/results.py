"""One search: what was found of each kind, a page of it in full, and help where nothing was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from nlp.matching.tokens import fold
from tracker.indexes import LANGUAGES
from tracker.views.search.finding import Question, Ranked, by_group, question, ranked
from tracker.views.search.hits import Hit, hits
from tracker.views.search.shelves import Shelves
from tracker.views.search.spelling import meant
from tracker.views.search.stock import HitKind, named
from tracker.views.search.unread import passages_with, wanted_stems

PHRASED = 300
"""Texts read at most to see whether a phrase stands in them."""
GROUPED: Mapping[HitKind, HitKind] = {HitKind.REQUIREMENT: HitKind.GUIDELINE, HitKind.PASSAGE: HitKind.DOCUMENT}
"""Kinds whose hits can be narrowed to one guideline or document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A guideline or document with hits, and how many."""

    id: int
    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What was found. `hits` holds the asked-for page of the kind asked for, else the first of every kind.

    `partly` says that nothing has all the words; `begun` are words read as beginnings, `unknown` those that stand
    nowhere and `meant` the question with those replaced, "" for no idea. `groups` are what the kind asked for can be
    narrowed to. `at_least` are kinds of which more may have been found than were read. `readable` is False where
    nothing was typed but function words or signs.
    """

    counts: Mapping[HitKind, int]
    hits: Mapping[HitKind, tuple[Hit, ...]]
    groups: tuple[Group, ...] = ()
    at_least: frozenset[HitKind] = frozenset()
    partly: bool = False
    begun: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    meant: str = ""
    cut: bool = False
    readable: bool = True

    @property
    def total(self) -> int:
        """How many things were found, of every kind."""
        return sum(self.counts.values())


def search(
    session: Session,
    shelves: Shelves,
    typed: str,
    *,
    language: str,
    cleared: bool,
    kind: HitKind | None = None,
    group: int | None = None,
    first: int = 0,
    size: int = 20,
    each: int = 5,
) -> Results:
    """Search for what was typed: `size` hits of a kind from the one at `first`, or `each` of every kind.

    `group` is the guideline or document that the hits of the kind are to stand in.
    """
    sought = question(typed)
    if not sought.words.words and not sought.places:
        return Results(counts={}, hits={}, readable=False)
    found = {one: _found(session, shelves, one, sought, cleared=cleared) for one in HitKind}
    cited = any(rank.cited and len(rank.numbers) for rank in found.values())
    most = max((rank.held for rank in found.values() if len(rank.numbers) and not rank.cited), default=0)
    least = len(sought.words.words) if cited else most  # beside what is cited outright, half an answer is none
    found = {one: rank if rank.cited or rank.held == least else _only(rank, slice(0)) for one, rank in found.items()}
    groups: tuple[Group, ...] = ()
    if kind is not None and kind in GROUPED:
        groups = _groups(session, shelves.workspace_id, GROUPED[kind], found[kind], language)
        if group is not None:
            found[kind] = _only(found[kind], found[kind].groups == group)
    shown = {one: slice(0, each if kind is None else 0) for one in HitKind}
    if kind is not None:
        shown[kind] = slice(first, first + size)
    pages = {one: _page(session, shelves, one, rank, shown[one], language, cleared) for one, rank in found.items()}
    unknown = _everywhere(found, "unknown")
    return Results(
        counts={one: page.count for one, page in pages.items()},
        hits={one: page.hits for one, page in pages.items() if kind in (None, one)},
        groups=groups,
        at_least=frozenset(one for one, page in pages.items() if page.more),
        partly=not cited and 0 < most < len(sought.words.words),
        begun=tuple(dict.fromkeys(word for rank in found.values() if len(rank.numbers) for word in rank.begun)),
        unknown=unknown,
        meant=_meant(shelves, sought, unknown, cleared),
        cut=sought.words.cut,
    )


def _found(session: Session, shelves: Shelves, kind: HitKind, sought: Question, *, cleared: bool) -> Ranked:
    """What the indexes have of a kind, and what stands in editions they do not hold."""
    found = ranked(session, shelves, kind, sought, cleared=cleared)
    if kind is not HitKind.PASSAGE or not shelves.unread_editions or found.cited:
        return found
    more = passages_with(session, shelves.workspace_id, shelves.unread_editions, sought.words, cleared=cleared)
    if not more:
        return found
    numbers, documents = (np.array(part, dtype=np.int64) for part in zip(*more, strict=True))
    whole = found.held == found.sought
    return replace(
        found,
        numbers=np.concatenate([found.numbers, numbers]) if whole else numbers,
        groups=np.concatenate([found.groups, documents]) if whole else documents,
        terms=found.terms.union(*(wanted_stems(sought.words, one) for one in LANGUAGES)),
        held=found.sought,
        unknown=(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """How many things of a kind were found, those that are shown, and whether more may have been found."""

    count: int
    hits: tuple[Hit, ...]
    more: bool = False


def _page(
    session: Session, shelves: Shelves, kind: HitKind, found: Ranked, shown: slice, language: str, cleared: bool
) -> _Page:
    """A page of a kind; where a phrase is sought all are read, since only the texts tell in which of them it stands."""
    if not found.phrases:
        rows = _read(session, shelves, kind, found, shown, language, cleared)
        return _Page(count=len(found.numbers), hits=rows)
    rows = _read(session, shelves, kind, found, slice(PHRASED), language, cleared)
    return _Page(count=len(rows), hits=rows[shown], more=len(found.numbers) > PHRASED)


def _read(
    session: Session, shelves: Shelves, kind: HitKind, found: Ranked, shown: slice, language: str, cleared: bool
) -> tuple[Hit, ...]:
    ids = found.numbers[shown].tolist()
    if not ids:
        return ()
    return tuple(hits(session, shelves.workspace_id, kind, ids, found, language=language, cleared=cleared))


def _only(found: Ranked, which: NDArray[np.bool_] | slice) -> Ranked:
    """Some of what was found."""
    return replace(found, numbers=found.numbers[which], groups=found.groups[which])


def _everywhere(found: Mapping[HitKind, Ranked], name: str) -> tuple[str, ...]:
    """The words every kind says this of."""
    several: list[tuple[str, ...]] = [getattr(rank, name) for rank in found.values()]
    return tuple(word for word in several[0] if all(word in words for words in several))


def _groups(session: Session, workspace_id: int, kind: HitKind, found: Ranked, language: str) -> tuple[Group, ...]:
    """The guidelines or documents the hits stand in, the most first."""
    counts = by_group(found)
    names = {thing.id: dict(thing.names) for thing in named(session, workspace_id, kind)}
    return tuple(
        Group(id=number, name=names[number].get(language) or next(iter(names[number].values())), count=count)
        for number, count in counts.items()
        if number in names
    )


def _meant(shelves: Shelves, sought: Question, unknown: tuple[str, ...], cleared: bool) -> str:
    """The question with the words that stand nowhere replaced by the likest there are."""
    likest = {word: meant(shelves, word, cleared=cleared) for word in unknown[:3]}
    if not any(likest.values()):
        return ""
    words = sought.typed.split()
    said = [likest.get(fold(word).strip('".,;:!?'), "") or word for word in words]
    return "" if said == words else " ".join(said)  # words within signs are not put in their place
