"""Small files made on the spot: PDF pages with text at given places, ODT from fragments of its XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

import pytest

# One line of a page: x, y (points, from the lower left), size, bold, text.
Line = tuple[float, float, float, bool, str]

NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "fo": "xsl-fo-compatible",
        "draw": "drawing",
        "meta": "meta",
    }.items()
)


def _escaped(text: str) -> bytes:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252")


def write_pdf(pages: Sequence[Sequence[Line]], *, objects: Mapping[int, bytes] | None = None) -> bytes:
    """A PDF of A4 pages in Helvetica; `objects` replaces whole objects by number (content streams are 6, 8, ...)."""
    kids = " ".join(f"{5 + 2 * at} 0 R" for at in range(len(pages)))
    font = b"<</Type/Font/Subtype/Type1/BaseFont/%b/Encoding/WinAnsiEncoding>>"
    parts = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        3: font % b"Helvetica",
        4: font % b"Helvetica-Bold",
    }
    for at, lines in enumerate(pages):
        content = b"\n".join(
            b"BT /F%d %g Tf 1 0 0 1 %g %g Tm (%b) Tj ET" % (2 if bold else 1, size, x, y, _escaped(text))
            for x, y, size, bold, text in lines
        )
        parts[5 + 2 * at] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>>>" % (6 + 2 * at)
        )
        parts[6 + 2 * at] = b"<</Length %d>>stream\n%b\nendstream" % (len(content), content)
    parts |= objects or {}
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number in sorted(parts):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, parts[number]))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(b"trailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, start))
    return out.getvalue()


@pytest.fixture
def pdf_file() -> Callable[..., bytes]:
    return write_pdf


@pytest.fixture(scope="session")
def odt_file() -> Callable[..., bytes]:
    def write(body: str, *, styles: str = "", meta: str = "") -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
            archive.writestr(
                "content.xml",
                f"<office:document-content {NAMESPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
                f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
            )
            archive.writestr(
                "meta.xml",
                f'<office:document-meta {NAMESPACES} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>{meta}'
                "</office:meta></office:document-meta>",
            )
        return stream.getvalue()

    return write
