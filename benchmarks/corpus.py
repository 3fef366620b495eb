"""Import every file of the shared corpus and write the table: file, provisions, requirements, seconds, warnings.

usage: python -m benchmarks.corpus [--shared FOLDER]

Each file goes the whole way into a new SQLite database; every quote is then found again at its offsets.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

from sqlalchemy import select

from policies.errors import PoliciesError
from policies.sandbox import read_safely
from tracker import ingest, opening, workspaces
from tracker.database import Database
from tracker.errors import TrackerError
from tracker.events import fingerprint
from tracker.settings import Settings
from tracker.tables.guideline import Edition, Wording, lead_in_text
from tracker.tables.people import Person

PARTS = ("eu", "national", "local", "services", "actors")


def main() -> None:
    """Print the table as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("TRACKER_SHARED", "../shared")))
    corpus = parser.parse_args().shared / "corpus"
    files = [path for part in PARTS for path in sorted((corpus / part).rglob("*")) if path.is_file()]
    print("| file | tradition | provisions | requirements | seconds | warnings |\n|---|---|---:|---:|---:|---|")
    with tempfile.TemporaryDirectory() as folder:
        database = opening.open_tracker(Settings(database_url=f"sqlite:///{folder}/corpus.db"))
        by = opening.local_person(database)
        with database.writing() as session:
            workspaces.create(session, "Corpus", by=by)
        for path in files:
            print(_row(database, path, path.relative_to(corpus).as_posix(), by), flush=True)
        print(f"\nQuotes found again at their offsets: {_found_again(database)}")
        database.close()


def _row(database: Database, path: Path, name: str, by: Person) -> str:
    data, began = path.read_bytes(), time.perf_counter()
    try:
        document = read_safely(data, path.name)
        prepared = ingest.prepare(data, path.name, document)
        with database.writing() as session:
            done = ingest.import_guideline(session, prepared, by=by)
    except (PoliciesError, TrackerError) as problem:
        return f"| {name} | – | – | – | {time.perf_counter() - began:.2f} | {problem.code} |"
    warnings = ", ".join(sorted({warning.code for warning in prepared.document.warnings})) or "–"
    seconds = time.perf_counter() - began
    return f"| {name} | {document.tradition} | {done.provisions} | {done.requirements} | {seconds:.2f} | {warnings} |"


def _found_again(database: Database) -> str:
    total = right = 0
    with database.reading() as session:
        for edition_id, text in session.execute(select(Edition.id, Edition.text)).all():
            for wording in session.scalars(select(Wording).where(Wording.edition_id == edition_id)):
                total += 1
                right += (
                    fingerprint(lead_in_text(text, wording.lead_ins), text[wording.start : wording.end])
                    == wording.fingerprint
                )
    return f"{right} of {total}"


if __name__ == "__main__":
    main()
