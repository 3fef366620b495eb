"""Looking ahead of a Swedish main verb."""

import pytest

from nlp.languages import lexicon
from nlp.rules.swedish_search import infinitive, limited, negated, negated_before


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Nämnden ska snarast svara.", "svara"),
        ("Nämnden ska i fall som avses i 3 § svara.", "svara"),
        ("Nämnden ska, om det behövs, svara.", "svara"),
        ("Nämnden ska inför krav som ska gälla internt höra facket.", "höra"),
        ("Nämnden får ett svar.", ""),
    ],
)
def test_the_infinitive_under_a_modal(read, text, wanted):
    sentence = read(text)
    place = infinitive(sentence, sentence.clause.verb, lexicon("sv"))
    assert (sentence.words[place] if place >= 0 else "") == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Nämnden får inte svara.", "inte"),
        ("Nämnden får ej svara.", "ej"),
        ("Nämnden får svara att det inte går.", ""),
        ("Nämnden får svara den som inte frågat.", ""),
        ("Nämnden får, om det inte är olämpligt, svara.", ""),
        ("Nämnden får inte bara svara.", ""),
    ],
)
def test_the_negation_of_the_main_verb(read, text, wanted):
    sentence = read(text)
    place = negated(sentence, sentence.clause.verb, len(sentence.words))
    assert (sentence.words[place] if place >= 0 else "") == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ingen får svara.", "ingen"),
        ("Inget beslut får fattas.", "inget"),
        ("Inte bara nämnden får svara.", ""),
        ("Nämnden får svara.", ""),
    ],
)
def test_a_negation_in_front_of_the_verb(read, text, wanted):
    sentence = read(text)
    place = negated_before(sentence, sentence.clause.verb)
    assert (sentence.words[place] if place >= 0 else "") == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Nämnden får endast svara skriftligen.", "endast"),
        ("Bara nämnden får svara.", "bara"),
        ("Nämnden får svara först när remissen kommit.", "först"),
        ("Nämnden får svara som först ansvarig.", ""),
        ("Nämnden får svara att endast skrift gäller.", ""),
    ],
)
def test_the_limit_of_a_permission(read, text, wanted):
    sentence = read(text)
    place = limited(sentence, sentence.clause.verb, len(sentence.words))
    assert (sentence.words[place] if place >= 0 else "") == wanted
