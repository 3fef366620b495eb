"""Finds how often something is to be done: "årligen", "minst vart tredje år", "at regular intervals"."""

from __future__ import annotations

from bisect import bisect_right

from spacy.language import Language
from spacy.tokens import Doc

from nlp.components.sentences import STARTS, WORDS
from nlp.languages import lexicon, word_group
from nlp.requirements import RoleKind
from nlp.roles import FoundRole, time_roles
from nlp.time_words import time_reader


class FrequencyFinder:
    """Adds every recurrence to the roles of its sentence, with its normal form where it has one."""

    def __init__(self, language: str) -> None:
        self.lexicon = lexicon(language)
        self.followers = word_group(language, "breaks") | word_group(language, "prepositions") | {"och", "eller"}
        self.reader = time_reader(language, recurring=True)

    def __call__(self, doc: Doc) -> Doc:
        for role, found in time_roles(doc, self.reader, RoleKind.FREQUENCY):
            if not (role.text.endswith("ande") and self._describes(doc, role)):
                found.append(role)
        return doc

    def _describes(self, doc: Doc, role: FoundRole) -> bool:
        """Whether a participle belongs to the noun behind it ("den löpande verksamheten") instead of the verb."""
        following = bisect_right(doc.user_data[STARTS], role.start) + len(role.text.split()) - 1
        words = doc.user_data[WORDS]
        word = words[following] if following < len(words) else ""
        return word[:1].isalpha() and word not in self.followers and not self.lexicon.is_verb(word)


@Language.factory("frequency")
def make_frequency(nlp: Language, name: str) -> FrequencyFinder:  # noqa: ARG001 - spaCy passes the name
    """The component for the pipeline's language."""
    return FrequencyFinder(nlp.lang or "")
