"""Swedish statutes and agency regulations: chapter, section (§), stycke, numbered item; general advice; annexes.

General advice (allmänna råd) that an agency prints below a section is a provision of its own, `1 § recommendation 1`,
of kind "advice" like its paragraphs: its "bör" recommends and never belongs to the binding section above it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from policies.document import Block, BlockKind, Document, Provision, Zone
from policies.locators.locator import Part
from policies.structure.statute import Statute
from policies.structure.tree import part

_REMARK = re.compile(r"^/[^/]{1,300}/\s*")
_CHAPTER = re.compile(r"^(?:([0-9]{1,3}(?: [a-z])?) kap\.|Kap\. ([0-9]{1,3}(?: [a-z])?)\b\.?)(?:\s+(.*))?$")
_SECTION = re.compile(
    r"^(?:/.{0,400}/ )?([0-9]{1,4}(?: ([a-z])\2?)?)(?:\s?[-–]\s?[0-9]{1,4}(?: [a-z]{1,2})?)? ?§§?(?:$|\s+(?=[A-ZÅÄÖ/]))"
)
_PART = re.compile(r"^(?:AVD(?:ELNING|\.) ([IVX]+)|([A-ZÅÄÖ]+) AVDELNINGEN)\b", re.IGNORECASE)
_TRANSITIONAL = re.compile(
    r"^(?:Ikraftträdande- och övergångs|Övergångs|Ikraftträdande)bestämmelser(?:na)?$|^Ikraftträdande$"
)
_ADVICE = re.compile(r"^(?:Allmänna|Allmänt) råd(?: till .{1,80}| \([^)]{1,60}\))?:?$", re.IGNORECASE)
_ADVICE_LENGTH = 120
_ANNEX = re.compile(r"^Bilaga(?:n)?(?: ([0-9]{1,3}(?: ?[a-z])?|[A-Z]))?(?:[.:]?\s|$)")
_ANNEX_LENGTH = 60
_NUMBER = re.compile(r"^(?:SFS |Lag |Förordning |[A-ZÅÄÖ]{2,6}FS )?\(?([0-9]{4}:[0-9]{1,5})\)?$")
_CHAPTER_LENGTH = 200
_ORDINALS = ("första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde", "tionde")


def structure(document: Document) -> tuple[Provision, ...]:
    """The provisions of a Swedish act, ordinance or agency regulation, with or without chapters."""
    return _SwedishStatute(document).provisions()


class _SwedishStatute(Statute):
    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self.subject = ""  # the heading that held before the advice

    def take_heading(self, block: Block, line: str) -> None:
        line = _REMARK.sub("", line)
        if chapter := _CHAPTER.match(line):
            self._chapter(block, chapter)
        elif section := _SECTION.match(line):
            self._section(block, section)
        elif _TRANSITIONAL.match(line):
            self._transitional(block, line)
        elif _is_advice(line):
            self._open_advice(block, line)
        elif annex := _ANNEX.match(line):
            self.zone = Zone.ANNEX
            self.divide(block, part("annex", annex.group(1) or "", 1), "annex", line[annex.end() :].strip())
        elif found := _PART.match(line):
            numeral = found.group(1) or _ordinal(found.group(2))
            self.divide(block, part("title", numeral, self.count(None, "title")), "part", line)
        elif self.advice is not None:
            # A heading may stand inside the advice; only what begins a section, chapter or annex ends it.
            self.name_subject(line)
        elif block.level != 1 or self.section is not None:  # the title of the act heads no section
            self.name_subject(line)

    def take_paragraph(self, block: Block, line: str) -> bool:
        chapter = _CHAPTER.match(line)
        if chapter and len(line) < _CHAPTER_LENGTH and (not chapter.group(3) or chapter.group(3)[0].isupper()):
            self._chapter(block, chapter)
        elif section := _SECTION.match(line):
            self._section(block, section)
        elif self.zone is Zone.TRANSITIONAL and (number := _NUMBER.match(line.rstrip("."))):
            self._divide_transitional(block, number.group(1))
        elif _TRANSITIONAL.match(line):
            self._transitional(block, line)
        elif _is_advice(line):
            self._open_advice(block, line)
        elif self.above is not None and len(line) <= _ANNEX_LENGTH and _ANNEX.fullmatch(line):
            self.take_heading(block, line)
        else:
            return False
        return True

    def _chapter(self, block: Block, found: re.Match[str]) -> None:
        self.divide(block, Part("kap", found.group(1) or found.group(2)), "chapter", (found.group(3) or "").strip())

    def _transitional(self, block: Block, line: str) -> None:
        self.zone = Zone.TRANSITIONAL
        self.divide(block, Part("transitional"), "transitional", line)

    def _divide_transitional(self, block: Block, number: str) -> None:
        """The transitional provisions of one amending act."""
        root = self.division
        while root is not None and self.tree.parent(root) is not None:
            root = self.tree.parent(root)
        self.divide(block, Part("transitional", number), "transitional", "", parent=root)

    def _section(self, block: Block, found: re.Match[str]) -> None:
        """Begin a section; text on the same line is its first stycke."""
        if self.advice is not None and _is_advice(self.heading):
            self.heading = self.subject
        step = part("§", found.group(1), self.count(self.division, "§"))
        own = self.text[block.start : block.end]
        written = own.find("§") + 1
        self.open_section(block, (*self.tree.parts(self.division), step), label=own[:written])
        if text := own[written:].lstrip("§ "):
            self.add_stycke(replace(block, start=block.end - len(text), kind=BlockKind.PARAGRAPH, label=""))

    def _open_advice(self, block: Block, line: str) -> None:
        above = self.section if self.section is not None else self.division
        self.subject = self.heading if self.advice is None else self.subject
        self.heading = line
        self.advice = None
        if self.zone is Zone.ENACTING and above is not None:
            parts = (*self.tree.parts(above), Part("recommendation", str(self.count(above, "recommendation"))))
            self.advice = self.tree.add(block, parts, kind="advice", zone=self.zone, heading=line, parent=above)
        self.stycke = None
        self.lists.clear()


def _is_advice(line: str) -> bool:
    """Whether a line announces general advice.

    >>> [_is_advice(x) for x in ("Allmänna råd", "Allmänna råd till 2 kap. 1 §", "Allmänna råd ges till alla nämnder")]
    [True, True, False]
    """
    return len(line) <= _ADVICE_LENGTH and _ADVICE.match(line) is not None


def _ordinal(word: str) -> str:
    return str(_ORDINALS.index(word.lower()) + 1) if word.lower() in _ORDINALS else ""
