"""Reads the clause structure of every sentence once, for the components after it."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from nlp.clauses import read_clause
from nlp.components.cues import CUES
from nlp.components.sentences import RANGES, WORDS
from nlp.languages import lexicon
from nlp.rules import CueHit, Sentence

SENTENCES = "sentences"
HEADING = "heading"


class ClauseReader:
    """Leaves a list of `nlp.rules.Sentence` in `Doc.user_data`; token positions count from the sentence's start."""

    def __init__(self, language: str) -> None:
        self.lexicon = lexicon(language)

    def __call__(self, doc: Doc) -> Doc:
        words = doc.user_data[WORDS]
        cues = [(span.start, span.end, span.label_) for span in doc.spans[CUES]]
        heading = doc.user_data.get(HEADING, "")
        doc.user_data[SENTENCES] = [
            self._read(words, start, end, cues, heading) for start, end in doc.user_data[RANGES]
        ]
        return doc

    def _read(self, words: list[str], start: int, end: int, cues: list[tuple[int, int, str]], heading: str) -> Sentence:
        inside = words[start:end]
        hits = []
        for first, last, label in cues:
            if start <= first and last <= end:
                mark, _, rule = label.partition(":")
                hits.append(CueHit(start=first - start, end=last - start, mark=mark, rule=rule))
        clause = read_clause(inside, self.lexicon)
        return Sentence(offset=start, words=inside, clause=clause, cues=hits, heading=heading)


@Language.factory("clause_reader")
def make_clauses(nlp: Language, name: str) -> ClauseReader:  # noqa: ARG001 - spaCy passes the name
    """The component for the pipeline's language."""
    return ClauseReader(nlp.lang or "")
