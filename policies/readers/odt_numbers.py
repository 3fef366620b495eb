"""Counting in OpenDocument text: what list items and headings have reached, and the numbers they show."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from policies.numerals import stated
from policies.readers.odt_styles import TEXT, Lists

XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


@dataclass(slots=True)
class OpenItem:
    """An item being read: the style of its list, its numbers from the outermost, and those the list has reached."""

    style: str = ""
    counts: list[int] = field(default_factory=list)
    reached: dict[int, int] = field(default_factory=dict)


class Numbers:
    """The numbers reached by the lists and the headings of one document."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        self._outline: list[int] = []
        self._reached: dict[str, dict[int, int]] = {}

    def heading_label(self, element: etree._Element, level: int, opened: OpenItem | None) -> str:
        """The number of a heading. One inside a list is still counted with the others, unless its list looks unlike."""
        if opened and opened.counts and not self._lists.alike(opened.style, "outline", level):
            return self._lists.label(opened.style, opened.counts)
        self._outline = [*self._outline[:level], *[0] * (level - len(self._outline))]
        self._outline[level - 1] += 1
        start = stated(element.get(TEXT + "start-value"))
        if element.get(TEXT + "restart-numbering") == "true" and start is not None:
            self._outline[level - 1] = start
        return self._lists.label("outline", self._outline)

    @staticmethod
    def count(item: etree._Element, reached: dict[int, int], depth: int, first: int) -> list[int]:
        """The numbers of an item from the outermost list inwards; `first` is what its own list begins with.

        An item that only holds a deeper list stands for the one above it and is not counted again.
        """
        own = next(iter(item), None)
        if own is None or own.tag != TEXT + "list" or depth not in reached:
            start = stated(item.get(TEXT + "start-value"))
            reached[depth] = start if start is not None else reached.get(depth, first - 1) + 1
            for deeper in [d for d in reached if d > depth]:
                del reached[deeper]
        return [reached.get(d, 1) for d in range(1, depth + 1)]

    def reached(self, element: etree._Element, style: str) -> dict[int, int]:
        """The numbers an outermost list goes on from: those of the list it continues, or none."""
        reached: dict[int, int] = {}
        if (other := element.get(TEXT + "continue-list")) is not None:
            reached = self._reached.get(f"#{other}", reached)
        elif element.get(TEXT + "continue-numbering") == "true":
            reached = self._reached.get(style, reached)
        self._reached[style] = reached
        if (own := element.get(XML_ID)) is not None:
            self._reached[f"#{own}"] = reached
        return reached
