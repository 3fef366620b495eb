"""The workbook there and back through LibreOffice Calc; part of make interop, where soffice and its uno are installed.

Calc opens the workbook of the demonstration, first to save it as it is, then to type into cells as people do, and saves
it as XLSX. What came back is brought in: nothing changes the first time, and the cells typed into the second time.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from policies.cells import Cells

JUDGE = Path(__file__).resolve().parent / "judges" / "calc_saves.py"
PYTHON = Path("/usr/bin/python3")
FILE = "workbook.xlsx"
WORDS = "=1+1 är ingen formel; -5 @åäö 'så'"
TYPED = (
    ("Measures", "Note", f"'{WORDS}", WORDS),
    ("Measures", "Due", "2027-01-31", "2027-01-31"),
    ("Services", "Description", "'+46 8 123\nandra raden", "+46 8 123\nandra raden"),
    ("Services", "Status", "Pilot", "Pilot"),
    ("Links", "Note", "'@någon", "@någon"),
)
"""By sheet and heading what is typed into a row, and what it is to become."""
ROWS = {"Links": "confirmed", "Measures": "", "Services": ""}
"""By sheet a word that one of the row's cells is, "" for any row: a suggested link takes no note."""


def version() -> str:
    """What LibreOffice calls itself, "" where it or its uno is not installed."""
    office = shutil.which("soffice")
    if office is None or subprocess.run([PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode:
        return ""
    said = subprocess.run([office, "--version"], capture_output=True, text=True, check=True).stdout
    return " ".join(said.split()[:2])


def tried(build: Path, address: str) -> tuple[str, bool]:
    """What was done and found, in one sentence, and whether exactly the cells typed into changed."""
    from policies.workbook import read
    from tracker import opening, tasks, workspaces
    from tracker.settings import Settings

    database = opening.open_tracker(Settings(database_url=address))
    by = opening.local_person(database)
    try:
        with database.reading() as session:
            place = workspaces.find(session, "demo").id
        made = tasks.make_workbook(database, place, "en", by=by).content
        (build / FILE).write_bytes(made)
        sheets = {sheet.name: sheet for sheet in read(made, FILE, most=30)}
        first = {name: _first(sheets[name], word) for name, word in ROWS.items()}
        edits = [[sheet, first[sheet], heading, typed] for sheet, heading, typed, _ in TYPED]
        untouched = tasks.preview_workbook(database, _saved(build, "saved.xlsx", []), FILE, place, by=by)
        touched = tasks.preview_workbook(database, _saved(build, "edited.xlsx", edits), FILE, place, by=by)
    finally:
        database.close()
    changed = {(row.title, edit.column, edit.after) for row in touched.stored for edit in row.edits}
    expected = {(sheet, heading, words) for sheet, heading, _, words in TYPED}
    same = not (untouched.stored or untouched.troubles or touched.troubles) and changed == expected
    found = (
        f"opened and saved as it was: {untouched.cells} cells differ, {len(untouched.troubles)} troubles; typed into "
        f"{len(TYPED)} cells and saved: {touched.cells} cells differ, {len(touched.troubles)} troubles"
    )
    return f"{found}{'' if same else ', NOT those typed'}", same


def _first(sheet: Cells, word: str) -> str:
    """The id of the first row below the headings with the word in it."""
    rows = [cells for _, cells in list(sheet.rows)[1:]]
    return next(cells[0] for cells in rows if not word or word in [cell.casefold() for cell in cells])


def _saved(build: Path, name: str, edits: Sequence[Sequence[str]]) -> bytes:
    """The workbook as Calc saves it after the edits."""
    command = [str(PYTHON), str(JUDGE), str(build / FILE), str(build / name)]
    subprocess.run(command, input=json.dumps(edits), text=True, check=True, stdout=sys.stderr, timeout=600)
    return (build / name).read_bytes()
