"""A coded set goes out as a REFI-QDA project and comes back as it was; what others wrote is read with care."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from policies.errors import UnreadableFile
from tracker.exchange.coded import Code, Coder, Coding, Note, Project, Selection, Source
from tracker.exchange.names import stable
from tracker.exporters import qdpx as exporter
from tracker.importers import qdpx

TEXT = "Nämnden ska svara 🐎 inom två dagar.\nSvaret ska vara skriftligt."
"""With a sign beyond the first plane: positions count code points."""
CODE = Code(uuid=stable("code", "copy"), name="COPY", definition="Samma ord.")
CODER = Coder(uuid=stable("coder", 1), name="Kodare 1")
NOTE = Note(uuid=stable("note", 1), name="10 §", text="Myndigheten ska svara.")
SELECTION = Selection(
    uuid=stable("selection", 1),
    name="1 st",
    start=20,
    end=35,
    codings=[Coding(uuid=stable("coding", 1), code=CODE.uuid, coder=CODER.uuid)],
    notes=[NOTE.uuid],
)
PROJECT = Project(
    name="Provby & Prövby",
    at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    codes=[Code(uuid=stable("code", "mode"), name="Sätt", codable=False, below=(CODE,))],
    coders=[CODER],
    sources=[Source(uuid=stable("source", 1), name="Riktlinje", text=TEXT, selections=[SELECTION])],
    notes=[NOTE],
)


def remade(old: str, new: str) -> bytes:
    """The project with other words in the member that describes it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(exporter.project(PROJECT))) as given, zipfile.ZipFile(out, "w") as made:
        for part in given.infolist():
            data = given.read(part)
            made.writestr(part, data.replace(old.encode(), new.encode()) if part.filename == qdpx.PROJECT else data)
    return out.getvalue()


def test_a_project_comes_back_as_it_went() -> None:
    assert qdpx.read(exporter.project(PROJECT), "x.qdpx") == PROJECT


def test_positions_count_code_points() -> None:
    (source,) = qdpx.read(exporter.project(PROJECT), "x.qdpx").sources
    (selection,) = source.selections
    assert source.text[selection.start : selection.end] == "inom två dagar."


def test_what_xml_cannot_hold_moves_nothing() -> None:
    (source,) = PROJECT.sources
    odd = replace(PROJECT, sources=[replace(source, text=TEXT.replace("ska", "\x0bka"))])
    (read,) = qdpx.read(exporter.project(odd), "x.qdpx").sources
    assert len(read.text) == len(TEXT)


def test_words_in_the_file_itself_are_read_too() -> None:
    path = f' plainTextPath="internal://{PROJECT.sources[0].uuid}.txt">'
    found = qdpx.read(remade(path, f"><PlainTextContent>{TEXT}</PlainTextContent>"), "x.qdpx")
    assert found.sources[0].text == TEXT


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('endPosition="35"', 'endPosition="9999"'),
        ('startPosition="20"', 'startPosition="-1"'),
        ('endPosition="35"', 'endPosition="slut"'),
        ("internal://", "internal://../"),
        (str(CODER.uuid), "ingen"),
        ("</Project>", ""),
    ],
)
def test_a_damaged_project_is_refused(old: str, new: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        qdpx.read(remade(old, new), "x.qdpx")
    assert refused.value.code == "error.damaged"


def test_a_zip_of_something_else_is_refused() -> None:
    with pytest.raises(UnreadableFile):
        qdpx.read(b"PK\x03\x04", "x.qdpx")
