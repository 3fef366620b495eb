"""Reads the clause structure of every sentence once, for the components after it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter

from spacy.language import Language
from spacy.tokens import Doc

from nlp.clauses import read_clause
from nlp.components.cues import CUES
from nlp.components.sentences import RANGES, WORDS
from nlp.languages import lexicon
from nlp.rules import UPPER, CueHit, Sentence

SENTENCES = "sentences"
HEADING = "heading"


class ClauseReader:
    """Leaves a list of `nlp.rules.Sentence` in `Doc.user_data`; token positions count from the sentence's start."""

    def __init__(self, language: str) -> None:
        self.lexicon = lexicon(language)

    def __call__(self, doc: Doc) -> Doc:
        data = doc.user_data
        words, ranges = data[WORDS], data[RANGES]
        hits = self._hits(doc, ranges)
        heading = data.get(HEADING, "")
        capitals = self._capitals(doc)
        data[SENTENCES] = [
            Sentence(
                offset=start,
                words=(own := words[start:end] if len(ranges) > 1 else words),
                clause=read_clause(own, self.lexicon),
                cues=hits.get(start, ()),
                heading=heading,
                capitals=capitals[start:end],
            )
            for start, end in ranges
        ]
        return doc

    def _capitals(self, doc: Doc) -> Sequence[int]:
        if self.lexicon.language == "sv" or not len(doc):
            return ()
        title, upper = doc.to_array(["IS_TITLE", "IS_UPPER"]).T.tolist()
        return [UPPER if high else first for first, high in zip(title, upper, strict=True)]

    def _hits(self, doc: Doc, ranges: list[tuple[int, int]]) -> dict[int, list[CueHit]]:
        """The cues by the first token of the sentence that holds them whole."""
        found: dict[int, list[CueHit]] = {}
        for span in doc.spans[CUES]:
            first, last = span.start, span.end
            start, end = ranges[bisect_right(ranges, first, key=itemgetter(0)) - 1]
            if last <= end:
                mark, _, rule = span.label_.partition(":")
                found.setdefault(start, []).append(CueHit(start=first - start, end=last - start, mark=mark, rule=rule))
        return found


@Language.factory("clause_reader")
def make_clauses(nlp: Language, name: str) -> ClauseReader:  # noqa: ARG001 - spaCy passes the name
    """The component for the pipeline's language."""
    return ClauseReader(nlp.lang or "")
