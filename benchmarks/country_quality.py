"""Judge the suggestions a database holds over a generated country: python -m benchmarks.country_quality FOLDER URL.

FOLDER is what python -m benchmarks.country wrote, URL the database its documents were imported into and linked in
(sqlite:///path or postgresql://...). Documents are known again by the checksums of their files, municipalities by their
codes, requirements by their keys in the library. Prints a Markdown table: suggestions beside plain BM25 and chance.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from benchmarks.country.judging import Known, Measured, Passage, Suggested, by_bm25, by_chance, figures, measured, table
from policies.library import load
from tracker import opening
from tracker.settings import Settings
from tracker.tables.guideline import Summary
from tracker.tables.link import Link
from tracker.tables.local import LocalEdition
from tracker.tables.local import Passage as Stored
from tracker.tables.people import Workspace


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("database", help="sqlite:///path or postgresql://user:password@host/name")
    args = parser.parse_args()
    database = opening.open_tracker(Settings(database_url=args.database))
    with database.reading() as session:
        judged = judge(args.folder, session)
    database.close()
    if not judged:
        raise SystemExit("None of the country's documents are in this database. Import its manifest first.")
    print(table({name: figures(parts) for name, parts in judged.items()}))


def judge(folder: Path, session: Session) -> dict[str, list[Measured]]:
    """What each ranking comes to in each municipality, one after the other; nothing where no document was imported.

    The rankings beside the suggestions are as long as the longest of these, or length alone would find more.
    """
    summaries = {requirement.id: requirement.sv for guideline in load() for requirement in guideline.requirements}
    keys = dict(session.execute(select(Summary.requirement_id, Summary.library_key)).all())
    paths, links = documents(folder), known_links(folder)
    judged: dict[str, list[Measured]] = defaultdict(list)
    spaces = select(Workspace.id, Workspace.municipality_code).where(Workspace.retired_at.is_(None))
    for workspace, code in session.execute(spaces.order_by(Workspace.id)).all():
        passages = dict(stored_passages(session, workspace, code, paths))
        present = {passage.document for passage in passages.values()}
        known = [link for link in links.get(code, ()) if link.document in present]
        if not known:
            continue
        suggested = list(stored_suggestions(session, workspace, passages, keys))
        pool, depth = list(passages.values()), max((one.rank for one in suggested), default=1)
        judged["suggestions"].append(measured(known, suggested))
        judged["BM25 over words"].append(measured(known, by_bm25(known, pool, summaries, depth=depth)))
        judged["chance"].append(measured(known, by_chance(known, pool, depth=depth)))
    return judged


def documents(folder: Path) -> dict[tuple[str, str], str]:
    """The path of each document by municipality and checksum."""
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return {(row["municipality_code"], row["sha256"]): row["path"] for row in csv.DictReader(file)}


def known_links(folder: Path) -> dict[str, list[Known]]:
    """The links that the country was written with, by municipality."""
    found: dict[str, list[Known]] = defaultdict(list)
    with (folder / "links.jsonl").open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            link = Known(
                municipality=row["municipality_code"],
                requirement=row["requirement"],
                document=row["path"],
                quote=row["quote"],
                kind=row["kind"],
            )
            found[link.municipality].append(link)
    return found


def stored_passages(
    session: Session, workspace_id: int, code: str, paths: dict[tuple[str, str], str]
) -> Iterator[tuple[int, Passage]]:
    """The passages of a municipality's documents, by their numbers in the database."""
    editions = select(LocalEdition).where(LocalEdition.workspace_id == workspace_id, LocalEdition.current)
    for edition in session.scalars(editions.options(undefer(LocalEdition.text)).order_by(LocalEdition.id)):
        if (path := paths.get((code, edition.original_sha256))) is None:
            continue
        places = select(Stored.id, Stored.start, Stored.end).where(Stored.edition_id == edition.id)
        for number, start, end in session.execute(places.order_by(Stored.position)):
            yield number, Passage(municipality=code, document=path, quote=edition.text[start:end])


def stored_suggestions(
    session: Session, workspace_id: int, passages: dict[int, Passage], keys: dict[int, str]
) -> Iterator[Suggested]:
    """What was suggested, the highest score first, whatever people have decided of it since."""
    ranks: Counter[str] = Counter()
    links = select(Link.requirement_id, Link.passage_id).where(
        Link.workspace_id == workspace_id, Link.passage_id.is_not(None), Link.score.is_not(None)
    )
    for requirement, number in session.execute(links.order_by(Link.score.desc(), Link.id)):
        passage, key = passages.get(number or 0), keys.get(requirement)
        if passage is None or key is None:
            continue
        ranks[key] += 1
        yield Suggested(
            municipality=passage.municipality,
            document=passage.document,
            quote=passage.quote,
            requirement=key,
            rank=ranks[key],
        )


if __name__ == "__main__":
    main()
