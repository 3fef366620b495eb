"""Checklists whose items begin with the issuer's own mark: SKA, BÖR, MUST, SHOULD."""

from __future__ import annotations

import re

from policies.document import Document, Provision
from policies.structure.sections import sections

MARK = re.compile(
    r"^(?:SKA(?: INTE)?|BÖR(?: INTE)?|KAN|MÅSTE|FÅR(?: INTE)?|MUST(?: NOT)?|SHALL(?: NOT)?|SHOULD(?: NOT)?|MAY|"
    r"REQUIRED|RECOMMENDED|OPTIONAL)\b(?=\W)"
)


def structure(document: Document) -> tuple[Provision, ...]:
    """The provisions of a checklist; an item with a mark has the kind "requirement" and keeps the mark in its text."""
    return sections(document, lambda text: "requirement" if MARK.match(text) else "item")
