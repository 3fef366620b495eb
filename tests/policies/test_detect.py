"""The kind of a file is told by its content; every refusal says which of its own reasons it has."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from pathlib import Path

import docx
import pytest

from policies import limits
from policies.detect import detect
from policies.errors import UnreadableFile

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
HTML = b"<!DOCTYPE html><html><body><p>Hej</p></body></html>"
ODT_TYPE = "application/vnd.oasis.opendocument.text"


def zipped(entries: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return stream.getvalue()


def word() -> bytes:
    stream = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Hej")
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (PDF, "plan.pdf", "pdf"),
        (b"\xef\xbb\xbf" + PDF, "plan", "pdf"),
        (zipped({"mimetype": ODT_TYPE, "content.xml": "<a/>"}), "plan.odt", "odt"),
        (HTML, "sida.html", "html"),
        (b"<p>Hej</p><h2>Mer</h2>", "sida.htm", "html"),
        (b'<html><!-- CONVEX # converter_version:9.16.1 --><body class="x"></body></html>', "akt.xhtml", "eurlex_html"),
        (b'<?xml version="1.0"?><CONS.ACT xmlns:xsi="x"><INFO.CONSLEG/></CONS.ACT>', "akt.xml", "formex"),
        (b'<akomaNtoso xmlns="x"><act/></akomaNtoso>', "akt.xml", "akoma_ntoso"),
        (b"# Plan\n\nText", "plan.md", "markdown"),
        (b"---\ntitle: Plan\n---\nText", "plan", "markdown"),
        ("Plan för året\n\nNämnden ska.".encode(), "plan.txt", "text"),
        ("Plan för året\r\nNämnden ska.".encode("utf-16"), "plan.txt", "text"),
        ("Åtgärder för nämnden, år och år".encode("cp1252"), "plan.txt", "text"),
        ("# Detta är text".encode(), "plan.txt", "text"),
        ("id;krav\n1;Nämnden ska".encode(), "krav.csv", "table"),
        (b'{% extends "x" %}\n<h1>Hej</h1>', "sida.njk", "njk"),
        (b"Rubrik\n======\n", "sida.rst", "rst"),
        (json.dumps({"id": "1", "provisions": [{"content": "x"}]}).encode(), "lag.json", "statute_json"),
        (b"<Bilaga 1> handlar om drift", "plan.txt", "text"),
    ],
)
def test_kind_follows_from_content(data: bytes, name: str, expected: str) -> None:
    assert detect(data, name) == expected


def test_word_document_is_told_from_other_containers() -> None:
    assert detect(word(), "plan.docx") == "docx"


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "tom.txt", "error.empty_file"),
        (b" \n\t ", "tom.md", "error.empty_file"),
        (b"\xef\xbb\xbf\n", "tom.csv", "error.empty_file"),
        (PNG, "bild.png", "error.unsupported_kind"),
        (PNG, "bild.pdf", "error.wrong_name"),
        (HTML, "sida.pdf", "error.wrong_name"),
        (HTML, "sida.md", "error.wrong_name"),
        (b"Hej hej", "plan.pdf", "error.wrong_name"),
        (b"Hej hej", "plan.docx", "error.wrong_name"),
        (b"Hej hej", "plan.html", "error.wrong_name"),
        (b"Hej hej", "plan.json", "error.wrong_name"),
        (PDF, "plan.docx", "error.wrong_name"),
        (word(), "plan.odt", "error.wrong_name"),
        (word(), "plan.txt", "error.wrong_name"),
        (PDF[:-8], "plan.pdf", "error.truncated"),
        (word()[:2000], "plan.docx", "error.truncated"),
        (b'{"provisions": [{"content": "x"', "lag.json", "error.truncated"),
        (OLE + bytes(600), "plan.docx", "error.encrypted"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "plan", "error.encrypted"),
        (OLE + bytes(600), "plan.doc", "error.old_office"),
        (
            zipped({"mimetype": ODT_TYPE, "META-INF/manifest.xml": "<m:encryption-data/>"}),
            "plan.odt",
            "error.encrypted",
        ),
        (zipped({"mimetype": ODT_TYPE, "encrypted-package": "x"}), "plan.odt", "error.encrypted"),
        (zipped({"mimetype": ODT_TYPE.replace("text", "spreadsheet")}), "tal.ods", "error.unsupported_kind"),
        (zipped({"a.txt": "x"}), "paket.zip", "error.unsupported_kind"),
        (b"MZ\x90\x00" + bytes(100), "setup.exe", "error.unsupported_kind"),
        (b"{\\rtf1 hej}", "brev.rtf", "error.unsupported_kind"),
        (bytes(range(256)) * 4, "okänd", "error.unsupported_kind"),
        (b"@prefix a: <http://x/> .\n", "tjanster.ttl", "error.linked_data"),
        (b"@prefix a: <http://x/> .\n", "tjanster.txt", "error.linked_data"),
        (b'{"@context": {}, "@graph": []}', "tjanster.jsonld", "error.linked_data"),
        (b'<?xml version="1.0"?><rdf:RDF xmlns:rdf="x"></rdf:RDF>', "tjanster.rdf", "error.linked_data"),
        (b'{"head": {}}', "svar.json", "error.unsupported_json"),
        (b'<?xml version="1.0"?><note><a/></note>', "note.xml", "error.unsupported_kind"),
    ],
)
def test_refusal_has_its_own_reason_and_names_the_file(data: bytes, name: str, code: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        detect(data, name)
    assert (caught.value.code, caught.value.values["file"]) == (code, name)


def test_file_beyond_the_size_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FILE_BYTES", 10)
    with pytest.raises(UnreadableFile, match="too_large"):
        detect(b"0123456789 ", "plan.txt")


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ({"a/../../b.xml": "x"}, "error.archive_path"),
        ({"/etc/b.xml": "x"}, "error.archive_path"),
        ({"C:\\b.xml": "x"}, "error.archive_path"),
        ({"word/inner.docx": "x"}, "error.archive_nested"),
        ({"word/document.xml": bytes(3_000_000)}, "error.archive_ratio"),
        ({f"{at}.xml": b"" for at in range(limits.ARCHIVE_ENTRIES + 1)}, "error.archive_entries"),
    ],
)
def test_container_is_judged_by_its_directory(entries: dict[str, str | bytes], code: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        detect(zipped({"[Content_Types].xml": "wordprocessingml", **entries}), "plan.docx")
    assert caught.value.code == code


def test_embedded_sheet_of_a_word_document_is_no_nested_archive() -> None:
    entries = {"[Content_Types].xml": "wordprocessingml", "word/embeddings/sheet.xlsx": "x"}
    assert detect(zipped(entries), "plan.docx") == "docx"


@pytest.mark.corpus
def test_every_file_of_the_corpus_is_told_apart(shared: Path) -> None:
    found: Counter[tuple[str, str]] = Counter()
    for path in sorted((shared / "corpus").rglob("*")):
        if path.is_file():
            try:
                kind = detect(path.read_bytes(), path.name)
            except UnreadableFile as error:
                kind = error.code
            found[path.suffix, kind] += 1
    assert found == {
        (".csv", "table"): 5,
        (".docx", "docx"): 2,
        (".html", "eurlex_html"): 4,
        (".html", "html"): 4,
        (".json", "error.unsupported_json"): 1,
        (".json", "statute_json"): 18,
        (".jsonld", "error.linked_data"): 2,
        (".md", "markdown"): 62,
        (".njk", "njk"): 11,
        (".pdf", "pdf"): 1,
        (".rst", "rst"): 1,
        (".ttl", "error.linked_data"): 24,
        (".xhtml", "eurlex_html"): 6,
        (".xlsx", "table"): 1,
        (".xml", "formex"): 3,
    }
