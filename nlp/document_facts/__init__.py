"""What a local document says about itself: type, who decided it and when, validity, what it replaces, who answers.

At most one value per field, and none rather than a doubtful one: a person confirms. A fact stands either in the text
(`start:end`) or in the file's properties or name (-1).
"""

from __future__ import annotations

from collections.abc import Mapping

from nlp.document_facts.head import read_head
from nlp.document_facts.page import FirstPage
from nlp.document_facts.types import DocumentFact, FactField

__all__ = ["DocumentFact", "FactField", "document_facts"]

BLOCKS_HEAD = 4000
"""Characters at the start of a document that are looked at; a title page and the first heading fit in them."""


def document_facts(
    text: str, *, file_name: str = "", metadata: Mapping[str, str] | None = None, blocks_head: int = BLOCKS_HEAD
) -> tuple[DocumentFact, ...]:
    """The facts of a document, one per field at most, in the order of `FactField`.

    `metadata` holds the file's own properties (title, header, footer ...). Only the first `blocks_head` characters
    are read, so the time does not grow with the document.

    >>> facts = document_facts("# IT-policy\\nAntagen av kommunfullmäktige den 11 mars 2026 § 45. Dnr KS 2025/321.")
    >>> {fact.field.value: fact.value for fact in facts if fact.field != "title"}["decided_on"]
    '2026-03-11'
    """
    return read_head(FirstPage(text[:blocks_head], file_name, metadata))
