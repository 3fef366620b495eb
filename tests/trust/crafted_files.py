"""Files made by hand to deceive a reader: not what they say, not whole, nothing in them, or too much."""

from __future__ import annotations

from collections.abc import Callable

from tests.trust import sound
from tests.trust.crafted import (
    MACRO,
    ODT,
    OLE,
    PNG,
    WORD,
    act,
    ancient,
    deep_json,
    docx,
    flagged,
    formulas,
    hidden,
    locked_pdf,
    merged,
    paragraph,
    scanned,
    sheet,
    twice_named,
)
from tests.trust.sound import MORE, WORDS, pdf, workbook, written, zipped

AKN = '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act><body>{}</body></act></akomaNtoso>'
SECTION = "<section><num>1 §</num><content><p>{}</p></content></section>"
ENTITY = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y SYSTEM "http://exempel.invalid/">]>'
DTD = '<!DOCTYPE d SYSTEM "http://exempel.invalid/d">'
UTF_7 = '<?xml version="1.0" encoding="UTF-7"?>'
RUNS = b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>"
INCLUDE = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/hostname" parse="text"/>'
SVG = (
    '<w:p><w:r><w:drawing><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script>'
    "<text>Ritad</text></svg></w:drawing></w:r></w:p>"
)
READ = ""
"""What is expected of a file that is read; a code otherwise."""

