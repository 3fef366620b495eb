"""What Nordic statutes share: chapter, section (§), stycke, numbered item, lettered sub-item; what stands below what.

A stycke is a paragraph with the list it leads into. An unmarked line that begins with a small letter goes on with
the sentence above it: it is an item of an unmarked list ("i denna lag avses med ...") or the rest of a broken line.
Amendment notes ("Lag (2019:995).") are blocks of kind NOTE and belong to no stycke. How a chapter or a section is
written is for each tradition to say.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from dataclasses import replace

from policies.amendment_notes import split_note
from policies.document import Block, BlockKind, Document, Provision, Zone
from policies.locators.locator import Part
from policies.structure.lists import Marker, OpenLists
from policies.structure.tree import ProvisionTree, part


class Statute(ABC):
    """The place reached in the statute while its blocks go by; traditions read headings and paragraphs."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.blocks = document.blocks
        self.tree = ProvisionTree(document)
        self.lists = OpenLists()
        self.zone = Zone.ENACTING
        self.heading = ""
        self.division: int | None = None  # chapter, annex or set of transitional provisions
        self.section: int | None = None
        self.advice: int | None = None  # general advice below a section
        self.stycke: int | None = None
        self.table: int | None = None
        self.counts: Counter[tuple[int | None, str]] = Counter()

    def provisions(self) -> tuple[Provision, ...]:
        """The provisions of the whole document, in order."""
        for block in self.blocks:
            self._take(block)
        return self.tree.provisions()

    @abstractmethod
    def take_heading(self, block: Block, line: str) -> None:
        """Open what a heading opens; a heading that only names a subject goes to `name_subject`."""

    @abstractmethod
    def take_paragraph(self, block: Block, line: str) -> bool:
        """Open what a paragraph opens ("1 § ..."); False where it is running text."""

    def _take(self, block: Block) -> None:
        if block.kind in (BlockKind.CONTENTS, BlockKind.NOTE):
            return
        line = self.text[block.start : block.end]
        if block.kind is not BlockKind.ROW:
            self.table = None
        if block.kind is BlockKind.HEADING:
            self.take_heading(block, self.words(block))
            return
        text, note = split_note(line)
        if note and text:  # a format whose reader leaves the note in the line
            block, line = replace(block, end=block.start + len(text)), text
        if note and not text:
            return
        if block.kind is BlockKind.ITEM:
            self._item(block)
        elif block.kind is BlockKind.ROW:
            self._row(block)
        elif not self.take_paragraph(block, line) and not self._goes_on(block, line):
            self.add_stycke(block)

    def words(self, block: Block) -> str:
        """The text of a block with its label in front."""
        return f"{block.label} {self.text[block.start : block.end]}".strip()

    @property
    def above(self) -> int | None:
        """What a stycke belongs to: the innermost that is open of advice, section and division."""
        return next((i for i in (self.advice, self.section, self.division) if i is not None), None)

    @property
    def in_preamble(self) -> bool:
        return self.above is None and self.zone is Zone.ENACTING

    def count(self, above: int | None, kind: str) -> int:
        """Which one of its kind below `above` comes now, from 1."""
        self.counts[(above, kind)] += 1
        return self.counts[(above, kind)]

    def name_subject(self, line: str) -> None:
        """A heading between sections: what follows stands under it."""
        self.heading = line
        self.stycke = None
        self.lists.clear()

    def divide(self, block: Block, step: Part, kind: str, heading: str, *, parent: int | None = None) -> None:
        """Begin a part, a chapter, an annex or transitional provisions."""
        if step.kind == "kap":
            self.zone = Zone.ENACTING
        self.heading = heading
        self.division = self.tree.add(block, (step,), kind=kind, zone=self.zone, heading=heading, parent=parent)
        self.section = self.advice = self.stycke = None
        self.lists.clear()

    def open_section(self, block: Block, parts: tuple[Part, ...], *, label: str) -> None:
        """Begin a section whose number is `label`, as written at the beginning of the block."""
        self.section = self.tree.add(
            block,
            parts,
            kind="section",
            zone=self.zone,
            heading=self.heading,
            parent=self.division,
            label=label,
        )
        self.advice = self.stycke = None
        self.lists.clear()

    def add_stycke(self, block: Block, *, label: str = "") -> None:
        """A paragraph of the section, advice, annex or preamble that is open."""
        above, zone = self.above, self.zone
        number = str(self.count(above, "st"))
        steps: tuple[Part, ...] = (Part("para" if zone is not Zone.ENACTING else "st", number),)
        if self.in_preamble:
            zone, steps = Zone.PREAMBLE, (Part("preamble"), Part("para", number))
        self.lists.clear()
        self.stycke = self.tree.add(
            block,
            (*self.tree.parts(above), *steps),
            kind="paragraph" if self.advice is None else "advice",
            zone=zone,
            heading=self.heading,
            parent=above,
            label=label,
        )

    def _row(self, block: Block) -> None:
        """A row of a table below the stycke that leads into it; the row that names the columns is the table's own."""
        above = self.stycke if self.stycke is not None else self.above
        zone = Zone.PREAMBLE if self.in_preamble else self.zone
        if self.table is not None and block.level and self.tree.is_last(self.table):
            self.tree.extend(self.table, block)
            return
        if self.table is None or block.level:
            place = self.tree.parts(above) or ((Part("preamble"),) if self.in_preamble else ())
            parts = (*place, Part("table", str(self.count(above, "table"))))
            self.table = self.tree.add(block, parts, kind="table", zone=zone, heading=self.heading, parent=above)
            self.lists.clear()
            if block.level:
                return
        parts = (*self.tree.parts(self.table), Part("row", str(self.count(self.table, "row"))))
        self.tree.add(block, parts, kind="row", zone=zone, heading=self.heading, parent=self.table, label=block.label)

    def _goes_on(self, block: Block, line: str) -> bool:
        """A line without a capital belongs to the sentence above it."""
        if not line[0].islower() or self.stycke is None or self.in_preamble:
            return False
        above = self.text[: block.start].rstrip()
        innermost = self.lists.innermost
        if above.endswith("-"):
            self.tree.extend(self.stycke if innermost is None else innermost, block)
        else:
            self._list_item(block, Marker("dash", "", "term"), 0)
        return True

    def _item(self, block: Block) -> None:
        if self.stycke is None and self.lists.innermost is None:
            self.count(self.above, "st")
        marker = self.lists.marker(block.label)
        self._list_item(block, marker, block.level if marker.style == "dash" else 0)

    def _list_item(self, block: Block, marker: Marker, level: int) -> None:
        parent = self.lists.parent_of(marker, level)
        above = parent if parent is not None else self.stycke
        if above is None:
            above = self.above
        zone, place = self.zone, self.tree.parts(above)
        if self.in_preamble:
            zone, place = Zone.PREAMBLE, place or (Part("preamble"),)
        count = self.count(above, marker.style)
        step = self._step(marker, zone, outermost=parent is None, count=count)
        index = self.tree.add(
            block,
            (*place, step),
            kind="item",
            zone=zone,
            heading=self.heading,
            parent=above,
            label=block.label,
        )
        self.lists.enter(marker, level, index)

    @staticmethod
    def _step(marker: Marker, zone: Zone, *, outermost: bool, count: int) -> Part:
        if marker.style == "dash":
            return Part("strecksats" if zone is Zone.ENACTING else "indent", str(count))
        if zone is not Zone.ENACTING:
            return part("point" if outermost else "sub", marker.bare, count)
        if marker.style == "number" and outermost:
            return part("p", marker.number, count)
        if marker.style == "letter":
            return part("letter", marker.number, count)
        return part("sub", marker.bare, count)
