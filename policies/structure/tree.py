"""Growing the tree of provisions: parents, spans that cover everything below, locators built part by part."""

from __future__ import annotations

from dataclasses import dataclass, replace

from policies.document import Block, Document, Provision, Zone
from policies.locators import Locator, LocatorError
from policies.locators.locator import Part


@dataclass(slots=True)
class _Node:
    provision: Provision
    parts: tuple[Part, ...]


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
        """A provision that begins with `block`, its label included; the ancestors grow to hold it."""
        start = line_start(self._text, block)
        provision = Provision(
            locator=str(Locator(parts=parts)),
            zone=zone,
            kind=kind,
            start=start,
            end=block.end,
            heading=heading,
            parent=parent,
            label=label if self._text.startswith(label, start) else "",
        )
        self._nodes.append(_Node(provision, parts))
        self.extend(parent, block)
        return len(self._nodes) - 1

    def extend(self, index: int | None, block: Block) -> None:
        """Let a provision and all its ancestors reach to the end of `block`."""
        while index is not None:
            node = self._nodes[index]
            if node.provision.end < block.end:
                node.provision = replace(node.provision, end=block.end)
            index = node.provision.parent

    def is_last(self, index: int) -> bool:
        """Whether nothing has been added since: a table of which only the row that names the columns was read."""
        return index == len(self._nodes) - 1

    def goes_on(self, index: int) -> bool:
        """Whether what was added last is this provision or a child of it, so that another child may follow."""
        return self.is_last(index) or self._nodes[-1].provision.parent == index

    def retitle(self, index: int, heading: str) -> None:
        """Give a provision the heading that stands below its number."""
        self._nodes[index].provision = replace(self._nodes[index].provision, heading=heading)

    def parts(self, index: int | None) -> tuple[Part, ...]:
        """The locator of a provision in parts; nothing for the document itself."""
        return () if index is None else self._nodes[index].parts

    def parent(self, index: int) -> int | None:
        return self._nodes[index].provision.parent

    def provisions(self) -> tuple[Provision, ...]:
        return tuple(node.provision for node in self._nodes)


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
