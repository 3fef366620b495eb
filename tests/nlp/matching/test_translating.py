"""What a passage in another language renders of a query."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nlp.matching.grams import Spelling
from nlp.matching.index import Index
from nlp.matching.lexicon import Lexicon, shipped
from nlp.matching.matches import Passage, Query
from nlp.matching.questions import ask
from nlp.matching.ranking import suggest
from nlp.matching.translating import rendered

PAIRS = Lexicon([("nämnd", "committee"), ("arkiv", "archive"), ("öppna data", "open data")], "sv", "en")


def shares(
    query: str, *passages: str, asked: str = "en", language: str = "sv", lexicon: Lexicon = PAIRS
) -> tuple[list[float], list[float]]:
    index = Index.build(
        Passage(id=str(n), document="d", text=text, language=language) for n, text in enumerate(passages)
    )
    question = ask(Query(id="q", text=query, language=asked), index, lexicon)
    first, second = rendered(question.renderings, index.present[np.arange(len(index))], index, Spelling.of(index))
    return first.tolist(), second.tolist()


def test_a_translation_is_found_and_a_stranger_is_not() -> None:
    asked, said = shares("The committee keeps the archive", "Nämnden vårdar sitt arkiv.", "Simhallen är öppen.")
    assert asked[0] > 0.5 > asked[1]
    assert said[0] > said[1]


def test_names_and_numbers_count_without_a_lexicon() -> None:
    asked, _ = shares("Lindköping 2031", "I Lindköping gäller planen till 2031.", "Planen gäller till dess.")
    assert asked[0] > 0.9 > asked[1]


def test_a_longer_passage_is_explained_to_a_smaller_share() -> None:
    short, long = "Nämnden vårdar arkivet.", "Nämnden vårdar arkivet, simhallen, biblioteket och parkens alla träd."
    asked, said = shares("committee archive", short, long)
    assert asked[0] == asked[1]
    assert said[0] > said[1]


def test_within_one_language_nothing_is_rendered() -> None:
    assert shares("Nämnden vårdar arkivet", "Nämnden vårdar arkivet.", asked="sv") == ([0.0], [0.0])


def test_danish_words_meet_swedish_ones_by_their_spelling() -> None:
    asked, _ = shares(
        "tilgængelighed", "Om tillgänglighet.", "Om bibliotek.", asked="da", lexicon=Lexicon((), "da", "sv")
    )
    assert asked[0] > asked[1]


@given(
    query=st.text(max_size=60),
    passages=st.lists(st.text(max_size=60), max_size=4),
    languages=st.sampled_from([("en", "sv"), ("da", "sv"), ("sv", "en"), ("xx", "sv")]),
)
def test_shares_stay_within_bounds(query: str, passages: list[str], languages: tuple[str, str]) -> None:
    asked, said = shares(query, *passages, asked=languages[0], language=languages[1], lexicon=shipped())
    assert all(0.0 <= share <= 1.0 for share in (*asked, *said))


def test_a_text_in_the_passages_language_is_asked_instead() -> None:
    passages = [
        Passage(id=str(n), document="d", text=text, language="sv") for n, text in enumerate(["Brandbil", "Båt"])
    ]
    query = Query(id="q", text="Fire engine", language="en", texts={"sv": "Brandbilen"})
    question = ask(query, Index.build(passages), Lexicon((), "sv", "en"))
    assert (question.language, question.text, question.renderings) == ("sv", "Brandbilen", ())


def test_a_text_in_a_neighbouring_language_helps() -> None:
    query = Query(id="q", text="Fire engine", language="en", texts={"da": "Brandbilen", "fi": "Paloauto"})
    passages = [
        Passage(id=str(n), document="d", text=text, language="sv") for n, text in enumerate(["Båt", "Brandbil"])
    ]
    [match] = suggest([query], passages)
    assert match.passage == "1"


def test_pointers_within_an_act_do_not_count() -> None:
    asked, _ = shares("nämnd, § 3, stk. 1", "Nämnd.", "Nämnd 3 1.", asked="da", lexicon=Lexicon((), "da", "sv"))
    assert asked[0] == asked[1]
