"""Pairing parts whose words were edited: at their place, beside the same neighbours, or known by rare words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest

from nlp.comparison.likeness import alike, shared
from nlp.comparison.same_words import TELLING
from nlp.comparison.sides import Pairing

SIMILAR_HERE = 0.45
"""Similarity from which on a part is an edit of what stood at its place.

Of two unrelated parts of an act (Swedish statutes and EU acts of 84 to 1,100 parts) 99 of 100 stay below it.
"""
SIMILAR_BESIDE = 0.55
"""The same for a part at another place beside the same neighbours, or within the same part.

Parts that stand beside each other share their subject: one pair in twenty is as similar as this.
"""
SIMILAR_ELSEWHERE = 0.7
"""The same for a part at a place that nothing else points to.

In the same acts the most similar of all others is as similar as 0.35 to 0.55 for half of the parts, and as 0.7 for one
in ten; of these most are paired before, by the same words or their place.
"""
OUTSTANDING = 0.05
"""By how much such a pair must be more similar than any other of its two parts: of sentences after one pattern ("...
issued in one Member State shall be recognised in all Member States") nobody can say which became which."""
CONTAINED_HERE = 0.9
"""Share of the words of the shorter text, in order, from which on something was added to, or left out of, what stood
at a place, however long that was."""

SHINGLE = 3
_RARE = 8  # parts that may share a shingle for it to tell anything
_MOST_CANDIDATES = 5  # of those that share the most rare shingles
_AROUND = 3  # free parts beside a neighbour's partner that are looked at
_PLACE_WORTH = 0.15  # what the awaited place adds to the rank of a pair
_SUPPORT_WORTH = 0.08  # what each thing around two parts that is paired alike adds


class Index:
    """Parts by their shingles, to find those that share rare ones without looking at all."""

    def __init__(self, words: Sequence[Sequence[str]], among: Iterable[int]) -> None:
        self._holders: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for index in among:
            for shingle in shingles(words[index]):
                self._holders[shingle].append(index)

    def like(self, words: Sequence[str], *, most: int = _MOST_CANDIDATES) -> list[int]:
        """Parts that share rare shingles with these words, those with the most first."""
        found: Counter[int] = Counter()
        for shingle in shingles(words):
            holders = self._holders.get(shingle, ())
            if len(holders) <= _RARE:
                found.update(holders)
        return [index for index, _ in sorted(found.items(), key=lambda item: (-item[1], item[0]))[:most]]


def shingles(words: Sequence[str]) -> set[tuple[str, ...]]:
    """The runs of SHINGLE words of a text.

    >>> sorted(shingles(["vid", "behov", "ska", "stöd"]))
    [('behov', 'ska', 'stöd'), ('vid', 'behov', 'ska')]
    """
    return {tuple(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}


def pair_similar(pairing: Pairing, *, least: float) -> None:
    """Pair the free parts that are most alike, best first: with SIMILAR_HERE at their place, else `least` or more."""
    old, new = pairing.old, pairing.new
    ours, theirs = pairing.to_edit()
    index, allowed = Index(new.words, theirs), set(theirs)
    ranked, far = [], []
    for i in ours:
        awaited = set(pairing.awaited(i))
        for j in {*awaited, *_around(pairing, i), *index.like(old.words[i])} & allowed:
            support = pairing.support(i, j)
            found = _likeness(pairing, i, j, least, here=j in awaited, beside=support > 0)
            if found and (j in awaited or support):
                ranked.append((-found - _PLACE_WORTH * (j in awaited) - _SUPPORT_WORTH * support, i, j))
            elif found:
                far.append((-found, i, j))
    for _, i, j in sorted([*ranked, *_outstanding(far)]):
        pairing.pair(i, j)


def _outstanding(far: list[tuple[float, int, int]]) -> list[tuple[float, int, int]]:
    """Of (rank, old, new), the pairs of parts that have nothing else nearly as similar, on either side."""
    best_old: defaultdict[int, list[float]] = defaultdict(list)
    best_new: defaultdict[int, list[float]] = defaultdict(list)
    for rank, i, j in far:
        best_old[i].append(rank)
        best_new[j].append(rank)

    bounds = [{part: _bound(ranks) for part, ranks in best.items()} for best in (best_old, best_new)]
    return [(rank, i, j) for rank, i, j in far if rank <= min(bounds[0][i], bounds[1][j])]


def _bound(ranks: list[float]) -> float:
    """What the best of these ranks, of which less is better, must reach to be far from the second best."""
    return nsmallest(2, ranks)[-1] - OUTSTANDING if len(ranks) > 1 else 0.0


def _likeness(pairing: Pairing, i: int, j: int, least: float, *, here: bool, beside: bool) -> float:
    """The similarity of two parts, 0 when it is too little for where they stand or they are too short to tell."""
    ours, theirs = pairing.old.words[i], pairing.new.words[j]
    shorter = min(len(ours), len(theirs))
    if here and shorter >= TELLING and shared(ours, theirs) / shorter >= CONTAINED_HERE:
        least = 0.0
    elif not (here or beside) and shorter < TELLING:
        return 0.0
    else:
        least = SIMILAR_HERE if here else max(least, SIMILAR_BESIDE if beside else SIMILAR_ELSEWHERE)
    return alike(pairing.old.folded[i], ours, pairing.new.folded[j], theirs, least=least)


def _around(pairing: Pairing, i: int) -> Iterator[int]:
    """Parts of the new text that stand near what the neighbours of an old part have become."""
    for step in (-1, 1):
        for distance in range(1, _AROUND + 1):
            beside = i + step * distance
            if not 0 <= beside < len(pairing.old):
                break
            partner = pairing.to_new[beside]
            if partner is not None:
                for j in range(partner - step, partner - step * (_AROUND + 1), -step):
                    if 0 <= j < len(pairing.new):
                        yield j
                break
