"""Judges the force of every sentence: rules propose, the shipped linear model decides where it has been trained.

Swedish: one softmax over the nine forces. English: the model tells regulatory from constitutive sentences of legal acts
with "shall" or "must", and the rules name the force within each side; other English sentences keep what the rules say.
A person's corrections, where a run is given them, move what comes out (nlp.refinement).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from nlp.components.clauses import SENTENCES
from nlp.features import FEATURES
from nlp.languages import Lexicon, lexicon, word_group
from nlp.model import LinearModel, shipped
from nlp.requirements import REGULATORY_FORCES, Force
from nlp.rules import OPERATIVE_ZONES, Proposal, Sentence, english, swedish

if TYPE_CHECKING:
    from nlp.refinement import Refinement

JUDGEMENTS = "judgements"
ZONE = "zone"
REFINEMENT = "refinement"
FORCES = tuple(Force)
POSITION = {force: position for position, force in enumerate(FORCES)}
_OTHER_ZONES = frozenset({"body", "recital", "preamble"})
_ACT_WORDS = word_group("en", "act_words")
_PROPOSERS: dict[str, Callable[[Sentence, Lexicon], Proposal]] = {"sv": swedish.propose, "en": english.propose}
# How often a proposal by rule alone is right, judged on sentences written for it (tests/data/constructed_force.jsonl).
_SURE = 0.93
_UNSURE_RULES = frozenset(
    {
        "indicative",
        "indicative_actor",
        "indicative_procedure",
        "is",
        "can",
        "fragment",
        "has",
        "imperative",
        "needs",
        "shall_contain",
    }
)


class Judgement(NamedTuple):
    """A proposal and the probability of each force, in the order of `Force`."""

    proposal: Proposal
    probabilities: Sequence[float]


class ForceJudge:
    """Leaves a list of `Judgement`, one per sentence, in `Doc.user_data`; works on a batch of docs at a time."""

    def __init__(self, language: str, model: LinearModel | None) -> None:
        self.language = language
        self.lexicon = lexicon(language)
        self.propose = _PROPOSERS[language]
        self.features = FEATURES[language]
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
        propose, features, lexicon, is_swedish = self.propose, self.features, self.lexicon, self.language == "sv"
        sentences = [(s, doc.user_data.get(ZONE, "")) for doc in docs for s in doc.user_data[SENTENCES]]
        proposals = [propose(sentence, lexicon) for sentence, _ in sentences]
        rows = [prior(proposal) for proposal in proposals]
        if self.model is not None:
            chosen = [i for i, (s, zone) in enumerate(sentences) if is_swedish or is_instrumental(s, zone)]
            found = self.model.probabilities([features(sentences[i][0], proposals[i], lexicon) for i in chosen])
            for row, position in zip(found.tolist(), chosen, strict=True):
                rows[position] = (
                    row if is_swedish else judged_with_zone(proposals[position], row[1], sentences[position][1])
                )
        refinement: Refinement | None = docs[0].user_data.get(REFINEMENT) if docs else None
        if refinement is not None:
            read = [(s, proposal) for (s, _), proposal in zip(sentences, proposals, strict=True)]
            rows = refinement.moved(read, rows)
        judged = iter(zip(proposals, rows, strict=True))
        for doc in docs:
            doc.user_data[JUDGEMENTS] = [
                Judgement(proposal=proposal, probabilities=row)
                for proposal, row in islice(judged, len(doc.user_data[SENTENCES]))
            ]


def is_instrumental(sentence: Sentence, zone: str) -> bool:
    """Whether an English sentence is of the kind the model was trained on: "shall" or "must" in a legal act.

    Recitals and guidance are none. "must" is the word of guidance too: where the zone is not known, the sentence has to
    speak of an act.
    """
    words = sentence.words
    if zone in _OTHER_ZONES or sentence.clause.verb < 0:
        return False
    if "shall" in words:
        return True
    return "must" in words and (bool(zone) or not _ACT_WORDS.isdisjoint(words))


def prior(proposal: Proposal) -> Sequence[float]:
    """Probabilities that trust the proposed force and share the rest evenly."""
    return _trusting(proposal.force, 0.7 if proposal.rule in _UNSURE_RULES else _SURE)


@cache
def _trusting(force: Force, sure: float) -> Sequence[float]:
    rest = (1 - sure) / (len(FORCES) - 1)
    return tuple(sure if each is force else rest for each in FORCES)


def sided(proposal: Proposal, p_regulatory: float) -> Sequence[float]:
    """Probabilities of each force from the probability of being regulatory: the rules name the force on each side.

    >>> made = Proposal(force=Force.OBLIGATION, rule="shall", start=0, end=1)
    >>> likeliest(sided(made, 0.8)).value, likeliest(sided(made, 0.2)).value
    ('obligation', 'statement')
    """
    regulatory = proposal.force in REGULATORY_FORCES
    demand = proposal.force if regulatory else Force.OBLIGATION
    other = Force.STATEMENT if regulatory else proposal.force
    probabilities = [0.0] * len(FORCES)
    probabilities[POSITION[demand]] = p_regulatory
    probabilities[POSITION[other]] = 1 - p_regulatory
    return probabilities


def judged_with_zone(proposal: Proposal, p_regulatory: float, zone: str) -> Sequence[float]:
    """Probabilities of each force; in the operative part of an act the rule and the model have an equal say.

    The labels the English model learned from call many sentences constitutive ("the plan shall contain", "the data
    shall be accurate") that bind whoever makes the plan. Swedish statutes are labelled the other way, and an act has to
    read alike in both languages.
    """
    probabilities = sided(proposal, p_regulatory)
    if zone not in OPERATIVE_ZONES:
        return probabilities
    return [(one + other) / 2 for one, other in zip(probabilities, prior(proposal), strict=True)]


def likeliest(probabilities: Sequence[float]) -> Force:
    """The force with the highest probability, the first of equals."""
    return FORCES[probabilities.index(max(probabilities))]


@Language.factory("force_judge")
def make_force(nlp: Language, name: str) -> ForceJudge:  # noqa: ARG001 - spaCy passes the name
    """The component for the pipeline's language, with the shipped weights."""
    return ForceJudge(nlp.lang or "", shipped(nlp.lang or ""))
