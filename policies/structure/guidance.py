"""Guidance, handbooks and service standards: sections, principles, paragraphs, items and rows."""

from __future__ import annotations

from policies.document import Document, Provision
from policies.structure.sections import sections


def structure(document: Document) -> tuple[Provision, ...]:
    """The provisions of a guidance text; list items have the kind "item"."""
    return sections(document)
