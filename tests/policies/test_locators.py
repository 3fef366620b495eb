"""One value for every way of writing a place, and text that always comes back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from policies.locators import Locator, LocatorError, Part, contains, identifier, parse, parse_all

CANONICAL = [
    "art 6", "art 6(2)", "art 6(2)(a)", "art 6(2)(a)(i)", "art 6(2) subpara 2", "art 46 subpara 2", "art 4(1)",
    "art 6(2) subpara 2(a)", "art 5a(1)", "art 5b(9) sentence 2", "art 6(2) indent 3", "recital 12", "annex",
    "annex I", "annex I point 2", "annex I point 2(a)", "annex VIII section C", "annex I part A point 3",
    "title II", "chapter III", "chapter III section 2",
    "13 §", "13 a §", "13 § 2 st", "13 § 2 st 2 men", "6 kap.", "19 a kap. 15 §", "6 kap. 37 a §", "2 § 3 p",
    "6 kap. 37 § 1 st 2 p", "6 kap. 37 § 1 st 2 p a", "6 kap. 37 § 1 st 2 p i", "6 kap. 37 § 1 st 2 p p",
    "13 § 1 st a", "13 § 2 a p", "13 § 1 st 2 strecksats", "transitional point 2", "transitional 2023:254 point 2",
    "principle 4", "section 2.1", "section 2.1 para 3 item 2", "item 3", "item 3 item 1", "row 7", "table 1 row 7",
    "§ 45", "§ 45 beslut 2", "§ 45 para 3", "§ 45 förslag 1 item 2", "recommendation 12", "page 3 para 2",
    "art 113(1) #2", "13 § 1 st e(1)", "heading 5 annex A table 1 row 2",
    "SFS 2018:1937", "SFS 2018:1937 13 § 2 st", "32018R1724 art 6(2)(a)", "32018R1724 annex II row 3",
    "MDFFS 2019:2 4 §", "32023C0123(01) chapter II point 7", "12016E art 16(2)", "annex II part A point 3",
]  # fmt: skip


@pytest.mark.parametrize("text", CANONICAL)
def test_canonical_form_reads_back_as_itself(text: str) -> None:
    assert str(parse(text)) == text


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("art. 7.1 b", "art 7(1)(b)"),
        ("artikel 7.1 b", "art 7(1)(b)"),
        ("artikel 7.1b", "art 7(1)(b)"),
        ("Article 7(1), point (b)", "art 7(1)(b)"),
        ("Article 7(1)(b)", "art 7(1)(b)"),
        ("Art 7 (1) b", "art 7(1)(b)"),
        ("point (b) of Article 7(1)", "art 7(1)(b)"),
        ("led b i artikel 7.1", "art 7(1)(b)"),
        ("paragraph 2 of Article 6", "art 6(2)"),
        ("point (a) of the first subparagraph of Article 6(1)", "art 6(1) subpara 1(a)"),
        ("artikel 6.1 första stycket led a", "art 6(1) subpara 1(a)"),
        ("art. 6.1 second subparagraph", "art 6(1) subpara 2"),
        ("artikel 6.1 andra stycket", "art 6(1) subpara 2"),
        ("artikel 6.1, andra stycket", "art 6(1) subpara 2"),
        ("art. 5b.9 first sentence", "art 5b(9) sentence 1"),
        ("Article 4, point (1)", "art 4(1)"),
        ("art. 4.1(4)(a)", "art 4(1)(4)(a)"),
        ("rec. 12", "recital 12"),
        ("skäl 12", "recital 12"),
        ("recital (12)", "recital 12"),
        ("bilaga I", "annex I"),
        ("bilagan", "annex"),
        ("annex, section 1", "annex section 1"),
        ("ch. II, point 7", "chapter II point 7"),
        ("13 § andra stycket 3", "13 § 2 st 3 p"),
        ("13 § 2 st. 3 p.", "13 § 2 st 3 p"),
        ("13 § st. 2 p 3", "13 § 2 st 3 p"),
        ("13 § första stycket", "13 § 1 st"),
        ("13 § första stycket andra meningen", "13 § 1 st 2 men"),
        ("13 § första stycket 2 a", "13 § 1 st 2 p a"),
        ("13§", "13 §"),
        ("13a §", "13 a §"),
        ("9 § st. 1 5", "9 § 1 st 5 p"),
        ("2 § 3", "2 § 3 p"),
        ("6:37", "6 kap. 37 §"),
        ("6:37 a", "6 kap. 37 a §"),
        ("Övergångsbest. p. 2", "transitional point 2"),
        ("§ 1, stk. 5, nr. 6", "1 § 5 st 6 p"),
        ("§ 3, stk. 2, 2. pkt.", "3 § 2 st 2 men"),
        ("§ 8 første ledd bokstav b", "8 § 1 st b"),
        ("§ 45 decision 2", "§ 45 beslut 2"),
        ("avsnitt 2.1", "section 2.1"),
        ("Princip 4", "principle 4"),
        ("24 kap. skollagen (2010:800)", "SFS 2010:800 24 kap."),
        ("21 a § lagen (1993:387)", "SFS 1993:387 21 a §"),
        ("SFS 2018:1937, § 13", "SFS 2018:1937 13 §"),
        ("8 kap. 3 § hälso- och sjukvårdslagen (2017:30)", "SFS 2017:30 8 kap. 3 §"),
        ("artikel 1.1 i Europaparlamentets och rådets direktiv (EU) 2016/2102", "32016L2102 art 1(1)"),
        ("Article 8 of Regulation (EU) No 910/2014 of the European Parliament", "32014R0910 art 8"),
        ("Directive 95/46/EC, Article 7", "31995L0046 art 7"),
    ],
)
def test_other_ways_of_writing_give_the_same_value(written: str, canonical: str) -> None:
    assert str(parse(written)) == canonical
    assert parse(written) == parse(canonical)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("3–5 §§", ["3 §", "4 §", "5 §"]),
        ("Articles 3 to 5", ["art 3", "art 4", "art 5"]),
        ("4, 6 och 7 §§", ["4 §", "6 §", "7 §"]),
        ("10, 11 eller 15 §", ["10 §", "11 §", "15 §"]),
        ("5 a–5 c §§", ["5 a §", "5 b §", "5 c §"]),
        ("5 a-c §§", ["5 a §", "5 b §", "5 c §"]),
        ("8 kap. 14, 15 och 16 a §§", ["8 kap. 14 §", "8 kap. 15 §", "8 kap. 16 a §"]),
        ("8 kap. 12 b § och 25 kap. 5 a §", ["8 kap. 12 b §", "25 kap. 5 a §"]),
        ("5 kap. 6-7 §§ och 33 kap. 9 §", ["5 kap. 6 §", "5 kap. 7 §", "33 kap. 9 §"]),
        ("1 kap. eller 24 kap.", ["1 kap.", "24 kap."]),
        ("1 § 1 och 5 samt 2 § 4", ["1 § 1 p", "1 § 5 p", "2 § 4 p"]),
        ("4, 6 samt 8 §§", ["4 §", "6 §", "8 §"]),
        ("1 kap. 3 § 2, 14 §", ["1 kap. 3 § 2 p", "1 kap. 14 §"]),
        ("8 kap. 9 § st. 1, 10 §", ["8 kap. 9 § 1 st", "8 kap. 10 §"]),
        ("4 § st. 1 7; 2 §", ["4 § 1 st 7 p", "2 §"]),
        ("12 § st. 1-2", ["12 § 1 st", "12 § 2 st"]),
        ("9 § första stycket 1–2, andra eller tredje stycket", ["9 § 1 st 1 p", "9 § 1 st 2 p", "9 § 2 st",
                                                                 "9 § 3 st"]),
        ("4 § första stycket eller andra stycket 1 eller 2", ["4 § 1 st", "4 § 2 st 1 p", "4 § 2 st 2 p"]),
        ("art. 7.1 b and c", ["art 7(1)(b)", "art 7(1)(c)"]),
        ("art. 25.2 a, d, g", ["art 25(2)(a)", "art 25(2)(d)", "art 25(2)(g)"]),
        ("art. 12.2, 15.1, 16", ["art 12(2)", "art 15(1)", "art 16"]),
        ("art. 5b.1-2, 5b.6", ["art 5b(1)", "art 5b(2)", "art 5b(6)"]),
        ("art. 4, 9-10", ["art 4", "art 9", "art 10"]),
        ("art. 3.1 first subparagraph, 2.15", ["art 3(1) subpara 1", "art 2(15)"]),
        ("art. 45e.1, annex VI", ["art 45e(1)", "annex VI"]),
        ("art. 6.2-4, annex III points 3-4", ["art 6(2)", "art 6(3)", "art 6(4)", "annex III point 3",
                                               "annex III point 4"]),
        ("Article 4(1) and (2)", ["art 4(1)", "art 4(2)"]),
        ("Article 4(1)(h) and (i)", ["art 4(1)(h)", "art 4(1)(i)"]),
        ("Article 4(1)(a)(i) and (ii)", ["art 4(1)(a)(i)", "art 4(1)(a)(ii)"]),
        ("Article 6(1), points (a) and (b), and Article 9(2)(a)", ["art 6(1)(a)", "art 6(1)(b)", "art 9(2)(a)"]),
        ("points (a) to (c) of Article 6(1)", ["art 6(1)(a)", "art 6(1)(b)", "art 6(1)(c)"]),
        ("Articles 6(1)(a) to (b) and 9(2)", ["art 6(1)(a)", "art 6(1)(b)", "art 9(2)"]),
        ("Recitals (12) to (13)", ["recital 12", "recital 13"]),
        ("Annexes I to III", ["annex I", "annex II", "annex III"]),
        ("§§ 45-46", ["§ 45", "§ 46"]),
    ],
)  # fmt: skip
def test_lists_and_ranges_are_spelled_out(written: str, canonical: list[str]) -> None:
    assert [str(found) for found in parse_all(written)] == canonical


@pytest.mark.parametrize(
    ("written", "within", "canonical"),
    [
        ("första stycket", "13 § 2 st", ["13 § 1 st"]),
        ("första och andra styckena", "13 § 3 st", ["13 § 1 st", "13 § 2 st"]),
        ("2 §", "6 kap. 5 § 1 st", ["6 kap. 2 §"]),
        ("paragraph 1", "art 6(2)(a)", ["art 6(1)"]),
        ("paragraphs 1 and 3", "art 6(2)", ["art 6(1)", "art 6(3)"]),
        ("point (b)", "art 6(2)(a)", ["art 6(2)(b)"]),
        ("the second subparagraph", "art 6(2)", ["art 6(2) subpara 2"]),
        ("Article 9", "art 6(2)", ["art 9"]),
        ("5 § lagen (2009:724)", "6 kap. 5 §", ["SFS 2009:724 5 §"]),
        ("§§ 7-9", "5 § 1 st", ["7 §", "8 §", "9 §"]),
        ("§ 7 og 9", "5 §", ["7 §", "9 §"]),
        ("första-tredje styckena", "5 § 4 st", ["5 § 1 st", "5 § 2 st", "5 § 3 st"]),
        ("Part A", "annex II part B point 3", ["annex II part A"]),
        ("Section 2", "chapter III", ["chapter III section 2"]),
        ("point (g)", "annex I(h)", ["annex I(g)"]),
        ("point (b) of Annex VII", "art 3", ["annex VII(b)"]),
    ],
)
def test_relative_citations_are_completed(written: str, within: str, canonical: list[str]) -> None:
    assert [str(found) for found in parse_all(written, within=parse(within))] == canonical


@pytest.mark.parametrize(
    "text",
    ["", " ", "whole", "forms", "area", "första stycket", "2-3", "1", "art.", "§", "art 6(", "art 6)", "art 5 to",
     "5 to 3 §§", "art (?)", "of of of", "Articles to", "redogörelse (§ ?)", "art 6(2)(abcdefg)", "\x00", "٣ §",
     "13 § SFS 2018:1937 SFS 2018:1938"],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(LocatorError):
        parse_all(text)


def test_several_places_are_not_one() -> None:
    with pytest.raises(LocatorError) as caught:
        parse("3-5 §§")
    assert caught.value.code == "error.locator_several"


@pytest.mark.parametrize(
    ("text", "code"),
    [("1-9999 §§", "error.locator_too_many"), ("art 1 to 999999", "error.locator_too_many"),
     ("1, " * 300 + "2 §§", "error.locator_too_many"), ("1" * 2000, "error.locator_too_long")],
)  # fmt: skip
def test_expansion_is_bounded(text: str, code: str) -> None:
    with pytest.raises(LocatorError) as caught:
        parse_all(text)
    assert caught.value.code == code


@given(st.text(alphabet="0123456789abiv .,;:()§-–/ IVX", max_size=60) | st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = parse_all(text)
    except LocatorError:
        return
    assert [parse(str(place)) for place in found] == list(found)


_GRAMMAR = "art|3|a|(1)|§|kap.|st|p|of|,|och|-|första|annex|I|point|i|led|mening|13|4.1|2018:1937|lag (2018:1937)|6:37"


@given(st.lists(st.sampled_from(_GRAMMAR.split("|")), max_size=14))
def test_any_run_of_words_of_the_grammar_is_read_or_refused(words: list[str]) -> None:
    try:
        found = parse_all(" ".join(words))
    except LocatorError:
        return
    assert [parse(str(place)) for place in found] == list(found)


_count = st.integers(1, 400).map(str)
_letter = st.sampled_from("abcdefghijklmnopqrstuvwxyzåäö")
_roman = st.sampled_from(["I", "II", "IV", "IX", "XIV"])
_not_in = _letter.filter(lambda letter: letter != "i")  # before a number "i" is the preposition
_section = st.builds(lambda number, letter: f"{number} {letter}".strip(), _count, _letter | st.just(""))
_point = _section.filter(lambda number: number[-2:] not in {" i", " p"})  # "3 p p" is letter p of point 3
_dotted = st.lists(_count, min_size=1, max_size=4).map(".".join)


def _chain(*steps: tuple[str, st.SearchStrategy[str]]) -> st.SearchStrategy[tuple[Part, ...]]:
    """Places that go down these steps in order, from at least the first."""
    parts = st.tuples(*(numbers.map(lambda number, kind=kind: Part(kind, number)) for kind, numbers in steps))
    return st.tuples(parts, st.integers(1, len(steps))).map(lambda drawn: drawn[0][: drawn[1]])


_places = st.one_of(
    _chain(("art", _count), ("sub", _count), ("sub", _letter), ("sub", st.sampled_from(["i", "ii", "iv", "ix"]))),
    _chain(("art", _count), ("subpara", _count), ("sub", _letter)),
    _chain(("art", _count), ("sub", _count), ("subpara", _count), ("indent", _count)),
    _chain(("recital", _count), ("sentence", _count)),
    _chain(("annex", _roman), ("section", _roman), ("point", _dotted), ("sub", _letter)),
    _chain(("title", _roman), ("chapter", _roman), ("section", _count)),
    _chain(("kap", _section), ("§", _section), ("st", _count), ("p", _point), ("letter", _letter)),
    _chain(("§", _section), ("st", _count), ("p", _count), ("letter", _not_in), ("strecksats", _count)),
    _chain(("§", _section), ("st", _count), ("men", _count)),
    _chain(("§", _section), ("p", _count), ("letter", _letter)),
    _chain(("transitional", st.just("2023:254")), ("point", _count)),
    _chain(("section", _dotted), ("para", _count), ("item", _dotted), ("item", _count)),
    _chain(("minute", _count), ("beslut", _count), ("item", _count)),
    _chain(("table", _count), ("row", _count)),
)  # fmt: skip
_instruments = st.sampled_from(["", "32018R1724", "32023C0123(01)", "MDFFS 2019:2", "LOV-2018-06-15-38", "12016E"])


@example("", (Part("§", "1 p"),))
@example("", (Part("kap", "2 p"), Part("§", "1 i"), Part("st", "1"), Part("p", "3 o")))
@given(_instruments, _places)
def test_round_trip(instrument: str, parts: tuple[Part, ...]) -> None:
    place = Locator(instrument, parts)
    assert parse(str(place)) == place


@given(st.lists(st.builds(Locator, st.just(""), _places), max_size=8))
def test_sort_keys_compare_and_keep_containers_first(places: list[Locator]) -> None:
    ordered = sorted(places, key=lambda place: place.sort_key)
    for index, outer in enumerate(ordered):
        assert not any(contains(later, outer) and later != outer for later in ordered[index + 1 :])


@pytest.mark.parametrize(
    "ordered",
    [["9 §", "10 §", "10 § 1 st", "10 a §", "11 §"], ["annex IV", "annex V", "annex IX", "annex X"],
     ["art 4(1)(h)", "art 4(1)(i)", "art 4(1)(j)"], ["art 4(1)(a)(ii)", "art 4(1)(a)(v)", "art 4(1)(a)(ix)"],
     ["recital 9", "recital 10", "art 1", "art 5", "art 5a", "art 6", "annex I"], ["section 2.9", "section 2.10"],
     ["1 kap. 9 §", "2 kap. 1 §", "10 kap. 1 §", "transitional point 1"]],
)  # fmt: skip
def test_natural_order(ordered: list[str]) -> None:
    places = [parse(text) for text in ordered]
    places.reverse()
    places.sort(key=lambda place: place.sort_key)
    assert [str(place) for place in places] == ordered


def test_containment_needs_the_same_instrument() -> None:
    assert contains(parse("SFS 2018:1937"), parse("SFS 2018:1937 13 § 2 st"))
    assert contains(parse("13 §"), parse("13 §"))
    assert not contains(parse("13 §"), parse("SFS 2018:1937 13 § 2 st"))
    assert not contains(parse("1 §"), parse("13 §"))


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("SFS 2018:1937", "SFS 2018:1937"),
        ("lag (2018:1937)", "SFS 2018:1937"),
        ("Lag (2018:1937) om tillgänglighet till digital offentlig service", "SFS 2018:1937"),
        ("förordningen (2018:1938)", "SFS 2018:1938"),
        ("2018:1937", "SFS 2018:1937"),
        ("Tryckfrihetsförordning (1949:105)", "SFS 1949:105"),
        ("sfs-2018-1937", "SFS 2018:1937"),
        ("CELEX 32016L2102", "32016L2102"),
        ("CELEX:32016L2102", "32016L2102"),
        ("CELEX%3A32016R0679", "32016R0679"),
        ("02014R0910-20241018", "32014R0910"),
        ("32023C0123(01)", "32023C0123(01)"),
        ("http://data.europa.eu/eli/dir/2016/2102/oj", "32016L2102"),
        ("http://data.europa.eu/eli/reg_impl/2025/848/oj", "32025R0848"),
        ("https://eur-lex.europa.eu/legal-content/SV/TXT/?uri=CELEX:32016R0679", "32016R0679"),
        ("https://eur-lex.europa.eu/legal-content/SV/TXT/?uri=CELEX%3A32016R0679", "32016R0679"),
        ("Regulation (EU) 2016/679", "32016R0679"),
        ("Regulation (EU) 2016/679 of the European Parliament", "32016R0679"),
        ("Förordning (EU) nr 910/2014", "32014R0910"),
        ("Regulation (EC) No 1049/2001", "32001R1049"),
        ("Regulation (EEC) No 1408/71", "31971R1408"),
        ("Regulation (EU) No 2016/679", "32016R0679"),
        ("dataskyddsförordningen (EU) 2016/679", "32016R0679"),
        ("https://eur-lex.europa.eu/eli/reg/2016/679/oj", "32016R0679"),
        ("direktiv (EU) 2016/2102", "32016L2102"),
        ("Directive 2014/55/EU", "32014L0055"),
        ("direktiv 95/46/EG", "31995L0046"),
        ("Kommissionens genomförandebeslut (EU) 2018/1523", "32018D1523"),
        ("Commission Implementing Regulation (EU) 2022/1463", "32022R1463"),
        ("MDFFS 2019:2", "MDFFS 2019:2"),
        ("LOV 2018:692", "LOV 2018:692"),
        ("CELEX 12016P/TXT", "12016P"),
        ("LOV-2018-06-15-38", "LOV-2018-06-15-38"),
    ],
)
def test_identifiers_become_one(written: str, normal: str) -> None:
    assert identifier(written) == normal


@pytest.mark.parametrize(
    "text", ["", "dataskyddsförordningen", "COM(2017) 134", "prop. 2025/26:244", "1:2", "SÖ 2000:2"]
)
def test_unknown_identifiers_are_refused(text: str) -> None:
    with pytest.raises(LocatorError) as caught:
        identifier(text)
    assert caught.value.code == "error.identifier_unknown"


@pytest.mark.parametrize(
    "pattern", ["(", "i ", "§ ", "1 a,", "(a)", "och ", "-", "Article 1 of ", "2018:1", "lag (", "a- och "]
)
def test_hostile_text_costs_no_more_than_its_length(pattern: str) -> None:
    """Text beyond the limit is cut off before it is read, so even a megabyte answers."""
    for text in (pattern * (1000 // len(pattern)), pattern * 200_000):
        with pytest.raises(LocatorError):
            parse_all(text)


@pytest.mark.corpus
def test_most_locators_of_the_facts_are_read(shared: Path) -> None:
    facts = json.loads((shared / "facts" / "guidelines.json").read_text(encoding="utf-8"))
    unread = []
    written = [r["locator"] for guideline in facts["guidelines"] for r in guideline["requirements"]]
    numbered = [text for text in written if any(mark.isdigit() for mark in text) and "?" not in text]
    for text in numbered:
        try:
            parse_all(text)
        except LocatorError:
            unread.append(text)
    assert len(unread) <= 0.06 * len(numbered), unread
