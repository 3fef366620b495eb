"""EU acts: citations, recitals, parts to sections, articles, paragraphs, subparagraphs, points, annexes.

Locators name the article, not the chapter it stands in. The first subparagraph of a paragraph is the paragraph
itself; an article without numbered paragraphs has subparagraphs only, and its points hang on the article's number
("art 4(1)") as they are cited.
"""

from __future__ import annotations

import re
from itertools import islice, takewhile

from policies.document import Block, BlockKind, Document, Provision, Zone
from policies.locators.locator import Part
from policies.structure.eu_annex import Annex
from policies.structure.eu_points import Points
from policies.structure.eu_words import ANNEX, ARTICLE, DIVISION, DIVISION_KIND, NUMBERED, RANKS, RECITAL
from policies.structure.tree import part

_HEADING_LENGTH = 60  # of an article or chapter line in a format without headings
_AHEAD = 40  # blocks looked at to see where a heading's numbers begin


def structure(document: Document) -> tuple[Provision, ...]:
    """The provisions of a regulation, directive or decision of the European Union."""
    act = _Act(document)
    for place in range(len(document.blocks)):
        act.take(place)
    return act.points.tree.provisions()


class _Act:
    """The place reached in the act while its blocks go by."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.blocks = document.blocks
        self.points = Points(document)
        self.divisions: list[tuple[int, int]] = []  # rank and index, outermost first
        self.untitled: int | None = None  # a part whose heading may still follow
        self.article: int | None = None
        self.paragraph: int | None = None
        self.annex: Annex | None = None

    def take(self, place: int) -> None:
        block = self.blocks[place]
        if block.kind in (BlockKind.CONTENTS, BlockKind.NOTE):
            return
        line = self.text[block.start : block.end]
        if block.kind is BlockKind.HEADING and block.label:
            line = f"{block.label} {line}"
        if block.kind is BlockKind.HEADING or (block.kind is BlockKind.PARAGRAPH and _is_bare_heading(line)):
            self._heading(place, line)
            return
        self.untitled = None
        following = self.blocks[place + 1].label if place + 1 < len(self.blocks) else ""
        if self.annex is not None:
            self.annex.text(block, following)
        elif self.points.zone is Zone.ENACTING:
            self._enacting(block, following)
        else:
            self._preamble(block, following)

    def _heading(self, place: int, line: str) -> None:
        block, points = self.blocks[place], self.points
        if self.annex is None and (article := ARTICLE.match(line)):
            self._article(block, article)
        elif points.zone in (Zone.ENACTING, Zone.ANNEX) and (annex := ANNEX.match(line)):
            self._annex(block, annex)
        elif division := DIVISION.match(line):
            self._division(block, division)
        elif self.untitled is not None:
            points.heading = line
            points.tree.retitle(self.untitled, line)
            points.tree.extend(self.untitled, block)
            self.untitled = None
        elif self.annex is not None:
            self.annex.heading(block, line, self._below(place))
        elif points.zone is Zone.ENACTING:
            points.heading = line

    def _below(self, place: int) -> list[Block]:
        """The next blocks up to the next heading."""
        ahead = islice(self.blocks, place + 1, place + 1 + _AHEAD)
        return list(takewhile(lambda after: after.kind is not BlockKind.HEADING, ahead))

    def _division(self, block: Block, found: re.Match[str]) -> None:
        if self.annex is not None:
            self.annex.division(block, found)
            self.untitled = self.annex.untitled
            return
        points, kind = self.points, DIVISION_KIND[found.group(1).upper()]
        number = found.group(2).upper() if found.group(2).isalpha() else found.group(2)  # "IVa" is cited as IVA
        while self.divisions and self.divisions[-1][0] >= RANKS[kind]:
            self.divisions.pop()
        parent = self.divisions[-1][1] if self.divisions else None
        points.zone = Zone.ENACTING
        points.heading = found.group(3).strip(" —–-")
        steps = points.below(parent, part(kind, number, points.count(parent, kind)))
        index = points.add(block, steps, kind, parent)
        self.divisions.append((RANKS[kind], index))
        self.untitled = None if points.heading else index
        self.article = self.paragraph = None
        points.hang_on(index)

    def _article(self, block: Block, found: re.Match[str]) -> None:
        points, number = self.points, found.group(1).lower()
        points.zone = Zone.ENACTING
        points.heading = found.group(2).strip()
        step = part("art", "1" if number == "premier" else number, points.count(None, "art"))
        parent = self.divisions[-1][1] if self.divisions else None
        label = found.group(0)[: found.start(2)].strip()
        self.article = points.add(block, (step,), "article", parent, label=label)
        self.untitled = None if points.heading else self.article
        self.paragraph = None
        points.hang_on(self.article)

    def _annex(self, block: Block, found: re.Match[str]) -> None:
        points = self.points
        points.zone = Zone.ANNEX
        points.heading = found.group(2).strip()
        label = found.group(0)[: found.start(2)].strip()
        index = points.add(block, (Part("annex", found.group(1) or ""),), "annex", None, label=label)
        self.annex = Annex(points, index)
        self.untitled = None if points.heading else index

    def _preamble(self, block: Block, following: str) -> None:
        points = self.points
        recital = RECITAL.match(block.label) if block.level <= 1 else None
        if recital:
            points.zone = Zone.RECITAL
            step = part("recital", recital.group(1), points.count(None, "recital"))
            points.hang_on(points.add(block, (step,), "recital", None, label=block.label))
        elif points.zone is Zone.RECITAL and block.kind is BlockKind.ITEM:
            points.item(block, following)
        else:
            points.zone = Zone.PREAMBLE
            steps = (Part("preamble"), Part("para", str(points.count(None, "preamble"))))
            points.hang_on(points.add(block, steps, "citation", None))

    def _enacting(self, block: Block, following: str) -> None:
        points = self.points
        numbered = NUMBERED.match(block.label) if block.level <= 1 else None
        if numbered and self.article is not None and block.label[0].isdigit():
            steps = points.below(self.article, part("sub", numbered.group(1), points.count(self.article, "paragraph")))
            self.paragraph = points.add(block, steps, "paragraph", self.article, label=block.label)
            points.hang_on(self.paragraph)
        elif block.kind is BlockKind.ITEM or numbered:  # a numbered paragraph in quotation marks amends another act
            points.item(block, following)
        elif block.kind is BlockKind.ROW:
            points.row(block, points.host)
        else:
            self._subparagraph(block)

    def _subparagraph(self, block: Block) -> None:
        """An unnumbered paragraph: a later part of the open paragraph, or of an article without numbered ones."""
        points = self.points
        above = self.paragraph if self.paragraph is not None else self.article
        if above is None and self.divisions:
            above = self.divisions[-1][1]
        number = points.count(above, "subpara") + (self.paragraph is not None)
        steps = points.below(above, Part("subpara", str(number)))
        index = points.add(block, steps, "subparagraph", above)
        points.hang_on(index, points.tree.parts(above) if number == 1 else steps)


def _is_bare_heading(line: str) -> bool:
    """An article or chapter line that a format without headings gives as a paragraph."""
    if len(line) > _HEADING_LENGTH:
        return False
    article, division = ARTICLE.match(line), DIVISION.match(line)
    return bool(article and not article.group(2)) or bool(division and not division.group(3))
