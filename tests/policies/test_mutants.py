"""Files damaged at random, always in the same way: a document comes out, or a plain error, never anything else."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

import docx
import pytest
import xlsxwriter

from policies.document import Document
from policies.errors import UnreadableFile
from policies.reading import read

MUTANTS = 60
WORDS = "Nämnden ska varje år följa upp planen och redovisa resultatet för kommunstyrelsen. "


def word() -> bytes:
    document = docx.Document()
    document.add_heading("Plan", 0)
    document.add_heading("Ansvar", 1)
    document.add_paragraph(WORDS)
    document.add_paragraph("utse ansvariga", style="List Number")
    document.add_table(2, 2).cell(0, 0).text = "Krav"
    return saved(document.save)


def open_document() -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    body = f'<text:h text:outline-level="1">Ansvar</text:h><text:p>{WORDS}</text:p><text:list><text:list-item><text:p>a'
    body += "</text:p></text:list-item></text:list>"
    content = f'<office:document-content xmlns:office="{space}office:1.0" xmlns:text="{space}text:1.0"><office:body>'
    content += f"<office:text>{body}</office:text></office:body></office:document-content>"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    return stream.getvalue()


def workbook() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate((["Krav-ID", "Krav"], ["K1", WORDS], ["K2", WORDS])):
            sheet.write_row(at, 0, row)
    return stream.getvalue()


def saved(save: Callable[[io.BytesIO], object]) -> bytes:
    stream = io.BytesIO()
    save(stream)
    return stream.getvalue()


TEXT = f"# Plan\n\n## 1 Ansvar\n\n{WORDS}\n\n- utse\n  - mer\n\n| Krav | Ska |\n|---|---|\n| a | b |\n".encode()
HTML = f"<html><body><h1>Plan</h1><p>{WORDS}</p><ul><li>utse</li></ul></body></html>".encode()
SOURCES: dict[str, Callable[[], bytes]] = {
    "plan.docx": word,
    "plan.odt": open_document,
    "krav.xlsx": workbook,
    "krav.csv": lambda: f"Krav-ID;Krav\r\nK1;{WORDS}\r\n".encode("cp1252"),
    "plan.md": lambda: TEXT,
    "plan.txt": lambda: TEXT,
    "plan.html": lambda: HTML,
}


def mutate(data: bytes, rng: random.Random) -> bytes:
    """One to eight wounds: a byte changed, a stretch lost, doubled, or everything after it cut off."""
    mutant = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 8))):
        place, size = rng.randrange(len(mutant) + 1), rng.choice((1, 4, 60))
        match rng.choice(["change", "change", "lose", "double", "cut"]):
            case "change":
                mutant[place : place + 1] = rng.randbytes(1)
            case "lose":
                del mutant[place : place + size]
            case "double":
                mutant[place:place] = mutant[place : place + size] * 2
            case _:
                del mutant[max(place, 1) :]
    return bytes(mutant)


def mutate_part(data: bytes, rng: random.Random) -> bytes:
    """A container whose directory is whole, with one of its XML parts wounded."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w") as target:
        names = source.namelist()
        chosen = rng.choice([name for name in names if name.endswith((".xml", ".rels"))])
        for name in names:
            content = source.read(name)
            target.writestr(name, mutate(content, rng) if name == chosen else content)
    return stream.getvalue()


def outcome(data: bytes, name: str) -> tuple[Document | None, UnreadableFile | None]:
    try:
        return read(data, name), None
    except UnreadableFile as error:
        return None, error


@pytest.mark.parametrize("name", SOURCES)
def test_mutant_is_read_or_refused(name: str) -> None:
    source = SOURCES[name]()
    rng = random.Random(name)
    for at in range(MUTANTS):
        wound = mutate_part if at % 2 and zipfile.is_zipfile(io.BytesIO(source)) else mutate
        document, refusal = outcome(wound(source, rng), name)
        assert document is None or all(document.text[b.start : b.end].strip() for b in document.blocks)
        assert refusal is None or refusal.values["file"] == name
