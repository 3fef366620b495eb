"""Points, sub-points and indents of an EU act, and what they hang on."""

from __future__ import annotations

from policies.document import Block, Document, Zone
from policies.locators.locator import Part
from policies.structure.eu_words import QUOTED_ARTICLE
from policies.structure.lists import Marker, OpenLists
from policies.structure.tree import ProvisionTree, part

_CONJUNCTION = 6  # characters: "and", "or", "eller" on a line of their own


class Points:
    """The tree of an act, the provision its next points hang on, and the lists open below it."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.tree = ProvisionTree(document)
        self.lists = OpenLists()
        self.zone = Zone.PREAMBLE
        self.heading = ""
        self.host: int | None = None
        self.prefix: tuple[Part, ...] = ()  # what the locators of the host's points begin with
        self.used: set[tuple[Part, ...]] = set()
        self._counts: dict[tuple[int | None, str], int] = {}
        self._tables: dict[int | None, int] = {}  # the open table below a provision
        self._untitled_quote: int | None = None
        self._quoted: set[int | None] = set()  # articles that an amending point quotes

    def add(
        self,
        block: Block,
        steps: tuple[Part, ...],
        kind: str,
        parent: int | None,
        *,
        heading: str = "",
        label: str = "",
    ) -> int:
        """A provision in the zone and under the heading reached; its index in the tree."""
        heading = heading or self.heading
        return self.tree.add(block, steps, kind=kind, zone=self.zone, heading=heading, parent=parent, label=label)

    def below(self, index: int | None, *steps: Part) -> tuple[Part, ...]:
        """The locator of a provision with further parts."""
        return (*self.tree.parts(index), *steps)

    def count(self, above: int | None, kind: str) -> int:
        """Which one of its kind below `above` comes now, from 1."""
        self._counts[(above, kind)] = self._counts.get((above, kind), 0) + 1
        return self._counts[(above, kind)]

    def hang_on(self, index: int | None, prefix: tuple[Part, ...] | None = None) -> None:
        """From now on points hang on this provision."""
        self.host = index
        self.prefix = self.tree.parts(index) if prefix is None else prefix
        self.lists.clear()

    def taken(self, label: str) -> bool:
        """Whether an outermost point with this label already stands where points hang now."""
        marker = self.lists.marker(label)
        return marker.style != "dash" and (*self.prefix, part("sub", marker.bare, 1)) in self.used

    def item(self, block: Block, following: str) -> None:
        """A point or indent; without a marker it goes on with the point it stands in.

        `following` is the label of the next block: (i) before (ii) is a numeral.
        """
        if not block.label:
            above = self.lists.close_below(block.level)
            self._continuation(block, self.host if above is None else above)
            return
        marker = self.lists.marker(block.label, following)
        above = self.lists.parent_of(marker, block.level)
        prefix = self.prefix if above is None else self.tree.parts(above)
        above = self.host if above is None else above
        count = self.count(above, marker.style)
        step = Part("indent", str(count)) if marker.style == "dash" else part("sub", marker.bare, count)
        self.used.add((*prefix, step))
        kind = "indent" if marker.style == "dash" else "point"
        index = self.add(block, (*prefix, step), kind, above, label=block.label)
        self.lists.enter(marker, block.level, index)

    def row(self, block: Block, above: int | None) -> None:
        """A row of the table below `above`; the row that names the columns begins one and is its own text."""
        table = self._tables.get(above)
        if table is not None and block.level and self.tree.is_last(table):
            self.tree.extend(table, block)
            return
        if table is None or block.level or not self.tree.goes_on(table):
            step = Part("table", str(self.count(above, "table")))
            table = self._tables[above] = self.add(block, self.below(above, step), "table", above)
            if block.level:
                return
        self.add(block, self.below(table, Part("row", str(self.count(table, "row")))), "row", table)

    def _continuation(self, block: Block, above: int | None) -> None:
        """Text of a point without a marker of its own: a quoted article, its title, a word, or a subparagraph."""
        line = self.text[block.start : block.end]
        if quoted := QUOTED_ARTICLE.match(line):
            self._quote(block, quoted.group(1), line)
        elif self._untitled_quote is not None and self._untitled_quote == self.lists.innermost:
            self.tree.retitle(self._untitled_quote, line)
            self.tree.extend(self._untitled_quote, block)
            self._untitled_quote = None
        elif len(line) <= _CONJUNCTION:
            self.tree.extend(above, block)
        else:
            number = self.count(above, "subpara") + (above not in self._quoted)
            self.add(block, self.below(above, Part("subpara", str(number))), "subparagraph", above)

    def _quote(self, block: Block, number: str, label: str) -> None:
        marker = Marker("article", number, "")
        above = self.lists.parent_of(marker, block.level)
        above = self.host if above is None else above
        steps = self.below(above, part("sub", number.lower(), self.count(above, "quoted")))
        index = self.add(block, steps, "quoted_article", above, label=label)
        self.lists.enter(marker, block.level, index)
        self._untitled_quote = index
        self._quoted.add(index)
