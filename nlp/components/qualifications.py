"""Finds what qualifies a duty: the conditions it holds under, the exceptions from it, what it must come before."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from nlp.components.clauses import SENTENCES
from nlp.components.sentences import STARTS, TEXT
from nlp.languages import lexicon
from nlp.requirements import RoleKind
from nlp.roles import ROLES, FoundRole, characters
from nlp.segments import Segment, segments
from nlp.time_limits import Relation, TimeKind, TimeLimit

SEGMENTS = "segments"


class QualificationFinder:
    """Leaves a list of roles per sentence, which later components add to: conditions, exceptions, "before" clauses.

    The segments they were read from are left for what reads around them.
    """

    def __init__(self, language: str) -> None:
        self.lexicon = lexicon(language)

    def __call__(self, doc: Doc) -> Doc:
        data = doc.user_data
        text, starts = data[TEXT], data[STARTS]
        per_sentence: list[list[Segment]] = []
        roles: list[list[FoundRole]] = []
        for sentence in data[SENTENCES]:
            here = segments(sentence, self.lexicon)
            per_sentence.append(here)
            found = []
            for kind, first, last, opener in here:
                begin, behind = first + sentence.offset, last + sentence.offset
                start, end = characters(text, starts, begin, behind)
                normal = ""
                if kind is RoleKind.DEADLINE:
                    event, _ = characters(text, starts, begin + opener, behind)
                    normal = _before(text[event:end])
                found.append(FoundRole(kind, text[start:end], start, end, normal))
            roles.append(found)
        data[SEGMENTS], data[ROLES] = per_sentence, roles
        return doc


def _before(event: str) -> str:
    words = " ".join(event.split())
    return str(TimeLimit(kind=TimeKind.EVENT, relation=Relation.BEFORE, event=words)) if words else ""


@Language.factory("qualifications")
def make_qualifications(nlp: Language, name: str) -> QualificationFinder:  # noqa: ARG001 - spaCy passes the name
    """The component for the pipeline's language."""
    return QualificationFinder(nlp.lang or "")
