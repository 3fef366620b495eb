"""Sections by headings, with paragraphs, list items and table rows: the frame of guidance and checklists.

A numbered heading keeps its number ("section 2.1", "principle 4"); where no heading has a number sections are counted
("section 2.1" is the first below the second), else an unnumbered one counts as `heading 2` of what encloses it.
Items hang on the paragraph that leads into them ("para 3 item 2"), else on the section.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from policies.document import Block, BlockKind, Document, Provision, Zone
from policies.locators.locator import Part
from policies.structure.lists import Marker, OpenLists
from policies.structure.numbering import number_of
from policies.structure.tree import ProvisionTree, part

_LEADS_IN = re.compile(r":$|[^.!?:;]$")
_DEEPEST = 12


@dataclass(slots=True)
class _Section:
    """An open section: its place in the tree, the level of its heading, and what it has counted so far."""

    index: int | None
    level: int
    heading: str = ""
    number: str = ""
    counts: Counter[str] = field(default_factory=Counter)


def sections(document: Document, item_kind: Callable[[str], str] = lambda _: "item") -> tuple[Provision, ...]:
    """The provisions of a document ordered by headings; `item_kind` names the kind of an item from its text."""
    walk = _Walk(document, item_kind)
    for block in document.blocks:
        if block.kind not in (BlockKind.CONTENTS, BlockKind.NOTE) and block is not walk.title:
            walk.take(block)
    return walk.tree.provisions()


class _Walk:
    """The sections, paragraph, lists and table that are open while the blocks go by."""

    def __init__(self, document: Document, item_kind: Callable[[str], str]) -> None:
        self.text = document.text
        self.item_kind = item_kind
        self.tree = ProvisionTree(document)
        self.lists = OpenLists()
        headings = [block for block in document.blocks if block.kind is BlockKind.HEADING]
        alone = bool(headings) and all(other.level > headings[0].level for other in headings[1:])
        self.title = headings[0] if alone else None
        name = self._line(self.title) if self.title else ""
        self.open = [_Section(None, 0, name)]
        self.numbered = any(number_of(self._line(block))[1] for block in headings if block is not self.title)
        self.paragraph: int | None = None
        self.table: int | None = None
        self.counts: Counter[tuple[int | None, str]] = Counter()

    def _line(self, block: Block) -> str:
        line = self.text[block.start : block.end]
        return f"{block.label} {line}" if block.label and block.kind is BlockKind.HEADING else line

    def take(self, block: Block) -> None:
        if block.kind is not BlockKind.ROW:
            self.table = None
        if block.kind is BlockKind.HEADING:
            self._heading(block)
        elif block.kind is BlockKind.ITEM:
            self._item(block)
        elif block.kind is BlockKind.ROW:
            self._row(block)
        else:
            index = self._leaf(block, "para", "paragraph")
            self.paragraph = index if _LEADS_IN.search(self._line(block)) else None
            self.lists.clear()

    def _heading(self, block: Block) -> None:
        line = self._line(block)
        while len(self.open) > 1 and (self.open[-1].level >= block.level or len(self.open) > _DEEPEST):
            self.open.pop()
        outer = self.open[-1]
        kind, number, words = number_of(line)
        above = tuple(step for step in self.tree.parts(outer.index) if step.kind != kind)
        if number:
            step = part(kind, number, self._next(outer, kind))
        elif self.numbered:
            above, step = self.tree.parts(outer.index), Part("heading", str(self._next(outer, "heading")))
        else:
            number = f"{outer.number}.{self._next(outer, 'section')}".lstrip(".")
            step = Part("section", number)
        index = self.tree.add(
            block,
            (*above, step),
            kind=kind,
            zone=Zone.BODY,
            heading=words,
            parent=outer.index,
            label=line[: len(line) - len(words)].strip(),
        )
        self.open.append(_Section(index, block.level, words, number))
        self.paragraph = None
        self.lists.clear()

    def _leaf(self, block: Block, word: str, kind: str) -> int:
        section = self.open[-1]
        steps = (*self.tree.parts(section.index), Part(word, str(self._next(section, word))))
        return self._add(block, steps, kind, section.index)

    def _item(self, block: Block) -> None:
        inside = self.lists.close_below(block.level) if not block.label else None
        if inside is not None:  # a further paragraph of an item
            steps = (*self.tree.parts(inside), Part("para", self._below(inside, "para")))
            self._add(block, steps, "paragraph", inside)
            return
        section = self.open[-1]
        marker = self.lists.marker(block.label)
        family = Marker(marker.style, marker.number, "")
        above = self.lists.parent_of(family, block.level)
        if above is None:
            above = self.paragraph if self.paragraph is not None else section.index
        count = str(self._next(section, "item")) if above == section.index else self._below(above, "item")
        steps = (*self.tree.parts(above), Part("item", count))
        index = self._add(block, steps, self.item_kind(self._line(block)), above)
        self.lists.enter(family, block.level, index)

    def _row(self, block: Block) -> None:
        if self.table is not None and block.level and self.tree.is_last(self.table):
            self.tree.extend(self.table, block)
            return
        if self.table is None or block.level:
            self.table = self._leaf(block, "table", "table")
            self.paragraph = None
            self.lists.clear()
            if block.level:  # the row that names the columns is the table's own text
                return
        steps = (*self.tree.parts(self.table), Part("row", self._below(self.table, "row")))
        self._add(block, steps, "row", self.table)

    def _add(self, block: Block, steps: tuple[Part, ...], kind: str, parent: int | None) -> int:
        heading = self.open[-1].heading
        return self.tree.add(block, steps, kind=kind, zone=Zone.BODY, heading=heading, parent=parent, label=block.label)

    def _below(self, above: int | None, word: str) -> str:
        self.counts[(above, word)] += 1
        return str(self.counts[(above, word)])

    @staticmethod
    def _next(section: _Section, word: str) -> int:
        section.counts[word] += 1
        return section.counts[word]
