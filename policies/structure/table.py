"""Tables of requirements: a provision per row, cited by the row's own locator, else by its place.

The row's label keeps its id and force ("K7 | Ska"); headings between rows are areas.
"""

from __future__ import annotations

from collections import Counter

from policies.document import BlockKind, Document, Provision, Zone
from policies.locators import Locator, LocatorError, parse
from policies.locators.locator import Part
from policies.structure.tree import ProvisionTree

SHEET_LEVEL = 2


def structure(document: Document) -> tuple[Provision, ...]:
    """The rows, each a provision; `table 2 row 7` where the file has several sheets, else `row 7`."""
    tree = ProvisionTree(document)
    sheets = sum(b.kind is BlockKind.HEADING and b.level == SHEET_LEVEL for b in document.blocks)
    counts: Counter[str] = Counter()
    heading, table = "", None
    for block in document.blocks:
        words = document.text[block.start : block.end]
        if block.kind is BlockKind.HEADING:
            heading = words
            if block.level == SHEET_LEVEL and sheets > 1:
                counts["table"] += 1
                counts["row"] = 0
                place = (Part("table", str(counts["table"])),)
                table = tree.add(block, place, kind="table", zone=Zone.BODY, heading=words, label=block.label)
        elif block.kind is BlockKind.ROW:
            counts["row"] += 1
            own = (*tree.parts(table), Part("row", str(counts["row"])))
            parts = _stated(block.label) or own
            tree.add(block, parts, kind="row", zone=Zone.BODY, heading=heading, parent=table, label=block.label)
    return tree.provisions()


def _stated(label: str) -> tuple[Part, ...]:
    """The place a row names itself ("art 6(1)", "13 § 2 st"); () where its id is a mere mark."""
    try:
        found: Locator = parse(label.split(" | ")[0])
    except LocatorError:
        return ()
    return found.parts
