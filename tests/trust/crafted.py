"""What crafted files are made of."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable

import xlsxwriter

from tests.trust.sound import WORDS, pdf, zipped

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
WORD = TYPES.format('<Override PartName="/word/document.xml" ContentType="wordprocessingml.document.main+xml"/>')
MACRO = TYPES.format(
    '<Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ODT = "application/vnd.oasis.opendocument.text"
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBB", 13, b"IHDR", 9, 9, 8, 2, 0, 0, 0)


def docx(body: str, *, before: str = "", types: str = WORD, **more: str | bytes) -> bytes:
    """A document of Word with this in its body; `before` stands before the root, `more` are further parts."""
    root = f'{before}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": types, "word/document.xml": root, **more})


def paragraph(text: str) -> str:
    """A paragraph of Word."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def renamed(data: bytes, old: str, new: str) -> bytes:
    """A container in which an entry has another name, whatever it is."""
    return data.replace(old.encode(), new.encode().ljust(len(old), b"_")[: len(old)])


def flagged(data: bytes) -> bytes:
    """A container whose entries say that they are encrypted."""
    mutant = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = mutant.find(mark)
        while place >= 0:
            mutant[place + at] |= 1
            place = mutant.find(mark, place + 4)
    return bytes(mutant)


def twice_named() -> bytes:
    """Two entries of one name: what is checked and what is read must be the same one."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", WORD)
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{paragraph("En")}</w:body></w:document>'
        )
        info = zipfile.ZipInfo("word/document.xmL")
        archive.writestr(info, f'<w:document xmlns:w="{W}"><w:body>{paragraph("Två")}</w:body></w:document>')
    return stream.getvalue().replace(b"document.xmL", b"document.xml")


def scanned(*, form: bool = False) -> bytes:
    """A page that is a picture; with `form` a page with nothing but fields to fill in."""
    picture = zlib.compress(bytes(100 * 140))
    more = {
        4: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</XObject<</I 6 0 R>>>>>>",
        5: b"<</Length 30>>stream\nq 595 0 0 842 0 0 cm /I Do Q  \nendstream",
        6: b"<</Type/XObject/Subtype/Image/Width 100/Height 140/ColorSpace/DeviceGray/BitsPerComponent 8"
        b"/Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(picture), picture),
    }
    if form:
        more = {
            1: b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]>>>>",
            4: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Annots[6 0 R]>>",
            5: b"<<>>",
            6: b"<</Type/Annot/Subtype/Widget/FT/Tx/T(namn)/V(Kommunen ska svara)/Rect[70 700 300 720]>>",
        }
    return pdf((), more=more)


def locked_pdf() -> bytes:
    """A PDF that asks for a password nobody has."""
    lock = b"<</Filter/Standard/V 2/R 3/Length 128/P -44/O<%b>/U<%b>>>" % (b"a1" * 32, b"b2" * 32)
    data = pdf(more={6: lock})
    return data.replace(b"trailer\n<<", b"trailer\n<</ID[<00><00>]/Encrypt 6 0 R")


def sheet(fill: Callable[[xlsxwriter.Workbook, object], None]) -> bytes:
    """A workbook filled by hand."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"strings_to_formulas": False}) as book:
        fill(book, book.add_worksheet("Blad1"))
    return stream.getvalue()


def formulas(_: xlsxwriter.Workbook, page) -> None:  # type: ignore[no-untyped-def]  # a class of an untyped library
    """Cells that are worked out."""
    page.write_row(0, 0, ["Krav-ID", "Krav"])
    page.write_formula(1, 0, "=1+1", None, "K1")
    page.write_formula(1, 1, '=HYPERLINK("http://exempel.invalid")', None, WORDS)


def hidden(book: xlsxwriter.Workbook, page) -> None:  # type: ignore[no-untyped-def]  # as above
    """A second sheet that no menu shows."""
    page.write_row(0, 0, ["Krav-ID", "Krav"])
    page.write_row(1, 0, ["K1", WORDS])
    other = book.add_worksheet("Dold")
    other.write_row(0, 0, ["Krav-ID", "Krav"])
    other.write_row(1, 0, ["K2", "Hemligt krav som ska vara dolt."])
    other.very_hidden()


def merged(_: xlsxwriter.Workbook, page) -> None:  # type: ignore[no-untyped-def]  # as above
    """Cells joined into one."""
    page.write_row(0, 0, ["Krav-ID", "Krav", "Vem"])
    page.merge_range("A2:C4", WORDS)


def ancient(book: xlsxwriter.Workbook, page) -> None:  # type: ignore[no-untyped-def]  # as above
    """Days outside the calendar of spreadsheets, and numbers near infinity."""
    page.write_row(0, 0, ["Krav-ID", "Krav", "Datum", "Tal"])
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    for row, value in enumerate((0, 60, -1, 2_958_466, 1e300), start=1):
        page.write_row(row, 0, [f"K{row}", WORDS])
        page.write_number(row, 2, value, days)
        page.write_number(row, 3, 1e308)


def deep_json(depth: int) -> bytes:
    """Arrays in arrays in a file that begins as an act does."""
    return b'{"provisions": ' + b"[" * depth + b"]" * depth + b"}"


def act(**said: object) -> bytes:
    """An act as JSON with whatever values."""
    return json.dumps({"id": "2040:1", "provisions": [{"section": "1", "content": WORDS}], **said}).encode()
