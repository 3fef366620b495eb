"""Words found in a role, as the components hand them on sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from spacy.tokens import Doc

from nlp.components.force import Judgement, likeliest
from nlp.components.sentences import RANGES, TEXT, WORDS
from nlp.requirements import REGULATORY_FORCES, RoleKind
from nlp.time_words import TimeReader

ROLES = "roles"
STARTS = "starts"


class FoundRole(NamedTuple):
    """Words in a role: characters start:end of the unit's own text, and their normalised form or "".

    Words that stand elsewhere, in the sentence before or the heading, have -1 for both.
    """

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


def inferred(kind: RoleKind, text: str) -> FoundRole:
    """Words that fill a role but stand outside the unit."""
    return FoundRole(kind, text, -1, -1)


def may_demand(judgement: Judgement) -> bool:
    """Whether rules or model take a sentence for a demand, a right or a permission: only those have an action."""
    return judgement.proposal.force in REGULATORY_FORCES or likeliest(judgement.probabilities) in REGULATORY_FORCES


def token_starts(doc: Doc) -> list[int]:
    """Where each token begins in the text: asked of spaCy once, for asking token by token is slow."""
    starts: list[int] | None = doc.user_data.get(STARTS)
    if starts is None:
        starts = doc.user_data[STARTS] = doc.to_array("IDX").tolist() if len(doc) else []
    return starts


def time_roles(doc: Doc, reader: TimeReader, kind: RoleKind) -> Iterator[tuple[FoundRole, list[FoundRole]]]:
    """The words of time a reader finds, as roles of a kind, each with the list of its sentence."""
    text, words = doc.user_data[TEXT], doc.user_data[WORDS]
    for (first, last), found in zip(doc.user_data[RANGES], roles_of(doc), strict=True):
        part = words[first:last]
        if reader.may_occur(part):
            starts = token_starts(doc)
            end = starts[last] if last < len(starts) else len(text)
            for said in reader.read(text, part, starts[first:last], end):
                normal = str(said.limit) if said.limit else ""
                yield FoundRole(kind, text[said.start : said.end], said.start, said.end, normal), found


def characters(doc: Doc, text: str, first: int, last: int) -> tuple[int, int]:
    """Character span of tokens first:last, without the white space around them."""
    start = doc[first].idx if first else 0
    part = text[start : doc[last].idx if last < len(doc) else None]
    kept = part.strip()
    if len(kept) == len(part):
        return start, start + len(part)
    start += len(part) - len(part.lstrip())
    return start, start + len(kept)
