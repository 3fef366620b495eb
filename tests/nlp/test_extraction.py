"""Units in, requirements out: offsets, lead-ins, marks, long input."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.errors import NlpError
from nlp.extraction import analyse, extract
from nlp.pieces import LONGEST_PIECE, cut
from nlp.requirements import Force, Unit
from tests.trust.watching import watched

SECONDS = 5
"""Of the processor, for what takes a tenth of one, and a little more where the language is read in first."""


def test_offsets_count_from_the_start_of_the_document():
    document = "Tillsyn\n\nNämnden ska svara. Den får ta ut en avgift."
    unit = Unit(text=document[9:], offset=9)
    found = list(extract([unit], "sv"))
    assert [document[r.start : r.end] for r in found] == ["Nämnden ska svara.", "Den får ta ut en avgift."]


def test_an_item_inherits_force_and_bearer_from_its_lead_in():
    item = Unit(text="utse ett dataskyddsombud,", lead_in="Kommunen ska")
    (found,) = extract([item], "sv")
    assert found.force is Force.OBLIGATION
    assert found.duty_bearer is not None
    assert (found.duty_bearer.text, found.duty_bearer.inherited, found.duty_bearer.start) == ("Kommunen", True, -1)


def test_an_item_with_a_modal_of_its_own_speaks_for_itself():
    item = Unit(text="En kopia får lämnas utan avgift.", lead_in="För handlingar gäller följande:")
    (found,) = extract([item], "sv")
    assert found.force is Force.PERMISSION


def test_an_open_lead_in_swallows_the_modal_of_the_item():
    item = Unit(text="uppgifter får lämnas till andra,", lead_in="Den enskilde ska informeras om att")
    (found,) = extract([item], "sv")
    assert found.force is Force.OBLIGATION


def test_items_of_a_deeper_list_find_the_lead_in_of_the_outer_one():
    outer = Unit(text="kontrollera att", lead_in="Leverantören ska")
    inner = Unit(text="loggarna är kompletta,", lead_in="kontrollera att")
    assert [r.force for r in extract([outer, inner], "sv")] == [Force.OBLIGATION, Force.OBLIGATION]


def test_detsamma_takes_the_force_of_the_sentence_before():
    text = "Nämnden får avslå ansökan. Detsamma gäller styrelsen."
    assert [r.force for r in extract([Unit(text=text)], "sv")] == [Force.PERMISSION, Force.PERMISSION]


@pytest.mark.parametrize(
    ("text", "language", "force"),
    [
        ("SKA: Det finns en plan.", "sv", Force.OBLIGATION),
        ("- [ ] **BÖR**: Det finns en plan.", "sv", Force.RECOMMENDATION),
        ("MUST: There is a plan.", "en", Force.OBLIGATION),
        ("SHOULD: There is a plan.", "en", Force.RECOMMENDATION),
    ],
)
def test_the_issuers_mark_decides(text, language, force):
    (found,) = analyse([Unit(text=text)], language)
    assert found.force is force


def test_analyse_gives_one_result_for_a_unit_with_several_stops():
    (found,) = analyse([Unit(id="a", text="Nämnden ska svara. Detta är viktigt.")], "sv")
    assert found.unit_id == "a"


def test_an_empty_unit_gives_nothing():
    assert list(extract([Unit(text="  \n ")], "sv")) == []


def test_an_unknown_language_is_refused_by_code():
    with pytest.raises(NlpError) as caught:
        list(extract([Unit(text="x")], "xx"))
    assert caught.value.code == "error.unsupported_language"


def test_a_paragraph_beyond_the_limit_is_cut_without_losing_a_character():
    unit = Unit(text="Nämnden ska svara. " * 9000, offset=7)
    pieces = list(cut(unit))
    assert "".join(p.text for p in pieces) == unit.text
    assert all(len(p.text) <= LONGEST_PIECE for p in pieces)
    assert all(p.offset == 7 + sum(len(q.text) for q in pieces[:i]) for i, p in enumerate(pieces))


@pytest.mark.parametrize(
    "hostile", ["§" * 50_000, "(" * 5000, "1 " * 5000, "artikel 1" * 2000, "senast " * 3000, "a. " * 4000]
)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_repetitive_input_ends(hostile, language):
    with watched(SECONDS):
        found = list(extract([Unit(text=hostile)], language))
    assert all(0 <= one.start < one.end <= len(hostile) for one in found)


@given(st.text(alphabet="abÅ ska.får inte\n§1,;:()-", max_size=200), st.integers(0, 50))
def test_every_span_is_found_again_at_its_offsets(text, offset):
    document = " " * offset + text
    for found in extract([Unit(text=text, offset=offset)], "sv"):
        assert 0 <= found.start < found.end <= len(document)
        for span in (found.duty_bearer, found.deadline, *found.references, *found.cues):
            if span is not None and span.start >= 0:
                assert document[span.start : span.end] == span.text


@given(st.text(max_size=80))
def test_probabilities_are_probabilities(text):
    for found in extract([Unit(text=text)], "en"):
        for value in (found.confidence, found.p_requirement, found.p_regulatory):
            assert 0 <= value <= 1


def test_a_unit_beyond_the_limit_is_answered_with_its_weightiest_piece():
    text = "Nämnden ska svara inom en vecka. " + "Så är det. " * (LONGEST_PIECE // 10)
    (found,) = analyse([Unit(id="a", text=text)], "sv")
    assert found.is_requirement
