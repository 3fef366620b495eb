"""Whether a file looks like a text from above or one of the municipality's own: asked about, never assumed."""

from __future__ import annotations

from nlp.document_facts import document_facts
from policies.document import Document

ACTS = frozenset({"swedish_statute", "eu_act"})
"""Drafting traditions of acts."""
DECIDED = frozenset({"body", "dnr", "paragraph"})
"""What a municipality writes at the head of what it has decided."""


def is_guideline(document: Document) -> bool:
    """Whether a text that came in as a local document is drafted as an act and has an act's own number."""
    return document.tradition in ACTS and bool(document.identifier)


def is_local(document: Document, file_name: str) -> bool:
    """Whether a text that came in as a guideline has no number of its own, and was decided as municipalities decide."""
    if document.identifier or document.tradition in ACTS:
        return False
    found = document_facts(document.text, file_name=file_name, metadata=dict(document.metadata))
    return len(DECIDED & {fact.field.value for fact in found if fact.start >= 0}) > 1
