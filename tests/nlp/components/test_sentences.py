"""Where sentences begin in legal text."""

from pathlib import Path

import pytest

from nlp.components.sentences import boundaries
from nlp.languages import lexicon
from nlp.scoring import sentences as sentence_scores

SAMPLE = Path(__file__).parents[2] / "data" / "sentence_boundaries.jsonl"


@pytest.mark.parametrize(
    ("text", "count", "language"),
    [
        ("Enligt 4 kap. 2 § ska nämnden svara. Lag (2019:995).", 2, "sv"),
        ("Se prop. 2017/18:299 och bet. 2018/19:KU10.", 1, "sv"),
        ("Det gäller avgifter m.m. Nämnden beslutar.", 2, "sv"),
        ("Det gäller avgifter, taxor m.m. som nämnden tar ut.", 1, "sv"),
        ("Lagen trädde i kraft den 1. januari och gäller.", 1, "sv"),
        ("1. Nämnden ska svara. 2. Styrelsen ska följa upp.", 2, "sv"),
        ("Första stycket.\n\nandra stycket", 2, "sv"),
        ("See Art. 5 of Regulation (EU) No. 910/2014. It applies.", 2, "en"),
        ("Dr. Lee wrote to J. Smith, e.g. about fees.", 1, "en"),
        ('He said "Stop." Then he left.', 2, "en"),
    ],
)
def test_count(text, count, language):
    assert 1 + len(list(boundaries(text, lexicon(language)))) == count


@pytest.mark.parametrize(
    ("text", "starts", "language"),
    [
        ("Det står i 5 kap. I övrigt gäller 7 §.", ["I övrigt"], "sv"),
        ("Det står i 5 kap. 7 §.", [], "sv"),
        ("The answer is no. It stays.", ["It stays"], "en"),
        ("It stands in Art. IV of the Act.", [], "en"),
    ],
)
def test_an_abbreviation_before_a_number_ends_a_sentence_when_none_follows(text, starts, language):
    assert [text.index(start) for start in starts] == list(boundaries(text, lexicon(language)))


@pytest.mark.parametrize(
    "text", ["Beslutet gäller.1 Det är slutligt.", "Beslutet gäller.² Det är slutligt.", "Det gäller.[12] Det är så."]
)
def test_a_footnote_mark_belongs_to_the_sentence_before(text):
    assert list(boundaries(text, lexicon("sv"))) == [text.rindex("Det")]


def test_a_number_after_a_stop_is_no_footnote_in_a_reference():
    assert list(boundaries("Se artikel 5.1 Följande gäller inte.", lexicon("sv"))) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("This covers Annex I. Any other system is free.", 2),
        ("The letter from A. Brown arrived.", 1),
        ("You choose between A and B. The choice is final.", 2),
        ("A. Before you begin", 1),
        ("The U.S. Congress replied.", 1),
        ("It was signed in the U.S. It was not ratified.", 2),
    ],
)
def test_a_capital_with_a_stop_is_an_initial_a_label_or_an_end(text, count):
    assert 1 + len(list(boundaries(text, lexicon("en")))) == count


def test_lettered_items_on_lines_of_their_own_are_sentences():
    text = "Nämnden ska\na) utreda,\n(b) besluta."
    assert list(boundaries(text, lexicon("sv"))) == [text.index("a)"), text.index("(b)")]


def test_a_word_parted_by_an_empty_line_is_not_torn_apart():
    assert list(boundaries("Det gäller cyber-\n\nsäkerhet i kommunen.", lexicon("sv"))) == []


def test_the_sample_holds_two_hundred_boundaries():
    assert sum(len(marked.starts) for marked in sentence_scores.read_sample(SAMPLE)) >= 200


@pytest.mark.parametrize(("language", "least"), [("sv", 0.97), ("en", 0.95)])
def test_f1_on_the_sample_of_statutes(language, least):
    texts = [marked for marked in sentence_scores.read_sample(SAMPLE) if marked.language == language]
    assert sentence_scores.f1(texts) >= least


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("file", "language", "least"),
    [("sv_talbanken-ud-dev", "sv", 0.97), ("sv_pud-ud-test", "sv", 0.97), ("en_pud-ud-test", "en", 0.95)],
)
def test_f1_on_running_text_of_a_treebank(shared, file, language, least):
    marked = sentence_scores.read_treebank(shared / "gold" / f"{file}.conllu", language)
    assert sentence_scores.f1([marked]) >= least
