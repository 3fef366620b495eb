"""Two texts compared word by word: pieces a person can read, that give both texts back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.comparison import WordKind, word_changes, words
from nlp.comparison.folding import fold

LETTERS = "ab1 2.,§5\n-–\u00ad\u200b”\"'’å(:"


def marked(old: str, new: str) -> str:
    """The differences as one text: [-removed-]{+added+}."""
    shown = ""
    for piece in word_changes(old, new):
        before, after = old[piece.old_start : piece.old_end], new[piece.new_start : piece.new_end]
        shown += {"same": after, "removed": f"[-{before}-]", "added": f"{{+{after}+}}"}[piece.kind.value]
    return shown


def test_a_word_replaced() -> None:
    assert marked("Nämnden ska svara.", "Nämnden bör svara.") == "Nämnden [-ska -]{+bör +}svara."


def test_a_word_that_came_in() -> None:
    assert marked("Uppgiften får lämnas ut.", "Uppgiften får inte lämnas ut.") == "Uppgiften får {+inte +}lämnas ut."


def test_numbers_and_citations_stay_whole() -> None:
    old, new = "enligt 5 a § lagen (2018:1937) om 3,5 procent", "enligt 5 b § lagen (2018:1938) om 3,6 procent"
    assert marked(old, new) == "enligt 5 [-a -]{+b +}§ lagen ([-2018:1937-]{+2018:1938+}) om [-3,5 -]{+3,6 +}procent"


def test_a_mark_that_moved() -> None:
    assert marked("Kost, logi och resa.", "Kost logi, och resa.") == "Kost [-, logi -]{+logi, +}och resa."


def test_a_word_alone_between_changes_joins_them() -> None:
    old, new = "ska utan dröjsmål och skriftligen meddela", "får inom en vecka och muntligen meddela"
    assert marked(old, new) == "[-ska utan dröjsmål och skriftligen -]{+får inom en vecka och muntligen +}meddela"


def test_typography_and_white_space_are_the_same() -> None:
    pieces = word_changes("Kom\u00admunens  ”plan” – 5 §", 'Kommunens "plan" -\n5 §')
    assert [piece.kind for piece in pieces] == [WordKind.SAME]


def test_a_space_that_came_or_went_is_shown() -> None:
    assert marked("enligt 8§ i lagen", "enligt 8 § i lagen") == "enligt [-8§ -]{+8 § +}i lagen"


def test_no_words_at_all() -> None:
    assert word_changes("", "") == []
    assert marked("", "Ny text.") == "{+Ny text.+}"
    assert marked("Gammal text.", "  ") == "  [-Gammal text.-]"


def test_very_long_texts_share_their_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "MOST_CELLS", 10)
    assert marked("ett två tre fyra fem", "ett två 3 4 fem") == "ett två [-tre fyra -]{+3 4 +}fem"


@settings(max_examples=200)
@given(st.text(LETTERS, max_size=40), st.text(LETTERS, max_size=40))
def test_pieces_give_both_texts_back(old: str, new: str) -> None:
    pieces = word_changes(old, new)
    assert "".join(old[piece.old_start : piece.old_end] for piece in pieces) == old
    assert "".join(new[piece.new_start : piece.new_end] for piece in pieces) == new
    for piece in pieces:
        before, after = old[piece.old_start : piece.old_end], new[piece.new_start : piece.new_end]
        if piece.kind is WordKind.SAME:
            assert fold(before).replace(" ", "") == fold(after).replace(" ", "")
        else:
            assert bool(before) != bool(after)


@settings(max_examples=200)
@given(st.text(LETTERS, max_size=24), st.text(LETTERS, max_size=24))
def test_something_differs_exactly_when_the_words_do(old: str, new: str) -> None:
    differs = any(piece.kind is not WordKind.SAME for piece in word_changes(old, new))
    assert differs == (fold(old) != fold(new))
