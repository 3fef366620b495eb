"""Word documents made here with python-docx, and the two of the corpus."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.assembly import clean
from policies.document import BlockKind, Document
from policies.errors import UnreadableFile
from policies.readers.docx import read

NS = nsdecls("w")


def made(build: Callable[[WordDocument], object]) -> Document:
    document = docx.Document()
    build(document)
    stream = io.BytesIO()
    document.save(stream)
    return read(stream.getvalue(), "plan.docx")


def blocks(document: Document, kind: BlockKind | None = None) -> list[tuple[int, str, str]]:
    return [
        (b.level, b.label, document.text[b.start : b.end]) for b in document.blocks if kind is None or b.kind is kind
    ]


def append(document: WordDocument, xml: str) -> None:
    document.element.body.insert(len(document.element.body) - 1, parse_xml(xml))


def test_title_and_styled_headings_give_levels() -> None:
    def build(document: WordDocument) -> None:
        document.add_heading("Digital plan", 0)
        document.add_heading("Ansvar", 1)
        document.add_paragraph("Nämnden ska följa upp planen.")
        document.add_heading("Roller", 2)

    document = made(build)
    assert blocks(document, BlockKind.HEADING) == [(1, "", "Digital plan"), (2, "", "Ansvar"), (3, "", "Roller")]
    assert document.title == "Digital plan"


def test_heading_style_with_swedish_name_is_a_heading() -> None:
    def build(document: WordDocument) -> None:
        style = document.styles.add_style("Rubrik 2 numrerad", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
        document.add_paragraph("Uppföljning", style=style)
        document.add_paragraph("Planen följs upp.")

    assert blocks(made(build))[0] == (2, "", "Uppföljning")


def test_short_bold_line_is_a_heading_and_bold_sentence_is_not() -> None:
    def build(document: WordDocument) -> None:
        document.add_paragraph().add_run("Bakgrund").bold = True
        document.add_paragraph("Kommunen har sedan länge arbetat med frågan om digital service till alla.")
        document.add_paragraph().add_run("Nämnden ska besluta om planen.").bold = True

    assert [b.kind for b in made(build).blocks] == [
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.PARAGRAPH,
    ]


def test_larger_lines_rank_above_bold_ones() -> None:
    def build(document: WordDocument) -> None:
        document.add_paragraph().add_run("Digital plan").font.size = Pt(20)
        document.add_paragraph().add_run("Bakgrund").bold = True
        document.add_paragraph("Kommunen har sedan länge arbetat med frågan om digital service till alla.")

    assert blocks(made(build), BlockKind.HEADING) == [(1, "", "Digital plan"), (2, "", "Bakgrund")]


def test_numbered_items_carry_the_marker_word_shows() -> None:
    def build(document: WordDocument) -> None:
        document.add_paragraph("Nämnden ska")
        for text in ("utse ägare", "följa upp"):
            document.add_paragraph(text, style="List Number")
        document.add_paragraph("öppet", style="List Bullet")

    assert blocks(made(build), BlockKind.ITEM) == [(1, "1.", "utse ägare"), (1, "2.", "följa upp"), (1, "•", "öppet")]


def test_typed_marker_is_taken_from_the_text() -> None:
    document = made(lambda d: [d.add_paragraph("– utse ägare"), d.add_paragraph("b) följa upp")])
    assert blocks(document) == [(1, "–", "utse ägare"), (1, "b)", "följa upp")]


def test_table_rows_join_their_cells() -> None:
    def build(document: WordDocument) -> None:
        table = document.add_table(2, 2)
        for cell, text in zip((c for r in table.rows for c in r.cells), ("Krav", "Ansvar", "Ska", ""), strict=True):
            cell.text = text

    assert blocks(made(build), BlockKind.ROW) == [(0, "", "Krav | Ansvar"), (0, "", "Ska")]


def test_table_of_one_column_is_running_text() -> None:
    document = made(lambda d: setattr(d.add_table(1, 1).cell(0, 0), "text", "Nämnden ska besluta."))
    assert [b.kind for b in document.blocks] == [BlockKind.PARAGRAPH]


def test_tracked_changes_are_read_as_accepted_and_warned_of() -> None:
    xml = (
        f'<w:p {NS}><w:r><w:t xml:space="preserve">Nämnden </w:t></w:r><w:del w:id="1" w:author="A">'
        '<w:r><w:delText>bör</w:delText></w:r></w:del><w:ins w:id="2" w:author="A"><w:r><w:t>ska</w:t></w:r></w:ins>'
        '<w:r><w:t xml:space="preserve"> besluta.</w:t></w:r></w:p>'
    )
    document = made(lambda d: append(d, xml))
    assert document.text == "Nämnden ska besluta."
    assert [(w.code, dict(w.values)) for w in document.warnings] == [
        ("warning.tracked_changes", {"inserted": 1, "deleted": 1})
    ]


def test_hyperlinks_content_controls_and_text_boxes_are_read_once() -> None:
    paragraph = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    sdt = f"<w:sdt {NS}><w:sdtContent>{paragraph.format('I kontroll')}</w:sdtContent></w:sdt>"
    link = f"<w:p {NS}><w:hyperlink><w:r><w:t>Läs mer</w:t></w:r></w:hyperlink></w:p>"
    box = (
        f'<w:p {NS} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r><mc:AlternateContent>'
        f"<mc:Choice><w:txbxContent>{paragraph.format('I ruta')}</w:txbxContent></mc:Choice>"
        f"<mc:Fallback><w:txbxContent>{paragraph.format('I ruta')}</w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    document = made(lambda d: [append(d, xml) for xml in (sdt, link, box)])
    assert [text for _, _, text in blocks(document)] == ["I kontroll", "Läs mer", "I ruta"]


def test_hidden_text_and_field_codes_are_not_read() -> None:
    xml = (
        f"<w:p {NS}><w:r><w:rPr><w:vanish/></w:rPr><w:t>dolt</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:r><w:t>synligt</w:t></w:r></w:p>"
    )
    assert made(lambda d: append(d, xml)).text == "synligt"


def test_contents_are_neither_headings_nor_paragraphs() -> None:
    def build(document: WordDocument) -> None:
        for number, text in enumerate(("Inledning", "Ansvar", "Uppföljning"), 1):
            document.add_paragraph(f"{number}. {text}\t{number + 2}")
        document.add_paragraph("Nämnden ska besluta.")

    assert [b.kind for b in made(build).blocks] == [BlockKind.CONTENTS] * 3 + [BlockKind.PARAGRAPH]


def test_author_is_not_kept() -> None:
    def build(document: WordDocument) -> None:
        document.add_paragraph("Text")
        document.core_properties.author = "Kim Exempel"
        document.core_properties.title = "Plan"

    document = made(build)
    assert document.metadata["title"] == document.title == "Plan"
    assert "Kim Exempel" not in str(document.metadata)


def test_page_header_is_kept_beside_the_text() -> None:
    def build(document: WordDocument) -> None:
        document.add_paragraph("Text")
        document.sections[0].header.paragraphs[0].text = "Dnr KS 2024/123"

    document = made(build)
    assert (document.text, document.metadata["header"]) == ("Text", "Dnr KS 2024/123")


def test_document_without_text_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="no_text"):
        made(lambda d: None)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(["Normal", "Heading 1", "List Bullet"]), st.text(max_size=60)), min_size=1))
def test_any_text_comes_back_cleaned_and_in_order(parts: list[tuple[str, str]]) -> None:
    allowed = [(style, "".join(c for c in text if c in "\t\n" or c >= " ")) for style, text in parts]
    allowed = [
        (s, t.encode("utf-8", "ignore").decode().replace("\ufffe", "").replace("\uffff", "")) for s, t in allowed
    ]
    wanted = [clean(text) for _, text in allowed if clean(text)]
    document = made(lambda d: [d.add_paragraph(text, style=style) for style, text in [*allowed, ("Normal", "Slut")]])
    wanted.append("Slut")
    shown = "".join(document.text.split())
    assert all(document.text[b.start : b.end].strip() for b in document.blocks)
    assert "".join("".join(text.split()) for text in wanted) == shown.replace("•", "") or "•" in "".join(wanted)


@pytest.mark.corpus
def test_every_numbered_heading_stands_in_the_table_of_contents(shared: Path) -> None:
    path = next((shared / "corpus" / "services").glob("*.docx"))
    document = read(path.read_bytes(), path.name)
    contents = [text for _, _, text in blocks(document, BlockKind.CONTENTS)]
    headings = [f"{label} {text}" for _, label, text in blocks(document, BlockKind.HEADING) if label]
    assert len(headings) == 126
    assert [h for h in headings if not any(line.startswith(h) for line in contents)] == []
