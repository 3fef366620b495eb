"""Words found in a role, as the components hand them on sentence by sentence."""

from __future__ import annotations

from typing import NamedTuple

from spacy.tokens import Doc

from nlp.components.sentences import RANGES
from nlp.requirements import RoleKind

ROLES = "roles"


class FoundRole(NamedTuple):
    """Words in a role: characters start:end of the unit's own text, and their normalised form or ""."""

    kind: RoleKind
    text: str
    start: int
    end: int
    normal: str = ""


def roles_of(doc: Doc) -> list[list[FoundRole]]:
    """The roles found so far, one list per sentence; a component that finds a role appends to its sentence's list."""
    found: list[list[FoundRole]] | None = doc.user_data.get(ROLES)
    if found is None:
        found = doc.user_data[ROLES] = [[] for _ in doc.user_data[RANGES]]
    return found


def characters(doc: Doc, text: str, first: int, last: int) -> tuple[int, int]:
    """Character span of tokens first:last, without the white space around them."""
    start = doc[first].idx if first else 0
    part = text[start : doc[last].idx if last < len(doc) else None]
    kept = part.strip()
    if len(kept) == len(part):
        return start, start + len(part)
    start += len(part) - len(part.lstrip())
    return start, start + len(kept)
