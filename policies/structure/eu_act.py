"""EU acts: citations, recitals, parts to sections, articles, paragraphs, subparagraphs, points, annexes.

Locators name the article, not the chapter it stands in. The first subparagraph of a paragraph is the paragraph
itself; an article without numbered paragraphs has subparagraphs only, and its points hang on the article's number
("art 4(1)") as they are cited. In annexes an unnumbered heading enters the locator only where the numbers below it
begin again.
"""

from __future__ import annotations

import re

from policies.document import Block, BlockKind, Document, Provision, Zone
from policies.locators.locator import Part
from policies.structure.lists import Marker, OpenLists
from policies.structure.tree import ProvisionTree, part

_DIVISIONS = (
    ("part", "PART DEL TEIL PARTIE PARTE DEEL OSA"),
    ("title", "TITLE AVDELNING AFSNIT TITEL TITRE TITOLO TÍTULO OSASTO"),
    ("chapter", "CHAPTER KAPITEL CHAPITRE CAPO CAPÍTULO HOOFDSTUK LUKU"),
    ("section", "SECTION AVSNITT AFDELING ABSCHNITT SEZIONE SECCIÓN SECÇÃO JAKSO"),
    ("subsection", "SUBSECTION UNDERAVSNITT UNDERAFDELING UNTERABSCHNITT"),
)
_RANKS = {kind: rank for rank, (kind, _) in enumerate(_DIVISIONS)}
_DIVISION_KIND = {word: kind for kind, words in _DIVISIONS for word in words.split()}
_DIVISION = re.compile(
    rf"^({'|'.join(_DIVISION_KIND)})\s+(?-i:([IVXLC]{{1,7}}[a-z]?|\d{{1,3}}[a-z]?|[A-Z]))\b[.:]?\s*(.*)$", re.IGNORECASE
)
_ARTICLE = re.compile(
    r"^(?:Article|Artikel|Articolo|Artículo|Artigo|Artikkeli|Artykuł|Art\.)\s+(\d{1,3}[a-z]{0,2}|premier)\b[.:]?\s*(.*)$",
    re.IGNORECASE,
)
_ANNEX = re.compile(
    r"^(?:ANNEX|ANNEXE|BILAGA|BILAG|ANHANG|ALLEGATO|ANEXO|BIJLAGE|LIITE|ZAŁĄCZNIK)(?:\s+([IVXLC]{1,7}[a-z]?|\d{1,3}|[A-Z]))?(?![\w])[.:]?\s*(.*)$"
)
_QUOTED_ARTICLE = re.compile(r"^[‘“\"'„»]?(?:Article|Artikel) (\d{1,3}[a-z]{0,2})$")
_RECITAL = re.compile(r"^\((\d{1,4}[a-z]?)\)$")
_DOTTED = re.compile(r"^(\d{1,3}(?:\.\d{1,3})*)\.?$")
_DOTTED_HEADING = re.compile(r"^(\d{1,3}(?:\.\d{1,3})*)(?:\.\s*|\s+)(?=[^\d\s])")
_NUMBERED = re.compile(r"^[‘“\"'„»]?(\d{1,3}[a-z]{0,2})\.?$")

_CONJUNCTION = 6  # characters: "and", "or", "eller" on a line of their own


def structure(document: Document) -> tuple[Provision, ...]:
    """The provisions of a regulation, directive or decision of the European Union."""
    act = _Act(document)
    for block, after in zip(document.blocks, [*document.blocks[1:], None], strict=False):
        act.following = after.label if after is not None else ""
        act.take(block)
    return act.tree.provisions()


