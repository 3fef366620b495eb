"""Finds what a text cites; nlp.extraction resolves it with the place where the text stands."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from nlp.components.sentences import TEXT
from nlp.mentions import find

REFERENCES = "references"


class CitationFinder:
    """Leaves the mentions of law and standards in a Doc's text, in order, in its user data."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, doc: Doc) -> Doc:
        doc.user_data[REFERENCES] = find(doc.user_data[TEXT], self.language)
        return doc


@Language.factory("references")
def make_references(nlp: Language, name: str) -> CitationFinder:  # noqa: ARG001 - spaCy passes the name
    """The component for the pipeline's language."""
    return CitationFinder(nlp.lang or "")
