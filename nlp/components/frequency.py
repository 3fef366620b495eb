"""Finds how often something is to be done: "årligen", "minst vart tredje år", "at regular intervals"."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from nlp.requirements import RoleKind
from nlp.roles import time_roles
from nlp.time_words import time_reader


class FrequencyFinder:
    """Adds every recurrence to the roles of its sentence, with its normal form where it has one."""

    def __init__(self, language: str) -> None:
        self.reader = time_reader(language, recurring=True)

    def __call__(self, doc: Doc) -> Doc:
        for role, found in time_roles(doc, self.reader, RoleKind.FREQUENCY):
            found.append(role)
        return doc


@Language.factory("frequency")
def make_frequency(nlp: Language, name: str) -> FrequencyFinder:  # noqa: ARG001 - spaCy passes the name
    """The component for the pipeline's language."""
    return FrequencyFinder(nlp.lang or "")
