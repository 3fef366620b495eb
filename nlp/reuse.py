"""Wording that stands in several documents: which passages were copied, and exactly where in both.

Candidates are passages that share runs of words no more documents have than a copy would; the exact places come from
`nlp.translation.wording`. Wording of the law and of forms that everybody fills in is nobody's copy.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.matching.tokens import words
from nlp.translation.modes import Span
from nlp.translation.wording import LEAST, Word, placed_words, shared_runs

LEAST_WORDS = 8
"""Copied words below which two passages agree by the language of the trade."""
LEAST_SHARE = 0.5
"""Of the shorter passage, from which on it counts as copied."""
LONG_RUN = 15
"""Words in a row that are a copy however long the passages are."""
MOST_WITHIN = 3
"""Documents of one owner that may share a run; more of them is a form or the furniture of a web site."""
MOST_IN_ALL = 40
"""Documents that may share a run; more of them is common property."""

_GAP = 6  # words changed between two copied runs that still make one stretch
_CROWD = 120  # passages with one run beyond which nobody can be said to have copied from whom
_FACTOR = 0x9E3779B97F4A7C15  # odd, its bits well mixed: for hashing runs of word numbers

Numbers = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A passage, the document it stands in, and whose document that is."""

    id: int
    document: int
    owner: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reused:
    """A stretch that two passages of different documents share: its places in both texts, in characters.

    `words` of it are the same in both; between them a few may differ. `share` is how much of the shorter passage they
    are, in (0, 1].
    """

    first: int
    other: int
    source: Span
    target: Span
    words: int
    share: float


class _Piece(NamedTuple):
    """Shared words that could have been copied: places in words (end exclusive), and how many count."""

    here: int
    here_end: int
    there: int
    there_end: int
    counted: int


class _Read(NamedTuple):
    """The words of all texts one after the other, as numbers; text i is `edges[i]:edges[i + 1]`."""

    words: Numbers
    edges: Numbers


def reused(texts: Iterable[Text], *, known: Iterable[str] = (), about: int | None = None) -> tuple[Reused, ...]:
    """The pairs of passages of different documents of which one was copied from the other, or both from a third.

    What stands in `known` (the law) does not count. With `about`, only pairs in which that owner has a part. Pairs come
    in the order of their ids, `first` the smaller. Takes time in proportion to the words and the pairs found.

    >>> text = "Varje nämnd utser en kontaktperson som svarar för frågor om digital tillgänglighet."
    >>> here, there = (Text(id=i, document=i, owner=i, text=t) for i, t in enumerate((text, "Ansvar. " + text)))
    >>> [(pair.first, pair.other, pair.source, pair.target, pair.share) for pair in reused([here, there])]
    [(0, 1, Span(start=0, end=82), Span(start=8, end=90), 1.0)]
    """
    ordered = sorted(texts, key=lambda text: (text.owner, text.document, text.id))
    read = _read(text.text for text in ordered)
    law = np.sort(_hashes(_read(known))[0])
    hashes, at = _repeated(*_hashes(read))
    own = _clear_of(at[_among(hashes, law)], at, len(read.words))
    hashes, at = hashes[own], at[own]
    holders = np.searchsorted(read.edges, at, side="right") - 1
    telling, pairs = _candidates(hashes, holders, ordered)
    counts = np.zeros(len(read.words), dtype=bool)
    counts[at[telling]] = True
    found = [
        pair
        for one, two in pairs
        if about is None or about in (ordered[one].owner, ordered[two].owner)
        if (pair := _compared(ordered, one, two, counts, read.edges)) is not None
    ]
    return tuple(sorted(found, key=lambda pair: (pair.first, pair.other)))


def _read(texts: Iterable[str]) -> _Read:
    """The words of texts as numbers that tell them apart within this process."""
    numbers, edges = array("q"), array("q", [0])
    for text in texts:
        numbers.extend(map(hash, words(text)))
        edges.append(len(numbers))
    return _Read(words=np.array(numbers, dtype=np.int64), edges=np.array(edges, dtype=np.int64))


def _hashes(read: _Read) -> tuple[Hashes, Numbers]:
    """A hash of every LEAST words in a row within one text, and where they begin."""
    size = len(read.words) - LEAST + 1
    if size <= 0:
        return np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64)
    mixed = read.words.view(np.uint64) * np.uint64(_FACTOR)
    hashes = np.zeros(size, dtype=np.uint64)
    for step in range(LEAST):
        hashes *= np.uint64(_FACTOR)
        hashes += mixed[step : step + size]
        hashes ^= hashes >> np.uint64(29)
    within = np.ones(size, dtype=bool)
    for back in range(1, LEAST):  # a run may not begin so near to the next text that it reaches into it
        begins = read.edges[1:-1] - back
        within[begins[(begins >= 0) & (begins < size)]] = False
    at = np.flatnonzero(within)
    return hashes[at], at


def _repeated(hashes: Hashes, at: Numbers) -> tuple[Hashes, Numbers]:
    """Those that occur more than once, equal ones together, in the order of their places."""
    order = np.argsort(hashes, kind="stable")
    hashes = hashes[order]
    new = _changes(hashes)
    again = ~new | ~np.append(new[1:], True)
    return hashes[again], at[order[again]]


def _among(hashes: Hashes, known: Hashes) -> Flags:
    """Which of the hashes stand in the sorted `known`."""
    if not len(known):
        return np.zeros(len(hashes), dtype=bool)
    found: Flags = known[np.minimum(np.searchsorted(known, hashes), len(known) - 1)] == hashes
    return found


