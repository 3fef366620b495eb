"""Reading an English legal sentence at its modal: headings, subject, voice, agent."""

import pytest

from nlp.components.clauses import SENTENCES
from nlp.languages import lexicon
from nlp.pipeline import load
from nlp.predicates import kind_of_head, read_predicate
from nlp.rules import Sentence

ENGLISH = lexicon("en")


def sentence_of(text: str) -> Sentence:
    nlp = load("en")
    doc = nlp.make_doc(text)
    doc.user_data.update(heading="", whole=True)
    for name in ("legal_sentences", "cue_matcher", "clause_reader"):
        doc = nlp.get_pipe(name)(doc)
    return doc.user_data[SENTENCES][0]


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("The operator shall keep a log.", "operator"),
        ("The reports referred to in paragraph 1 shall be published.", "reports"),
        ("In the case of a fire, the harbour authority shall close the quay.", "authority"),
        ("Article 9 Complaints The harbour office shall answer complaints.", "office"),
        ("Storage of grain\n    By 1 May, the keeper shall count the sacks.", "keeper"),
        ("On request the lighthouse agency shall send a copy.", "agency"),
        ("Keepers, once registered, shall wear a badge.", "keepers"),
        ("The measures, including inspections, the agency shall record.", "agency"),
    ],
)
def test_the_main_noun_of_the_subject(text, head):
    sentence = sentence_of(text)
    found = read_predicate(sentence, ENGLISH)
    nouns = {sentence.words[place[-1]] for place in (found.head, found.last_head) if place}
    assert head in nouns


@pytest.mark.parametrize(
    ("text", "voice", "act"),
    [
        ("The keeper shall, in particular, count the sacks.", "active", "count"),
        ("The sacks shall be counted by the keeper.", "passive", "counted"),
        ("The keeper shall be responsible for the sacks.", "copula", "responsible"),
        ("The keeper shall only be asked once.", "passive", "asked"),
        ("The keeper shall have a key.", "have", "have"),
    ],
)
def test_the_verb_behind_the_modal(text, voice, act):
    found = read_predicate(sentence_of(text), ENGLISH)
    assert (found.voice, found.act) == (voice, act)


@pytest.mark.parametrize(
    ("text", "agent"),
    [
        ("The sacks shall be counted by the authority.", "actor"),
        ("The sacks shall be counted by the NHQR.", "actor"),
        ("The sacks shall be counted by 1 May.", "date"),
        ("The sacks shall be counted by weighing them.", "means"),
        ("The sacks shall be counted, and weighed by the authority.", ""),
    ],
)
def test_whom_a_passive_names(text, agent):
    assert read_predicate(sentence_of(text), ENGLISH).agent == agent


def test_a_numeral_is_no_acronym():
    sentence = sentence_of("The NHQR shall act under Title VI.")
    assert kind_of_head(sentence, read_predicate(sentence, ENGLISH).head, ENGLISH) == "acronym"
    numbered = sentence_of("Chapter VI shall apply.")
    assert kind_of_head(numbered, read_predicate(numbered, ENGLISH).head, ENGLISH) == "thing"


@pytest.mark.parametrize("text", ["", " ", "shall", "Shall", ", shall", "(shall", "by", "The shall be by"])
def test_scraps_are_read_without_an_error(text):
    sentence = sentence_of(text) if text.strip() else Sentence(0, text.split(), sentence_of("x").clause, ())
    read_predicate(sentence, ENGLISH)
