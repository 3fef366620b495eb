"""Judge the suggestions a database holds over a generated country: python -m benchmarks.country_quality FOLDER URL.

FOLDER is what python -m benchmarks.country wrote, URL the database its documents were imported into and linked in
(sqlite:///path or postgresql://...). Documents are known again by the checksums of their files, municipalities by their
codes, requirements by their keys in the library. Prints a Markdown table: suggestions beside plain BM25 and chance.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from benchmarks.country.judging import Known, Passage, Suggested, by_bm25, by_chance, score, table
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
        passages = list(stored_passages(session, documents(args.folder)))
        suggested = list(stored_suggestions(session, dict(passages)))
    database.close()
    present = {passage.document for _, passage in passages}
    known = [link for link in known_links(args.folder) if link.document in present]
    if not known:
        raise SystemExit("None of the country's documents are in this database. Import its manifest first.")
    summaries = {requirement.id: requirement.sv for guideline in load() for requirement in guideline.requirements}
    pool = [passage for _, passage in passages]
    depth = max((one.rank for one in suggested), default=1)  # the same for all, or the longer list would find more
    results = {
        "suggestions": score(known, suggested),
        "BM25 over words": score(known, by_bm25(known, pool, summaries, depth=depth)),
        "chance": score(known, by_chance(known, pool, depth=depth)),
    }
    municipalities = len({link.municipality for link in known})
    print(f"{municipalities} municipalities, {len(present)} documents, {len(pool)} passages, {depth} of each ranking\n")
    print(table(results))


def documents(folder: Path) -> dict[tuple[str, str], str]:
    """The path of each document by municipality and checksum."""
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return {(row["municipality_code"], row["sha256"]): row["path"] for row in csv.DictReader(file)}


def known_links(folder: Path) -> Iterator[Known]:
    """The links that the country was written with."""
    with (folder / "links.jsonl").open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            yield Known(
                municipality=row["municipality_code"],
                requirement=row["requirement"],
                document=row["path"],
                quote=row["quote"],
                kind=row["kind"],
            )


def stored_passages(session: Session, paths: dict[tuple[str, str], str]) -> Iterator[tuple[int, Passage]]:
    """The passages of the country's documents, by their numbers in the database, one document after the other."""
    editions = (
        select(LocalEdition, Workspace.municipality_code)
        .join(Workspace, Workspace.id == LocalEdition.workspace_id)
        .where(LocalEdition.current)
        .options(undefer(LocalEdition.text))
        .order_by(LocalEdition.workspace_id, LocalEdition.id)
    )
    for edition, code in session.execute(editions.execution_options(yield_per=200)):
        if (path := paths.get((code, edition.original_sha256))) is None:
            continue
        places = select(Stored.id, Stored.start, Stored.end).where(Stored.edition_id == edition.id)
        for number, start, end in session.execute(places.order_by(Stored.position)):
            yield number, Passage(municipality=code, document=path, quote=edition.text[start:end])


def stored_suggestions(session: Session, passages: dict[int, Passage]) -> Iterator[Suggested]:
    """What was suggested, the highest score first, whatever people have decided of it since."""
    keys = dict(session.execute(select(Summary.requirement_id, Summary.library_key)).all())
    ranks: dict[tuple[str, str], int] = defaultdict(int)
    links = select(Link.requirement_id, Link.passage_id).where(Link.passage_id.is_not(None), Link.score.is_not(None))
    for requirement, number in session.execute(links.order_by(Link.score.desc(), Link.id)):
        passage, key = passages.get(number), keys.get(requirement)
        if passage is None or key is None:
            continue
        ranks[passage.municipality, key] += 1
        yield Suggested(
            municipality=passage.municipality,
            document=passage.document,
            quote=passage.quote,
            requirement=key,
            rank=ranks[passage.municipality, key],
        )


if __name__ == "__main__":
    main()
