"""Finds the words that set a time limit for the duty."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from nlp.requirements import RoleKind
from nlp.roles import roles_of, time_roles
from nlp.time_words import time_reader

_QUALIFYING = frozenset({RoleKind.CONDITION, RoleKind.EXCEPTION})


class DeadlineFinder:
    """Adds every time limit to the roles of its sentence, with its normal form.

    A limit within a condition is the condition's, not the duty's. A recurrence with a period ("årligen") limits time
    too: it is the deadline where its sentence names no other, and stays a frequency in any case.
    """

    def __init__(self, language: str) -> None:
        self.reader = time_reader(language, recurring=False)

    def __call__(self, doc: Doc) -> Doc:
        for role, found in time_roles(doc, self.reader, RoleKind.DEADLINE):
            if not any(r.kind in _QUALIFYING and r.start <= role.start and role.end <= r.end for r in found):
                found.append(role)
        for found in roles_of(doc):
            if found and not any(role.kind is RoleKind.DEADLINE for role in found):
                found += [
                    r._replace(kind=RoleKind.DEADLINE) for r in found if r.kind is RoleKind.FREQUENCY and r.normal
                ]
        return doc


@Language.factory("deadline")
def make_deadline(nlp: Language, name: str) -> DeadlineFinder:  # noqa: ARG001 - spaCy passes the name
    """The component for the pipeline's language."""
    return DeadlineFinder(nlp.lang or "")
