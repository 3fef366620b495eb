"""Markdown: what is markup goes, what is said stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from policies.document import BlockKind, Document
from policies.readers.markdown import read

DATA = Path(__file__).parents[2] / "data" / "law"


def blocks(source: str) -> list[tuple[str, int, str, str]]:
    document = read(source.encode(), "text.md")
    return [(b.kind.value, b.level, b.label, document.text[b.start : b.end]) for b in document.blocks]


def test_front_matter_is_metadata_and_its_title_a_heading() -> None:
    document = read((DATA / "checklista.md").read_bytes(), "checklista.md")
    assert document.title == "Checklista för tydliga tjänster"
    assert document.text.startswith("Checklista för tydliga tjänster\n")


def test_headings_by_hashes_and_underlines() -> None:
    assert blocks("# Plan {#plan}\n\nMål\n---\n\n### Ansvar ###\n") == [
        ("heading", 1, "", "Plan"),
        ("heading", 2, "", "Mål"),
        ("heading", 3, "", "Ansvar"),
    ]


def test_nested_lists_keep_depth_and_markers() -> None:
    assert blocks("Nämnden ska\n\n1. svara\n   - kort\n   - sant\n2. pröva\n\n   noga.\n\nSlut.") == [
        ("paragraph", 0, "", "Nämnden ska"),
        ("item", 1, "1.", "svara"),
        ("item", 2, "•", "kort"),
        ("item", 2, "•", "sant"),
        ("item", 1, "2.", "pröva"),
        ("item", 1, "", "noga."),
        ("paragraph", 0, "", "Slut."),
    ]


def test_lettered_paragraphs_are_items() -> None:
    assert blocks("a) en eller flera myndigheter") == [("item", 1, "a)", "en eller flera myndigheter")]


def test_marks_inside_a_line_go() -> None:
    source = (
        "**SKA**: se [planen](https://x.se/a_(b)) och `kod` med *vikt*, 2 * 3 och fil_namn_ett.<br>Slut &amp; klart"
    )
    assert blocks(source)[0][3] == "SKA: se planen och kod med vikt, 2 * 3 och fil_namn_ett. Slut & klart"


def test_placeholders_in_angle_brackets_are_text() -> None:
    assert blocks("Mönstret är <namn>.digg.se.")[0][3] == "Mönstret är <namn>.digg.se."


def test_table_rows_without_the_rule() -> None:
    assert blocks("| Roll | Ansvar |\n|---|:-:|\n| Nämnd | [Beslutar](x) |\n") == [
        ("row", 1, "", "Roll | Ansvar"),
        ("row", 0, "", "Nämnd | Beslutar"),
    ]


def test_html_inside_is_read_as_html() -> None:
    assert blocks(
        '<div class="x">\n  <p>Kommunen <b>ska</b>\n  svara.</p>\n<ol><li>kort</li></ol>\n</div>\n\nOch *sant*.'
    ) == [
        ("paragraph", 0, "", "Kommunen ska svara."),
        ("item", 1, "1.", "kort"),
        ("paragraph", 0, "", "Och sant."),
    ]


def test_comments_templates_and_attributes_are_no_text() -> None:
    source = (
        "{% include x %}\n<!-- dold\n\ntext -->\nSynlig text{: .klass}\n\n- {: a='{ \"b\": 1 }'} Punkt {{ site.x }}"
    )
    assert [block[3] for block in blocks(source)] == ["Synlig text", "Punkt"]


def test_list_of_links_into_the_file_is_its_contents() -> None:
    assert blocks("- [Mål](#mal)\n- [Ansvar](#ansvar) för målen\n") == [
        ("contents", 0, "•", "Mål"),
        ("item", 1, "•", "Ansvar för målen"),
    ]
    assert blocks('<ul><li><a href="#mal">Mål</a></li><li><a href="/mal">Mål</a></li></ul>') == [
        ("contents", 0, "•", "Mål"),
        ("item", 1, "•", "Mål"),
    ]


def test_code_is_a_note() -> None:
    assert blocks("```sh\nska --inte räknas\n```\n\nText.") == [
        ("note", 0, "", "ska --inte räknas"),
        ("paragraph", 0, "", "Text."),
    ]


def test_a_sentence_taken_for_a_heading_is_a_paragraph() -> None:
    assert blocks("### Prövningstillstånd krävs i kammarrätten. Lag ([2023:815](https://x.se))") == [
        ("paragraph", 0, "", "Prövningstillstånd krävs i kammarrätten."),
        ("note", 0, "", "Lag (2023:815)"),
    ]


@pytest.mark.parametrize(
    "source",
    ["[" * 50_000, "<!--" * 50_000, "*" * 50_000, "`" * 50_000, "> " * 20_000 + "x", "{{" * 50_000, "[](" * 20_000,
     "# " + " " * 100_000 + "x", "|" * 50_000, "<div>" * 200 + "x", "_a" * 50_000, "\\" * 50_000, "- " * 20_000 + "x"],
)  # fmt: skip
def test_hostile_lines_are_read_in_passing(source: str) -> None:
    document: Document = read(f"Text.\n\n{source}\n\nSlut.".encode(), "hostile.md")
    assert document.text.startswith("Text.")
    assert document.text.endswith("Slut.") or source.startswith(("<", "`"))
    assert all(b.kind in BlockKind for b in document.blocks)


def test_bold_first_line_of_an_item_stands_apart_from_its_text() -> None:
    document = read(b"# Principer\n\n1. **Visa nyttan**\n   Nyttan ska visas.\n", "principer.md")
    assert [document.text[b.start : b.end] for b in document.blocks][1:] == ["Visa nyttan", "Nyttan ska visas."]
