"""Finds the parts of sentences that ask for several things; Docs taken whole are left as they are."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from nlp.components.clauses import SENTENCES
from nlp.components.force import JUDGEMENTS
from nlp.components.sentences import WHOLE
from nlp.components.statement_types import WORDED_TYPES
from nlp.compounds import split
from nlp.languages import lexicon

COMPOUNDS = "compounds"


class CompoundSplitter:
    """Leaves a list of `Compound | None`, one per sentence, in `Doc.user_data`."""

    def __init__(self, language: str) -> None:
        self.lexicon = lexicon(language)

    def __call__(self, doc: Doc) -> Doc:
        data = doc.user_data
        sentences = data[SENTENCES]
        if data.get(WHOLE):
            data[COMPOUNDS] = [None] * len(sentences)
            return doc
        rows = zip(sentences, data[JUDGEMENTS], data[WORDED_TYPES], strict=True)
        data[COMPOUNDS] = [
            split(sentence, judgement.proposal, self.lexicon) if worded is None else None
            for sentence, judgement, worded in rows
        ]
        return doc


@Language.factory("compounds")
def make_compounds(nlp: Language, name: str) -> CompoundSplitter:  # noqa: ARG001 - spaCy passes the name
    """The component for the pipeline's language."""
    return CompoundSplitter(nlp.lang or "")
