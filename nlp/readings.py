"""What the pipeline found in a Doc as plain values, sentence by sentence; spaCy ends here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from nlp.components.clauses import SENTENCES
from nlp.components.force import JUDGEMENTS
from nlp.components.references import REFERENCES
from nlp.components.sentences import RANGES, TEXT
from nlp.mentions import Mention
from nlp.roles import ROLES, FoundRole, characters

Span = tuple[int, int]
NOWHERE = (-1, -1)


class Reading(NamedTuple):
    """What one sentence gave, with offsets into its own text: the form in which lead-ins are remembered.

    A named tuple, for one is made for every sentence and a frozen dataclass takes four times as long to make.
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


def readings(doc: Doc) -> list[Reading]:
    """The sentences of a piped Doc; those of white space only are left out."""
    data = doc.user_data
    text, citations = data[TEXT], data[REFERENCES]
    found = []
    rows = zip(data[RANGES], data[SENTENCES], data[JUDGEMENTS], data[ROLES], strict=True)
    for (first, last), sentence, judgement, roles in rows:
        start, end = characters(doc, text, first, last)
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
                characters(doc, text, first + proposal.start, first + proposal.end) if proposal.end else NOWHERE,
                roles,
                [c for c in citations if start <= c.start and c.end <= end] if citations else (),
            )
        )
    return found
