"""Provisions of municipal documents, from blocks given as (kind, level, label, text)."""

from __future__ import annotations

import pytest

from policies.assembly import Assembly
from policies.document import BlockKind, Document, Provision, Zone
from policies.structure.municipal import structure

H, P, L, R, C = (
    BlockKind.HEADING,
    BlockKind.PARAGRAPH,
    BlockKind.ITEM,
    BlockKind.ROW,
    BlockKind.CONTENTS,
)
Row = tuple[BlockKind, int, str, str]


def document(*rows: Row) -> Document:
    assembly = Assembly("plan.docx")
    for kind, level, label, text in rows:
        assembly.add(kind, text, level=level, label=label)
    return Document(text=assembly.text, blocks=tuple(assembly.blocks))


def provisions(*rows: Row) -> tuple[Provision, ...]:
    return structure(document(*rows))


def locators(*rows: Row) -> list[str]:
    return [p.locator for p in provisions(*rows)]


TITLE: Row = (H, 1, "", "Riktlinje för digital service")


def test_title_is_no_section_and_paragraphs_count_within_theirs() -> None:
    rows: list[Row] = [TITLE, (P, 0, "", "Ingress."), (H, 2, "1", "Syfte"), (P, 0, "", "Ett."), (P, 0, "", "Två.")]
    assert locators(*rows) == ["para 1", "section 1", "section 1 para 1", "section 1 para 2"]


def test_number_may_stand_in_the_text_of_the_heading() -> None:
    rows: list[Row] = [TITLE, (H, 2, "", "1 Syfte"), (H, 3, "", "1.2 Mål"), (P, 0, "", "Ett."), (H, 2, "", "2. Ansvar")]
    assert locators(*rows) == ["section 1", "section 1.2", "section 1.2 para 1", "section 2"]


def test_unnumbered_headings_are_counted() -> None:
    rows: list[Row] = [TITLE, (H, 2, "", "Syfte"), (H, 3, "", "Mål"), (P, 0, "", "Ett."), (H, 2, "", "Ansvar")]
    assert locators(*rows) == ["section 1", "section 1.1", "section 1.1 para 1", "section 2"]


def test_unnumbered_heading_among_numbered_ones_takes_no_number_of_theirs() -> None:
    rows: list[Row] = [TITLE, (H, 2, "1", "Syfte"), (H, 3, "", "Mål"), (P, 0, "", "Ett."), (H, 2, "2", "Ansvar")]
    assert locators(*rows) == ["section 1", "section 1 heading 1", "section 1 heading 1 para 1", "section 2"]


def test_items_belong_to_the_paragraph_they_follow() -> None:
    rows: list[Row] = [
        TITLE,
        (H, 2, "1", "Ansvar"),
        (P, 0, "", "Nämnden ska"),
        (L, 1, "•", "följa upp"),
        (L, 2, "a)", "varje år"),
        (L, 1, "•", "redovisa"),
        (P, 0, "", "Mer."),
        (H, 2, "2", "Slut"),
    ]
    assert locators(*rows)[1:] == [
        "section 1 para 1",
        "section 1 para 1 item 1",
        "section 1 para 1 item 1 item 1",
        "section 1 para 1 item 2",
        "section 1 para 2",
        "section 2",
    ]


def test_minutes_hold_clauses_whose_points_keep_their_numbers() -> None:
    rows: list[Row] = [
        (H, 1, "", "Protokoll"),
        (H, 2, "", "§ 45 Digital tillgänglighet"),
        (H, 3, "", "Förslag till beslut"),
        (P, 0, "", "Ledamoten föreslår att nämnden ska utse en samordnare."),
        (H, 3, "", "Beslut"),
        (L, 1, "1.", "Förvaltningen får i uppdrag att följa upp."),
        (L, 1, "2.", "Kommunstyrelsen avslår förslaget."),
        (H, 3, "", "Reservation"),
        (P, 0, "", "Ledamoten reserverar sig."),
        (H, 2, "", "§ 46 Nästa"),
        (H, 3, "", "Beslut"),
        (P, 0, "", "Ärendet utgår."),
    ]
    assert [(p.locator, p.kind) for p in provisions(*rows)] == [
        ("§ 45", "minute"),
        ("§ 45 förslag", "proposal"),
        ("§ 45 förslag para 1", "paragraph"),
        ("§ 45 beslut", "decision"),
        ("§ 45 beslut item 1", "item"),
        ("§ 45 beslut item 2", "item"),
        ("§ 45 reservation", "reservation"),
        ("§ 45 reservation para 1", "paragraph"),
        ("§ 46", "minute"),
        ("§ 46 beslut", "decision"),
        ("§ 46 beslut para 1", "paragraph"),
    ]


def test_clause_set_as_a_plain_line_is_a_heading() -> None:
    rows: list[Row] = [
        (H, 1, "", "§ 7 Plan"),
        (P, 0, "", "Beslut"),
        (P, 0, "", "Planen antas."),
        (P, 0, "", "Reservation"),
        (P, 0, "", "Ledamoten reserverar sig."),
    ]
    assert locators(*rows) == ["§ 7", "§ 7 beslut", "§ 7 beslut para 1", "§ 7 reservation", "§ 7 reservation para 1"]


