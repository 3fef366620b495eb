"""Annexes of EU acts: parts and sections, points numbered with dots, headings, tables.

An unnumbered heading enters the locators below it only where the numbers begin again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from policies.document import Block, BlockKind
from policies.locators.locator import Part
from policies.structure.eu_points import Points
from policies.structure.eu_words import DIVISION_KIND, DOTTED, DOTTED_HEADING
from policies.structure.tree import part


class Annex:
    """The place reached in one annex: its part, its open dotted points, the numbers seen so far."""

    def __init__(self, points: Points, index: int) -> None:
        self.points = points
        self.index = index
        self.part: int = index  # the annex, or the part of it that restarts the numbers
        self.dotted: list[tuple[str, int]] = []  # open points 1, 1.1, 1.1.1
        self.numbers: dict[int, set[str]] = {}
        self.inner: int | None = None  # a heading inside a point, below which the list begins again
        self.below_heading = False  # whether the innermost dotted point is a heading
        self.untitled: int | None = None
        points.hang_on(index)

    @property
    def base(self) -> int:
        """What text without a number belongs to."""
        if self.inner is not None:
            return self.inner
        return self.dotted[-1][1] if self.dotted else self.part

    def division(self, block: Block, found: re.Match[str]) -> None:
        """A lettered or numbered part, section or chapter of the annex."""
        kind = DIVISION_KIND[found.group(1).upper()]
        kind = "section" if kind == "title" else kind  # one word for both in Danish
        step = part(kind, found.group(2), self.points.count(self.index, kind))
        self._open_part(block, step, kind, found.group(3).strip(" —–-"))

    def heading(self, block: Block, line: str, following: Iterable[Block]) -> None:
        """A heading that names no part; `following` are the next blocks, which show whether numbers begin again."""
        points = self.points
        self.inner = None
        if dotted := DOTTED_HEADING.match(line):
            points.heading = line[dotted.end() :]
            self._dotted(block, dotted.group(1), dotted.group(0).strip())
            self.below_heading = True
            return
        points.heading = line
        points.hang_on(self.base)
        label = next((after.label for after in following if after.label), "")
        number = DOTTED.match(label)
        if number and not self._in_list(number.group(1)):
            if number.group(1) in self.numbers.get(self.part, ()):
                step = Part("heading", str(points.count(self.index, "heading")))
                self._open_part(block, step, "heading", line)
        elif label and points.taken(label):
            step = Part("heading", str(points.count(self.base, "heading")))
            self.inner = points.add(block, points.below(self.base, step), "heading", self.base)
            points.hang_on(self.inner)

    def text(self, block: Block, following: str) -> None:
        """A point, paragraph or table row of the annex."""
        points = self.points
        dotted = DOTTED.match(block.label)
        if dotted and ("." in dotted.group(1) or (block.level <= 1 and not self._in_list(dotted.group(1)))):
            self._dotted(block, dotted.group(1), block.label)
        elif block.kind is BlockKind.ITEM:
            points.item(block, following)
        elif block.kind is BlockKind.ROW:
            points.row(block, self.base)
        else:
            number = points.count(self.base, "para")
            steps = points.below(self.base, Part("para", str(number)))
            index = points.add(block, steps, "subparagraph", self.base)
            points.hang_on(index, points.tree.parts(self.base) if number == 1 else steps)

    def _open_part(self, block: Block, step: Part, kind: str, heading: str) -> None:
        points = self.points
        self.part = points.add(block, points.below(self.index, step), kind, self.index, heading=heading)
        self.untitled = None if heading else self.part
        points.heading = heading
        self.dotted.clear()
        self.inner = None
        points.hang_on(self.part)

    def _dotted(self, block: Block, number: str, label: str) -> None:
        """A point of the annex; "1.2" stands below "1" where that is open."""
        self.inner = None
        while self.dotted and not number.startswith(self.dotted[-1][0] + "."):
            self.dotted.pop()
        self.numbers.setdefault(self.part, set()).add(number)
        self.below_heading = False
        points = self.points
        index = points.add(block, points.below(self.part, part("point", number, 1)), "point", self.base, label=label)
        self.dotted.append((number, index))
        points.hang_on(index)

    def _in_list(self, number: str) -> bool:
        """A plain number below the heading "2.1" begins a list of its own, as does one seen before below "2"."""
        if not self.dotted or not self.below_heading or "." in number:
            return False
        return "." in self.dotted[-1][0] or number in self.numbers.get(self.part, ())