class _Act:
    """The place reached in the act while its blocks go by."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.tree = ProvisionTree(document)
        self.lists = OpenLists()
        self.zone = Zone.PREAMBLE
        self.heading = ""
        self.following = ""  # the label of the next block
        self.divisions: list[tuple[int, int]] = []  # rank and index, outermost first
        self.untitled_quote: int | None = None
        self.quoted: set[int | None] = set()  # articles that an amending point quotes
        self.untitled: int | None = None  # a part whose heading may still follow
        self.article: int | None = None
        self.paragraph: int | None = None
        self.host: int | None = None  # what the next points hang on, and how their locators begin
        self.prefix: tuple[Part, ...] = ()
        self.annex: int | None = None
        self.subhead: int | None = None  # numbered or lettered part of an annex
        self.dotted: list[tuple[str, int]] = []  # open points 1, 1.1, 1.1.1 of an annex
        self.heads_seen = 0
        self.numbered_heads = False  # whether the innermost dotted point is a heading
        self.used: set[tuple[Part, ...]] = set()
        self.pending_head: Block | None = None
        self.numbers: dict[int | None, set[str]] = {}
        self.counts: dict[tuple[int | None, str], int] = {}

    def take(self, block: Block) -> None:
        if block.kind in (BlockKind.CONTENTS, BlockKind.NOTE):
            return
        line = self.text[block.start : block.end]
        if block.kind is BlockKind.HEADING or (block.kind is BlockKind.PARAGRAPH and self._is_bare_heading(line)):
            self._heading(block, line)
            return
        self.untitled = None
        if self.zone is Zone.ANNEX:
            self._annex_text(block)
        elif self.zone is Zone.ENACTING:
            self._enacting_text(block)
        else:
            self._preamble(block)

    def _is_bare_heading(self, line: str) -> bool:
        """An article or chapter line that a format without headings gives as a paragraph."""
        if len(line) > 60:
            return False
        article = _ARTICLE.match(line)
        return bool(article and not article.group(2)) or bool((d := _DIVISION.match(line)) and not d.group(3))

    def _heading(self, block: Block, line: str) -> None:
        if self.zone is not Zone.ANNEX and (article := _ARTICLE.match(line)):
            self._article(block, article)
        elif (annex := _ANNEX.match(line)) and self.zone is not Zone.PREAMBLE:
            self._annex(block, annex)
        elif (division := _DIVISION.match(line)) and (self.zone is not Zone.ANNEX or self.annex is not None):
            self._division(block, division)
        elif self.untitled is not None:
            self.heading = line
            self.tree.retitle(self.untitled, line)
            self.tree.extend(self.untitled, block)
            self.untitled = None
        elif self.zone is Zone.ANNEX:
            self._annex_heading(block, line)
        elif self.zone is Zone.ENACTING:
            self.heading = line

    def _division(self, block: Block, found: re.Match[str]) -> None:
        kind = _DIVISION_KIND[found.group(1).upper()]
        number = found.group(2)
        title = found.group(3).strip(" —–-")
        if self.zone is Zone.ANNEX:
            kind = "section" if kind == "title" else kind  # one word for both in Danish
            self._open_subhead(block, part(kind, number, self._count(self.annex, kind)), kind, title)
            return
        rank = _RANKS[kind]
        while self.divisions and self.divisions[-1][0] >= rank:
            self.divisions.pop()
        parent = self.divisions[-1][1] if self.divisions else None
        self.zone = Zone.ENACTING
        step = part(kind, number.upper() if number.isalpha() else number, self._count(parent, kind))
        index = self._add(block, (*self.tree.parts(parent), step), kind, parent, heading=title)
        self.divisions.append((rank, index))
        self.untitled = None if title else index
        self.article = self.paragraph = None
        self.heading = title
        self._host(index)

    def _article(self, block: Block, found: re.Match[str]) -> None:
        self.zone = Zone.ENACTING
        parent = self.divisions[-1][1] if self.divisions else None
        number = found.group(1).lower()
        step = part("art", "1" if number == "premier" else number, self._count(None, "art"))
        self.heading = found.group(2).strip()
        label = found.group(0)[: found.start(2)].strip() if self.heading else found.group(0)
        self.article = self._add(block, (step,), "article", parent, heading=self.heading, label=label)
        self.untitled = None if self.heading else self.article
        self.paragraph = None
        self._host(self.article)

    def _annex(self, block: Block, found: re.Match[str]) -> None:
        self.zone = Zone.ANNEX
        self.heading = found.group(2).strip()
        label = found.group(0)[: found.start(2)].strip()
        steps = (Part("annex", found.group(1) or ""),)
        self.annex = self._add(block, steps, "annex", None, heading=self.heading, label=label)
        self.untitled = None if self.heading else self.annex
        self.divisions.clear()
        self.dotted.clear()
        self.article = self.paragraph = self.subhead = self.pending_head = None
        self.heads_seen = 0
        self.numbered_heads = False
        self._host(self.annex)

    def _annex_heading(self, block: Block, line: str) -> None:
        self.pending_head = None
        if dotted := _DOTTED_HEADING.match(line):
            self.heading = line[dotted.end() :]
            self._dotted(block, dotted.group(1), label=dotted.group(0).strip())
            self.numbered_heads = True
            return
        self.heading = line
        self._host(self._annex_base())
        self.heads_seen += 1
        self.pending_head = block

    def _open_subhead(self, block: Block, step: Part, kind: str, heading: str) -> None:
        self.subhead = self._add(block, (*self.tree.parts(self.annex), step), kind, self.annex, heading=heading)
        self.untitled = None if heading else self.subhead
        self.heading = heading
        self.dotted.clear()
        self._host(self.subhead)

    def _dotted(self, block: Block, number: str, label: str) -> None:
        """A point of an annex; "1.2" stands below "1" where that is open."""
        while self.dotted and not number.startswith(self.dotted[-1][0] + "."):
            self.dotted.pop()
        base = self.subhead if self.subhead is not None else self.annex
        if number in self.numbers.get(base, ()) and self.pending_head is not None:
            head, self.pending_head = self.pending_head, None
            step = Part("heading", str(self.heads_seen))
            title = self.text[head.start : head.end]
            self._open_subhead(head, step, "heading", title)
            base = self.subhead
        self.numbers.setdefault(base, set()).add(number)
        self.numbered_heads = False
        parent = self.dotted[-1][1] if self.dotted else base
        index = self._add(block, (*self.tree.parts(base), part("point", number, 1)), "point", parent, label=label)
        self.dotted.append((number, index))
        self._host(index)

    def _preamble(self, block: Block) -> None:
        recital = _RECITAL.match(block.label) if block.level <= 1 else None
        if recital:
            self.zone = Zone.RECITAL
            step = part("recital", recital.group(1), self._count(None, "recital"))
            self._host(self._add(block, (step,), "recital", None, label=block.label))
        elif self.zone is Zone.RECITAL and block.kind is BlockKind.ITEM:
            self._item(block)
        else:
            self.zone = Zone.PREAMBLE
            steps = (Part("preamble"), Part("para", str(self._count(None, "preamble"))))
            self._host(self._add(block, steps, "citation", None))

    def _enacting_text(self, block: Block) -> None:
        numbered = _NUMBERED.match(block.label) if block.level <= 1 else None
        if numbered and self.article is not None and block.label[0].isdigit():
            step = part("sub", numbered.group(1), self._count(self.article, "paragraph"))
            steps = (*self.tree.parts(self.article), step)
            self.paragraph = self._add(block, steps, "paragraph", self.article, label=block.label)
            self._host(self.paragraph)
        elif block.kind is BlockKind.ITEM or numbered:  # a numbered paragraph in quotation marks amends another act
            self._item(block)
        else:
            self._subparagraph(block)

    def _subparagraph(self, block: Block) -> None:
        """An unnumbered paragraph: a later part of the open paragraph, or of an article without numbered ones."""
        above = self.paragraph if self.paragraph is not None else self.article
        if above is None and self.divisions:
            above = self.divisions[-1][1]
        number = self._count(above, "subpara") + (self.paragraph is not None)
        kind = "row" if block.kind is BlockKind.ROW else "subparagraph"
        steps = (*self.tree.parts(above), Part("subpara", str(number)))
        index = self._add(block, steps, kind, above)
        self._host(index, self.tree.parts(above) if number == 1 else steps)

    def _annex_text(self, block: Block) -> None:
        dotted = _DOTTED.match(block.label)
        if dotted and ("." in dotted.group(1) or (block.level <= 1 and not self._below_numbered_head(dotted.group(1)))):
            self._dotted(block, dotted.group(1), label=block.label)
        elif block.kind is BlockKind.ITEM:
            self._item(block)
        else:
            base = self._annex_base()
            kind = "row" if block.kind is BlockKind.ROW else "subparagraph"
            number = self._count(base, kind)
            steps = (*self.tree.parts(base), Part("row" if kind == "row" else "para", str(number)))
            index = self._add(block, steps, kind, base)
            self._host(index, self.tree.parts(base) if number == 1 or self.pending_head is not None else steps)

    def _below_numbered_head(self, number: str) -> bool:
        """A plain number below the heading "2.1" begins a list of its own, unless it is the next after "2"."""
        if not self.dotted or not self.numbered_heads:
            return False
        base = self.subhead if self.subhead is not None else self.annex
        return "." in self.dotted[-1][0] or number in self.numbers.get(base, ())

    def _annex_base(self) -> int | None:
        if self.dotted:
            return self.dotted[-1][1]
        return self.subhead if self.subhead is not None else self.annex

    def _item(self, block: Block) -> None:
        """A point or indent; without a marker it is a further subparagraph of the point it stands in."""
        if not block.label:
            above = self.lists.close_below(block.level)
            above = self.host if above is None else above
            self._continuation(block, above)
            return
        marker = self.lists.marker(block.label, self.following)
        above = self.lists.parent_of(marker, block.level)
        if above is None and self.pending_head is not None and self._taken(marker):
            self._restart()
        prefix = self.prefix if above is None else self.tree.parts(above)
        above = self.host if above is None else above
        count = self._count(above, marker.style)
        step = Part("indent", str(count)) if marker.style == "dash" else part("sub", marker.bare, count)
        self.used.add((*prefix, step))
        kind = "indent" if marker.style == "dash" else "point"
        index = self._add(block, (*prefix, step), kind, above, label=block.label)
        self.lists.enter(marker, block.level, index)

    def _taken(self, marker: Marker) -> bool:
        return marker.style != "dash" and (*self.prefix, part("sub", marker.bare, 1)) in self.used

    def _continuation(self, block: Block, above: int | None) -> None:
        """Text of a point without a marker of its own: a quoted article, its title, a word, or a subparagraph."""
        quoted = _QUOTED_ARTICLE.match(self.text[block.start : block.end])
        if quoted:
            marker = Marker("article", quoted.group(1), "")
            above = self.lists.parent_of(marker, block.level)
            above = self.host if above is None else above
            steps = (*self.tree.parts(above), part("sub", quoted.group(1).lower(), self._count(above, "quoted")))
            index = self._add(block, steps, "quoted_article", above, label=quoted.group(0))
            self.lists.enter(marker, block.level, index)
            self.untitled_quote = index
            self.quoted.add(index)
        elif self.untitled_quote is not None and self.untitled_quote == self.lists.innermost:
            self.tree.retitle(self.untitled_quote, self.text[block.start : block.end])
            self.tree.extend(self.untitled_quote, block)
            self.untitled_quote = None
        elif block.end - block.start <= _CONJUNCTION:
            self.tree.extend(above, block)
        else:
            number = self._count(above, "subpara") + (above not in self.quoted)
            self._add(block, (*self.tree.parts(above), Part("subpara", str(number))), "subparagraph", above)

    def _restart(self) -> None:
        """The numbers of an annex begin again under an unnumbered heading: the heading becomes a part of its own."""
        head, self.pending_head = self.pending_head, None
        if head is not None:
            base = self._annex_base()
            steps = (*self.tree.parts(base), Part("heading", str(self._count(base, "heading"))))
            self._host(self._add(head, steps, "heading", base))

    def _host(self, index: int | None, prefix: tuple[Part, ...] | None = None) -> None:
        """From now on points hang on this provision; `prefix` is what their locators begin with."""
        self.host = index
        self.prefix = self.tree.parts(index) if prefix is None else prefix
        self.lists.clear()

    def _add(
        self,
        block: Block,
        steps: tuple[Part, ...],
        kind: str,
        parent: int | None,
        *,
        heading: str = "",
        label: str = "",
    ) -> int:
        return self.tree.add(
            block,
            steps,
            kind=kind,
            zone=self.zone,
            heading=heading or self.heading,
            parent=parent,
            label=label,
        )

    def _count(self, above: int | None, kind: str) -> int:
        self.counts[(above, kind)] = self.counts.get((above, kind), 0) + 1
        return self.counts[(above, kind)]
