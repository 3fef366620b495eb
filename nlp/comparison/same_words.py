"""Pairing parts that say the same: at their place, elsewhere, and those that say what many others say too."""

from __future__ import annotations

from collections import deque

from nlp.comparison.sides import Pairing

TELLING = 4
"""Words from which on a part is known again anywhere; fewer ("deleted", "by post") need a place or neighbours."""
_MOST_REPEATS = 400  # pairs of repeats of one text that are weighed against each other; beyond, order decides


def pair_telling(pairing: Pairing) -> None:
    """Pair what stands once in both texts, and what stands where it stood beside what stood beside it."""
    old, new = pairing.old, pairing.new
    for i, text in enumerate(old.folded):
        if not text:
            continue
        here = [j for j in new.at.get(old.locators[i], ()) if new.folded[j] == text]
        if old.counts[text] == new.counts[text] == 1:
            j = new.groups[text][0]
            if j in here or len(old.words[i]) >= TELLING:
                pairing.pair(i, j)
            continue
        beside = next((j for j in here if pairing.to_old[j] is None and _same_beside(pairing, i, j)), None)
        if beside is not None:
            pairing.pair(i, beside)


def _same_beside(pairing: Pairing, i: int, j: int) -> bool:
    old, new = pairing.old.folded, pairing.new.folded
    before = i > 0 and j > 0 and old[i - 1] == new[j - 1] != ""
    return before or (i + 1 < len(old) and j + 1 < len(new) and old[i + 1] == new[j + 1] != "")


def settle(pairing: Pairing) -> None:
    """Pair what follows from the pairs there are: parents with the words of their children's, then same neighbours.

    Neighbours spread as in P. Heckel, A technique for isolating differences between files (1978).
    """
    waiting = deque(pairing.pairs())
    while waiting:
        found = _parents(pairing)
        waiting.extend(found)
        while waiting:
            i, j = waiting.popleft()
            for x, y in ((i + 1, j + 1), (i - 1, j - 1)):
                if _is_neighbour(pairing, x, y) and pairing.pair(x, y):
                    waiting.append((x, y))
        waiting.extend(_parents(pairing))


def _is_neighbour(pairing: Pairing, x: int, y: int) -> bool:
    return (
        0 <= x < len(pairing.old)
        and 0 <= y < len(pairing.new)
        and pairing.old.folded[x] != ""  # bare numbers look alike: their children speak for them
        and pairing.same_words(x, y)
        and not pairing.parted(x, y)
    )


def _parents(pairing: Pairing) -> list[tuple[int, int]]:
    """Parents with the same words most of whose children are paired; innermost first."""
    found = []
    for i in sorted(pairing.old.children, reverse=True):
        j = pairing.most_children(i) if pairing.to_new[i] is None else None
        if j is not None and pairing.same_words(i, j) and pairing.pair(i, j):
            found.append((i, j))
    return found


def pair_repeated(pairing: Pairing) -> None:
    """Pair what several parts of one text say, by place and neighbours; what only order could tell, in order."""
    for text, ours in pairing.old.groups.items():
        theirs = pairing.new.groups.get(text)
        if theirs is None:
            continue
        for i in ours:
            if pairing.to_new[i] is None:
                at = next((j for j in pairing.awaited(i) if pairing.same_words(i, j)), None)
                if at is not None:
                    pairing.pair(i, at)
        _by_neighbours(pairing, ours, theirs)
        if len(text.split()) >= TELLING:
            left = (j for j in theirs if pairing.to_old[j] is None)
            for i, j in zip([i for i in ours if pairing.to_new[i] is None], left, strict=False):
                pairing.pair(i, j)


def _by_neighbours(pairing: Pairing, ours: list[int], theirs: list[int]) -> None:
    ours = [i for i in ours if pairing.to_new[i] is None]
    theirs = [j for j in theirs if pairing.to_old[j] is None]
    if not ours or not pairing.old.folded[ours[0]] or len(ours) * len(theirs) > _MOST_REPEATS:
        return
    scored = sorted((-pairing.support(i, j), i, j) for i in ours for j in theirs)
    for support, i, j in scored:
        if support < 0:
            pairing.pair(i, j)
