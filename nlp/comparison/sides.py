"""Two texts while their parts are paired: each part's words, its place among the others, and what it is paired with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cached_property

from nlp.comparison.changes import Part
from nlp.comparison.folding import fold, words

_NEAR = 4  # parts to either side among which a neighbour that is paired is looked for


class Side:
    """One text: its parts as folded, and the tree that their locators make ("art 5(1)" stands in "art 5")."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.locators = [part.locator for part in parts]
        self.folded = [fold(part.text) for part in parts]
        self.words = [words(text) for text in self.folded]
        self.counts = Counter(self.folded)
        self.at: defaultdict[str, list[int]] = defaultdict(list)
        self.ranks: list[int] = []  # of each part among those at its locator
        for index, locator in enumerate(self.locators):
            self.ranks.append(len(self.at[locator]))
            self.at[locator].append(index)
        self.parents = [self._parent(locator) for locator in self.locators]
        self.children: defaultdict[int, list[int]] = defaultdict(list)
        for index, parent in enumerate(self.parents):
            if parent is not None:
                self.children[parent].append(index)

    def __len__(self) -> int:
        return len(self.locators)

    def _parent(self, locator: str) -> int | None:
        """The part whose locator is the longest true beginning of this one; "art 5 #2" stands beside "art 5"."""
        for cut in range(len(locator) - 1, 0, -1):
            if locator[cut] in " (" and locator[cut + 1] != "#" and (found := self.at.get(locator[:cut])):
                return found[0]
        return None

    def step(self, index: int) -> str:
        """The part's own number within its parent: "(b)", " 2 st"."""
        parent = self.parents[index]
        return self.locators[index][0 if parent is None else len(self.locators[parent]) :]

    @cached_property
    def groups(self) -> dict[str, list[int]]:
        """The parts by their words."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for index, text in enumerate(self.folded):
            found[text].append(index)
        return found


class Pairing:
    """Which part of the old text is which of the new one, as far as is known; a part has one partner at most."""

    def __init__(self, old: Side, new: Side) -> None:
        self.old, self.new = old, new
        self.to_new: list[int | None] = [None] * len(old)
        self.to_old: list[int | None] = [None] * len(new)
        self.splits: list[tuple[int, tuple[int, ...]]] = []
        self.merges: list[tuple[tuple[int, ...], int]] = []

    def pair(self, i: int, j: int) -> bool:
        """Make two parts one; False if either has a partner."""
        if self.to_new[i] is not None or self.to_old[j] is not None:
            return False
        self.to_new[i], self.to_old[j] = j, i
        return True

    def split(self, i: int, pieces: tuple[int, ...]) -> None:
        """One old part became several; its partner is the first of them."""
        self.splits.append((i, pieces))
        self.to_new[i] = pieces[0]
        for j in pieces:
            self.to_old[j] = i

    def merge(self, pieces: tuple[int, ...], j: int) -> None:
        """Several old parts became one; its partner is the first of them."""
        self.merges.append((pieces, j))
        self.to_old[j] = pieces[0]
        for i in pieces:
            self.to_new[i] = j

    def pairs(self) -> list[tuple[int, int]]:
        """All pairs, in the order of the old text; a part of a split or merge may stand in several."""
        found = {(i, j) for i, j in enumerate(self.to_new) if j is not None}
        return sorted(found | {(i, j) for j, i in enumerate(self.to_old) if i is not None})

    def to_edit(self) -> tuple[list[int], list[int]]:
        """Free parts of both texts that have words and find the same ones nowhere free in the other text."""
        ours = [i for i, j in enumerate(self.to_new) if j is None and self.old.folded[i]]
        theirs = [j for j, i in enumerate(self.to_old) if i is None and self.new.folded[j]]
        left, over = {self.old.folded[i] for i in ours}, {self.new.folded[j] for j in theirs}
        return (
            [i for i in ours if self.old.folded[i] not in over],
            [j for j in theirs if self.new.folded[j] not in left],
        )

    def same_words(self, i: int, j: int) -> bool:
        """Whether the two parts say the same, typography and white space apart."""
        return self.old.folded[i] == self.new.folded[j]

    def parted(self, i: int, j: int) -> bool:
        """Whether the parts that hold these two are known not to be the same."""
        above, over = self.old.parents[i], self.new.parents[j]
        if above is not None and self.to_new[above] is not None:
            return self.to_new[above] != over
        return over is not None and self.to_old[over] is not None

    def awaited(self, i: int) -> list[int]:
        """Where an old part would stand if nothing but its parents had moved: there, free parts of the new text."""
        parent = self.old.parents[i]
        above = None if parent is None else self.to_new[parent]
        if above is None:
            found = self.new.at.get(self.old.locators[i], [])
        else:
            found = self.new.at.get(self.new.locators[above] + self.old.step(i), [])
        rank = self.old.ranks[i]  # many parts may share a place: passages of a page have no other
        some = found[max(0, rank - _NEAR) : rank + _NEAR + 1]
        return [j for j in some if self.to_old[j] is None and not (above is None and self.parted(i, j))]

    def support(self, i: int, j: int) -> int:
        """How much around two parts is paired alike, 0 to 4: before, after, above and below them."""
        above, over = self.old.parents[i], self.new.parents[j]
        return (
            self._beside(i, j, -1)
            + self._beside(i, j, 1)
            + (above is not None and over is not None and self.to_new[above] == over)
            + (self.most_children(i) == j)
        )

    def _beside(self, i: int, j: int, step: int) -> bool:
        """Whether the nearest paired parts on one side of both are paired with each other."""
        ours = next((x for x in self._near(i, step, len(self.old)) if self.to_new[x] is not None), None)
        theirs = next((x for x in self._near(j, step, len(self.new)) if self.to_old[x] is not None), None)
        return ours is not None and theirs is not None and self.to_new[ours] == theirs

    @staticmethod
    def _near(index: int, step: int, length: int) -> range:
        return range(index + step, max(-1, min(length, index + step * (_NEAR + 1))), step)

    def most_children(self, i: int) -> int | None:
        """The new part that holds most of what the children of an old part have become, and little else that is old."""
        j = _majority(self.old.children.get(i, ()), self.to_new, self.new.parents)
        if j is None or _majority(self.new.children.get(j, ()), self.to_old, self.old.parents) != i:
            return None
        return j

    def same_children(self, i: int, j: int) -> bool:
        """Whether more than half of all children of either part are children of the other."""
        ours, theirs = self.old.children.get(i, ()), self.new.children.get(j, ())
        shared = sum((partner := self.to_new[x]) is not None and self.new.parents[partner] == j for x in ours)
        return 2 * shared > max(len(ours), len(theirs))


def _majority(children: Sequence[int], partners: Sequence[int | None], parents: Sequence[int | None]) -> int | None:
    """The parent of more than half of the children's partners."""
    over = [parents[partner] for child in children if (partner := partners[child]) is not None]
    best, count = Counter(over).most_common(1)[0] if over else (None, 0)
    return best if 2 * count > len(over) else None
