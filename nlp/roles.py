"""Words found in a role, as the components hand them on sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from nlp.components.force import Judgement, likeliest
from nlp.components.sentences import RANGES, STARTS, TEXT, WORDS
from nlp.requirements import REGULATORY_FORCES, RoleKind
from nlp.time_words import TimeReader

ROLES = "roles"


class FoundRole(NamedTuple):
    """Words in a role: characters start:end of the unit's own text, and their normalised form or "".

    Words that stand elsewhere, in the sentence before or the heading, have -1 for both.
    """

    kind: RoleKind
    text: str
    start: int
    end: int
    normal: str = ""


def inferred(kind: RoleKind, text: str) -> FoundRole:
    """Words that fill a role but stand outside the unit."""
    return FoundRole(kind, text, -1, -1)


def may_demand(judgement: Judgement) -> bool:
    """Whether rules or model take a sentence for a demand, a right or a permission: only those have an action."""
    return judgement.proposal.force in REGULATORY_FORCES or likeliest(judgement.probabilities) in REGULATORY_FORCES


def time_roles(doc: Doc, reader: TimeReader, kind: RoleKind) -> Iterator[tuple[FoundRole, list[FoundRole]]]:
    """The words of time a reader finds, as roles of a kind, each with the list of its sentence."""
    data = doc.user_data
    text, words, starts = data[TEXT], data[WORDS], data[STARTS]
    if not reader.may_occur(words):
        return
    for (first, last), found in zip(data[RANGES], data[ROLES], strict=True):
        part = words[first:last]
        if reader.may_occur(part):
            end = starts[last] if last < len(starts) else len(text)
            for said in reader.read(text, part, starts[first:last], end):
                normal = str(said.limit) if said.limit else ""
                yield FoundRole(kind, text[said.start : said.end], said.start, said.end, normal), found


def characters(text: str, starts: Sequence[int], first: int, last: int) -> tuple[int, int]:
    """Character span of tokens first:last without the white space around them; `starts` is where each token begins."""
    start = starts[first] if first else 0
    part = text[start : starts[last] if last < len(starts) else None]
    kept = part.strip()
    if len(kept) == len(part):
        return start, start + len(part)
    start += len(part) - len(part.lstrip())
    return start, start + len(kept)
