"""Finds the words that set a time limit for the duty."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from nlp.components.sentences import STARTS, WORDS
from nlp.languages import lexicon
from nlp.requirements import RoleKind
from nlp.roles import ROLES, FoundRole, time_roles
from nlp.time_words import time_reader

_NEAR = 6
_QUALIFYING = frozenset({RoleKind.CONDITION, RoleKind.EXCEPTION})


class DeadlineFinder:
    """Adds every time limit to the roles of its sentence, with its normal form.

    A limit within a condition is the condition's, not the duty's. A recurrence with a period ("årligen") limits time
    too: it is the deadline where its sentence names no other, and stays a frequency in any case.
    """

    def __init__(self, language: str) -> None:
        self.reader = time_reader(language, recurring=False)
        self.lexicon = lexicon(language)

    def __call__(self, doc: Doc) -> Doc:
        for role, found in time_roles(doc, self.reader, RoleKind.DEADLINE):
            if not (_is_qualified(role, found) or self._is_past(doc, role)):
                found.append(self._ended(role))
        for found in doc.user_data[ROLES]:
            if found and not any(role.kind is RoleKind.DEADLINE for role in found):
                found += [
                    r._replace(kind=RoleKind.DEADLINE) for r in found if r.kind is RoleKind.FREQUENCY and r.normal
                ]
        return doc

    def _is_past(self, doc: Doc, role: FoundRole) -> bool:
        """Whether the words date something that has been ("data som har upplåtits före den 1 juli")."""
        words = doc.user_data[WORDS]
        first = bisect_left(doc.user_data[STARTS], role.start)
        if words[first] not in {"före", "before"}:
            return False
        before = words[max(0, first - _NEAR) : first]
        return not {"har", "hade", "has", "had", "have"}.isdisjoint(before) and "," not in before

    def _ended(self, role: FoundRole) -> FoundRole:
        """The role, its event ended where the interrupted sentence goes on ("efter mötet | överlämna rapporten")."""
        start, _, event = role.normal.partition(" after:")
        words = event.split()
        for index, word in enumerate(words):
            if index and word.lower() in self.lexicon.infinitives and words[index - 1] not in {"att", "och", "ska"}:
                if word.lower() in self.lexicon.passives:
                    continue
                return role._replace(normal=f"{start} after:{' '.join(words[:index])}")
        return role


def _is_qualified(role: FoundRole, found: Sequence[FoundRole]) -> bool:
    return any(r.kind in _QUALIFYING and r.start <= role.start and role.end <= r.end for r in found)


@Language.factory("deadline")
def make_deadline(nlp: Language, name: str) -> DeadlineFinder:  # noqa: ARG001 - spaCy passes the name
    """The component for the pipeline's language."""
    return DeadlineFinder(nlp.lang or "")
