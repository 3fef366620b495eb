"""Finds the phrases of the lexicon and puts them into `Doc.spans["cues"]`, labelled "mark:rule"."""

from __future__ import annotations

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from nlp.languages import lexicon

CUES = "cues"


class CueMatcher:
    """A PhraseMatcher over lower-cased tokens: spans may overlap, the rules choose among them."""

    def __init__(self, nlp: Language) -> None:
        self.matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        by_label: dict[str, list[Doc]] = {}
        for cue in lexicon(nlp.lang or "").cues:
            by_label.setdefault(f"{cue.mark}:{cue.rule}", []).append(nlp.make_doc(cue.phrase))
        for label, phrases in by_label.items():
            self.matcher.add(label, phrases)

    def __call__(self, doc: Doc) -> Doc:
        doc.spans[CUES] = [Span(doc, start, end, label=label) for label, start, end in self.matcher(doc)]
        return doc


@Language.factory("cue_matcher", assigns=["doc.spans"])
def make_cues(nlp: Language, name: str) -> CueMatcher:  # noqa: ARG001 - spaCy passes the name
    """The component for the pipeline's language."""
    return CueMatcher(nlp)
