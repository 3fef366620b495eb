"""Growing the tree of provisions: parents, spans that cover everything below, locators built part by part."""

from __future__ import annotations

from dataclasses import dataclass

from policies.document import Block, Document, Provision, Zone
from policies.locators import Locator, LocatorError
from policies.locators.locator import Part


@dataclass(slots=True)
class _Node:
    """A provision that may still grow; `end` is that of its own blocks until the tree is finished."""

    parts: tuple[Part, ...]
    locator: str
    zone: Zone
    kind: str
    start: int
    end: int
    heading: str
    parent: int | None
    label: str


class ProvisionTree:
    """Provisions in document order. `add` gives the index used as a parent; `extend` lets a provision grow."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._nodes: list[_Node] = []

    def add(
        self,
        block: Block,
        parts: tuple[Part, ...],
        *,
        kind: str,
        zone: Zone,
        heading: str = "",
        parent: int | None = None,
        label: str = "",
    ) -> int:
        """A provision that begins with `block`, its label included; in the end its ancestors hold it."""
        start = line_start(self._text, block)
        label = label if self._text.startswith(label, start) else ""
        locator = self._written(parts, parent)
        self._nodes.append(_Node(parts, locator, zone, kind, start, block.end, heading, parent, label))
        return len(self._nodes) - 1

    def _written(self, parts: tuple[Part, ...], parent: int | None) -> str:
        """The locator, from that of the parent where it only adds a part: deep trees would cost their depth squared."""
        above = None if parent is None else self._nodes[parent]
        if above is None or len(parts) != len(above.parts) + 1 or parts[:-1] != above.parts:
            return str(Locator(parts=parts))
        return f"{above.locator}{'' if parts[-1].kind == 'sub' else ' '}{parts[-1]}".strip()

    def extend(self, index: int | None, block: Block) -> None:
        """Let a provision reach to the end of `block`."""
        if index is not None:
            self._nodes[index].end = max(self._nodes[index].end, block.end)

    def is_last(self, index: int) -> bool:
        """Whether nothing has been added since: a table of which only the row that names the columns was read."""
        return index == len(self._nodes) - 1

    def goes_on(self, index: int) -> bool:
        """Whether what was added last is this provision or a child of it, so that another child may follow."""
        return self.is_last(index) or self._nodes[-1].parent == index

    def retitle(self, index: int, heading: str) -> None:
        """Give a provision the heading that stands below its number."""
        self._nodes[index].heading = heading

    def parts(self, index: int | None) -> tuple[Part, ...]:
        """The locator of a provision in parts; nothing for the document itself."""
        return () if index is None else self._nodes[index].parts

    def parent(self, index: int) -> int | None:
        return self._nodes[index].parent

    def provisions(self) -> tuple[Provision, ...]:
        """The finished provisions, each reaching to the end of all that is below it."""
        for node in reversed(self._nodes):
            if node.parent is not None:
                self._nodes[node.parent].end = max(self._nodes[node.parent].end, node.end)
        return tuple(
            Provision(
                locator=node.locator,
                zone=node.zone,
                kind=node.kind,
                start=node.start,
                end=node.end,
                heading=node.heading,
                parent=node.parent,
                label=node.label,
            )
            for node in self._nodes
        )


def line_start(text: str, block: Block) -> int:
    """Where the block's line begins: its label, if it has one, stands in the text in front of it.

    >>> line_start("1. ska", Block(kind="item", start=3, end=6, label="1."))
    0
    """
    if not block.label:
        return block.start
    start = block.start - len(block.label) - 1
    return start if text.startswith(block.label, max(0, start)) else block.start


def part(kind: str, number: str, count: int) -> Part:
    """The part with the number as written, or with its place in line where the number is no number."""
    try:
        return Part(kind, number)
    except LocatorError:
        return Part(kind, str(count))
