"""Recognises by their words sentences that do something for their act: amend it, delegate, bring it into force."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from nlp.components.clauses import SENTENCES
from nlp.statements import worded_type

WORDED_TYPES = "worded_types"


class StatementTyper:
    """Leaves a list of `StatementType | None`, one per sentence, in `Doc.user_data`."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, doc: Doc) -> Doc:
        data = doc.user_data
        data[WORDED_TYPES] = [worded_type(sentence.words, self.language) for sentence in data[SENTENCES]]
        return doc


@Language.factory("statement_types")
def make_statement_types(nlp: Language, name: str) -> StatementTyper:  # noqa: ARG001 - spaCy passes the name
    """The component for the pipeline's language."""
    return StatementTyper(nlp.lang or "")