def _clear_of(taken: Numbers, at: Numbers, size: int) -> Flags:
    """Which runs of LEAST words have no word in common with those that begin at `taken`."""
    words_taken = np.zeros(size + 1, dtype=np.int64)
    for step in range(LEAST):
        words_taken[taken + step + 1] = 1
    before = np.cumsum(words_taken)
    clear: Flags = before[at + LEAST] == before[at]
    return clear


def _candidates(hashes: Hashes, holders: Numbers, ordered: Sequence[Text]) -> tuple[Flags, Iterator[tuple[int, int]]]:
    """Which runs can tell a copy, and the pairs of texts that share enough of them. Equal hashes stand together."""
    if not len(hashes):
        return np.zeros(0, dtype=bool), iter(())
    document = np.array([text.document for text in ordered], dtype=np.int64)[holders]
    owner = np.array([text.owner for text in ordered], dtype=np.int64)[holders]
    starts = _changes(hashes)
    group = np.cumsum(starts) - 1
    fresh = starts | _changes(document)  # the first run of a document in its group
    parts = np.flatnonzero(starts | _changes(owner))
    within = np.maximum.reduceat(np.add.reduceat(fresh, parts, dtype=np.int64), np.flatnonzero(starts[parts]))
    documents = np.bincount(group, fresh)
    telling = ((documents >= 2) & (documents <= MOST_IN_ALL) & (within <= MOST_WITHIN))[group]
    kept = telling & (starts | _changes(holders))  # each text once
    return telling, _pairs(group[kept], holders[kept], document[kept], len(ordered))


def _pairs(group: Numbers, holders: Numbers, document: Numbers, texts: int) -> Iterator[tuple[int, int]]:
    """Pairs of texts of different documents that stand together in as many groups as a copy needs."""
    if not len(group):
        return
    crowds = np.bincount(group)
    few = crowds[group] <= _CROWD
    group, holders, document = group[few], holders[few], document[few]
    shared: list[Numbers] = []
    for step in range(1, int(crowds[crowds <= _CROWD].max(initial=0))):
        together = (group[:-step] == group[step:]) & (document[:-step] != document[step:])
        keys = holders[:-step][together] * texts + holders[step:][together]
        shared.append(np.stack(np.unique(keys, return_counts=True)))
    if not shared:
        return
    keys, counts = np.concatenate(shared, axis=1)
    order = np.argsort(keys, kind="stable")
    keys, counts = keys[order], counts[order]
    firsts = np.flatnonzero(_changes(keys))
    enough = np.add.reduceat(counts, firsts) >= LEAST_WORDS - LEAST + 1 if len(firsts) else np.zeros(0, dtype=bool)
    for key in keys[firsts][enough].tolist():
        yield divmod(key, texts)


def _compared(ordered: Sequence[Text], one: int, two: int, counts: Flags, edges: Numbers) -> Reused | None:
    """What two texts share when it is enough for a copy; the one with the smaller id comes first."""
    if ordered[one].id > ordered[two].id:
        one, two = two, one
    first, other = ordered[one], ordered[two]
    ours, theirs = _placed(first.text), _placed(other.text)
    counted = counts[edges[one] : edges[one + 1]]
    if len(counted) != len(ours):  # letters that become two when folded, seen as one word here and as two there
        counted = np.ones(len(ours), dtype=bool)
    our_starts, their_starts = [word.start for word in ours], [word.start for word in theirs]
    pieces = []
    for run in shared_runs(ours, theirs):
        here, there = bisect_left(our_starts, run.source.start), bisect_left(their_starts, run.target.start)
        telling = np.flatnonzero(counted[here : here + run.words - LEAST + 1])
        if len(telling):
            begin, end = int(telling[0]), int(telling[-1]) + LEAST
            size = int(np.minimum(np.diff(telling), LEAST).sum()) + LEAST
            pieces.append(_Piece(here + begin, here + end, there + begin, there + end, size))
    if not pieces:
        return None
    longest = max(piece.counted for piece in pieces)
    stretch = max(_stretches(pieces), key=lambda piece: (piece.counted, -piece.here))
    share = min(1.0, stretch.counted / min(len(ours), len(theirs)))
    if stretch.counted < LEAST_WORDS or (share < LEAST_SHARE and longest < LONG_RUN):
        return None
    return Reused(
        first=first.id,
        other=other.id,
        source=Span(ours[stretch.here].start, ours[stretch.here_end - 1].end),
        target=Span(theirs[stretch.there].start, theirs[stretch.there_end - 1].end),
        words=stretch.counted,
        share=share,
    )


def _stretches(pieces: Sequence[_Piece]) -> Iterator[_Piece]:
    """Pieces joined where only a few words were changed between them on both sides."""
    joined = pieces[0]
    for piece in pieces[1:]:
        if 0 <= piece.here - joined.here_end <= _GAP and 0 <= piece.there - joined.there_end <= _GAP:
            counted = joined.counted + piece.counted
            joined = _Piece(joined.here, piece.here_end, joined.there, piece.there_end, counted)
        else:
            yield joined
            joined = piece
    yield joined


@lru_cache(maxsize=4_000)
def _placed(text: str) -> tuple[Word, ...]:
    return tuple(placed_words(text))


def _changes(values: NDArray[Any]) -> Flags:
    """Where a value differs from the one before; the first always does."""
    changed = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=changed[1:])
    return changed
