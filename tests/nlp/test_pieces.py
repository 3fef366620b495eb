import pytest

from nlp import pieces
from nlp.pieces import batches
from nlp.requirements import Unit


def numbered(*texts: str):
    return [(number, Unit(text=text)) for number, text in enumerate(texts)]


def test_batches_keep_every_unit_in_order():
    units = numbered("a", "b", "c", "d", "e")
    assert list(batches(iter(units), 2)) == [units[:2], units[2:4], units[4:]]


def test_no_units_make_no_batch():
    assert list(batches(iter([]), 2)) == []


@pytest.mark.parametrize("field", ["text", "lead_in"])
def test_long_units_make_small_batches(monkeypatch, field):
    monkeypatch.setattr(pieces, "_LARGEST_BATCH", 10)
    units = [(number, Unit(**{"text": "", field: "x" * 6})) for number in range(4)]
    assert [len(batch) for batch in batches(iter(units), 256)] == [2, 2]
