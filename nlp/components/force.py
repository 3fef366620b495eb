"""Judges the force of every sentence: rules propose, the shipped linear model decides where there is one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from nlp.components.clauses import SENTENCES
from nlp.languages import Lexicon, lexicon
from nlp.requirements import Force
from nlp.rules import Proposal, Sentence, english, swedish

JUDGEMENTS = "judgements"
FORCES = tuple(Force)
_PROPOSERS: dict[str, Callable[[Sentence, Lexicon], Proposal]] = {"sv": swedish.propose, "en": english.propose}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A proposal and the probability of each force, in the order of `Force`."""

    proposal: Proposal
    probabilities: NDArray[np.float64]


class ForceJudge:
    """Leaves a list of `Judgement`, one per sentence, in `Doc.user_data`; works on a batch of docs at a time."""

    def __init__(self, language: str) -> None:
        self.lexicon = lexicon(language)
        self.propose = _PROPOSERS[language]

    def __call__(self, doc: Doc) -> Doc:
        self._judge([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], batch_size: int = 128) -> Iterator[Doc]:
        """Judges a stream of docs batch by batch, so that the model works on one matrix."""
        docs = iter(stream)
        while batch := list(islice(docs, batch_size)):
            self._judge(batch)
            yield from batch

    def _judge(self, docs: list[Doc]) -> None:
        for doc in docs:
            judgements = []
            for sentence in doc.user_data[SENTENCES]:
                proposal = self.propose(sentence, self.lexicon)
                judgements.append(Judgement(proposal=proposal, probabilities=prior(proposal)))
            doc.user_data[JUDGEMENTS] = judgements


def prior(proposal: Proposal, sure: float = 0.9) -> NDArray[np.float64]:
    """Probabilities that give `sure` to the proposed force and share the rest evenly."""
    probabilities = np.full(len(FORCES), (1 - sure) / (len(FORCES) - 1))
    probabilities[FORCES.index(proposal.force)] = sure
    return probabilities


@Language.factory("force_judge")
def make_force(nlp: Language, name: str) -> ForceJudge:  # noqa: ARG001 - spaCy passes the name
    """The component for the pipeline's language."""
    return ForceJudge(nlp.lang or "")
