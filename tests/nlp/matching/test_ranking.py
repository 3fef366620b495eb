"""What `suggest` promises about any input."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.matching.index import Index
from nlp.matching.matches import Decision, Passage, Query
from nlp.matching.ranking import suggest

WORDS = [
    "tillgänglighet",
    "redogörelse",
    "kommunen",
    "ska",
    "publicera",
    "öppna",
    "data",
    "webbplats",
    "2018:1937",
    "å",
]
TEXTS = st.one_of(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), st.text(max_size=40))
LANGUAGES = st.sampled_from(["sv", "en", "da", "", "xx"])
PASSAGES = st.lists(
    st.tuples(TEXTS, LANGUAGES, st.sampled_from(["a", "b"]), st.sampled_from(["", "rule", "heading"])), max_size=8
).map(
    lambda rows: [
        Passage(id=f"p{n}", document=document, text=text, language=language, type=kind)
        for n, (text, language, document, kind) in enumerate(rows)
    ]
)
QUERIES = st.lists(st.tuples(TEXTS, TEXTS, LANGUAGES), max_size=4).map(
    lambda rows: [
        Query(id=f"q{n}", title=title, text=text, language=language) for n, (title, text, language) in enumerate(rows)
    ]
)


@settings(max_examples=60)
@given(queries=QUERIES, passages=PASSAGES, within=st.booleans(), top=st.integers(0, 3))
def test_any_input_gives_ordered_explained_matches(
    queries: list[Query], passages: list[Passage], within: bool, top: int
) -> None:
    matches = list(suggest(queries, passages, within_document=within, top=top))
    texts = {p.id: unicodedata.normalize("NFC", f"{p.heading} {p.text}") for p in passages}
    documents = {p.id: p.document for p in passages}
    assert all(0.0 <= match.score <= 1.0 and match.reasons for match in matches)
    assert len({(match.requirement, match.passage) for match in matches}) == len(matches)
    for query in queries:
        scores = [match.score for match in matches if match.requirement == query.id]
        assert scores == sorted(scores, reverse=True)
    if top:
        groups = Counter((m.requirement, documents[m.passage] if within else "") for m in matches)
        assert max(groups.values(), default=0) <= top
    for match in matches:
        for reason in match.reasons:
            assert 0.0 <= reason.weight <= 1.0
            for term in str(reason.values.get("terms", "")).split(", "):
                assert term in texts[match.passage]


@settings(max_examples=50)
@given(queries=QUERIES, passages=PASSAGES)
def test_same_input_gives_same_output(queries: list[Query], passages: list[Passage]) -> None:
    assert list(suggest(queries, passages)) == list(suggest(queries, Index.build(passages)))


def test_a_compound_is_found_by_its_part() -> None:
    passages = [
        Passage(id="a", document="d", text="Nämnden tar fram en tillgänglighetsredogörelse.", language="sv"),
        Passage(id="b", document="d", text="Nämnden tar fram en budget.", language="sv"),
    ]
    [match] = suggest([Query(id="q", text="redogörelse", language="sv")], passages)
    assert match.passage == "a"
    assert match.reasons[0].values == {"terms": "tillgänglighetsredogörelse"}


def test_a_cited_act_counts_and_is_named() -> None:
    passages = [
        Passage(id="a", document="d", text="Bilaga om krav enligt DOS-lagen.", language="sv"),
        Passage(id="b", document="d", text="Bilaga om krav enligt kommunallagen.", language="sv"),
    ]
    matches = list(suggest([Query(id="q", text="Krav enligt lag (2018:1937)", language="sv")], passages))
    assert matches[0].passage == "a"
    assert ("reason.shared_citation", {"citation": "DOS-lagen"}) in [(r.code, r.values) for r in matches[0].reasons]


def test_a_term_is_found_in_the_other_language() -> None:
    passages = [
        Passage(id="a", document="d", text="Öppna data publiceras på webbplatsen.", language="sv"),
        Passage(id="b", document="d", text="Parkering sker på anvisad plats.", language="sv"),
    ]
    [match] = suggest([Query(id="q", text="Publish open data.", language="en")], passages)
    assert match.passage == "a"
    assert {"source": "open data", "target": "Öppna data"} in [reason.values for reason in match.reasons]


@pytest.mark.parametrize("kind", ["heading", "contents", "rejected", " Rejected proposal\n"])
def test_some_types_are_never_evidence(kind: str) -> None:
    passages = [Passage(id="a", document="d", text="Öppna data ska publiceras", type=kind)]
    assert list(suggest([Query(id="q", text="Öppna data ska publiceras")], passages)) == []


def test_near_identical_wording_is_said() -> None:
    text = "Varje nämnd ska ha en utsedd kontaktperson för öppna data"
    passages = [Passage(id="a", document="d", text=f"{text}.", language="sv")]
    [match] = suggest([Query(id="q", text=text, language="sv")], passages)
    assert {"share": 100} in [reason.values for reason in match.reasons]


def test_equal_passages_keep_their_order() -> None:
    passages = [Passage(id=name, document=name, text="öppna data", language="sv") for name in "zya"]
    assert [m.passage for m in suggest([Query(id="q", text="öppna data", language="sv")], passages)] == ["z", "y", "a"]


def test_a_decided_pair_does_not_return() -> None:
    passages = [Passage(id=name, document="d", text="öppna data", language="sv") for name in "ab"]
    decisions = [Decision(requirement="q", passage="a", confirmed=False)]
    query = Query(id="q", text="öppna data", language="sv")
    assert [match.passage for match in suggest([query], passages, decisions=decisions)] == ["b"]


def test_what_was_decided_holds_for_all_passages_of_one_name() -> None:
    passages = [Passage(id="a", document="d", text=text, language="sv") for text in ("öppna data", "data, öppna")]
    decisions = [Decision(requirement="q", passage="a", confirmed=False)]
    query = Query(id="q", text="öppna data", language="sv")
    assert list(suggest([query, query], passages, decisions=decisions)) == []
