"""Swedish statutes: chapter, section (§), stycke, numbered item, lettered sub-item; transitional provisions, annexes.

A stycke is a paragraph with the list it leads into. An unmarked line that begins with a small letter goes on with
the sentence above it: it is an item of an unmarked list ("i denna lag avses med ...") or the rest of a broken line.
Amendment notes ("Lag (2019:995).") are blocks of kind NOTE and belong to no stycke.
"""

from __future__ import annotations

import re
from dataclasses import replace

from policies.amendment_notes import split_note
from policies.document import Block, BlockKind, Document, Provision, Zone
from policies.locators.locator import Part
from policies.structure.lists import Marker, OpenLists
from policies.structure.tree import ProvisionTree, part

_REMARK = re.compile(r"^/[^/]{1,300}/\s*")
_CHAPTER = re.compile(r"^(\d{1,3}(?: [a-z])?) kap\.(?:\s+(.*))?$")
_SECTION = re.compile(
    r"^(?:/.{0,400}/ )?(\d{1,4}(?: [a-z]{1,2})?)(?:\s?[-–]\s?\d{1,4}(?: [a-z]{1,2})?)? §§?(?:$|\s+(?=[A-ZÅÄÖ/]))"
)
_NORDIC = re.compile(r"^§ (\d{1,4}(?: ?[a-zæøå])?)(?:-\d{1,4}(?: ?[a-zæøå])?)?\.?$")  # Danish and Norwegian acts
_PART = re.compile(r"^(?:AVD(?:ELNING|\.) ([IVX]+)|([A-ZÅÄÖ]+) AVDELNINGEN)\b", re.IGNORECASE)
_TRANSITIONAL = re.compile(
    r"^(?:Ikraftträdande- och övergångs|Övergångs|Ikraftträdande)bestämmelser(?:na)?$|^Ikraftträdande$"
)
_ANNEX = re.compile(r"^Bilaga(?:n)?(?: (\d{1,3}(?: ?[a-z])?|[A-Z]))?(?:[.:]?\s|$)")
_NUMBER = re.compile(r"^(?:SFS |Lag |Förordning )?\(?(\d{4}:\d{1,5})\)?$")
_JOINED = re.compile(r"(\d)([a-zæøå])")
_ORDINALS = ("första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde", "tionde")


def structure(document: Document) -> tuple[Provision, ...]:
    """The provisions of a Swedish act or ordinance, with or without chapters."""
    grower = _Statute(document)
    for block in document.blocks:
        grower.take(block)
    return grower.tree.provisions()


