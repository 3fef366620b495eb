"""What kind of file the bytes are: content first, the file name only as a hint and as a promise to be kept."""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath

from policies import framework, limits
from policies.archive import Archive
from policies.encodings import decode
from policies.errors import UnreadableFile

HEAD = 8 * 1024
WHOLE_LOOK = 2_000_000

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
FOREIGN = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"RIFF", "RIFF"),
    (b"BM", "BMP"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
    (b"{\\rtf", "RTF"),
    (b"%!PS", "PostScript"),
    (b"7z\xbc\xaf\x27\x1c", "7Z"),
    (b"Rar!", "RAR"),
    (b"\x1f\x8b", "GZIP"),
    (b"BZh", "BZIP2"),
    (b"\xfd7zXZ", "XZ"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"ID3", "MP3"),
)
# What a file name promises. Formats that share a tuple may stand for each other without being called misnamed.
PROMISES = {
    ".pdf": ("pdf",),
    ".docx": ("docx",),
    ".docm": ("docx",),
    ".dotx": ("docx",),
    ".odt": ("odt",),
    ".ott": ("odt",),
    ".xlsx": ("table",),
    ".xlsm": ("table",),
    ".csv": ("table",),
    ".tsv": ("table",),
    ".html": ("html", "eurlex_html"),
    ".htm": ("html", "eurlex_html"),
    ".xhtml": ("html", "eurlex_html"),
    ".xml": ("formex", "akoma_ntoso", "reqif", "html", "eurlex_html"),
    ".reqif": ("reqif",),
    ".json": ("statute_json", "riksdagen_json", "oscal", "framework"),
    ".md": ("markdown",),
    ".markdown": ("markdown",),
    ".njk": ("njk",),
    ".rst": ("rst",),
    ".txt": ("text",),
    ".text": ("text",),
}
OFFICE_NAMES = frozenset({".docx", ".docm", ".dotx", ".xlsx", ".xlsm", ".pptx"})
OLD_OFFICE = {".doc": "DOC", ".dot": "DOC", ".xls": "XLS", ".ppt": "PPT"}
LINKED_DATA = {
    ".ttl": "Turtle",
    ".jsonld": "JSON-LD",
    ".rdf": "RDF/XML",
    ".nt": "N-Triples",
    ".n3": "N3",
    ".trig": "TriG",
}

EURLEX = re.compile(
    rb"<!-- CONVEX|oj-convex|/clg\.css|class=\"(?:oj-ti-art|ti-art|title-article-norm|oj-doc-ti|eli-subdivision)\"",
    re.I,
)
# Nothing here is tried in two ways: comments in front of a page may be many.
HTML_START = re.compile(
    r"\s*+(?:<\?xml[^<>]*+>\s*+)?(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
HTML_TAG = re.compile(r"<(?:html|body|head|div|p|h[1-6]|table|ul|ol|span|br|a\s[^<>]{0,500}href)\b[^<>]*>", re.I)
XML_START = re.compile(r"\s*+(?:<\?xml[^<>]*>|<!--|<[A-Za-z_][\w.:-]*[\s/>])")
XML_ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)(?=[\s/>])([^<>]*)>")
FORMEX_ROOTS = frozenset({"ACT", "CONS.ACT", "ANNEX", "CONS.ANNEX", "AGR", "GENERAL", "CONS.DOC", "DECISION", "CORR"})
TURTLE = re.compile(r"\s*+(?:#[^\n]*+\n\s*+)*+@?(?:prefix|base)\s++[^\s<]*+\s*+<", re.I)
FRONT_MATTER = re.compile(r"\s*---\r?\n(?:[^\n]*\n){1,200}?---\s*\n")
MARKDOWN_HEADING = re.compile(r"^#{1,6} \S", re.M)


def detect(data: bytes, name: str) -> str:
    """The name of the reader for these bytes, a key of `policies.readers.READERS`.

    `name` is the file's own name; its extension decides only between formats that share a look (Markdown, plain
    text, CSV). Raises UnreadableFile: empty, too large, encrypted, truncated, misnamed, or a kind not handled.

    >>> detect(b"# Plan\\n\\nSee below.\\n", "plan.md")
    'markdown'
    """
    if not data.strip():
        raise UnreadableFile("error.empty_file", file=name)
    if len(data) > limits.FILE_BYTES:
        raise UnreadableFile(
            "error.too_large",
            file=name,
            megabytes=round(len(data) / limits.MEGABYTE),
            limit=limits.FILE_BYTES // limits.MEGABYTE,
        )
    extension = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    found = _binary(data, name, extension) or _textual(data, name, extension)
    promised = PROMISES.get(extension)
    if promised and found not in promised:
        raise UnreadableFile("error.wrong_name", file=name, extension=extension, kind=found)
    return found


def _binary(data: bytes, name: str, extension: str) -> str | None:
    if data.startswith(ZIP_STARTS):
        return _container(data, name)
    if data.startswith(OLE):
        # A password turns an OOXML file into an OLE container; the name still says docx.
        if extension in OFFICE_NAMES or "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableFile("error.encrypted", file=name)
        raise UnreadableFile("error.old_office", file=name, kind=OLD_OFFICE.get(extension, "DOC/XLS/PPT"))
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-") or (b"%PDF-" in data[:1024] and b"endobj" in data):
        if b"%%EOF" not in data.rstrip(b"\0 \t\r\n")[-4096:]:
            raise UnreadableFile("error.truncated", file=name)
        return "pdf"
    for start, kind in FOREIGN:
        if data.startswith(start) and (len(start) > 3 or b"\0" in data[:HEAD]):
            raise _foreign(name, extension, kind)
    return None


