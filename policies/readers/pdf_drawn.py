"""What is drawn on a PDF page: the lines and boxes that make the borders of tables."""

from __future__ import annotations

import ctypes
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

MOST_OBJECTS = 5_000
SHORTEST = 20.0  # points; shorter level lines are ticks and underlines
LOWEST = 36.0  # points that the upright lines at one place reach in all
REACH = 40.0  # points to the left of a text in which its wall is looked for
MOST_SEGMENTS = 6  # of a line or a box; letters of a watermark have more
NO_WALL = -1e9
SLACK = 1.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A level line drawn on the page, or the upper or lower edge of a box, in points."""

    left: float
    right: float
    height: float


class Drawn:
    """Level lines (`rules`), and where upright ones stand, of the first MOST_OBJECTS things drawn on a page."""

    def __init__(self, boxes: list[tuple[float, float, float, float]]) -> None:
        self.rules = tuple(
            Rule(left, right, height)
            for left, bottom, right, top in boxes
            if right - left > SHORTEST
            for height in {bottom, top}
        )
        heights: Counter[int] = Counter()
        for left, bottom, right, top in boxes:
            heights.update({round(x): round(top - bottom) for x in {left, right}})
        # Borders stand above each other; the edges of what shades some words in a line do not.
        self._walls = sorted(
            (x, bottom, top)
            for left, bottom, right, top in boxes
            for x in {left, right}
            if sum(heights[round(x) + step] for step in (-1, 0, 1)) >= LOWEST
        )
        self._places = [x for x, _, _ in self._walls]

    def parts(self, right: float, left: float, height: float) -> bool:
        """Whether an upright line stands between what ends at `right` and what begins at `left`."""
        return any(True for _ in self._between(right, left, height))

    def wall(self, left: float, height: float) -> float:
        """Where the nearest upright line at `height` stands left of `left`."""
        return max(self._between(left - REACH, left, height), default=NO_WALL)

    def _between(self, right: float, left: float, height: float) -> Iterator[float]:
        first, last = bisect_left(self._places, right - SLACK), bisect_right(self._places, left + SLACK)
        return (x for x, bottom, top in self._walls[first:last] if bottom < height < top)


def drawn_on(page: Any) -> Drawn:
    """The lines and boxes of a page held open by the caller."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    boxes = []
    for at in range(min(max(pdfium.FPDFPage_CountObjects(page), 0), MOST_OBJECTS)):
        thing = pdfium.FPDFPage_GetObject(page, at)
        path = pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_PATH
        plain = path and pdfium.FPDFPath_CountSegments(thing) <= MOST_SEGMENTS
        if plain and pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
            boxes.append((left.value, bottom.value, right.value, top.value))
    return Drawn(boxes)
