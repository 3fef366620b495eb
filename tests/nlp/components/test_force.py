"""Which English sentences the trained weights judge, and what the rules keep."""

import pytest

from nlp.components.clauses import SENTENCES
from nlp.components.force import FORCES, JUDGEMENTS, is_instrumental, likeliest, prior, sided
from nlp.pipeline import load
from nlp.requirements import Force
from nlp.rules import Proposal


def judged(text, zone="", language="en"):
    nlp = load(language)
    doc = nlp.make_doc(text)
    doc.user_data.update(heading="", whole=True, zone=zone)
    for name in ("legal_sentences", "cue_matcher", "clause_reader", "force_judge"):
        doc = nlp.get_pipe(name)(doc)
    return doc.user_data[SENTENCES][0], doc.user_data[JUDGEMENTS][0]


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("The keeper shall count the sacks.", "", True),
        ("The keeper shall count the sacks.", "enacting", True),
        ("The keeper shall count the sacks.", "body", False),
        ("The keeper shall count the sacks.", "recital", False),
        ("The keeper must count the sacks.", "annex", True),
        ("The keeper must count the sacks referred to in Article 4.", "", True),
        ("You must count the sacks.", "", False),
        ("The keeper should count the sacks.", "enacting", False),
        ("The keeper is required to count the sacks.", "enacting", False),
        ("Counting of sacks", "enacting", False),
    ],
)
def test_the_weights_judge_what_they_were_trained_on(text, zone, expected):
    assert is_instrumental(judged(text, zone)[0], zone) is expected


@pytest.mark.parametrize(
    ("text", "zone", "force"),
    [
        ("The keeper should count the sacks.", "recital", Force.RECOMMENDATION),
        ("The keeper is required to count the sacks.", "enacting", Force.OBLIGATION),
        ("By 1 May, the authority must count the sacks.", "body", Force.OBLIGATION),
        ("Keepers must not sell the sacks.", "body", Force.PROHIBITION),
    ],
)
def test_other_sentences_keep_what_the_rules_say(text, zone, force):
    judgement = judged(text, zone)[1]
    assert judgement.proposal.force is force
    assert judgement.probabilities == prior(judgement.proposal)
    assert max(judgement.probabilities) < 0.95


def test_the_day_in_may_is_no_permission():
    assert judged("By 1 May, the Member State shall send the list to the Commission.")[1].proposal.rule == "shall"


def test_an_actor_in_the_subject_makes_a_rule_of_conduct():
    probabilities = judged("The Member State shall send the list to the Commission.", "enacting")[1].probabilities
    assert likeliest(probabilities) is Force.OBLIGATION
    assert max(probabilities) > 0.9


def test_entry_into_force_binds_nobody():
    probabilities = judged("This Regulation shall enter into force on 1 May.", "enacting")[1].probabilities
    assert likeliest(probabilities) is Force.SCOPE


def test_the_sides_share_one_probability():
    made = Proposal(force=Force.PROHIBITION, rule="shall_not", start=0, end=1)
    found = dict(zip(FORCES, sided(made, 0.75), strict=True))
    assert (found[Force.PROHIBITION], found[Force.STATEMENT]) == (0.75, 0.25)