def test_att_clauses_after_a_lead_in_are_its_points() -> None:
    rows: list[Row] = [
        (H, 1, "", "§ 7 Plan"),
        (H, 2, "", "Beslut"),
        (P, 0, "", "Kommunstyrelsen beslutar"),
        (P, 0, "", "att anta planen, och"),
        (P, 0, "", "att följa upp den."),
        (P, 0, "", "Beslutet är enhälligt."),
    ]
    assert locators(*rows)[2:] == [
        "§ 7 beslut para 1",
        "§ 7 beslut para 1 item 1",
        "§ 7 beslut para 1 item 2",
        "§ 7 beslut para 2",
    ]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Beslut", "decision"),
        ("Kommunstyrelsens beslut", "decision"),
        ("Beslut om bygglov", "section"),
        ("Beslutsunderlag", "background"),
        ("Beslutsgång", "background"),
        ("Arbetsutskottets förslag till beslut", "proposal"),
        ("Förvaltningens förslag", "proposal"),
        ("Yrkanden", "motion"),
        ("Avslagsyrkande", "motion"),
        ("Reservationer", "reservation"),
        ("Sammanfattning av ärendet", "background"),
        ("Ansvar och roller", "section"),
    ],
)
def test_heading_says_what_its_clause_is(heading: str, kind: str) -> None:
    found = provisions((H, 1, "", "§ 7 Plan"), (H, 2, "", heading), (P, 0, "", "Text."))
    assert found[1].kind == kind


def test_rows_count_within_their_table() -> None:
    rows: list[Row] = [
        TITLE,
        (H, 2, "3", "Mål"),
        (R, 0, "", "Mål | År"),
        (R, 0, "", "Ja | 2026"),
        (P, 0, "", "Text."),
        (R, 0, "", "a"),
    ]
    assert locators(*rows) == [
        "section 3",
        "section 3 table 1",
        "section 3 table 1 row 1",
        "section 3 table 1 row 2",
        "section 3 para 1",
        "section 3 table 2",
        "section 3 table 2 row 1",
    ]


def test_contents_are_no_provisions_and_annexes_are_a_zone() -> None:
    rows: list[Row] = [TITLE, (C, 0, "", "Syfte 2"), (H, 2, "", "Bilaga 1"), (P, 0, "", "Text.")]
    assert [(p.locator, p.zone) for p in provisions(*rows)] == [
        ("annex 1", Zone.ANNEX),
        ("annex 1 para 1", Zone.ANNEX),
    ]


def test_sections_span_what_they_hold() -> None:
    whole = document(TITLE, (H, 2, "1", "Syfte"), (P, 0, "", "Ett."), (L, 1, "–", "två"), (H, 2, "2", "Slut"))
    found = structure(whole)
    assert whole.text[found[0].start : found[0].end] == "1 Syfte\n\nEtt.\n\n– två"
    assert [p.parent for p in found] == [None, 0, 1, None]


def test_heading_below_a_bare_number_names_the_minute() -> None:
    rows: list[Row] = [(H, 1, "", "§ 45"), (H, 1, "", "Policy för cyklar"), (P, 0, "", "Beslut"), (P, 0, "", "Antas.")]
    found = provisions(*rows)
    assert [(p.locator, p.heading) for p in found[:2]] == [
        ("§ 45", "§ 45 Policy för cyklar"),
        ("§ 45 beslut", "Beslut"),
    ]


def test_motion_as_the_subject_of_a_minute_is_no_clause() -> None:
    rows: list[Row] = [
        (H, 1, "", "§ 46"),
        (H, 1, "", "Motion om kvällsöppet"),
        (H, 2, "", "Beslut"),
        (P, 0, "", "Avslås."),
    ]
    assert locators(*rows) == ["§ 46", "§ 46 beslut", "§ 46 beslut para 1"]


def test_headings_set_like_the_minutes_stay_in_theirs() -> None:
    rows: list[Row] = [
        (H, 1, "", "§ 45 Plan"),
        (H, 1, "", "Förslag till beslut"),
        (P, 0, "", "Planen antas."),
        (H, 1, "", "Ärendet"),
        (P, 0, "", "Planen är ny."),
        (H, 1, "", "§ 46 Nästa"),
    ]
    assert locators(*rows) == [
        "§ 45",
        "§ 45 förslag",
        "§ 45 förslag para 1",
        "§ 45 heading 1",
        "§ 45 heading 1 para 1",
        "§ 46",
    ]


def test_register_number_is_no_heading() -> None:
    rows: list[Row] = [(H, 1, "", "§ 45 Plan"), (H, 2, "", "Dnr KS 2031/112"), (H, 2, "", "Beslut"), (P, 0, "", "Ja.")]
    assert locators(*rows) == ["§ 45", "§ 45 para 1", "§ 45 beslut", "§ 45 beslut para 1"]


@pytest.mark.parametrize("heading", ["Princip 2: Mät nyttan", "Grundprincip 2. Mät nyttan", "Princip 2 – Mät nyttan"])
def test_numbered_principles_are_cited_by_their_numbers(heading: str) -> None:
    rows: list[Row] = [TITLE, (H, 2, "", heading), (P, 0, "", "Nyttan bör mätas.")]
    assert locators(*rows) == ["principle 2", "principle 2 para 1"]
