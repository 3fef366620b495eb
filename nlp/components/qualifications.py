"""Finds what qualifies a duty: the conditions it holds under, the exceptions from it, what it must come before."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from nlp.components.clauses import SENTENCES
from nlp.components.sentences import TEXT
from nlp.languages import lexicon
from nlp.requirements import RoleKind
from nlp.roles import FoundRole, characters, roles_of
from nlp.segments import Segment, segments
from nlp.time_limits import Relation, TimeKind, TimeLimit

SEGMENTS = "segments"


class QualificationFinder:
    """Adds conditions, exceptions and "before" clauses to the roles; leaves the segments for what reads around them."""

    def __init__(self, language: str) -> None:
        self.lexicon = lexicon(language)

    def __call__(self, doc: Doc) -> Doc:
        text, roles = doc.user_data[TEXT], roles_of(doc)
        per_sentence: list[list[Segment]] = []
        for sentence, found in zip(doc.user_data[SENTENCES], roles, strict=True):
            here = segments(sentence, self.lexicon)
            per_sentence.append(here)
            for kind, first, last, opener in here:
                start, end = characters(doc, text, first + sentence.offset, last + sentence.offset)
                normal = ""
                if kind is RoleKind.DEADLINE:
                    event = text[
                        characters(doc, text, first + opener + sentence.offset, last + sentence.offset)[0] : end
                    ]
                    normal = _before(event)
                found.append(FoundRole(kind, text[start:end], start, end, normal))
        doc.user_data[SEGMENTS] = per_sentence
        return doc


def _before(event: str) -> str:
    words = " ".join(event.split())
    return str(TimeLimit(kind=TimeKind.EVENT, relation=Relation.BEFORE, event=words)) if words else ""


@Language.factory("qualifications")
def make_qualifications(nlp: Language, name: str) -> QualificationFinder:  # noqa: ARG001 - spaCy passes the name
    """The component for the pipeline's language."""
    return QualificationFinder(nlp.lang or "")
