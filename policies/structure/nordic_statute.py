"""Danish and Norwegian statutes: kapitel, § 3, Stk. 2 or ledd, numbered item, lettered item.

Locators are those of Swedish statutes ("3 § 2 st 1 p a"). A Norwegian section that carries its chapter ("§ 2-1") is
`2 kap. 1 §`; elsewhere sections run through the act and chapters stand in no locator.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from policies.document import Block, BlockKind, Document, Provision
from policies.locators.locator import Part
from policies.structure.statute import Statute
from policies.structure.tree import part

_DIVISION = re.compile(
    r"^(?:Kapitel|Kapittel|Kap\.|Afsnit|Del|Avdeling)\s+([IVXLC]{1,7}|[0-9]{1,3} ?[A-Za-zæøå]?)\b[.:]?\s*(.*)$"
)
_DIVISION_LENGTH = 200
_SECTION = re.compile(
    r"^§\s*([0-9]{1,4}(?: ?[A-Za-zæøå]\b)?)(?:\s?[-–]\s?([0-9]{1,4}(?: ?[a-zæøå]\b)?))?\s?(?:\.|$)\s*"
)
_STK = re.compile(r"^Stk\.\s*([0-9]{1,3})\.\s+")
_JOINED = re.compile(r"([0-9])([a-zæøå])")
_SENTENCE_END = (".", ":", ";", ",")
_TITLE_LENGTH = 160


def structure(document: Document) -> tuple[Provision, ...]:
    """The provisions of a Danish or Norwegian act or order."""
    return _NordicStatute(document).provisions()


class _NordicStatute(Statute):
    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self.chapter = ""  # as numbered; in a locator only where sections carry it
        self.unnamed = False  # whether the line below may be the chapter's title
        # A section inside the content of another is a citation, or another act's, where headings mark the sections.
        kinds = Counter(block.kind for block in document.blocks if _SECTION.match(self.words(block)))
        self.marked = kinds[BlockKind.HEADING] > kinds[BlockKind.PARAGRAPH]
        self.places = {block.start: place for place, block in enumerate(document.blocks)}

    def take_heading(self, block: Block, line: str) -> None:
        if found := _SECTION.match(line):
            self._section(block, line, found)
        elif division := _DIVISION.match(line):
            self._chapter(division)
        elif block.level != 1 or self.section is not None or self.chapter:
            self.name_subject(line)
            self.unnamed = False

    def take_paragraph(self, block: Block, line: str) -> bool:
        division = _DIVISION.match(line) if len(line) <= _DIVISION_LENGTH else None
        found = None if self.marked else _SECTION.match(line)
        if found:
            self._section(block, line, found)
        elif division and not line.endswith(_SENTENCE_END):
            self._chapter(division)
        elif self.unnamed and self._is_title(block, line):
            self.name_subject(line)
            self.unnamed = False
        elif self.section is not None and (stk := _STK.match(line)):
            self.add_stycke(block, label=stk.group(0).strip())
        else:
            return False
        return True

    def _chapter(self, found: re.Match[str]) -> None:
        self.chapter = found.group(1)
        self.name_subject(found.group(2) or found.group(0))
        self.unnamed = not found.group(2)

    def _section(self, block: Block, line: str, found: re.Match[str]) -> None:
        """Begin a section; the rest of its line is its title or its first stycke."""
        first, second = (_JOINED.sub(r"\1 \2", number.lower()) for number in (found.group(1), found.group(2) or ""))
        parts: tuple[Part, ...]
        if second and first == self.chapter.lower():
            parts = (part("kap", first, 1), part("§", second, self.count(None, "§")))
        else:
            parts = (part("§", first, self.count(None, "§")),)
        own = self.text[block.start : block.end]
        rest = own[max(0, found.end() - (len(line) - len(own))) :]
        titled = self._is_title(block, rest)
        if titled:
            self.heading = rest
        self.open_section(block, parts, label=own[: len(own) - len(rest)].rstrip())
        if rest and not titled:
            self.add_stycke(replace(block, start=block.end - len(rest), kind=BlockKind.PARAGRAPH, label=""))
        self.unnamed = False

    def _is_title(self, block: Block, line: str) -> bool:
        """Whether a line names what follows: no sentence ends it and no list goes on with it."""
        if not line or len(line) > _TITLE_LENGTH or line[0].islower():
            return False
        if line.endswith(_SENTENCE_END) and not line.startswith("("):  # "(lovens virkeområde)." is a title all the same
            return False
        place = self.places[block.start] + 1
        following = self.blocks[place].kind if place < len(self.blocks) else BlockKind.PARAGRAPH
        return following is not BlockKind.ITEM
