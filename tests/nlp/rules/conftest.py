"""The reading of one Swedish sentence, up to the rules and no further."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nlp.components.clauses import HEADING, SENTENCES
from nlp.languages import lexicon
from nlp.pipeline import load
from nlp.rules import Proposal, Sentence
from nlp.rules.swedish import propose


@pytest.fixture(scope="session")
def read() -> Callable[..., Sentence]:
    """Reads a text as one sentence: cues and clause, as the rules see it."""
    nlp = load("sv")

    def reading(text: str, heading: str = "") -> Sentence:
        doc = nlp.make_doc(text)
        doc.user_data.update({"whole": True, HEADING: heading})
        for name in ("legal_sentences", "cue_matcher", "clause_reader"):
            doc = nlp.get_pipe(name)(doc)
        (sentence,) = doc.user_data[SENTENCES]
        return sentence

    return reading


@pytest.fixture(scope="session")
def proposed(read: Callable[..., Sentence]) -> Callable[..., Proposal]:
    """What the rules propose for a text."""
    return lambda text, heading="": propose(read(text, heading), lexicon("sv"))
