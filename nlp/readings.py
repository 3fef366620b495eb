"""What the pipeline found in a Doc as plain values, sentence by sentence; spaCy ends here."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from nlp.components.clauses import SENTENCES
from nlp.components.compounds import COMPOUNDS
from nlp.components.force import JUDGEMENTS
from nlp.components.references import REFERENCES
from nlp.components.sentences import RANGES, STARTS, TEXT
from nlp.components.statement_types import WORDED_TYPES
from nlp.compounds import Compound, Part
from nlp.mentions import Mention
from nlp.requirements import StatementType
from nlp.roles import ROLES, FoundRole, characters

Span = tuple[int, int]
NOWHERE = (-1, -1)


class Reading(NamedTuple):
    """What one sentence gave, with offsets into its own text: the form in which lead-ins are remembered.

    A named tuple, for one is made for every sentence and a frozen dataclass takes four times as long to make.
    `worded_type` is what the words alone say the sentence does for its act; the parts of `compound` are in characters.
    """

    start: int
    end: int
    probabilities: Sequence[float]
    rule: str
    is_own: bool
    is_open: bool
    cue: Span
    roles: Sequence[FoundRole]
    citations: Sequence[Mention]
    worded_type: StatementType | None = None
    compound: Compound | None = None


def readings(doc: Doc) -> list[Reading]:
    """The sentences of a piped Doc; those of white space only are left out."""
    data = doc.user_data
    text, starts = data[TEXT], data[STARTS]
    citations = sorted(data[REFERENCES], key=lambda citation: citation.start)
    begun = [citation.start for citation in citations]
    found = []
    rows = zip(
        *(data[RANGES], data[SENTENCES], data[JUDGEMENTS], data[ROLES], data[WORDED_TYPES], data[COMPOUNDS]),
        strict=True,
    )
    for (first, last), sentence, judgement, roles, worded_type, compound in rows:
        start, end = characters(text, starts, first, last)
        if start == end:
            continue
        proposal, clause = judgement.proposal, sentence.clause
        found.append(
            Reading(
                start,
                end,
                judgement.probabilities,
                proposal.rule,
                proposal.is_own and not clause.guessed,
                clause.open,
                characters(text, starts, first + proposal.start, first + proposal.end) if proposal.end else NOWHERE,
                roles,
                [c for c in citations[bisect_left(begun, start) : bisect_left(begun, end)] if c.end <= end],
                worded_type,
                None if compound is None else _in_characters(compound, text, starts, first),
            )
        )
    return found


def _in_characters(compound: Compound, text: str, starts: Sequence[int], first: int) -> Compound:
    """The compound with character offsets of the Doc's text in place of the sentence's token positions."""

    def span(place: Span) -> Span:
        return characters(text, starts, first + place[0], first + place[1])

    parts = []
    for part in compound.parts:
        start, end = span((part.start, part.end))
        lead_in = None if part.lead_in is None else span(part.lead_in)
        bearer = None if part.bearer is None else span(part.bearer)
        parts.append(Part(start, end, lead_in=lead_in, is_own=part.is_own, bearer=bearer))
    return compound._replace(parts=tuple(parts))
