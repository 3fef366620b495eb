"""What the pipeline found in a Doc as plain values, sentence by sentence; spaCy ends here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from nlp.components.clauses import SENTENCES
from nlp.components.deadline import DEADLINES
from nlp.components.duty_bearer import BEARERS
from nlp.components.force import JUDGEMENTS
from nlp.components.references import REFERENCES, Citation
from nlp.components.sentences import RANGES, TEXT

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
    bearer: str
    bearer_span: Span
    deadline: str
    deadline_span: Span
    citations: Sequence[Citation]


def readings(doc: Doc) -> list[Reading]:
    """The sentences of a piped Doc; those of white space only are left out."""
    data = doc.user_data
    text, citations = data[TEXT], data[REFERENCES]
    found = []
    rows = zip(data[RANGES], data[SENTENCES], data[JUDGEMENTS], data[BEARERS], data[DEADLINES], strict=True)
    for (first, last), sentence, judgement, bearer, deadline in rows:
        start, end = _characters(doc, text, first, last)
        if start == end:
            continue
        proposal, clause = judgement.proposal, sentence.clause
        who = _characters(doc, text, *bearer) if bearer else NOWHERE
        found.append(
            Reading(
                start,
                end,
                judgement.probabilities,
                proposal.rule,
                proposal.is_own and not clause.guessed,
                clause.open,
                _characters(doc, text, first + proposal.start, first + proposal.end) if proposal.end else NOWHERE,
                text[who[0] : who[1]] if bearer else "",
                who,
                text[deadline[0] : deadline[1]] if deadline else "",
                deadline or NOWHERE,
                [c for c in citations if start <= c.start and c.end <= end] if citations else (),
            )
        )
    return found


def _characters(doc: Doc, text: str, first: int, last: int) -> Span:
    """Character span of tokens first:last, without the white space around them."""
    start = doc[first].idx if first else 0
    part = text[start : doc[last].idx if last < len(doc) else None]
    kept = part.strip()
    if len(kept) == len(part):
        return start, start + len(part)
    start += len(part) - len(part.lstrip())
    return start, start + len(kept)
