"""Reasons point at what they name, in both texts."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.matching.matches import Decision, Match, Passage, Query, Reason
from nlp.matching.ranking import suggest

PARTS = [
    "Nämnden",
    "ska",
    "publicera",
    "öppna",
    "data",
    "o\u0308ppna",
    "DOS-lagen",
    "lag (2018:1937)",
    "İ",
    "ﬁl",
    ",",
    "\n",
]
TEXTS = st.one_of(st.lists(st.sampled_from(PARTS), max_size=14).map(" ".join), st.text(max_size=40))
LANGUAGES = st.sampled_from(["sv", "en", ""])


def first(query: str, passage: str, *, language: str = "sv", asked: str = "sv", heading: str = "") -> Match:
    passages = [Passage(id="p", document="d", text=passage, language=language, heading=heading)]
    [match] = suggest([Query(id="q", text=query, language=asked)], passages)
    return match


def marked(reason: Reason, query: str, passage: str) -> tuple[list[str], list[str]]:
    return [query[slice(*place)] for place in reason.source], [passage[slice(*place)] for place in reason.target]


def reason(match: Match, code: str) -> Reason:
    [found] = [one for one in match.reasons if one.code == f"reason.{code}"]
    return found


@settings(max_examples=60)
@given(
    asked=st.lists(st.tuples(TEXTS, TEXTS, LANGUAGES), max_size=3),
    given_texts=st.lists(st.tuples(TEXTS, TEXTS, LANGUAGES), max_size=5),
    decided=st.booleans(),
)
def test_places_always_lie_inside_the_texts(
    asked: list[tuple[str, str, str]], given_texts: list[tuple[str, str, str]], decided: bool
) -> None:
    queries = [Query(id=f"q{n}", title=t, text=x, language=code) for n, (t, x, code) in enumerate(asked)]
    passages = [
        Passage(id=f"p{n}", document="d", heading=h, text=x, language=code)
        for n, (h, x, code) in enumerate(given_texts)
    ]
    decisions = [Decision(requirement="q0", passage="p0", confirmed=True)] if decided else []
    texts = {**{q.id: q.text for q in queries}, **{p.id: p.text for p in passages}}
    for match in suggest(queries, passages, decisions=decisions):
        for found in match.reasons:
            for places, text in ((found.source, texts[match.requirement]), (found.target, texts[match.passage])):
                assert list(places) == sorted(set(places))
                assert all(0 <= start < end <= len(text) and text[start:end].strip() for start, end in places)


def test_shared_terms_are_marked_in_both_texts() -> None:
    query, passage = "Publicera öppna data.", "Här finns kommunens öppna data, och öppna kartor."
    found = reason(first(query, passage), "shared_terms")
    assert marked(found, query, passage) == (["öppna", "data"], ["öppna", "data", "öppna"])


def test_letters_with_separate_accents_are_marked_whole() -> None:
    query, passage = "o\u0308ppna kartor", "Alla o\u0308ppna ytor"
    assert marked(reason(first(query, passage), "shared_terms"), query, passage) == (["o\u0308ppna"], ["o\u0308ppna"])


def test_a_word_of_the_heading_has_no_place_in_the_text() -> None:
    found = reason(first("öppna data", "Planen gäller tills vidare.", heading="Öppna data"), "shared_terms")
    assert (sorted(str(found.values["terms"]).split(", ")), found.target) == (["data", "Öppna"], ())


def test_a_cited_act_is_marked_by_its_name_on_each_side() -> None:
    query, passage = "Krav enligt lag (2018:1937)", "Bilaga om krav enligt DOS-lagen."
    assert marked(reason(first(query, passage), "shared_citation"), query, passage) == (["2018:1937"], ["DOS-lagen"])


def test_a_term_pair_is_marked_in_both_languages() -> None:
    query, passage = "About open data.", "Öppna data publiceras på webbplatsen."
    found = reason(first(query, passage, asked="en"), "term_pair")
    assert marked(found, query, passage) == (["open data"], ["Öppna", "data"])


def test_the_same_wording_is_marked_as_runs() -> None:
    query = "Varje nämnd ska utse en kontaktperson"
    passage = "Senast i juni ska varje nämnd ska utse en kontaktperson, dock inte här."
    found = reason(first(query, passage), "same_wording")
    assert marked(found, query, passage)[1] == ["varje nämnd ska utse en kontaktperson"]


def test_a_shared_actor_is_named() -> None:
    query, passage = "Tillsynsmyndigheten ska granska arkivet", "Granskning: tillsynsmyndigheten svarar för den."
    found = reason(first(query, passage), "same_actor")
    assert found.values == {"actor": "tillsynsmyndigheten"}
    assert marked(found, query, passage) == (["Tillsynsmyndigheten"], ["tillsynsmyndigheten"])


def test_what_is_learned_names_the_decisions_behind_it() -> None:
    passages = [
        Passage(id=name, document=name, text=text, language="en")
        for name, text in [
            ("a", "The data office plans harbour dredging."),
            ("b", "The data office plans school meals."),
            ("c", "Later the data office plans harbour dredging again."),
        ]
    ]
    decisions = [Decision(requirement="q", passage=name, confirmed=True) for name in "ba"]
    query = Query(id="q", text="Publish open data", language="en")
    [match] = suggest([query], passages, decisions=decisions)
    found = reason(match, "learned")
    assert (found.values["requirements"], found.values["passages"]) == ("q, q", "a, b")
