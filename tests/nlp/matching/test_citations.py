"""Which acts and places a text names, and what agreement in them is worth."""

from __future__ import annotations

from nlp.matching.citations import place, places
from nlp.matching.matches import Passage, Query
from nlp.matching.ranking import suggest


def test_places_are_told_from_prepositions() -> None:
    assert {str(found) for found in places("artikel 7 i förordningen och 6 kap. 37 och 38 §§ kommunallagen")} == {
        "art 7",
        "6 kap. 37 §",
        "6 kap. 38 §",
    }


def test_a_reference_to_a_paragraph_points_to_its_section() -> None:
    assert str(place("SFS 2009:400 5 kap. 1 § 2 st")) == "5 kap. 1 §"
    assert place("32016R0679") is None


def test_the_same_place_counts_more_than_the_same_act_and_that_more_than_another_act() -> None:
    texts = {
        "other act": "Enligt 13 § lagen (2009:724) ska det finnas en redogörelse.",
        "other place": "Enligt 10 § lagen (2018:1937) ska det finnas en redogörelse.",
        "same act": "Enligt lagen (2018:1937) ska det finnas en redogörelse.",
        "same place": "Enligt 13 § lagen (2018:1937) ska det finnas en redogörelse.",
    }
    passages = [Passage(id=name, document=name, text=text, language="sv") for name, text in texts.items()]
    query = Query(id="q", text="En redogörelse ska finnas.", language="sv", references=("SFS 2018:1937 13 § 2 st",))
    assert [match.passage for match in suggest([query], passages)] == [
        "same place",
        "same act",
        "other place",
        "other act",
    ]


def test_a_quotation_ranks_below_a_rule_with_the_same_words() -> None:
    text = "Webbplatsen ska vara tillgänglig för alla."
    passages = [
        Passage(id="quotation", document="a", text=text, language="sv", type="quotation"),
        Passage(id="rule", document="b", text=text, language="sv", type="rule"),
    ]
    query = Query(id="q", text="Webbplatser ska vara tillgängliga.", language="sv")
    assert [match.passage for match in suggest([query], passages)] == ["rule", "quotation"]
