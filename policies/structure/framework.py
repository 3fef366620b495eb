"""Frameworks that came as one file: their parts are said in it, and taken as they are."""

from __future__ import annotations

from policies.document import Document, Provision


def structure(document: Document) -> tuple[Provision, ...]:
    """The provisions that the reader found."""
    return document.provisions
