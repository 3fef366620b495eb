"""Municipal documents: numbered sections, minutes with their §, clauses of a decision, paragraphs, items and rows.

Locators: `section 2.1 para 3 item 2`, `§ 45 beslut para 1`, `§ 45 beslut item 2`, `section 4 table 1 row 7`. A heading
without a number counts within what encloses it: as a section where the document numbers none, else as `heading 2`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from policies.document import Block, BlockKind, Document, Provision, Zone
from policies.locators.locator import Part
from policies.markers import split_number
from policies.structure.clauses import CLAUSE_LENGTH, clause
from policies.structure.lists import OpenLists
from policies.structure.numbering import number_of
from policies.structure.tree import ProvisionTree, part

MINUTE = re.compile(r"^§§? ?(?P<number>[0-9]{1,4})\b[ .:–-]*(?P<words>.*)$", re.S)
ANNEX = re.compile(r"^(?:Bilaga|Appendix|Annex|Bilagor)\b ?(?P<number>[0-9]{1,2}|[A-Z]\b)?", re.I)
REGISTER = re.compile(r"^(?:Dnr|Diarienr|Diarienummer|Ärendenr|Ärendenummer)\b[.:]?\s*\S", re.I)
TO_CLAUSE = re.compile(r"^att\s+\S", re.I)
LEAD_IN = re.compile(
    r"(?:beslutar|beslutade|föreslår|yrkar|besluta|rekommenderar|tillstyrker)(?: för egen del| följande)?:?$", re.I
)
NUMBERED_ENOUGH = 2
DEEPEST = 20


def structure(document: Document) -> tuple[Provision, ...]:
    """The provisions of a municipal document, in order; contents lists and the title are none."""
    return _Walk(document).provisions()


@dataclass(slots=True)
class _Container:
    """An open section, minute or clause: its place in the tree, its heading level, and what it has counted."""

    index: int | None
    level: int
    heading: str = ""
    zone: Zone = Zone.BODY
    counts: Counter[str] = field(default_factory=Counter)
    number: str = ""


class _Walk:
    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.blocks = document.blocks
        self.tree = ProvisionTree(document)
        self.open = [_Container(None, 0)]
        self.paragraph: int | None = None
        self.leads = False
        self.untitled: int | None = None  # a minute whose number stands on a line of its own
        self.lists = OpenLists()
        self.item_counts: Counter[int | None] = Counter()
        self.table: int | None = None
        self.title = _title_of(document)
        headings = [b for b in self.blocks if b.kind is BlockKind.HEADING]
        clauses = (clause(self._words(b)) for b in self.blocks if b.kind is BlockKind.HEADING or self._is_clause(b))
        self.minutes = any(clause and clause[1] != "heading" for clause in clauses)
        self.numbered = sum(bool(_number_of(b, self._words(b))[0]) for b in headings) >= NUMBERED_ENOUGH

    def provisions(self) -> tuple[Provision, ...]:
        for block in self.blocks:
            if block.kind is BlockKind.CONTENTS or block is self.title:
                continue
            if block.kind is not BlockKind.ROW:
                self.table = None
            if block.kind is not BlockKind.HEADING:
                self.untitled = None
            if block.kind is BlockKind.HEADING and REGISTER.match(self._words(block)):
                self._paragraph(block)
            elif block.kind is BlockKind.HEADING or self._is_clause(block):
                self._heading(block)
            elif block.kind is BlockKind.ITEM:
                self._item(block)
            elif block.kind is BlockKind.ROW:
                self._row(block)
            elif block.kind is BlockKind.NOTE:
                self._leaf(block, "note", "note", self.open[0], parent=self.open[-1].index)
            elif self.leads and TO_CLAUSE.match(self._words(block)):
                self._item(block)
            else:
                self._paragraph(block)
        return self.tree.provisions()

    def _words(self, block: Block) -> str:
        return self.text[block.start : block.end]

    def _line(self, block: Block) -> str:
        return f"{block.label} {self._words(block)}".strip()

    def _is_clause(self, block: Block) -> bool:
        """Minutes often set "Beslut" as a plain line of its own."""
        words = self._words(block)
        return (
            block.kind is BlockKind.PARAGRAPH
            and len(words) <= CLAUSE_LENGTH
            and words[-1:] not in {".", ",", ";"}
            and len(words.split()) <= 4
            and clause(words) is not None
        )

    def _heading(self, block: Block) -> None:
        words = self._words(block)
        minute = MINUTE.match(self._line(block))
        if self.untitled is not None and not minute:
            self._title_minute(block, words)
            return
        level = block.level or self.open[-1].level + (0 if clause(self.open[-1].heading) else 1)
        minutes = [c.level for c in self.open if c.number.startswith("§")]
        if minute:
            # A minute never stands inside another, whatever its heading was set in.
            level = min([level, *minutes])
        elif minutes and level == minutes[-1] and not ANNEX.match(words):
            level += 1  # what stands between two minutes belongs to the first, though set in the same type
        while len(self.open) > 1 and (self.open[-1].level >= level or len(self.open) > DEEPEST):
            self.open.pop()
        outer = self.open[-1]
        found, kind = self._place(outer, block, words, minute)
        zone = Zone.ANNEX if kind == "annex" else outer.zone
        index = self.tree.add(
            block,
            (*self.tree.parts(outer.index), *found) if found[0].kind != "section" else (*self._above(outer), *found),
            kind=kind,
            zone=zone,
            heading=words,
            parent=outer.index,
            label=block.label,
        )
        number = f"§ {minute['number']}" if minute else found[-1].number if found[-1].kind == "section" else ""
        self.open.append(_Container(index, level, words, zone, number=number))
        self.paragraph, self.leads = None, False
        self.untitled = index if minute and not minute["words"] else None
        self.lists.clear()

    def _title_minute(self, block: Block, words: str) -> None:
        """The heading below a bare "§ 45" names the minute."""
        heading = f"{self.open[-1].heading} {words}"
        self.open[-1].heading = heading
        if self.untitled is not None:
            self.tree.retitle(self.untitled, heading)
            self.tree.extend(self.untitled, block)
        self.untitled = None

    def _above(self, outer: _Container) -> tuple[Part, ...]:
        """Parts in front of a section: its number holds the numbers of the sections around it, but no minute's."""
        return tuple(p for p in self.tree.parts(outer.index) if p.kind != "section")

    def _place(
        self, outer: _Container, block: Block, words: str, minute: re.Match[str] | None
    ) -> tuple[tuple[Part, ...], str]:
        """The last parts of a heading's locator and the kind of what it heads."""
        if minute:
            return (Part("minute", minute["number"]),), "minute" if self.minutes else "section"
        if annex := ANNEX.match(words):
            return (Part("annex", (annex["number"] or "").upper()),), "annex"
        found = clause(words)
        if found and found[1] != "heading":
            return (self._counted(outer, found[1], first=""),), found[0]
        named, number, _ = number_of(self._line(block))
        if named != "section":
            return (part(named, number, self._next(outer, named)),), named
        kind = found[0] if found else "section"
        number = _number_of(block, words)[0]
        if number:
            return (part("section", number, self._next(outer, "section")),), kind
        if self.numbered or any(c.number.startswith("§") for c in self.open):
            return (self._counted(outer, "heading"),), kind
        return (Part("section", f"{outer.number}.{self._next(outer, 'section')}".lstrip(".")),), kind

    def _counted(self, outer: _Container, kind: str, *, first: str = "1") -> Part:
        count = self._next(outer, kind)
        return Part(kind, str(count) if count > 1 else first)

    @staticmethod
    def _next(outer: _Container, kind: str) -> int:
        outer.counts[kind] += 1
        return outer.counts[kind]

    def _leaf(self, block: Block, word: str, kind: str, container: _Container, *, parent: int | None = None) -> int:
        parts = (*self.tree.parts(container.index), Part(word, str(self._next(container, word))))
        return self.tree.add(
            block,
            parts,
            kind=kind,
            zone=container.zone,
            heading=container.heading,
            parent=container.index if parent is None else parent,
            label=block.label,
        )

    def _paragraph(self, block: Block) -> None:
        self.paragraph = self._leaf(block, "para", "paragraph", self.open[-1])
        self.leads = LEAD_IN.search(self._words(block)) is not None
        self.lists.clear()

    def _item(self, block: Block) -> None:
        container = self.open[-1]
        marker = self.lists.marker(block.label)
        parent = self.lists.parent_of(marker, block.level)
        above = parent if parent is not None else self.paragraph if self.paragraph is not None else container.index
        self.item_counts[above] += 1
        number = marker.number if marker.style == "number" and " " not in marker.number else ""
        parts = (*self.tree.parts(above), part("item", number, self.item_counts[above]))
        index = self.tree.add(
            block, parts, kind="item", zone=container.zone, heading=container.heading, parent=above, label=block.label
        )
        self.lists.enter(marker, block.level, index)

    def _row(self, block: Block) -> None:
        container = self.open[-1]
        if self.table is not None and block.level and self.tree.is_last(self.table):
            self.tree.extend(self.table, block)
            return
        if self.table is None or block.level:
            self.table = self._leaf(block, "table", "table", container)
            self.paragraph, self.leads = None, False
            self.lists.clear()
            if block.level:  # the row that names the columns is the table's own text
                return
        self.item_counts[self.table] += 1
        parts = (*self.tree.parts(self.table), Part("row", str(self.item_counts[self.table])))
        self.tree.add(
            block,
            parts,
            kind="row",
            zone=container.zone,
            heading=container.heading,
            parent=self.table,
            label=block.label,
        )


def _title_of(document: Document) -> Block | None:
    """The heading that only names the document: the first, if no other is as high and it carries no number."""
    headings = [b for b in document.blocks if b.kind is BlockKind.HEADING]
    if not headings:
        return None
    first, words = headings[0], document.text[headings[0].start : headings[0].end]
    alone = all(other.level > first.level for other in headings[1:])
    plain = not _number_of(first, words)[0] and not MINUTE.match(f"{first.label} {words}".strip())
    return first if alone and plain and clause(words) is None else None


def _number_of(block: Block, words: str) -> tuple[str, str]:
    """Number and words of a numbered heading, whether the number stands in its label or in its text."""
    number, rest = split_number(f"{block.label} {words}".strip())
    return number.rstrip("."), rest
