"""PDF pages written here line by line, and the handbook of the corpus against the same text in Word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from policies.document import BlockKind, Document
from policies.errors import UnreadableFile
from policies.readers import docx, pdf

PdfFile = Callable[..., bytes]
FILLER = [
    "Kommunen arbetar sedan flera år med att göra digital service",
    "tillgänglig för alla som bor och verkar här, och följer upp",
    "arbetet varje år i samband med bokslutet och budgeten.",
]


def lines(texts: list[str], *, x: float = 70, top: float = 700, size: float = 11, step: float = 14) -> list[object]:
    return [(x, top - step * at, size, False, text) for at, text in enumerate(texts)]


def shown(document: Document) -> list[tuple[str, str, int]]:
    return [(str(b.kind), document.text[b.start : b.end], b.page) for b in document.blocks]


def test_lines_become_paragraphs_by_their_distance(pdf_file: PdfFile) -> None:
    document = pdf.read(pdf_file([[*lines(FILLER), *lines(FILLER[::-1], top=640)]]), "plan.pdf")
    assert shown(document) == [
        ("paragraph", " ".join(FILLER), 1),
        ("paragraph", " ".join(FILLER[::-1]), 1),
    ]


def test_word_broken_over_two_lines_is_joined(pdf_file: PdfFile) -> None:
    texts = [
        "Kommunens samtliga nämnder och bolag ska för varje e-",
        "tjänst utse en ansvarig inom den egna förvalt-",
        "ningen.",
    ]
    document = pdf.read(pdf_file([lines(texts)]), "plan.pdf")
    assert document.text.endswith("för varje e-tjänst utse en ansvarig inom den egna förvaltningen.")


def test_larger_and_bold_lines_are_headings(pdf_file: PdfFile) -> None:
    page = [(70, 780, 20, True, "Digital plan"), (70, 740, 13, True, "1 Ansvar"), *lines(FILLER)]
    document = pdf.read(pdf_file([page]), "plan.pdf")
    headings = [
        (b.level, b.label, document.text[b.start : b.end]) for b in document.blocks if b.kind is BlockKind.HEADING
    ]
    assert headings == [(1, "", "Digital plan"), (2, "1", "Ansvar")]
    assert document.title == "Digital plan"


def test_headers_footers_and_page_numbers_stay_outside_the_text(pdf_file: PdfFile) -> None:
    pages = [
        [
            (70, 810, 9, False, "Dnr KS 2024/123"),
            *lines([f"Del {at}. {FILLER[0]}", *FILLER[1:]]),
            (280, 30, 9, False, f"Sida {at} av 3"),
        ]
        for at in (1, 2, 3)
    ]
    document = pdf.read(pdf_file(pages), "plan.pdf")
    assert [page for _, _, page in shown(document)] == [1, 2, 3]
    assert "Dnr" not in document.text
    assert "Sida" not in document.text
    assert document.metadata["header"] == "Dnr KS 2024/123"


def test_sentence_over_a_page_break_is_one_paragraph_on_its_first_page(pdf_file: PdfFile) -> None:
    document = pdf.read(pdf_file([lines(FILLER[:2], top=120), lines(FILLER[2:], top=780)]), "plan.pdf")
    assert shown(document) == [("paragraph", " ".join(FILLER), 1)]


def test_two_columns_are_read_one_after_the_other(pdf_file: PdfFile) -> None:
    left = [f"Vänster spalt rad {at} som fyller hela" for at in range(7)] + ["och slutar med en punkt här."]
    right = [f"Höger spalt rad {at} som fyller hela" for at in range(8)]
    interleaved = [line for pair in zip(lines(left, x=60), lines(right, x=320), strict=True) for line in pair]
    heading = (60, 760, 18, True, "En rubrik över båda spalterna på sidan")
    document = pdf.read(pdf_file([[heading, *interleaved]]), "plan.pdf")
    assert [text for _, text, _ in shown(document)] == [heading[-1], " ".join(left), " ".join(right)]


def test_cells_on_one_base_line_are_a_row(pdf_file: PdfFile) -> None:
    page = [*lines(["Krav", "K1", "K2"], x=70), *lines(["Ansvarig", "Kansliet", "Nämnden"], x=300)]
    assert shown(pdf.read(pdf_file([page]), "plan.pdf")) == [
        ("row", "Krav | Ansvarig", 1),
        ("row", "K1 | Kansliet", 1),
        ("row", "K2 | Nämnden", 1),
    ]


def test_bullets_and_numbers_begin_items(pdf_file: PdfFile) -> None:
    texts = ["Nämnden ska varje år", "• följa upp planen", "• utse ansvariga", "1. besluta"]
    document = pdf.read(pdf_file([lines(texts)]), "plan.pdf")
    assert [(b.kind, b.label) for b in document.blocks] == [
        (BlockKind.PARAGRAPH, ""),
        (BlockKind.ITEM, "•"),
        (BlockKind.ITEM, "•"),
        (BlockKind.ITEM, "1."),
    ]


def test_contents_list_is_not_running_text(pdf_file: PdfFile) -> None:
    texts = ["Innehåll", *(f"{at} Avsnitt . . . . . . . . . . . {at + 1}" for at in (1, 2, 3))]
    document = pdf.read(pdf_file([[*lines(texts), *lines(FILLER, top=600)]]), "plan.pdf")
    assert [str(b.kind) for b in document.blocks] == ["contents"] * 4 + ["paragraph"]


def test_raised_figure_of_a_footnote_is_left_out(pdf_file: PdfFile) -> None:
    page = [(70, 700, 11, False, "Nämnden beslutar"), (157, 704, 6.5, False, "1"), (162, 700, 11, False, " om planen.")]
    assert pdf.read(pdf_file([page]), "plan.pdf").text == "Nämnden beslutar om planen."


IMAGE_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 6 0 R/Resources<</XObject<</I 9 0 R>>>>>>"
IMAGE_CONTENT = b"<</Length 28>>stream\nq 500 0 0 700 0 0 cm /I Do Q\nendstream"
IMAGE = (
    b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\n"
    b"\x00\nendstream"
)


def test_scanned_file_needs_ocr(pdf_file: PdfFile) -> None:
    data = pdf_file([[]], objects={5: IMAGE_PAGE, 6: IMAGE_CONTENT, 7: b"null", 8: b"null", 9: IMAGE})
    with pytest.raises(UnreadableFile) as caught:
        pdf.read(data, "skannad.pdf")
    assert (caught.value.code, caught.value.values) == ("error.needs_ocr", {"file": "skannad.pdf", "pages": 1})


def test_scanned_page_among_others_is_warned_of(pdf_file: PdfFile) -> None:
    data = pdf_file([[], lines(FILLER)], objects={5: IMAGE_PAGE, 6: IMAGE_CONTENT, 9: IMAGE})
    document = pdf.read(data, "bilaga.pdf")
    assert [(w.code, dict(w.values)) for w in document.warnings] == [
        ("warning.pages_without_text", {"file": "bilaga.pdf", "pages": "1", "count": 1})
    ]


def test_empty_page_is_no_text(pdf_file: PdfFile) -> None:
    with pytest.raises(UnreadableFile, match="no_text"):
        pdf.read(pdf_file([[]]), "tom.pdf")


def test_broken_file_is_damaged() -> None:
    with pytest.raises(UnreadableFile, match="damaged"):
        pdf.read(b"%PDF-1.7\nrubbish\n%%EOF\n", "plan.pdf")


def test_file_with_a_password_is_encrypted(pdf_file: PdfFile) -> None:
    data = pdf_file([lines(FILLER)])
    lock = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%b>/U<%b>>>/ID[<00><00>]" % (b"11" * 32, b"22" * 32)
    with pytest.raises(UnreadableFile, match="encrypted"):
        pdf.read(data.replace(b"trailer\n<<", b"trailer\n<<" + lock), "plan.pdf")


def test_footnote_that_recurs_is_no_footer(pdf_file: PdfFile) -> None:
    note = "1 Egenskapen bör vara en adress om den beskrivs så."
    pages = [[*lines([f"Del {at}. {FILLER[0]}", *FILLER[1:]]), (70, 60, 8, False, note)] for at in range(1, 5)]
    document = pdf.read(pdf_file(pages), "plan.pdf")
    assert [b.kind for b in document.blocks].count(BlockKind.NOTE) == 4


def test_rows_that_end_in_numbers_are_no_contents_list(pdf_file: PdfFile) -> None:
    names = ["Bygglov", "Parkering", "Förskola", "Hemtjänst"]
    page = [*lines(names), *lines(["5120", "2610", "4870", "2340"], x=300)]
    assert {kind for kind, _, _ in shown(pdf.read(pdf_file([page]), "plan.pdf"))} == {"row"}


def test_contents_without_leaders_are_told_by_their_heading(pdf_file: PdfFile) -> None:
    texts = ["Innehåll", "1 Syfte", "2 Ansvar", "3 Mål"]
    page = [*lines(texts), *lines(["2", "2", "4"], x=500, top=686), *lines(FILLER, top=500)]
    kinds = [kind for kind, _, _ in shown(pdf.read(pdf_file([page]), "plan.pdf"))]
    assert kinds == ["contents"] * 4 + ["paragraph"]


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


@pytest.fixture(scope="module")
def handbook(shared: Path) -> tuple[Document, Document]:
    folder = shared / "corpus" / "national" / "us"
    (first,), (second,) = folder.glob("*.pdf"), folder.glob("*.docx")
    return pdf.read(first.read_bytes(), first.name), docx.read(second.read_bytes(), second.name)


@pytest.mark.corpus
def test_handbook_has_the_words_of_its_word_file(handbook: tuple[Document, Document]) -> None:
    """15,116 words in the Word file; all but 8 (parts of addresses) are in the PDF, which adds drawings."""
    found, wanted = (words(document.text) for document in handbook)
    assert sum(wanted.values()) == 15_116
    assert sum((found & wanted).values()) >= 15_108
    assert sum(found.values()) == pytest.approx(15_444, abs=40)


@pytest.mark.corpus
def test_handbook_has_the_headings_of_its_word_file(handbook: tuple[Document, Document]) -> None:
    found, wanted = (
        [(b.level, b.label, d.text[b.start : b.end]) for b in d.blocks if b.kind is BlockKind.HEADING] for d in handbook
    )
    assert len(wanted) == 34
    assert found == wanted


@pytest.mark.corpus
def test_handbook_without_its_tags_keeps_words_and_headings(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read by places and sizes alone: every heading of the Word file but one joined line, and the same words."""
    monkeypatch.setattr(pdf._Reader, "_tagged", lambda self, pages: [])
    folder = shared / "corpus" / "national" / "us"
    (first,), (second,) = folder.glob("*.pdf"), folder.glob("*.docx")
    document, other = pdf.read(first.read_bytes(), first.name), docx.read(second.read_bytes(), second.name)
    found, wanted = (
        {d.text[b.start : b.end] for b in d.blocks if b.kind is BlockKind.HEADING} for d in (document, other)
    )
    assert len(wanted & found) >= len(wanted) - 3
    assert sum((words(document.text) & words(other.text)).values()) >= 15_100
