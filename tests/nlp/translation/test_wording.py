"""Shared wording: exact places, no overlaps, whatever the texts hold."""

from hypothesis import given
from hypothesis import strategies as st

from nlp.translation.wording import grams, longest_run, placed_words, shared_runs

SOURCE = "Nämnden ska testa varje formulär med användare innan det tas i bruk."


def cut(text, span):
    return text[span.start : span.end]


def test_a_shared_run_is_cut_out_exactly_on_both_sides():
    target = "Rutin: nämnden ska   testa\nvarje formulär, med handläggare."
    (run,) = shared_runs(SOURCE, target)
    assert cut(SOURCE, run.source) == "Nämnden ska testa varje formulär med"
    assert cut(target, run.target) == "nämnden ska   testa\nvarje formulär, med"
    assert run.words == 6


def test_runs_shorter_than_asked_for_are_left_out():
    assert shared_runs("varje formulär med användare", "varje formulär med kunder", least=4) == ()
    assert shared_runs("varje formulär med användare", "varje formulär med kunder", least=3)[0].words == 3


def test_runs_come_in_the_order_of_the_source_and_do_not_overlap():
    one, other = "a b c d e x f g h i j", "f g h i j y a b c d e"
    runs = shared_runs(one, other)
    assert [cut(one, run.source) for run in runs] == ["a b c d e", "f g h i j"]
    assert [cut(other, run.target) for run in runs] == ["a b c d e", "f g h i j"]


def test_the_longest_run_is_kept_where_two_overlap():
    assert longest_run("a b c d e f g", "a b c d e x b c d e f g").words == 6


def test_a_letter_with_a_combining_mark_is_the_letter():
    assert longest_run("kraven pa\u030a tillga\u0308nglighet", "kraven på tillgänglighet", least=3).words == 3


def test_repeated_words_are_read_in_time_in_proportion():
    assert longest_run("a " * 20_000, "a " * 20_000).words == 20_000


def test_two_words_have_no_run_of_three():
    assert grams(placed_words("två ord")) == frozenset()


WORDS = ["a", "b", "ab", "ß", "Ü", "x̂", ",", "1:2"]
TEXTS = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))


@given(TEXTS, TEXTS, st.integers(min_value=-1, max_value=4))
def test_any_texts_give_equal_words_at_valid_places(source, target, least):
    last_source = 0
    for run in shared_runs(source, target, least=least):
        ours, theirs = placed_words(cut(source, run.source)), placed_words(cut(target, run.target))
        assert [word.word for word in ours] == [word.word for word in theirs]
        assert len(ours) == run.words
        assert run.source.start >= last_source
        last_source = run.source.end


@given(TEXTS)
def test_a_text_shares_all_its_words_with_itself(text):
    words = placed_words(text)
    runs = shared_runs(text, text, least=1)
    assert sum(run.words for run in runs) == len(words)
