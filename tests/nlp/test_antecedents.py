"""What mentions point to, given where they stand and what was named before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.antecedents import REACH, Antecedents
from nlp.mentions import find
from nlp.places import MOST_TARGETS
from nlp.references import find_references, resolved
from policies.locators import parse

DOS, GDPR = "SFS 2018:1937", "32016R0679"


def _targets(text: str, memory: Antecedents, language: str = "sv") -> list[str]:
    return [reference.target for reference in resolved(find(text, language), text, memory)]


def test_an_act_is_remembered_for_the_sentences_that_follow() -> None:
    memory = Antecedents(DOS, "9 §")
    _targets("Ärenden handläggs enligt förvaltningslagen (2017:900).", memory)
    memory.stand(DOS, "10 §")
    assert _targets("Beslut enligt 5 § i den lagen överklagas enligt nämnda lag.", memory) == [
        "SFS 2017:900 5 §",
        "SFS 2017:900",
    ]


def test_an_act_named_long_ago_is_not_what_samma_lag_means() -> None:
    memory = Antecedents(DOS, "9 §")
    _targets("förvaltningslagen (2017:900)", memory)
    for _ in range(REACH + 1):
        memory.next_sentence()
    assert _targets("enligt samma lag", memory) == [""]


def test_the_kind_of_act_decides_which_one_is_meant() -> None:
    text = "lagen (2018:218) kompletterar förordning (EU) 2016/679, och den förordningen går före nämnda lag"
    assert _targets(text, Antecedents(DOS, "1 §"))[2:] == [GDPR, "SFS 2018:218"]


def test_an_act_that_a_title_amends_is_not_what_is_spoken_of() -> None:
    text = (
        "Lagen kompletterar förordning (EU) 2019/1020 om ändring av direktiv 2004/42/EG och förordningarna (EG) "
        "nr 765/2008 och (EU) nr 305/2011. Tillsyn utövas enligt artikel 14 i förordningen."
    )
    assert _targets(text, Antecedents(DOS, "1 §"))[-1] == "32019R1020 art 14"


def test_an_article_in_a_statute_belongs_to_the_eu_act_named_before() -> None:
    memory = Antecedents(DOS, "1 §")
    _targets("Lagen kompletterar EU:s dataskyddsförordning.", memory)
    memory.stand(DOS, "2 §")
    assert _targets("Trots artikel 17.1 och EU-förordningen gäller 3 §.", memory) == [
        f"{GDPR} art 17(1)",
        GDPR,
        f"{DOS} 3 §",
    ]


def test_an_item_cites_the_act_its_lead_in_names() -> None:
    memory = Antecedents(DOS, "28 § 2 st")
    _targets("Följande bestämmelser i förordning (EU) 2019/1020 tillämpas:", memory)
    memory.stand(DOS, "28 § 2 st 1 p")
    _targets("artikel 2.3 om åtgärder enligt direktiv 2001/95/EG,", memory)
    memory.stand(DOS, "28 § 2 st 2 p")
    assert _targets("artikel 10.1 om utseende av myndigheter,", memory) == ["32019R1020 art 10(1)"]


def test_conventions_are_not_the_act_that_cites_them() -> None:
    assert _targets("artikel 1 i konventionen och detta avtal", Antecedents(DOS, "1 §")) == [""]


def test_the_number_in_front_of_a_provision_is_no_citation() -> None:
    memory = Antecedents("LBK 2024:69", "60 b § 1 st")
    assert _targets("§ 60 b. Styrelsen omfattes af § 2.", memory, "en") == ["LBK 2024:69 2 §"]


def test_sections_of_other_nordic_acts_are_not_our_own() -> None:
    memory = Antecedents("LOV-2017-06-16-51", "10 § 1 st")
    assert _targets("folketrygdloven § 14-12 første ledd, jf. § 4 i lov om valg", memory, "en") == ["", ""]


def test_a_name_is_known_once_it_was_introduced_with_its_number() -> None:
    memory = Antecedents(DOS, "1 §")
    _targets("provbarhetslagen (2011:11) och lagen (2012:12) om provning av varor", memory)
    assert _targets("5 § provbarhetslagen och 6 § lagen om provning av varor, men 7 § okändlagen", memory) == [
        "SFS 2011:11 5 §",
        "SFS 2012:12 6 §",
        "",
    ]


def test_the_previous_section_is_the_one_that_was_read_before() -> None:
    memory = Antecedents(DOS, "13 a § 1 st")
    memory.stand(DOS, "14 § 1 st")
    memory.stand(DOS, "14 § 2 st")
    assert _targets("enligt föregående paragraf och föregående stycke", memory) == [f"{DOS} 13 a §", f"{DOS} 14 § 1 st"]


def test_the_chapter_of_an_article_is_found_around_it() -> None:
    memory = Antecedents()
    memory.stand(GDPR, "art 51(4)", ("art 51", "chapter VI section 1", "chapter VI"))
    assert _targets("in accordance with this Chapter and this Section", memory, "en") == [
        f"{GDPR} chapter VI",
        f"{GDPR} chapter VI section 1",
    ]


@pytest.mark.parametrize(
    ("text", "locator", "targets"),
    [
        ("som avses i 1 eller 2,", "13 § 1 st 3 p", ["13 § 1 st 1 p", "13 § 1 st 2 p"]),
        ("På denna punkt avses i 2 eller 3, inget.", "13 § 1 st", []),
        ("första-tredje styckena", "13 § 4 st", ["13 § 1 st", "13 § 2 st", "13 § 3 st"]),
        ("denna paragraf", "6 kap. 13 § 4 st", ["6 kap. 13 §"]),
    ],
)
def test_words_that_mean_something_only_where_they_stand(text: str, locator: str, targets: list[str]) -> None:
    assert _targets(text, Antecedents(DOS, locator)) == [f"{DOS} {target}" for target in targets]


def test_without_the_act_the_place_is_all_there_is() -> None:
    assert [r.target for r in find_references("13 § denna lag och denna lag", language="sv")] == ["13 §", ""]


@pytest.mark.parametrize("instrument", ["file 0123abcd", "art 3", "\x00"])
def test_an_identifier_that_is_none_is_left_out(instrument: str) -> None:
    found = find_references("13 §", language="sv", instrument=instrument, locator="not a place")
    assert [r.target for r in found] == ["13 §"]


def test_more_places_than_anybody_cites_are_the_act() -> None:
    (found,) = find_references(f"1–{MOST_TARGETS + 1} §§ lagen (2018:1937)", language="sv")
    assert found.target == DOS


def test_treaties_are_acts_of_their_own() -> None:
    found = find_references("under Article 16 TFEU", language="en", instrument=GDPR, locator="recital 1")
    assert [r.target for r in found] == ["12016E art 16"]
    (charter,) = find_references("Article 47 of the Charter", language="en", instrument=GDPR, locator="recital 1")
    assert charter.target == "12016P art 47"


def test_a_preamble_names_the_treaty_it_rests_on() -> None:
    text = "Having regard to the Treaty on the Functioning of the European Union, and in particular Article 16 thereof"
    found = find_references(text, language="en", instrument=GDPR, locator="preamble para 2")
    assert [r.target for r in found] == ["12016E", "12016E art 16"]


WORDS = [
    "13 §", "§§ 2-4", "första stycket", "andra", "lagen (2018:1937)", "nämnda lag", "denna lag",
    "samma paragraf", "i", "och", ",", "2 kap.", "artikel 5.1", "led a", "förordning (EU) 2016/679",
    "den förordningen", "GDPR", "punkt 2", "bilaga I", "of", "Article 5(1)", "point (a)", "paragraph 2",
    "this Article", "that Regulation", "Annex II", "Part A", "thereof", "WCAG 2.1", "stk. 2",
    "föregående stycke", "till", "the first subparagraph",
]  # fmt: skip
PLACES = ["", "13 § 2 st", "6 kap. 5 § 1 st 3 p", "art 6(2)(a)", "recital 4", "annex I point 2", "transitional point 1"]


@given(
    st.lists(st.sampled_from(WORDS), max_size=12), st.sampled_from(PLACES), st.sampled_from(["", DOS, GDPR]),
    st.sampled_from(["sv", "en"]),
)  # fmt: skip
def test_targets_are_places_that_read_back_and_words_lie_in_the_text(
    words: list[str], locator: str, instrument: str, language: str
) -> None:
    text = " ".join(words)
    for found in find_references(text, language=language, instrument=instrument, locator=locator):
        assert text[found.start : found.end] == found.text
        assert not found.target or found.target.startswith("WCAG") or str(parse(found.target)) == found.target


@given(st.text(max_size=200) | st.text(alphabet="0123456789 §kap.artikel(),;-–abi/:", max_size=120))
def test_any_text_is_read(text: str) -> None:
    for language in ("sv", "en"):
        find_references(text, language=language, instrument=DOS, locator="13 §")


@pytest.mark.parametrize("pattern", ["1 § ", "1-256 §§ ", "a- och ", "samma paragraf i ", "led a i ", "Article 1(1), "])
def test_the_number_of_references_grows_with_the_text_only(pattern: str) -> None:
    counts = [
        len(find_references(pattern * times, language=language, instrument=DOS, locator="13 § 1 st 1 p"))
        for language in ("sv", "en")
        for times in (100, 1000)
    ]
    assert counts[1] <= 10 * max(counts[0], 1) + 10
    assert counts[3] <= 10 * max(counts[2], 1) + 10
