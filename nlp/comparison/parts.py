"""Two editions of a text compared part by part."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from nlp.comparison.changes import Change, ChangeKind, Part
from nlp.comparison.divisions import divide
from nlp.comparison.likeness import alike
from nlp.comparison.same_words import pair_leftover, pair_repeated, pair_telling, settle
from nlp.comparison.sides import Pairing, Side
from nlp.comparison.similar_words import SIMILAR_ELSEWHERE, SIMILAR_HERE, pair_similar


def compare(old: Sequence[Part], new: Sequence[Part]) -> list[Change]:
    """What became of every part: each index of both texts stands in exactly one change.

    A part's text is its own, without that of the parts below it and without its number, which its locator says; it may
    be empty. Same words (`nlp.comparison.folding`) at the same locator are unchanged and nothing else is; at another
    they are moved. Changes come in the order of the new text, what was removed behind what it stood behind. Takes time
    in proportion to the texts and to how much of them changed.

    >>> old = [Part(locator="1 §", text="Lagen gäller kommuner."), Part(locator="2 §", text="Avgift tas inte ut.")]
    >>> new = [Part(locator="1 §", text="Lagen gäller alla kommuner."), Part(locator="3 §", text="Avgift tas inte ut.")]
    >>> [(change.kind.value, change.old, change.new) for change in compare(old, new)]
    [('changed', (0,), (0,)), ('moved', (1,), (1,))]
    """
    pairing = Pairing(Side(old), Side(new))
    pair_telling(pairing)
    settle(pairing)
    pair_similar(pairing, least=SIMILAR_ELSEWHERE)
    settle(pairing)
    divide(pairing)
    settle(pairing)
    pair_repeated(pairing)
    settle(pairing)
    divide(pairing)
    pair_similar(pairing, least=SIMILAR_HERE)
    settle(pairing)
    pair_leftover(pairing)
    divide(pairing)
    return _in_order(_changes(pairing))


def _changes(pairing: Pairing) -> list[Change]:
    found = [_change(pairing, ChangeKind.SPLIT, (i,), pieces) for i, pieces in pairing.splits]
    found += [_change(pairing, ChangeKind.MERGED, pieces, (j,)) for pieces, j in pairing.merges]
    done_old, done_new = {i for change in found for i in change.old}, {j for change in found for j in change.new}
    for i, j in enumerate(pairing.to_new):
        if i in done_old:
            continue
        if j is None:
            found.append(Change(kind=ChangeKind.REMOVED, old=(i,), new=(), similarity=0.0))
        else:
            found.append(_change(pairing, _kind(pairing, i, j), (i,), (j,)))
            done_new.add(j)
    added = (j for j in range(len(pairing.new)) if j not in done_new)
    return found + [Change(kind=ChangeKind.ADDED, old=(), new=(j,), similarity=0.0) for j in added]


def _kind(pairing: Pairing, i: int, j: int) -> ChangeKind:
    if not pairing.same_words(i, j):
        return ChangeKind.CHANGED
    return ChangeKind.UNCHANGED if pairing.old.locators[i] == pairing.new.locators[j] else ChangeKind.MOVED


def _change(pairing: Pairing, kind: ChangeKind, old: tuple[int, ...], new: tuple[int, ...]) -> Change:
    """`moved` unless a part stands at a place where one stood that it was made of."""
    ours, theirs = pairing.old, pairing.new
    return Change(
        kind=kind,
        old=old,
        new=new,
        similarity=alike(
            " ".join(ours.folded[i] for i in old),
            [word for i in old for word in ours.words[i]],
            " ".join(theirs.folded[j] for j in new),
            [word for j in new for word in theirs.words[j]],
        ),
        moved={ours.locators[i] for i in old}.isdisjoint(theirs.locators[j] for j in new),
    )


def _in_order(changes: list[Change]) -> list[Change]:
    """In the order of the new text; what was removed behind the last part before it that kept its order."""
    stable = _stable([(change.old[0], change.new[0]) for change in changes if change.old and change.new])
    before = [i for i, _ in stable]

    def place(change: Change) -> tuple[int, int, int]:
        if change.new:
            return change.new[0], 0, 0
        at = bisect_left(before, change.old[0])
        return (stable[at - 1][1] if at else -1), 1, change.old[0]

    return sorted(changes, key=place)


def _stable(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most pairs that stand in the same order in both texts, as (old, new): the longest increasing subsequence.

    >>> _stable([(0, 3), (1, 0), (2, 1), (3, 2)])
    [(1, 0), (2, 1), (3, 2)]
    """
    tails: list[int] = []
    ends: list[int] = []
    behind: list[int] = []
    ordered = sorted(pairs)
    for index, (_, j) in enumerate(ordered):
        at = bisect_left(tails, j)
        tails[at : at + 1] = [j]
        ends[at : at + 1] = [index]
        behind.append(ends[at - 1] if at else -1)
    kept = []
    index = ends[-1] if ends else -1
    while index >= 0:
        kept.append(ordered[index])
        index = behind[index]
    return kept[::-1]