def _container(data: bytes, name: str) -> str:
    with Archive(data, name) as archive:
        if "[Content_Types].xml" in archive:
            types = archive.read("[Content_Types].xml", limit=limits.MEGABYTE)
            if b"wordprocessingml" in types or b"ms-word" in types:
                return "docx"
            if b"spreadsheetml" in types or b"ms-excel" in types:
                return "table"
            raise UnreadableFile(
                "error.unsupported_kind", file=name, kind="PPTX" if b"presentation" in types else "OOXML"
            )
        if "mimetype" in archive:
            return _open_document(archive, name)
    raise UnreadableFile("error.unsupported_kind", file=name, kind="ZIP")


def _open_document(archive: Archive, name: str) -> str:
    mimetype = archive.read("mimetype", limit=1024).decode("ascii", "replace").strip()
    if "encrypted-package" in archive.names():
        raise UnreadableFile("error.encrypted", file=name)
    if "META-INF/manifest.xml" in archive:
        manifest = archive.read("META-INF/manifest.xml", limit=limits.MEGABYTE)
        if b"encryption-data" in manifest:
            raise UnreadableFile("error.encrypted", file=name)
    if mimetype.startswith("application/vnd.oasis.opendocument.text"):
        return "odt"
    kind = mimetype.rpartition(".")[2].upper() or "ZIP"
    raise UnreadableFile("error.unsupported_kind", file=name, kind=kind[:40])


def _textual(data: bytes, name: str, extension: str) -> str:
    decoded = decode(data)
    if decoded is None:
        raise _foreign(name, extension, "binary")
    text = decoded[0]
    if not text.strip("\ufeff \t\r\n"):
        raise UnreadableFile("error.empty_file", file=name)
    if extension in LINKED_DATA or TURTLE.match(text):
        raise UnreadableFile("error.linked_data", file=name, kind=LINKED_DATA.get(extension, "Turtle"))
    if extension == ".json" or text.lstrip("\ufeff \t\r\n").startswith(('{"', "{\n", "{\r", "{ ", "[{")):
        return _json(text, name, extension)
    if extension in {".njk", ".rst", ".md", ".markdown"} and not HTML_START.match(text):
        return PROMISES[extension][0]
    return _marked_up(data, text, name, extension)


def _marked_up(data: bytes, text: str, name: str, extension: str) -> str:
    head = text[:HEAD].lstrip("\ufeff")
    if HTML_START.match(head):
        return "eurlex_html" if EURLEX.search(data[:WHOLE_LOOK]) else "html"
    if XML_START.match(head) and (found := _xml(data, head, name)):
        return found
    if extension in {".html", ".htm", ".xhtml"} and HTML_TAG.search(text[:WHOLE_LOOK]):
        return "eurlex_html" if EURLEX.search(data[:WHOLE_LOOK]) else "html"
    if extension in {".csv", ".tsv"}:
        return "table"
    if extension not in {".txt", ".text"} and (FRONT_MATTER.match(head) or MARKDOWN_HEADING.search(head)):
        return "markdown"
    return "text"


def _xml(data: bytes, head: str, name: str) -> str | None:
    """The format of XML by its root element; None for text that merely begins with an angle bracket."""
    root = XML_ROOT.search(head)
    tag = root[1].rpartition(":")[2] if root else ""
    if tag.lower() == "html":
        return "eurlex_html" if EURLEX.search(data[:WHOLE_LOOK]) else "html"
    if tag == "akomaNtoso":
        return "akoma_ntoso"
    if tag == "REQ-IF":
        return "reqif"
    if tag in FORMEX_ROOTS and ("formex" in head.lower() or tag.startswith("CONS.") or "<BIB.INSTANCE" in head):
        return "formex"
    if tag == "RDF":
        raise UnreadableFile("error.linked_data", file=name, kind="RDF/XML")
    if head.lstrip().startswith("<?xml"):
        raise UnreadableFile("error.unsupported_kind", file=name, kind=f"XML ({tag[:40]})" if tag else "XML")
    return None


def _json(text: str, name: str, extension: str) -> str:
    try:
        content = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        if extension == ".json":
            code = "error.wrong_name" if not text.lstrip("\ufeff \t\r\n").startswith(("{", "[")) else "error.truncated"
            values = {"extension": extension, "kind": "text"} if code == "error.wrong_name" else {}
            raise UnreadableFile(code, file=name, **values) from error
        return "text"
    if isinstance(content, dict):
        if "@context" in content or "@graph" in content:
            raise UnreadableFile("error.linked_data", file=name, kind="JSON-LD")
        if content.get("kind") == framework.KIND:
            return "framework"
        if any(_texts(content.get(key)) for key in ("provisions", "articles")):
            return "statute_json"
        if isinstance(content.get("dokumentstatus"), dict):
            return "riksdagen_json"
        if isinstance(content.get("catalog"), dict):
            return "oscal"
    raise UnreadableFile("error.unsupported_json", file=name)


def _texts(parts: object) -> bool:
    return isinstance(parts, list) and any(isinstance(p, dict) and ("content" in p or "text" in p) for p in parts)


def _foreign(name: str, extension: str, kind: str) -> UnreadableFile:
    """A foreign kind under a promising name is misnamed; under its own name it is merely not supported."""
    if extension in PROMISES:
        return UnreadableFile("error.wrong_name", file=name, extension=extension, kind=kind)
    return UnreadableFile("error.unsupported_kind", file=name, kind=kind)
