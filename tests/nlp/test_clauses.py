"""The main verb of Swedish and English legal sentences."""

import pytest

from nlp.clauses import read_clause
from nlp.languages import lexicon


@pytest.mark.parametrize(
    ("sentence", "verb"),
    [
        ("den som anser att kravet inte uppfylls får anmäla detta", "får"),
        ("digital service som tillhandahålls av en aktör ska följa kraven", "ska"),
        ("om nämnden får en anmälan , ska den pröva saken", "ska"),
        ("leder insatserna inte till rättelse får myndigheten besluta om vite", "får"),
        ("föreskrifter om avgifter meddelas av regeringen", "meddelas"),
        ("fråga om ansvarsfrihet och om anmärkning ska prövas av fullmäktige", "ska"),
    ],
)
def test_swedish_main_verb(sentence, verb):
    words = sentence.split()
    assert words[read_clause(words, lexicon("sv")).verb] == verb


def test_a_fronted_condition_moves_the_start_of_the_main_clause():
    words = ["om", "nämnden", "får", "en", "anmälan", ",", "ska", "den", "pröva", "saken"]
    clause = read_clause(words, lexicon("sv"))
    assert words[clause.start] == "ska"
    assert clause.inverted


def test_a_lead_in_that_ends_in_a_subordinator_is_open():
    assert read_clause(["den", "enskilde", "ska", "informeras", "om", "att"], lexicon("sv")).open


def test_an_english_relative_clause_is_stepped_over():
    words = ["a", "body", "which", "must", "report", "its", "costs", "shall", "keep", "records"]
    assert words[read_clause(words, lexicon("en")).verb] == "shall"
