"""Two texts while their parts are paired: each part's words, its place among the others, and what it is paired with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
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
        for index, locator in enumerate(self.locators):
            self.at[locator].append(index)
        self.parents = [self._parent(locator) for locator in self.locators]
        self.children: defaultdict[int, list[int]] = defaultdict(list)
        for index, parent in enumerate(self.parents):
            if parent is not None:
                self.children[parent].append(index)

    def __len__(self) -> int:
        return len(self.locators)

    def _parent(self, locator: str) -> int | None:
        """The part whose locator is the longest true beginning of this one."""
        for cut in range(len(locator) - 1, 0, -1):
            if locator[cut] in " (" and (found := self.at.get(locator[:cut])):
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

    def pair(self, i: int, j: int) -> bool:
        """Make two parts one; False if either has a partner."""
        if self.to_new[i] is not None or self.to_old[j] is not None:
            return False
        self.to_new[i], self.to_old[j] = j, i
        return True

    def pairs(self) -> Iterator[tuple[int, int]]:
        """All pairs, in the order of the old text."""
        return ((i, j) for i, j in enumerate(self.to_new) if j is not None)

    def free_old(self) -> list[int]:
        """Parts of the old text without a partner."""
        return [i for i, j in enumerate(self.to_new) if j is None]

    def free_new(self) -> list[int]:
        """Parts of the new text without a partner."""
        return [j for j, i in enumerate(self.to_old) if i is None]

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
            found = [j for j in self.new.at.get(self.old.locators[i], ()) if not self.parted(i, j)]
        else:
            found = self.new.at.get(self.new.locators[above] + self.old.step(i), [])
        return [j for j in found if self.to_old[j] is None]

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
        """The new part that holds more than half of what the paired children of an old part have become."""
        partners = [self.to_new[child] for child in self.old.children.get(i, ())]
        over = Counter(None if j is None else self.new.parents[j] for j in partners)
        paired = sum(j is not None for j in partners)
        best = max(((count, j) for j, count in over.items() if j is not None), default=None)
        return best[1] if best is not None and 2 * best[0] > paired else None
