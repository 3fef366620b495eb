"""Two editions of a text compared part by part."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from nlp.comparison.changes import Change, ChangeKind, Part
from nlp.comparison.divisions import merges, splits
from nlp.comparison.likeness import alike
from nlp.comparison.same_words import pair_repeated, pair_telling, settle
from nlp.comparison.sides import Pairing, Side
from nlp.comparison.similar_words import pair_similar


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
    pair_similar(pairing, repeated=False)
    settle(pairing)
    pair_repeated(pairing)
    settle(pairing)
    pair_similar(pairing, repeated=True)
    return _in_order(_changes(pairing))


def _changes(pairing: Pairing) -> list[Change]:
    found = []
    done_old: set[int] = set()
    done_new: set[int] = set()
    for division in splits(pairing):
        found.append(_change(pairing, ChangeKind.SPLIT, (division.whole,), division.pieces))
        done_old.add(division.whole)
        done_new.update(division.pieces)
    for division in merges(pairing):
        if division.whole not in done_new and done_old.isdisjoint(division.pieces):
            found.append(_change(pairing, ChangeKind.MERGED, division.pieces, (division.whole,)))
            done_old.update(division.pieces)
            done_new.add(division.whole)
    for i, j in pairing.pairs():
        if i not in done_old and j not in done_new:
            found.append(_change(pairing, _kind(pairing, i, j), (i,), (j,)))
            done_old.add(i)
            done_new.add(j)
    found.extend(_alone(ChangeKind.REMOVED, old=(i,)) for i in range(len(pairing.old)) if i not in done_old)
    found.extend(_alone(ChangeKind.ADDED, new=(j,)) for j in range(len(pairing.new)) if j not in done_new)
    return found


def _kind(pairing: Pairing, i: int, j: int) -> ChangeKind:
    if not pairing.same_words(i, j):
        return ChangeKind.CHANGED
    return ChangeKind.UNCHANGED if pairing.old.locators[i] == pairing.new.locators[j] else ChangeKind.MOVED


def _alone(kind: ChangeKind, *, old: tuple[int, ...] = (), new: tuple[int, ...] = ()) -> Change:
    return Change(kind=kind, old=old, new=new, similarity=0.0)


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
