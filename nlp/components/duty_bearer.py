"""Finds the words for who is bound; a pronoun points to the sentence before, a passive may take its heading's."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from nlp.bearers import Bearer
from nlp.bearers.english import english_bearer
from nlp.bearers.headings import heading_bearer
from nlp.bearers.swedish import swedish_bearer
from nlp.components.clauses import SENTENCES
from nlp.components.force import JUDGEMENTS, likeliest
from nlp.components.qualifications import SEGMENTS
from nlp.components.sentences import STARTS, TEXT
from nlp.languages import lexicon
from nlp.requirements import Force, RoleKind
from nlp.roles import ROLES, FoundRole, characters, inferred

_DEMANDS = frozenset({Force.OBLIGATION, Force.PROHIBITION, Force.RECOMMENDATION})


class BearerFinder:
    """Adds the duty bearer to the roles of each sentence."""

    def __init__(self, language: str) -> None:
        self.lexicon = lexicon(language)
        self.find = swedish_bearer if language == "sv" else english_bearer

    def __call__(self, doc: Doc) -> Doc:
        data = doc.user_data
        text, starts, before = data[TEXT], data[STARTS], ""
        rows = zip(data[SENTENCES], data[JUDGEMENTS], data[SEGMENTS], data[ROLES], strict=True)
        for sentence, judgement, parts, found in rows:
            bearer = self.find(sentence, judgement.proposal.force, parts, self.lexicon)
            if bearer.span is not None:
                first, last = bearer.span
                start, end = characters(text, starts, first + sentence.offset, last + sentence.offset)
                before = text[start:end]
                found.append(FoundRole(RoleKind.DUTY_BEARER, before, start, end))
            else:
                elsewhere = self._elsewhere(bearer, sentence.heading, before, judgement.probabilities)
                if elsewhere:
                    found.append(inferred(RoleKind.DUTY_BEARER, elsewhere))
        return doc

    def _elsewhere(self, bearer: Bearer, heading: str, before: str, probabilities: Sequence[float]) -> str:
        """The bearer that stands outside the sentence: of the sentence before, or of the heading."""
        if bearer.is_pronoun:
            return before
        if bearer.is_open and heading and likeliest(probabilities) in _DEMANDS:
            return heading_bearer(heading, self.lexicon.language)
        return ""


@Language.factory("duty_bearer")
def make_bearer(nlp: Language, name: str) -> BearerFinder:  # noqa: ARG001 - spaCy passes the name
    """The component for the pipeline's language."""
    return BearerFinder(nlp.lang or "")
