"""Sound files made unsound, always in the same way: by bytes, by letters, and by what their format is built of.

Where only bytes were changed most parsers would refuse at once; so half of the changes of markup leave it well formed.
"""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from tests.trust.markup import NUMBERS, by_signs, by_tree

STRANGE = (
    b"\0", b"\xef\xbb\xbf", b"\xff\xfe", "\u202e".encode(), b"\xed\xa0\x80", "\u2028".encode(), b"\xff", b"\x1b[2J",
    b"\x1a", "\ufffe".encode(), "a\u0301".encode(), "İßŉ".encode(), "\U0010ffff".encode(), b"\r", b"\x85", b"\x0c",
    "§".encode(), "٣".encode(), "²".encode(), b"&", b"<", b"]]>", b'"', b"\\", b"%", b"{{", b"=",
)  # fmt: skip
ENCODINGS = ("cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp437", "latin-1", "utf-8-sig")
VALUES: tuple[Any, ...] = (
    None, True, -1, 0, 1e308, 10**400, "", " ", "\0", "\ud800", "\u202e", [], {}, [[]], [None], {"": ""}, "x" * 50_000,
    float("nan"), [{"content": 1}], "<p>", "9" * 400,
)  # fmt: skip
LONGEST = 400_000
"""No mutant is larger: size is another test's matter."""

Change = Callable[[bytes, random.Random], bytes]


def of(data: bytes, seed: str, other: bytes = b"") -> bytes:
    """The mutant of `data` that `seed` stands for; `other` is what is spliced in."""
    rng = random.Random(seed)
    mutant = data
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        mutant = rng.choice(_changes(mutant, other))(mutant, rng) or mutant
    return mutant[:LONGEST]


def _changes(data: bytes, other: bytes) -> list[Change]:
    plain: list[Change] = [_flip, _cut, _lose, _double, _swap, _strange, _number, _encode, _lines]
    if other:
        plain.append(lambda mutant, rng: _splice(mutant, other, rng))
    if zipfile.is_zipfile(io.BytesIO(data)):
        return [_flip, _cut, _lose, _strange, *[_part] * 16, _entries, _entries, _directory]
    if data.lstrip()[:1] == b"<":
        return [*plain, *[by_signs] * 6, *[by_tree] * 16]
    if data.lstrip()[:1] in (b"{", b"["):
        return [*plain, *[_json] * 10]
    if data.startswith(b"%PDF"):
        return [*plain, *[_object] * 8]
    return plain


def _place(data: bytes, rng: random.Random) -> int:
    return rng.randrange(len(data) + 1)


def _flip(data: bytes, rng: random.Random) -> bytes:
    mutant = bytearray(data)
    for _ in range(rng.choice((1, 1, 8, 64)) if mutant else 0):
        mutant[rng.randrange(len(mutant))] ^= 1 << rng.randrange(8)
    return bytes(mutant)


def _cut(data: bytes, rng: random.Random) -> bytes:
    at = _place(data, rng)
    return data[:at] if rng.random() < 0.8 else data[at:]


def _lose(data: bytes, rng: random.Random) -> bytes:
    at = _place(data, rng)
    return data[:at] + data[at + rng.choice((1, 4, 60, 800)) :]


