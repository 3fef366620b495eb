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
        ("finns det flera sökande , ska nämnden höra alla", "ska"),
        ("är avsedd för barn eller omfattar skolor", "är"),
        ("om nämnden prövar eller avslår ansökan , får den svara", "får"),
        ("som tillbyggnad räknas varje utvidgning", "räknas"),
        ("en myndighet som beslutar att arbetet ska utföras i delar , ska motivera det", "ska"),
        ("i den mån behovet kvarstår ska nämnden bevilja stöd", "ska"),
        ("rätten för enskilda att i vissa fall erbjudas stöd regleras i lagen", "regleras"),
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


def test_a_condition_without_a_comma_moves_the_start_of_the_main_clause_too():
    words = ["när", "en", "åtgärd", "rör", "ett", "barn", "ska", "nämnden", "beakta", "det"]
    clause = read_clause(words, lexicon("sv"))
    assert (words[clause.start], clause.inverted) == ("ska", True)


def test_an_item_of_a_list_that_only_goes_on_has_no_main_verb():
    words = ["att", "allmänna", "handlingar", "kan", "lämnas", "ut"]
    assert read_clause(words, lexicon("sv")).guessed


def test_a_lead_in_that_ends_in_a_subordinator_is_open():
    assert read_clause(["den", "enskilde", "ska", "informeras", "om", "att"], lexicon("sv")).open


def test_an_english_relative_clause_is_stepped_over():
    words = ["a", "body", "which", "must", "report", "its", "costs", "shall", "keep", "records"]
    assert words[read_clause(words, lexicon("en")).verb] == "shall"
