"""Bytes to text: strict first, guessed only where nothing strict fits, and never silently."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE = 64 * 1024
WHOLE_TO_BROKEN = 5
WESTERN = ("cp1252", "iso8859_1", "mac_roman", "cp850", "cp865", "cp437", "iso8859_15")


def decode(data: bytes) -> tuple[str, str] | None:
    """The text and the name of its encoding; None where the bytes are not text.

    A byte order mark decides; then UTF-8, strict or with a few broken bytes; then the best western guess. Text with
    NUL characters is not text.

    >>> decode("Å".encode())
    ('Å', 'utf-8')
    >>> decode("behörighet för nämnden".encode("cp1252"))
    ('behörighet för nämnden', 'cp1252')
    >>> decode(bytes(range(256))) is None
    True
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strict(data, encoding)
    if b"\0" in data[:SAMPLE]:
        return _wide(data)
    return _strict(data, "utf-8") or _damaged_utf8(data) or _guessed(data)


def _strict(data: bytes, encoding: str) -> tuple[str, str] | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    controls = sum(text.count(chr(code)) for code in range(32) if code not in (9, 10, 12, 13))
    return None if controls > len(text) / 1000 else (text, encoding)


def _damaged_utf8(data: bytes) -> tuple[str, str] | None:
    """UTF-8 with a few broken bytes, each replaced by U+FFFD; None where most of the bytes beyond ASCII are broken.

    >>> _damaged_utf8("år och åtgärder för nämnden".encode() + bytes([0xFF]))
    ('år och åtgärder för nämnden\ufffd', 'damaged utf-8')
    """
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(1 for letter in text if letter > "\x7f") - broken
    if whole < WHOLE_TO_BROKEN * broken or _strict(text.encode(), "utf-8") is None:
        return None
    return text, "damaged utf-8"


def _wide(data: bytes) -> tuple[str, str] | None:
    """UTF-16 without a mark: in western text every second byte is NUL."""
    for encoding, offset in (("utf-16-le", 1), ("utf-16-be", 0)):
        sample = data[offset:SAMPLE:2]
        if sample and sample.count(0) > 0.8 * len(sample):
            return _strict(data, encoding)
    return None


def _guessed(data: bytes) -> tuple[str, str] | None:
    best = from_bytes(data[:SAMPLE], cp_isolation=list(WESTERN)).best()
    if best is None:
        return None
    encoding = "cp1252" if best.encoding in ("cp1252", "iso8859_1", "latin_1") else best.encoding
    return _strict(data, encoding) or _strict(data, "latin-1")
