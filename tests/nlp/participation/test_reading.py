"""Parts are read from the words around a name, and only where they hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.participation import Anchor, PartFound, Said, linking_words, parts
from nlp.passages.types import PassageType


def _parts(text: str, kind: PassageType = PassageType.BACKGROUND, language: str = "sv") -> list[PartFound]:
    return parts([Said(text=text, type=kind, start=0)], language)


def _who(text: str, kind: PassageType = PassageType.BACKGROUND, language: str = "sv") -> list[tuple[str, str]]:
    return [(one.part, text[one.who_start : one.who_end].strip(" .")) for one in _parts(text, kind, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Antagen av kommunstyrelsen", ("decided", "kommunstyrelsen")),
        ("Planen har tagits fram av Miljöenheten", ("drafted", "Miljöenheten")),
        ("Handläggare: Planarkitekt", ("drafted", "Planarkitekt")),
        ("Upprättad av | Planarkitekt", ("drafted", "Planarkitekt")),
        ("Dokumentansvarig: Arkivarie", ("responsible", "Arkivarie")),
        ("Parkenheten ansvarar för skötseln.", ("responsible", "Parkenheten")),
        ("Förslaget har remitterats till skolnämnden", ("consulted", "skolnämnden")),
        ("Samverkan enligt MBL har skett med Vision", ("consulted", "Vision")),
        ("Skolnämnden har inget att erinra.", ("consulted", "Skolnämnden")),
        ("Skolnämnden avstyrker planen.", ("objected", "Skolnämnden")),
    ],
)
def test_words_that_give_a_part(text: str, expected: tuple[str, str]) -> None:
    assert expected in _who(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Adopted by the Board", ("decided", "the Board")),
        ("This report was written by the Digital Unit", ("drafted", "the Digital Unit")),
        ("The Digital Unit is responsible for operations.", ("responsible", "The Digital Unit")),
        ("The Youth Council was consulted.", ("consulted", "The Youth Council")),
    ],
)
def test_words_that_give_a_part_in_english(text: str, expected: tuple[str, str]) -> None:
    assert expected in _who(text, language="en")


def test_a_decision_names_who_decided_and_who_is_given_the_task() -> None:
    text = "Kommunstyrelsen uppdrar åt kommundirektören att ta fram en plan."
    assert [part for part, _ in _who(text, PassageType.DECISION)] == ["decided", "responsible"]
    assert _who("Nämnden ger kontoret i uppdrag att", PassageType.DECISION)[-1] == ("responsible", "kontoret")


@pytest.mark.parametrize("kind", [PassageType.PROPOSAL, PassageType.REJECTED, PassageType.RESERVATION])
def test_nothing_is_decided_in_words_that_were_not_adopted(kind: PassageType) -> None:
    found = _who("Kommunstyrelsen beslutar att anta planen. Antagen av kommunstyrelsen.", kind)
    assert "decided" not in {part for part, _ in found}


@pytest.mark.parametrize("kind", [PassageType.HEADING, PassageType.CONTENTS, PassageType.QUOTATION])
def test_headings_contents_and_quotations_give_nobody_a_part(kind: PassageType) -> None:
    assert _who("Antagen av kommunstyrelsen. Handläggare: Planarkitekt. Nämnden ansvarar för vägar.", kind) == []


def test_quoted_words_give_nobody_a_part() -> None:
    assert _who('I rapporten står "Byggnämnden ansvarar för lovguiden" och inget mer.') == []


@pytest.mark.parametrize(
    "text",
    [
        "Taxan är beslutad av kommunfullmäktige.",
        "Planen avses beslutas av kommunstyrelsen i februari.",
        "Strategin, antagen av fullmäktige 2024, sammanfattas här.",
    ],
)
def test_what_is_said_of_another_document_or_a_wish_is_no_decision(text: str) -> None:
    assert "decided" not in {part for part, _ in _who(text)}


def test_a_condition_is_no_decision() -> None:
    assert _who("När nämnden beslutar om avslag ska skälen anges.", PassageType.DECISION) == []


@pytest.mark.parametrize(
    "text",
    ["Rådet borde ha hörts.", "Nämnden har inte hörts.", "Leverantören reserverar sig rätten att ändra priset."],
)
def test_words_for_the_opposite_give_no_part(text: str) -> None:
    assert not {"consulted", "objected"} & {part for part, _ in _who(text)}


def test_refusing_an_application_is_no_objection() -> None:
    assert "objected" not in {part for part, _ in _who("Byggnämnden avslår ansökan om lov.", PassageType.DECISION)}
    assert ("objected", "Byggnämnden") in _who("Byggnämnden avslår motionen.", PassageType.REJECTED)


def test_a_helper_beside_the_responsible_one_is_left_out() -> None:
    assert _who("Ansvarig: Nämnden, med stöd av juristen") == [("responsible", "Nämnden")]


def test_the_column_of_a_table_names_who_answers() -> None:
    rows = ["Nr | Aktivitet | Ansvarig | Budget", "1 | Ny webbplats | Webbenheten | 20", "2 | Enkät | Personalenheten"]
    start, said = 0, []
    for row in rows:
        said.append(Said(text=row, type=PassageType.RULE, start=start))
        start += len(row) + 1
    text = "\n".join(rows)
    found = parts(said, "sv")
    assert [text[one.who_start : one.who_end].strip() for one in found] == ["Webbenheten", "Personalenheten"]
    assert text[found[0].start : found[0].end] == rows[1]


def test_another_municipality_is_named_beside() -> None:
    assert [one.place for one in _parts("Antagen av kommunstyrelsen i Granby kommun 2025-03-18.")] == ["Granby"]
    assert [one.place for one in _parts("Nämnden ansvarar för vägar i varje kommun.")] == [""]


def test_a_subject_ends_at_its_verb_and_a_label_is_free() -> None:
    assert [one.anchor for one in _parts("Parkenheten ansvarar för skötseln.")] == [Anchor.END]
    assert [one.anchor for one in _parts("Handläggare: Planarkitekt")] == [Anchor.ANY]


def test_a_language_without_cues_gives_nothing() -> None:
    assert parts([Said(text="Hyväksynyt kunnanhallitus", type=PassageType.RULE, start=0)], "fi") == []
    assert linking_words("fi") == frozenset()


@given(st.text(alphabet='aå Antagen v.|:\n(Handläggare ansvarför"”', max_size=200), st.sampled_from(["sv", "en"]))
def test_places_stay_within_the_passage(text: str, language: str) -> None:
    for kind in PassageType:
        for one in parts([Said(text=text, type=kind, start=7)], language):
            assert 7 <= one.start <= one.end <= 7 + len(text)
            assert 7 <= one.who_start <= one.who_end <= 7 + len(text)
