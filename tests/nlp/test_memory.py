from nlp import memory
from nlp.memory import Remembered


def test_an_answer_is_worked_out_once():
    asked = []
    remembered = Remembered(lambda word: asked.append(word) or len(word))
    assert [remembered[word] for word in ("ord", "ord", "sak")] == [3, 3, 3]
    assert asked == ["ord", "sak"]


def test_a_word_of_endless_length_is_answered_and_not_kept():
    remembered = Remembered(len)
    assert remembered["x" * 1000] == 1000
    assert not remembered


def test_the_answers_kept_are_bounded(monkeypatch):
    monkeypatch.setattr(memory, "_MOST", 2)
    remembered = Remembered(len)
    assert [remembered[word] for word in ("a", "bb", "ccc")] == [1, 2, 3]
    assert len(remembered) <= 2