FILES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "nothing": ("a.txt", bytes, "error.empty_file"),
    "only white space": ("a.md", lambda: b" \t\r\n\x0c\n  ", "error.empty_file"),
    "a lone byte order mark": ("a.txt", lambda: b"\xef\xbb\xbf", "error.empty_file"),
    "a lone mark of UTF-16": ("a.txt", lambda: b"\xff\xfe", "error.empty_file"),
    "only unseen signs": ("a.txt", lambda: "\u200b\u2060\ufeff\u00ad".encode() * 9, "error.no_text"),
    "only NUL": ("a.txt", lambda: bytes(4_000), "error.wrong_name"),
    "NUL among words": ("a.txt", lambda: f"Nämnden\0 ska. {WORDS}".encode(), "error.wrong_name"),
    "a late NUL": ("a.txt", lambda: (WORDS * 1_000).encode() + b"\0", READ),
    "signs that turn text round": ("a.md", lambda: f"# Plan\n\n{WORDS}\u202e\u2066{MORE}".encode(), READ),
    "half of a pair in UTF-8": ("a.txt", lambda: WORDS.encode() + b"\xed\xa0\x80", "error.wrong_name"),
    "half of a pair in UTF-16": (
        "a.txt",
        lambda: b"\xff\xfe" + WORDS.encode("utf-16-le") + b"\x00\xd8",
        "error.wrong_name",
    ),
    "half of a pair in JSON": ("a.json", lambda: act(title="\ud800Lag"), READ),
    "NUL in JSON": ("a.json", lambda: act(title="\0Lag", note="\0"), READ),
    "bytes of no encoding": ("a.txt", lambda: bytes(range(256)) * 40, "error.wrong_name"),
    "a line of 2 million": ("a.txt", lambda: b"a " * 1_000_000, READ),
    "a word of 2 million": ("a.txt", lambda: b"a" * 2_000_000, READ),
    "a paragraph of marks": ("a.md", lambda: b"*_`[<#|!" * 20_000, READ),
    "quotes in quotes": ("a.md", lambda: b"> " * 20_000 + WORDS.encode(), READ),
    "a list 2,000 deep": ("a.md", lambda: b"".join(b" " * at + b"- a\n" for at in range(2_000)), READ),
    "old line ends": ("a.txt", lambda: f"1 §\r{WORDS}\r\r2 §\r{MORE}".encode(), READ),
    "a PDF called text": ("a.txt", pdf, "error.wrong_name"),
    "text called a PDF": ("a.pdf", WORDS.encode, "error.wrong_name"),
    "a workbook called Word": ("a.docx", lambda: workbook(sound.CHECKLIST), "error.wrong_name"),
    "a picture called PDF": ("a.pdf", lambda: PNG, "error.wrong_name"),
    "a program": ("a.docx", lambda: b"MZ\x90\0" + bytes(900), "error.wrong_name"),
    "HTML called Word": ("a.docx", lambda: b"<html><body><p>Hej</p></body></html>", "error.wrong_name"),
    "RTF": ("a.rtf", lambda: rb"{\rtf1 Hej}", "error.unsupported_kind"),
    "a PDF that is a ZIP too": ("a.pdf", lambda: pdf() + zipped({"a.txt": "Hej"}), READ),
    "a ZIP that is a PDF too": ("a.docx", lambda: docx(paragraph(WORDS)) + pdf(), READ),
    "a picture with a document behind": ("a.docx", lambda: PNG + docx(paragraph(WORDS)), "error.wrong_name"),
    "a plain ZIP": ("a.zip", lambda: zipped({"a.txt": "Hej"}), "error.unsupported_kind"),
    "a ZIP without entries": ("a.docx", lambda: b"PK\x05\x06" + bytes(18), "error.unsupported_kind"),
    "a name that climbs": ("a.docx", lambda: docx(paragraph(WORDS), **{"../../etc/x": "x"}), "error.archive_path"),
    "a name from the root": ("a.odt", lambda: zipped({"mimetype": "x", "/etc/x": "x"}), "error.archive_path"),
    "a name of another disk": ("a.docx", lambda: docx(paragraph(WORDS), **{"C:\\x": "x"}), "error.archive_path"),
    "a name that climbs backwards": ("a.docx", lambda: docx("", **{"a\\..\\..\\x": "x"}), "error.archive_path"),
    "a ZIP within": ("a.docx", lambda: docx("", **{"word/b.zip": zipped({"c": "d"})}), "error.archive_nested"),
    "encrypted entries": ("a.docx", lambda: flagged(docx(paragraph(WORDS))), "error.encrypted"),
    "Word with a password": (
        "a.docx",
        lambda: OLE + bytes(900) + "EncryptedPackage".encode("utf-16-le"),
        "error.encrypted",
    ),
    "ODT with a password": (
        "a.odt",
        lambda: zipped({"mimetype": ODT, "META-INF/manifest.xml": "<encryption-data/>"}),
        "error.encrypted",
    ),
    "PDF with a password": ("a.pdf", locked_pdf, "error.encrypted"),
    "an old document of Word": ("a.doc", lambda: OLE + bytes(900), "error.old_office"),
    "Word with macros": ("a.docm", lambda: docx(paragraph(WORDS), types=MACRO, **{"word/vbaProject.bin": OLE}), READ),
    "two entries of one name": ("a.docx", twice_named, READ),
    "a part that is not there": ("a.docx", lambda: zipped({"[Content_Types].xml": WORD}), "error.part_missing"),
    "an outside entity in Word": ("a.docx", lambda: docx(paragraph(f"{WORDS}&x;"), before=ENTITY), READ),
    "an outside entity alone": ("a.docx", lambda: docx(paragraph("&x;&y;"), before=ENTITY), "error.no_text"),
    "an outside DTD": ("a.docx", lambda: docx(paragraph(WORDS), before=DTD), READ),
    "XInclude": ("a.docx", lambda: docx(paragraph(WORDS) + INCLUDE), READ),
    "SVG with a script": ("a.docx", lambda: docx(paragraph(WORDS) + SVG), READ),
    "a field that runs a program": (
        "a.docx",
        lambda: docx(paragraph(WORDS) + "<w:p><w:r><w:instrText>DDEAUTO cmd calc</w:instrText></w:r></w:p>"),
        READ,
    ),
    "Word without words": ("a.docx", lambda: docx("<w:p/>" * 300), "error.no_text"),
    "Word of deleted words": (
        "a.docx",
        lambda: docx(f"<w:p><w:del><w:r><w:delText>{WORDS}</w:delText></w:r></w:del></w:p>"),
        "error.no_text",
    ),
    "an outside entity in an act": (
        "a.xml",
        lambda: (ENTITY + AKN.format(SECTION.format(f"{WORDS}&x;"))).encode(),
        "error.wrong_name",
    ),
    "an act without sections": ("a.xml", lambda: AKN.format("").encode(), "error.no_text"),
    "an act in UTF-7": ("a.xml", lambda: (UTF_7 + AKN.format(SECTION.format("+ADw-"))).encode(), "error.damaged"),
    "a page of scripts alone": ("a.html", lambda: b"<html><body><script>alert(1)</script></body>", "error.no_text"),
    "a page with handlers": (
        "a.html",
        lambda: f"<html><body onload='x()'><p>{WORDS}<iframe src='file:///etc/x'></p></body>".encode(),
        READ,
    ),
    "a page within 3,000 others": (
        "a.html",
        lambda: b"<html><body>" + b"<div>" * 3_000 + b"Hej",
        "error.html_too_deep",
    ),
    "an address for a style sheet": (
        "a.xml",
        lambda: b'<?xml-stylesheet href="file:///etc/x"?>' + AKN.format(SECTION.format(WORDS)).encode(),
        READ,
    ),
    "JSON too deep": ("a.json", lambda: deep_json(100_000), "error.truncated"),
    "JSON of numbers without end": (
        "a.json",
        lambda: b'{"provisions": [{"content": 1e999, "x": ' + b"9" * 6_000 + b"}]}",
        "error.truncated",
    ),
    "JSON of something else": ("a.json", lambda: b'{"provisions": [], "a": NaN}', "error.unsupported_json"),
    "JSON with context": ("a.json", lambda: b'{"@context": "http://exempel.invalid/"}', "error.linked_data"),
    "an act with lists for words": ("a.json", lambda: act(title=["a"], url={"a": 1}, id=None), READ),
    "a scanned PDF": ("a.pdf", scanned, "error.needs_ocr"),
    "a PDF of fields alone": ("a.pdf", lambda: scanned(form=True), "error.no_text"),
    "a PDF of empty pages": ("a.pdf", lambda: pdf(()), "error.no_text"),
    "a PDF of unseen signs": ("a.pdf", lambda: pdf(("\u00ad\u00ad \u00a0",)), "error.no_text"),
    "a PDF that runs": ("a.pdf", lambda: pdf(more={1: RUNS}), READ),
    "a PDF cut off": ("a.pdf", lambda: pdf()[:-20], "error.truncated"),
    "a PDF behind 900 other bytes": ("a.pdf", lambda: b"x" * 900 + b"\n" + pdf(), READ),
    "cells with formulas": ("a.xlsx", lambda: sheet(formulas), READ),
    "a hidden sheet": ("a.xlsx", lambda: sheet(hidden), READ),
    "merged cells": ("a.xlsx", lambda: sheet(merged), READ),
    "days before the first": ("a.xlsx", lambda: sheet(ancient), READ),
    "a workbook of nothing": ("a.xlsx", lambda: workbook(()), "error.no_text"),
    "a quotation left open": ("a.csv", lambda: f'Krav-ID;Krav\r\nK1;"{WORDS}'.encode(), READ),
    "a field of 200,000": ("a.csv", lambda: b"Krav-ID;Krav\r\nK1;" + b"x" * 200_000, "error.damaged"),
    "rows of many lengths": ("a.csv", lambda: "\n".join(";" * n + WORDS for n in range(300)).encode(), READ),
    "a table of formulas": ("a.csv", lambda: written([("Krav-ID", "Krav"), ("=cmd|' /C calc'!A0", f"@{WORDS}")]), READ),
}
"""By what is wrong with it: the name a file comes under, its bytes, and what is said of it."""