class _Statute:
    """The place reached in the statute while its blocks go by."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.tree = ProvisionTree(document)
        self.lists = OpenLists()
        self.zone = Zone.ENACTING
        self.heading = ""
        self.division: int | None = None  # chapter, annex or set of transitional provisions
        self.section: int | None = None
        self.stycke: int | None = None
        self.counts: dict[tuple[int | None, str], int] = {}

    def take(self, block: Block) -> None:
        if block.kind in (BlockKind.CONTENTS, BlockKind.NOTE):
            return
        line = self.text[block.start : block.end]
        if block.kind is BlockKind.HEADING:
            self._heading(block, _REMARK.sub("", f"{block.label} {line}".strip()))
            return
        text, note = split_note(line)
        if note and text:  # a format whose reader leaves the note in the line
            block, line = replace(block, end=block.start + len(text)), text
        if note and not text:
            return
        if block.kind is BlockKind.ITEM:
            self._item(block)
        else:
            self._paragraph(block, line)

    def _heading(self, block: Block, line: str) -> None:
        if chapter := _CHAPTER.match(line):
            self._divide(block, Part("kap", chapter.group(1)), "chapter", (chapter.group(2) or "").strip())
        elif section := _SECTION.match(line) or _NORDIC.match(line):
            self._section(block, section)
        elif _TRANSITIONAL.match(line):
            self.zone = Zone.TRANSITIONAL
            self._divide(block, Part("transitional"), "transitional", line)
        elif annex := _ANNEX.match(line):
            self.zone = Zone.ANNEX
            self._divide(block, part("annex", annex.group(1) or "", 1), "annex", line[annex.end() :].strip())
        elif found := _PART.match(line):
            numeral = found.group(1) or _ordinal(found.group(2))
            self._divide(block, part("title", numeral, self._count(None, "title")), "part", line)
        elif block.level != 1 or self.section is not None:  # the title of the act heads no section
            self.heading = line
            self.stycke = None
            self.lists.clear()

    def _paragraph(self, block: Block, line: str) -> None:
        if block.kind is BlockKind.PARAGRAPH:
            chapter = _CHAPTER.match(line)
            if chapter and (not chapter.group(2) or chapter.group(2)[0].isupper()) and len(line) < 200:
                self._divide(block, Part("kap", chapter.group(1)), "chapter", (chapter.group(2) or "").strip())
                return
            if section := _SECTION.match(line):
                self._section(block, section)
                return
            if self.zone is Zone.TRANSITIONAL and (number := _NUMBER.match(line.rstrip("."))):
                self._divide(block, Part("transitional", number.group(1)), "transitional", "")
                return
            if _TRANSITIONAL.match(line):
                self._heading(block, line)
                return
            if self._goes_on(block, line):
                return
        self._stycke(block)

    def _goes_on(self, block: Block, line: str) -> bool:
        """A line without a capital belongs to the sentence above it."""
        if not line[0].islower() or self.stycke is None:
            return False
        above = self.text[: block.start].rstrip()
        innermost = self.lists.innermost
        if above.endswith("-") and innermost is not None:
            self.tree.extend(innermost, block)
        elif above.endswith("-"):
            self.tree.extend(self.stycke, block)
        else:
            self._list_item(block, Marker("dash", "", "term"), 0)
        return True

    def _item(self, block: Block) -> None:
        if self.stycke is None and self.lists.innermost is None:
            self._count(self.section if self.section is not None else self.division, "st")
        marker = self.lists.marker(block.label)
        self._list_item(block, marker, block.level if marker.style == "dash" else 0)

    def _list_item(self, block: Block, marker: Marker, level: int) -> None:
        parent = self.lists.parent_of(marker, level)
        above = parent if parent is not None else self.stycke
        if above is None:
            above = self.section if self.section is not None else self.division
        count = self._count(above, marker.style)
        step = self._step(marker, outermost=parent is None, count=count)
        index = self.tree.add(
            block,
            (*self.tree.parts(above), step),
            kind="item",
            zone=self.zone,
            heading=self.heading,
            parent=above,
            label=block.label,
        )
        self.lists.enter(marker, level, index)

    def _step(self, marker: Marker, *, outermost: bool, count: int) -> Part:
        if self.zone is not Zone.ENACTING:
            if marker.style == "dash":
                return Part("indent", str(count))
            kind, number = (
                ("point", marker.number.replace(" ", "")) if outermost else ("sub", marker.number.replace(" ", ""))
            )
            return part(kind, number, count)
        if marker.style == "dash":
            return Part("strecksats", str(count))
        if marker.style == "number" and outermost:
            return part("p", marker.number, count)
        if marker.style == "letter":
            return part("letter", marker.number, count)
        return part("sub", marker.number.replace(" ", ""), count)

    def _divide(self, block: Block, step: Part, kind: str, heading: str) -> None:
        """Begin a chapter, an annex or the transitional provisions of one act."""
        if step.kind == "transitional" and step.number:
            zone_root = self.division
            while zone_root is not None and self.tree.parent(zone_root) is not None:
                zone_root = self.tree.parent(zone_root)
            parent = zone_root
        else:
            parent = None
        if step.kind == "kap":
            self.zone = Zone.ENACTING
        self.heading = heading
        self.division = self.tree.add(block, (step,), kind=kind, zone=self.zone, heading=heading, parent=parent)
        self.section = self.stycke = None
        self.lists.clear()

    def _section(self, block: Block, found: re.Match[str]) -> None:
        """Begin a section; text on the same line is its first stycke."""
        above = self.division
        number = _JOINED.sub(r"\1 \2", found.group(1))
        step = part("§", number, self._count(above, "§"))
        line = self.text[block.start : block.end]
        written = found.end() if found.re is _NORDIC else line.find("§") + 1
        self.section = self.tree.add(
            block,
            (*self.tree.parts(above), step),
            kind="section",
            zone=self.zone,
            heading=self.heading,
            parent=above,
            label=line[:written],
        )
        self.stycke = None
        self.lists.clear()
        if line.rstrip("§")[written:].strip():
            text = line[written:].lstrip("§ ")
            self._stycke(replace(block, start=block.end - len(text), kind=BlockKind.PARAGRAPH, label=""))

    def _stycke(self, block: Block) -> None:
        above = self.section if self.section is not None else self.division
        number = str(self._count(above, "st"))
        zone: Zone = self.zone
        steps: tuple[Part, ...] = (Part("para", number),)
        if above is None and zone is Zone.ENACTING:
            zone, steps = Zone.PREAMBLE, (Part("preamble"), *steps)
        elif zone is Zone.ENACTING:
            steps = (Part("st", number),)
        self.lists.clear()
        self.stycke = self.tree.add(
            block,
            (*self.tree.parts(above), *steps),
            kind="row" if block.kind is BlockKind.ROW else "paragraph",
            zone=zone,
            heading=self.heading,
            parent=above,
        )

    def _count(self, above: int | None, kind: str) -> int:
        self.counts[(above, kind)] = self.counts.get((above, kind), 0) + 1
        return self.counts[(above, kind)]


def _ordinal(word: str) -> str:
    return str(_ORDINALS.index(word.lower()) + 1) if word.lower() in _ORDINALS else ""
