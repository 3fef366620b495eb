"""Files crafted to exhaust a reader, each made here: a plain error within the limits, and the next file is read."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator

import pytest

from policies import limits
from policies.errors import UnreadableFile
from policies.sandbox import Sandbox

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
WORD = TYPES.format('<Override PartName="/word/document.xml" ContentType="wordprocessingml.document.main+xml"/>')
SHEET = TYPES.format('<Override PartName="/xl/workbook.xml" ContentType="spreadsheetml.sheet.main+xml"/>')
SECONDS = 20
MEMORY = 512 * limits.MEGABYTE  # half of the usual, so that half-size bombs do


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox(memory=MEMORY, seconds=SECONDS) as made:
        yield made


def zipped(entries: dict[str, str | bytes], *, packed: bool = True) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return stream.getvalue()


def word(body: str, *, packed: bool = True, **parts: str) -> bytes:
    document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": WORD, "word/document.xml": document, **parts}, packed=packed)


def zeros() -> bytes:
    return zipped({"[Content_Types].xml": WORD, "word/document.xml": bytes(200_000_000)})


def lying_directory() -> bytes:
    """A directory that claims small entries; the bytes that come out are counted all the same."""
    data = bytearray(zipped({"[Content_Types].xml": WORD, "word/document.xml": b"<a>" + b" " * 90_000_000 + b"</a>"}))
    place = data.rindex(b"PK\x01\x02")
    data[place + 24 : place + 28] = (1000).to_bytes(4, "little")
    return bytes(data)


def many_elements() -> bytes:
    """Within every limit of the container, yet the tree of it takes twice the memory of the worker."""
    return word("<w:p/>" * 7_500_000, packed=False)


def deep_nesting() -> bytes:
    depth = 5_000
    return word("<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth)


def nested_tables() -> bytes:
    """As deep as the parser lets through: each level would be read once by each level around it."""
    depth = 80
    cell = "<w:p><w:r><w:t>x</w:t></w:r></w:p>"
    return word(f"<w:tbl><w:tr><w:tc>{cell}</w:tc><w:tc>" * depth + cell + "</w:tc></w:tr></w:tbl>" * depth)


def circular_styles() -> bytes:
    style = '<w:style w:type="paragraph" w:styleId="S{0}"><w:basedOn w:val="S{1}"/></w:style>'
    styles = "".join(style.format(at, (at + 1) % 20_000) for at in range(20_000))
    relation = '<Relationship Type="x/styles" Target="styles.xml"/>'
    return word(
        "".join(f'<w:p><w:pPr><w:pStyle w:val="S{at}"/></w:pPr></w:p>' for at in range(20_000)),
        **{
            "word/styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>',
            "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            f'relationships">{relation}</Relationships>',
        },
    )


def entity_laughter() -> bytes:
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 12))
    return zipped(
        {
            "[Content_Types].xml": WORD,
            "word/document.xml": f'<!DOCTYPE d [{entities}]><w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&a11;'
            "</w:t></w:r></w:p></w:body></w:document>",
        }
    )


def quadratic_entity() -> bytes:
    text = f'<!DOCTYPE d [<!ENTITY a "{"x" * 100_000}">]><office:document-content xmlns:office="urn:oasis:names:tc:'
    text += f'opendocument:xmlns:office:1.0"><office:body><office:text>{"&a;" * 50_000}</office:text></office:body>'
    text += "</office:document-content>"
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": text}, packed=False)


def outside_entity() -> bytes:
    body = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    text = f'{body}<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>'
    return zipped({"[Content_Types].xml": WORD, "word/document.xml": text})


def odt_spaces() -> bytes:
    body = '<text:p>x<text:s text:c="999999999"/></text:p>' * 1_000
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    text = f'<office:document-content xmlns:office="{space}office:1.0" xmlns:text="{space}text:1.0"><office:body>'
    text += f"<office:text>{body}</office:text></office:body></office:document-content>"
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": text}, packed=False)


def far_cell() -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    cells = "".join(
        f'<row r="{row}"><c r="{cell}{row}"><v>1</v></c></row>' for cell, row in (("A", 1), ("XFD", 1048576))
    )
    return zipped(
        {
            "[Content_Types].xml": SHEET,
            "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r" Type="{office}/officeDocument"'
            ' Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            '<sheet name="a" sheetId="1" r:id="r"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="r"'
            f' Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
        }
    )


def pdf_of(stream: bytes, pages: str = "[5 0 R]", count: int = 1) -> bytes:
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids{pages}/Count {count}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%b\nendstream" % (len(stream), stream),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 3 0 R>>>>>>",
    ]
    body = b"".join(b"%d 0 obj\n%b\nendobj\n" % (at, part) for at, part in enumerate(parts, 1))
    return b"%PDF-1.7\n" + body + b"trailer\n<</Root 1 0 R>>\n%%EOF\n"


def flate_bomb() -> bytes:
    """Packed twice: 100 kB that become 275 MB of page content."""
    inner = zlib.compressobj(9)
    packed = b"".join(inner.compress(b"BT /F1 9 Tf (x) Tj ET\n" * 50_000) for _ in range(250)) + inner.flush()
    return pdf_of(zlib.compress(packed, 9))


def endless_pages() -> bytes:
    """Pages that hold themselves, as many as a count may claim."""
    return pdf_of(b"", "[2 0 R 2 0 R]", 2_000_000_000)


def long_line() -> bytes:
    return b"a " * 12_000_000


def many_brackets() -> bytes:
    return b"x(" * 400_000 + b"\n" + b"[" * 400_000


@pytest.mark.parametrize(
    ("make", "name", "codes"),
    [
        (zeros, "a.docx", {"error.archive_ratio"}),
        (lying_directory, "a.docx", {"error.damaged", "error.archive_too_large"}),
        (many_elements, "a.docx", {"error.too_much_memory", "error.damaged"}),
        (deep_nesting, "a.docx", {"error.damaged"}),
        (circular_styles, "a.docx", {"error.no_text"}),
        (entity_laughter, "a.docx", {"error.damaged", "error.no_text"}),
        (outside_entity, "a.docx", {"error.no_text", "error.damaged"}),
        (quadratic_entity, "a.odt", {"error.damaged", "error.no_text"}),
        (far_cell, "a.xlsx", {"error.too_many_cells"}),
        (flate_bomb, "a.pdf", {"error.too_slow", "error.too_much_memory", "error.reader_crashed", "error.no_text"}),
        (endless_pages, "a.pdf", {"error.damaged", "error.too_many_pages", "error.no_text"}),
        (long_line, "a.txt", {"error.too_much_text"}),
    ],
)
def test_crafted_file_ends_in_a_plain_error(
    box: Sandbox, make: Callable[[], bytes], name: str, codes: set[str]
) -> None:
    with pytest.raises(UnreadableFile) as caught:
        box.read(make(), name)
    assert caught.value.code in codes
    assert box.read("Nämnden ska besluta.".encode(), "b.txt").text == "Nämnden ska besluta."


@pytest.mark.parametrize(("make", "name"), [(odt_spaces, "a.odt"), (nested_tables, "a.docx"), (many_brackets, "a.txt")])
def test_odd_but_honest_file_is_read(box: Sandbox, make: Callable[[], bytes], name: str) -> None:
    assert box.read(make(), name).blocks
