"""Judges the force of every sentence: rules propose, the shipped linear model decides where it has been trained.

Swedish: one softmax over the nine forces. English: the model tells regulatory from constitutive "shall" sentences of EU
acts, and the rules name the force within each side; other English sentences keep what the rules say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from nlp.components.clauses import SENTENCES
from nlp.features import english_features, swedish_features
from nlp.languages import Lexicon, lexicon
from nlp.model import LinearModel, shipped
from nlp.requirements import REGULATORY_FORCES, Force
from nlp.rules import Proposal, Sentence, english, swedish

JUDGEMENTS = "judgements"
ZONE = "zone"
FORCES = tuple(Force)
POSITION = {force: position for position, force in enumerate(FORCES)}
_PROPOSERS: dict[str, Callable[[Sentence, Lexicon], Proposal]] = {"sv": swedish.propose, "en": english.propose}
_FEATURES = {"sv": swedish_features, "en": english_features}
# How often a proposal by rule alone is right, judged on sentences written for it (tests/data/constructed_force.jsonl).
_SURE = 0.93
_UNSURE_RULES = frozenset({"indicative", "indicative_actor", "is", "can", "fragment", "has", "imperative", "needs"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A proposal and the probability of each force, in the order of `Force`."""

    proposal: Proposal
    probabilities: NDArray[np.float64]


class ForceJudge:
    """Leaves a list of `Judgement`, one per sentence, in `Doc.user_data`; works on a batch of docs at a time."""

    def __init__(self, language: str, model: LinearModel | None) -> None:
        self.language = language
        self.lexicon = lexicon(language)
        self.model = model

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
        propose = _PROPOSERS[self.language]
        sentences = [(s, str(doc.user_data.get(ZONE, ""))) for doc in docs for s in doc.user_data[SENTENCES]]
        proposals = [propose(sentence, self.lexicon) for sentence, _ in sentences]
        rows = [prior(proposal) for proposal in proposals]
        if self.model is not None:
            chosen = [i for i, (s, zone) in enumerate(sentences) if self.language == "sv" or is_instrumental(s, zone)]
            features = _FEATURES[self.language]
            found = self.model.probabilities([features(sentences[i][0], proposals[i], self.lexicon) for i in chosen])
            for row, position in zip(found, chosen, strict=True):
                rows[position] = row if self.language == "sv" else sided(proposals[position], float(row[1]))
        judged = iter(zip(proposals, rows, strict=True))
        for doc in docs:
            doc.user_data[JUDGEMENTS] = [
                Judgement(proposal=proposal, probabilities=row)
                for proposal, row in islice(judged, len(doc.user_data[SENTENCES]))
            ]


def is_instrumental(sentence: Sentence, zone: str) -> bool:
    """Whether an English sentence is of the kind the model was trained on: "shall" in a legal act."""
    verb = sentence.clause.verb
    return zone != "body" and verb >= 0 and (sentence.words[verb] == "shall" or "shall" in sentence.words)


def prior(proposal: Proposal) -> NDArray[np.float64]:
    """Probabilities that trust the proposed force and share the rest evenly."""
    sure = 0.7 if proposal.rule in _UNSURE_RULES else _SURE
    probabilities = np.full(len(FORCES), (1 - sure) / (len(FORCES) - 1))
    probabilities[POSITION[proposal.force]] = sure
    return probabilities


def sided(proposal: Proposal, p_regulatory: float) -> NDArray[np.float64]:
    """Probabilities of each force from the probability of being regulatory: the rules name the force on each side.

    >>> made = Proposal(force=Force.OBLIGATION, rule="shall", start=0, end=1)
    >>> FORCES[int(sided(made, 0.8).argmax())].value, FORCES[int(sided(made, 0.2).argmax())].value
    ('obligation', 'statement')
    """
    regulatory = proposal.force in REGULATORY_FORCES
    demand = proposal.force if regulatory else Force.OBLIGATION
    other = Force.STATEMENT if regulatory else proposal.force
    probabilities = np.full(len(FORCES), 0.0)
    probabilities[POSITION[demand]] = p_regulatory
    probabilities[POSITION[other]] = 1 - p_regulatory
    return probabilities


@Language.factory("force_judge")
def make_force(nlp: Language, name: str) -> ForceJudge:  # noqa: ARG001 - spaCy passes the name
    """The component for the pipeline's language, with the shipped weights."""
    return ForceJudge(nlp.lang or "", shipped(nlp.lang or ""))