def _double(data: bytes, rng: random.Random) -> bytes:
    """A stretch again, twice or very often."""
    at, size = _place(data, rng), rng.choice((1, 8, 60, 500))
    part = data[at : at + size]
    return data[:at] + part * min(rng.choice((1, 1, 20, 3_000)), 100_000 // max(len(part), 1)) + data[at:]


def _swap(data: bytes, rng: random.Random) -> bytes:
    first, second, third = sorted(_place(data, rng) for _ in range(3))
    return data[:first] + data[second:third] + data[first:second] + data[third:]


def _splice(data: bytes, other: bytes, rng: random.Random) -> bytes:
    """Some of another file in the middle, or its end behind our beginning."""
    at, start = _place(data, rng), _place(other, rng)
    return data[:at] + (other[start:] if rng.random() < 0.5 else other[start : start + 300] + data[at:])


def _strange(data: bytes, rng: random.Random) -> bytes:
    at = _place(data, rng)
    return data[:at] + rng.choice(STRANGE) * rng.choice((1, 1, 5, 300)) + data[at:]


def _number(data: bytes, rng: random.Random) -> bytes:
    found = list(re.finditer(rb"\d+(?:[.,:-]\d+)*", data))
    if not found:
        return data
    chosen = rng.choice(found)
    return data[: chosen.start()] + rng.choice(NUMBERS).encode() + data[chosen.end() :]


def _encode(data: bytes, rng: random.Random) -> bytes:
    """Other bytes for the same letters, or the same bytes taken for other letters."""
    text = data.decode("utf-8", "replace") if rng.random() < 0.7 else data.decode("latin-1")
    return text.encode(rng.choice(ENCODINGS), "replace")


def _lines(data: bytes, rng: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    match rng.randrange(4):
        case 0:
            rng.shuffle(lines)
        case 1:
            return data.replace(b"\n", rng.choice((b"\r", b"\r\n", b" ", b"\n\n", "\u2028".encode())))
        case 2:
            lines = lines[:1] * 300 + lines
        case _:
            lines = [line.strip() for line in lines]
    return b"".join(lines)


# JSON


def _json(data: bytes, rng: random.Random) -> bytes:
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        return data
    places = list(_places(content))
    if not places:
        return data
    holder, key = rng.choice(places)
    match rng.randrange(6):
        case 0 | 1 | 2:
            holder[key] = rng.choice(VALUES)
        case 3:
            other, place = rng.choice(places)
            holder[key] = json.loads(json.dumps(other[place]))
        case 4:
            for _ in range(rng.choice((1, 30, 300))):
                holder[key] = [holder[key]] if rng.random() < 0.5 else {"values": holder[key], "content": holder[key]}
                if len(json.dumps(holder[key])) > 50_000:
                    break
        case _:
            if isinstance(holder, dict):
                holder[rng.choice(("", "@context", "@id", "@type", "@graph", "html", "text", "x" * 500))] = holder[key]
            del holder[key]
    return json.dumps(content, ensure_ascii=rng.random() < 0.7).encode("utf-8", "surrogatepass")


def _places(node: Any) -> Iterator[tuple[Any, Any]]:
    for key, value in list(node.items() if isinstance(node, dict) else enumerate(node)):
        yield node, key
        if isinstance(value, dict | list):
            yield from _places(value)


# PDF


def _object(data: bytes, rng: random.Random) -> bytes:
    """A name, a reference or a string operator of the page that means something else."""
    found = list(re.finditer(rb"\d+ 0 R|/[A-Za-z]\w*|\bT[jmdJ*]\b|\([^()]*\)|\[[^\[\]]*\]", data))
    if not found:
        return data
    chosen = rng.choice(found)
    other = rng.choice((
        rng.choice(found)[0], b"1 0 R", b"4 0 R", b"99 0 R", b"[2 0 R 2 0 R]", b"null", b"(" * 400, b"[" * 4_000,
        b"<</A<</A<</A", b"<FEFF0041D800>", b"/FlateDecode", b"/Encrypt 9 0 R", b"1e39", b"", b"Do", b"q " * 2_000,
    ))  # fmt: skip
    return data[: chosen.start()] + other + data[chosen.end() :]


# Containers


def _unzipped(data: bytes) -> dict[str, bytes] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {entry.filename: archive.read(entry) for entry in archive.infolist() if entry.file_size < 2_000_000}
    except (zipfile.BadZipFile, zlib.error, ValueError, RuntimeError, OSError, EOFError):
        return None  # what an earlier change of the same mutant has broken


def _zipped(entries: dict[str, bytes], rng: random.Random) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(
        stream, "w", rng.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
    ) as z:
        for name, content in entries.items():
            z.writestr(name, content)
    return stream.getvalue()


_READ = re.compile(r"(document|content|styles|numbering|sheet\d|sharedStrings)\.xml$")


def _part(data: bytes, rng: random.Random) -> bytes:
    """A whole container with one part of it changed; most often one that is read."""
    entries = _unzipped(data)
    if not entries:
        return data
    read = [
        name for name in entries if re.search(r"(document|content|styles|numbering|sheet\d|sharedStrings)\.xml$", name)
    ]
    name = rng.choice(read) if read and rng.random() < 0.8 else rng.choice(list(entries))
    part = entries[name]
    changes = _changes(part, b"")
    for _ in range(rng.choice((1, 1, 3))):
        part = rng.choice(changes)(part, rng) or part
    entries[name] = part[:LONGEST]
    return _zipped(entries, rng)


NAMES = (
    "../../x.xml", "/etc/passwd", "C:\\x.xml", "a\\..\\..\\b", "con.xml", "x" * 4_000, "/", " ", "å\u202e.xml", "x.zip",
    "word/document.xml", "content.xml", "xl/workbook.xml", "word//document.xml", "WORD/DOCUMENT.XML",
    "word/vbaProject.bin",
)  # fmt: skip


def _entries(data: bytes, rng: random.Random) -> bytes:
    """A part lost, renamed, given what another holds, or one more."""
    entries = _unzipped(data)
    if not entries:
        return data
    first, second = rng.choice(list(entries)), rng.choice(list(entries))
    match rng.randrange(4):
        case 0:
            del entries[first]
        case 1:
            entries[rng.choice(NAMES)] = entries.pop(first)
        case 2:
            entries[first], entries[second] = entries[second], entries[first]
        case _:
            entries[rng.choice(NAMES)] = rng.choice((b"", data[:10_000], entries[second]))
    return _zipped(entries, rng)


def _directory(data: bytes, rng: random.Random) -> bytes:
    """The lists of contents, which say where entries lie and how large they are."""
    marks = [found.start() for found in re.finditer(rb"PK\x01\x02|PK\x05\x06|PK\x03\x04", data)]
    if not marks:
        return data
    mutant = bytearray(data)
    for _ in range(rng.choice((1, 2, 6))):
        at = rng.choice(marks) + rng.randrange(4, 46)
        if at < len(mutant):
            mutant[at] = rng.choice((0, 1, 0xFF, 0x7F, rng.randrange(256)))
    return bytes(mutant)
