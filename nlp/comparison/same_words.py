"""Pairing parts that say the same: at their place, elsewhere, and those that say what many others say too."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator

from rapidfuzz.distance import LCSseq

from nlp.comparison.likeness import MOST_CELLS
from nlp.comparison.sides import Pairing, Side

TELLING = 4
"""Words from which on a part is known again anywhere; fewer ("deleted", "by post") need a place or neighbours."""
_AWAITED_WORTH = 1.5  # of a place, in things around two parts that are paired alike
_ALIGNED_WORTH = 1.0  # of standing in the same order as what is around
_MOST_REPEATS = 400  # pairs of repeats of one text that are weighed against each other; beyond, order decides


def pair_telling(pairing: Pairing) -> None:
    """Pair what stands once in both texts, and what stands where it stood beside what stood beside it."""
    old, new = pairing.old, pairing.new
    for i, text in enumerate(old.folded):
        if text and old.counts[text] == new.counts[text] == 1:
            j = new.groups[text][0]
            if old.locators[i] == new.locators[j] or len(old.words[i]) >= TELLING:
                pairing.pair(i, j)
    stood, stand = _placed(old), _placed(new)
    for key, ours in stood.items():
        for i, j in zip(ours, stand.get(key, ()), strict=False):
            if _same_beside(pairing, i, j):
                pairing.pair(i, j)


def _placed(side: Side) -> dict[tuple[str, str], list[int]]:
    """Parts with words by these and their place."""
    found: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for index, text in enumerate(side.folded):
        if text:
            found[side.locators[index], text].append(index)
    return found


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
    """Parents that most paired children have in common, if they say the same or hold mostly the same; innermost first.

    An article keeps its identity under another heading, as long as its paragraphs do.
    """
    found = []
    for i in sorted(pairing.old.children, reverse=True):
        j = pairing.most_children(i) if pairing.to_new[i] is None else None
        if j is not None and (pairing.same_words(i, j) or pairing.same_children(i, j)) and pairing.pair(i, j):
            found.append((i, j))
    return found


def pair_repeated(pairing: Pairing) -> None:
    """Pair what several parts of one text say, where place, order or what is around them tells which is which."""
    aligned = _aligned(pairing)
    for ours, theirs in _repeated(pairing):
        bare = not pairing.old.folded[ours[0]]
        ranked = []
        for i in ours:
            awaited = [j for j in pairing.awaited(i) if pairing.same_words(i, j)]
            met = aligned[i]
            likely = awaited if met is None or not pairing.same_words(i, met) else [*awaited, met]
            for j in theirs if len(ours) * len(theirs) <= _MOST_REPEATS else likely:
                found = pairing.support(i, j)
                if j in likely or found > bare:  # a bare number needs more than a neighbour
                    worth = _AWAITED_WORTH * (j in awaited) + _ALIGNED_WORTH * (j == met)
                    ranked.append((-found - worth, i, j))
        for _, i, j in sorted(ranked):
            pairing.pair(i, j)


def _aligned(pairing: Pairing) -> list[int | None]:
    """For each old part the new one that it meets where the most parts are kept in their order; pairs meet only so."""
    found: list[int | None] = [None] * len(pairing.old)
    if len(pairing.old) * len(pairing.new) <= MOST_CELLS:
        ours = [text if j is None else j for text, j in zip(pairing.old.folded, pairing.to_new, strict=True)]
        theirs = [
            text if i is None else j for j, (text, i) in enumerate(zip(pairing.new.folded, pairing.to_old, strict=True))
        ]
        for block in LCSseq.opcodes(ours, theirs):
            if block.tag == "equal":
                found[block.src_start : block.src_end] = range(block.dest_start, block.dest_end)
    return found


def pair_leftover(pairing: Pairing) -> None:
    """Pair in order what says the same when nothing else tells which is which."""
    for ours, theirs in _repeated(pairing):
        if len(pairing.old.words[ours[0]]) >= TELLING:
            for i, j in zip(ours, theirs, strict=False):
                pairing.pair(i, j)


def _repeated(pairing: Pairing) -> Iterator[tuple[list[int], list[int]]]:
    """Free parts of both texts that say the same."""
    for text, parts in pairing.old.groups.items():
        ours = [i for i in parts if pairing.to_new[i] is None]
        theirs = [j for j in pairing.new.groups.get(text, ()) if pairing.to_old[j] is None]
        if ours and theirs:
            yield ours, theirs
