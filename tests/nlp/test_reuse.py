"""Copied passages are found with exact places; what everybody writes, and the law, are nobody's copy."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nlp.reuse import LEAST_WORDS, MOST_WITHIN, Reused, Text, reused
from nlp.translation.wording import placed_words

COPIED = "Varje förvaltning utser en kontaktperson som samlar in önskemål och svarar för att de besvaras inom en vecka."
OWN = "Medborgarlöftet följs upp två gånger om året och resultatet redovisas för kommunstyrelsen i mars och september."


def texts(*passages: str, one_owner: bool = False) -> list[Text]:
    """Each passage alone in a document, each document of a municipality of its own unless told otherwise."""
    return [
        Text(id=number, document=number, owner=0 if one_owner else number, text=passage)
        for number, passage in enumerate(passages)
    ]


def words(text: str) -> list[str]:
    return [word for word, _, _ in placed_words(text)]


def in_two(pair: Reused, passages: list[Text]) -> tuple[str, str]:
    return passages[pair.first].text[slice(*pair.source)], passages[pair.other].text[slice(*pair.target)]


def test_a_copied_passage_is_found_with_its_places_in_both() -> None:
    given_texts = texts(OWN, f"Inledning. {COPIED}", COPIED)
    (pair,) = reused(given_texts)
    assert in_two(pair, given_texts) == (COPIED[:-1], COPIED[:-1])
    assert (pair.first, pair.other, pair.share) == (1, 2, 1.0)


def test_one_changed_word_leaves_one_stretch() -> None:
    given_texts = texts(COPIED, COPIED.replace("önskemål", "synpunkter"))
    (pair,) = reused(given_texts)
    assert in_two(pair, given_texts) == (COPIED[:-1], COPIED[:-1].replace("önskemål", "synpunkter"))
    assert pair.words == len(words(COPIED)) - 1


def test_passages_of_one_document_are_not_compared() -> None:
    assert reused([Text(id=number, document=1, owner=1, text=COPIED) for number in range(2)]) == ()


def test_the_law_is_nobodys_copy() -> None:
    quoting = [f"Enligt lagen gäller att {COPIED}", f"Vi påminner om följande: {COPIED}"]
    assert reused(texts(*quoting), known=[COPIED]) == ()


def test_copied_words_around_a_quotation_of_the_law_still_count() -> None:
    law = "Den som söker ska kunna lämna in handlingarna digitalt utan särskild kostnad."
    both = texts(f"{COPIED} {law}", f"{COPIED} {law}")
    (pair,) = reused(both, known=[law])
    assert in_two(pair, both)[0] == COPIED[:-1]


def test_what_stands_in_many_documents_of_one_owner_is_furniture() -> None:
    assert reused(texts(*[COPIED] * (MOST_WITHIN + 1), one_owner=True)) == ()
    assert reused(texts(*[COPIED] * MOST_WITHIN, one_owner=True))


def test_a_short_phrase_of_the_trade_is_no_copy() -> None:
    phrase = "Kommunstyrelsen beslutar att godkänna förslaget"
    assert reused(texts(f"{phrase} till budget.", f"{phrase} om ny skola.")) == ()


def test_about_leaves_out_what_others_copied_from_each_other() -> None:
    found = reused(texts(OWN, COPIED, COPIED), about=0)
    assert found == ()


def test_nothing_comes_of_nothing() -> None:
    assert reused([]) == ()
    assert reused(texts("", "§ –", "ord")) == ()


def test_combining_accents_are_the_same_letters() -> None:
    apart = COPIED.replace("ö", "o\u0308").replace("å", "a\u030a")
    given_texts = texts(COPIED, apart)
    (pair,) = reused(given_texts)
    assert in_two(pair, given_texts) == (COPIED[:-1], apart[:-1])


_PIECES = st.lists(
    st.sampled_from([*OWN.split(), *COPIED.split(), "ſtraße", "İstanbul", "§", "\n", "e\u0301"]), max_size=12
)


@given(_PIECES, _PIECES, _PIECES, _PIECES)
def test_offsets_lie_in_both_texts_and_hold_the_same_words_at_their_ends(
    before: list[str], after: list[str], other_before: list[str], other_after: list[str]
) -> None:
    passages = texts(" ".join([*before, COPIED, *after]), " ".join([*other_before, COPIED, *other_after]))
    (pair,) = reused(passages)
    ours, theirs = map(words, in_two(pair, passages))
    assert ours[0] == theirs[0]
    assert ours[-1] == theirs[-1]
    assert LEAST_WORDS <= pair.words <= min(len(ours), len(theirs))
    assert 0 < pair.share <= 1
