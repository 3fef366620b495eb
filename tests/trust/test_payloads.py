"""Words that would be scripts, elements, links, icons or formulas: wherever they come out, they are words."""

from __future__ import annotations

import csv
import io
import random
import re
import shutil
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import select

from policies.reading import read
from tests.browser import conftest as browsing
from tests.browser.served import Server
from tests.browser.test_pages import PLACES
from tests.trust import drawing, payloads
from tests.trust.conftest import Tell, Times
from tracker import documents, locales, workspaces
from tracker.database import Database, connect
from tracker.errors import TrackerError
from tracker.exporters import tables
from tracker.reports import building, writing
from tracker.reports.building import Wanted
from tracker.tables.people import Person, Workspace
from tracker.views.exports.sheets import SHEETS

chromium = browsing.chromium

DANGEROUS = re.compile("[\\s\ufeff\u200b]*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n\x00]")
NUMBER = re.compile(r"-?[0-9.]+")
RUN = re.compile(
    "<f[ >]|<w:fldSimple w:instr=.(?! *(?:PAGE|NUMPAGES))|<w:instrText[^>]*>[^<]*(?:HYPERLINK|DDE|INCLUDE)"
    "|TargetMode=.External.|javascript:hit"
)

ASKED = quote(payloads.PAYLOAD)
OPENED = (
    *PLACES.values(), "history", "review?state=any", "services?service=2", f"search?q={ASKED}",
    f"matrix?group={ASKED}&show={ASKED}", f"local?document={ASKED}&tab={ASKED}", f"guide?chapter={ASKED}",
)  # fmt: skip
FIRST = ("services?service=1", f"search?q={ASKED}")


@pytest.mark.browser
def test_no_place_makes_anything_of_hostile_words(
    hostile: Path, chromium: str, tmp_path: Path, times: Times, tell: Tell
) -> None:
    """In a thread: other tests of this process may have a browser of their own open."""
    others = [place for place in OPENED if place not in FIRST]
    chosen = [*FIRST, *random.Random(1).sample(others, min(len(others), times(len(others) * 3, least=1)))]
    server = Server(tmp_path)
    try:
        url = server.show(hostile).url
        with ThreadPoolExecutor(1) as thread:
            places = [f"{url}/{place}" for place in chosen]
            wrong, found, read = thread.submit(drawing.walked, chromium, places, planted=payloads.RUN).result()
    finally:
        server.stop()
    tell("places opened in a browser on hostile words", of=len(chosen), bad=len(wrong), control=f"{len(found)} found")
    assert wrong == {}
    assert len(found) >= 3
    assert read > 10 * len(chosen)


@pytest.fixture
def formulas(hostile: Path, tmp_path: Path) -> Iterator[Database]:
    """The same, with formulas in front of every word."""
    path = Path(shutil.copy(hostile, tmp_path / "tracker.db"))
    turn = cycle(payloads.FORMULAS)
    payloads.spoil(path, lambda _: next(turn))
    opened = connect(f"sqlite:///{path}")
    yield opened
    opened.close()


def test_no_export_and_no_report_holds_a_formula(formulas: Database, times: Times, tell: Tell) -> None:
    """Sheets as CSV and XLSX, reports in every form that a program opens; the control leaves the apostrophe out."""
    files: dict[str, bytes] = {}
    with formulas.reading() as session:
        workspace = session.scalars(select(Workspace.id)).one()
        person = session.scalars(select(Person).limit(1)).one()
        names = list(SHEETS)
        for name in names[: times(len(names) * 3, least=2)]:
            sheet = SHEETS[name](session, workspace, "sv")
            for form in ("csv", "xlsx"):
                files[f"{name}.{form}"] = tables.table(form, sheet.rows, {key: key for key in sheet.columns}, name="=1")
        kinds = [kind for kind in building.KINDS if kind not in building.ABOUT]
        for kind in kinds[: times(len(kinds) * 3, least=1)]:
            report = building.build(session, workspace, Wanted(kind=kind, language="sv"), by=person)
            files |= {f"{kind}.{form}": writing.write(form, report) for form in ("docx", "xlsx")}
    bad = {name: found for name, content in files.items() if (found := runs(name, content))}
    control = runs("a.csv", b'"=1+1"\r\n')
    tell("exports and reports of hostile words with formulas in them", of=len(files), bad=len(bad), control=control)
    assert bad == {}
    assert control
    assert any(b"1+1" in content for content in files.values())


def runs(name: str, content: bytes) -> str:
    """What a spreadsheet or word processor would run or fetch in a file, "" for nothing."""
    if name.endswith(".csv"):
        rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        return next((cell for row in rows for cell in row if DANGEROUS.match(cell) and not NUMBER.fullmatch(cell)), "")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.namelist():
            if part.endswith((".xml", ".rels")) and (found := RUN.search(archive.read(part).decode())):
                return f"{part}: {found[0]}"
    return ""


@pytest.mark.parametrize("name", payloads.NAMES, ids=range(len(payloads.NAMES)))
def test_no_name_leads_out_of_its_folder(empty_sqlite: Path, tmp_path: Path, name: str) -> None:
    """Of a workspace and of a file: what is made of it is no path, and nothing is written beside the database."""
    path = Path(shutil.copy(empty_sqlite, tmp_path / "tracker.db"))
    database = connect(f"sqlite:///{path}")
    try:
        data = b"Riktlinje\n\nKommunen ska svara.\n"
        with database.writing() as session:
            by = workspaces.local_person(session, "Testperson")
            made = workspaces.create(session, f"{name}x", by=by)
            held = documents.prepare(data, name, read(data, "a.txt"))
            documents.import_document(session, held, made.id, by=by)
            assert re.fullmatch(r"[a-z0-9-]{1,80}", made.slug)
            assert "/" not in held.file_name
    except TrackerError as refused:
        assert locales.text(refused.code, "sv", **refused.values)  # noqa: PT017 - to be refused is as good
    finally:
        database.close()
    assert {one.name.partition("-")[0] for one in tmp_path.rglob("*") if one.is_file()} <= {"tracker.db", "originals"}
