"""How long the demonstration takes to build and its views to answer, and how well its known answers are suggested.

usage: python -m benchmarks.demonstration [--links FOLDER]

`--links` writes the answers as requirements, passages, links and gaps (.jsonl) to train the ranking with.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks import measures
from nlp.matching.gaps import propose
from nlp.matching.index import Index
from nlp.matching.judging import auc
from nlp.matching.matches import NEVER_EVIDENCE, Decision, Query
from nlp.matching.ranking import suggest
from tracker import candidates, demonstration, opening, suggestions
from tracker.database import Database
from tracker.demonstration.story import answers
from tracker.settings import Settings
from tracker.tables.guideline import Summary
from tracker.tables.local import LocalEdition, Passage
from tracker.tables.people import Workspace
from tracker.views import overview
from tracker.views.matrix import table as matrix
from tracker.views.review import queue


def main() -> None:
    """Print tables as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--links", type=Path, metavar="FOLDER")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database_url=f"sqlite:///{folder}/tracker.db")
        began = time.perf_counter()
        database = opening.open_tracker(settings)
        demonstration.build(database, settings=settings)
        print(f"Built from nothing in {time.perf_counter() - began:.1f} s.\n")
        with database.reading() as session:
            workspace_id = session.scalars(select(Workspace.id).where(Workspace.slug == demonstration.SLUG)).one()
        _views(database, workspace_id)
        _answers(database, workspace_id, settings)
        _swedish(database, workspace_id, args.links)
        database.close()


def _views(database: Database, workspace_id: int) -> None:
    asked: dict[str, Callable[[Session], object]] = {
        "overview": lambda session: overview.overview(session, workspace_id),
        "matrix, 334 requirements": lambda session: matrix.matrix(session, workspace_id),
        "review queue": lambda session: queue.queue(session, workspace_id, queue.Filter()),
    }
    print("| view | ms, best of five |\n|---|---:|")
    for name, ask in asked.items():
        times = []
        for _ in range(5):
            began = time.perf_counter()
            with database.reading() as session:
                ask(session)
            times.append(time.perf_counter() - began)
        print(f"| {name} | {1000 * min(times):.0f} |")


def _answers(database: Database, workspace_id: int, settings: Settings) -> None:
    """Suggestions made without any decision, against the pairs the authors wrote down."""
    with database.reading() as session:
        corpus = replace(candidates.gather(session, workspace_id), decisions=())
        wanted = _pairs(session, workspace_id)
    print(f"\n{len(wanted)} answers\n\n| suggested per requirement | answers among them |\n|---:|---:|")
    for top in (5, 8, 15):
        asked = replace(settings, suggestions_per_requirement=top, suggestion_floor=0.0)
        found = {(int(match.requirement), match.passage) for match in suggestions.find(corpus, asked).matches}
        print(f"| {top} | {len(found & wanted) / len(wanted):.2f} |")


def _swedish(database: Database, workspace_id: int, folder: Path | None) -> None:
    """The Swedish summaries against the Swedish passages, by library keys: ranks beside peers, reliability, gaps.

    Intervals are from resampling guidelines. Decisions are those the demonstration is delivered with.
    """
    with database.reading() as session:
        corpus = candidates.gather(session, workspace_id)
        keys = {number: key for key, number in session.execute(select(Summary.library_key, Summary.requirement_id))}
        wanted = {(keys[requirement], passage) for requirement, passage in _pairs(session, workspace_id)}
    queries = [replace(query, id=keys[int(query.id)]) for query in corpus.queries["sv"] if int(query.id) in keys]
    pool = [p for p in corpus.candidates["sv"] if p.id.startswith("passage:") and p.type not in NEVER_EVIDENCE]
    names = {passage.id for passage in pool}
    linked = {pair for pair in wanted if pair[1] in names}
    decisions = [
        replace(one, requirement=keys[int(one.requirement)]) for one in corpus.decisions if int(one.requirement) in keys
    ]
    index = Index.build(pool)
    scores = np.zeros((len(queries), len(pool)))
    numbers = {query.id: number for number, query in enumerate(queries)}
    for match in suggest(queries, index, top=0):
        scores[numbers[match.requirement], index.numbers[match.passage]] = match.score
    labels = np.array([[(query.id, passage.id) in linked for passage in pool] for query in queries])
    print(f"\n{int(labels.sum())} answers among {len(pool)} Swedish passages, asked by summaries\n")
    for name, table in {**measures.peers(queries, pool, "sv"), "suggest": scores}.items():
        print(f"{name:26}", measures.ranks(_figures(table, labels, queries)))
    print("\nNo decisions: ", end="")
    measures.print_reliability(scores.ravel(), labels.ravel())
    gaps = {answer["requirement"] for answer in answers()["gaps"]}
    for name, some in (("no decisions", []), ("the demonstration's decisions", decisions)):
        _gaps(name, queries, index, some, gaps & numbers.keys(), ({one for one, _ in linked} - gaps) & numbers.keys())
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / "requirements.jsonl", [{**asdict(q), "guideline": q.id.rpartition("-")[0]} for q in queries])
        _write(folder / "passages.jsonl", [asdict(passage) for passage in pool])
        _write(folder / "links.jsonl", [{"requirement": one, "passage": other} for one, other in sorted(linked)])
        _write(folder / "gaps.jsonl", [{"requirement": requirement} for requirement in sorted(gaps & numbers.keys())])


def _figures(table: measures.Scores, labels: np.ndarray, queries: list[Query]) -> dict[str, list[tuple[float, float]]]:
    found: dict[str, list[tuple[float, float]]] = {}
    for scores, wanted, query in zip(table, labels, queries, strict=True):
        if wanted.any():
            hits = np.flatnonzero(wanted[np.argsort(-scores, kind="stable")]).tolist()
            figures = measures.recall_and_precision(hits, len(hits))
            found.setdefault(query.id.rpartition("-")[0], []).append(figures)
    return found


def _gaps(
    name: str, queries: list[Query], index: Index, decisions: list[Decision], gaps: set[str], covered: set[str]
) -> None:
    """Shares of the true gaps and of the covered requirements for which "found nothing" is proposed."""
    found = {gap.requirement: gap for gap in propose(queries, index, decisions=decisions, proposed_only=False)}
    shares = [sum(key in found and found[key].proposed for key in keys) / max(len(keys), 1) for keys in (gaps, covered)]
    known = [key for key in found if key in gaps | covered]
    area = auc(np.array([found[key].probability for key in known]), np.array([key in gaps for key in known]))
    threshold = next(iter(found.values())).threshold
    print(
        f"\nFound nothing, {name}: proposed for {shares[0]:.2f} of {len(gaps)} gaps and {shares[1]:.2f} of "
        f"{len(covered)} covered requirements; threshold {threshold:.3f}; AUC over the {len(known)} open {area:.2f}"
    )


def _write(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


def _pairs(session: Session, workspace_id: int) -> set[tuple[int, str]]:
    requirements = dict(session.execute(select(Summary.library_key, Summary.requirement_id)).all())
    rows = session.execute(
        select(LocalEdition.file_name, LocalEdition.text, Passage.id, Passage.start, Passage.end)
        .join(LocalEdition, LocalEdition.id == Passage.edition_id)
        .where(Passage.workspace_id == workspace_id)
        .order_by(Passage.id)
    ).all()
    found = set()
    for answer in answers()["pairs"]:
        sentence = " ".join(answer["sentence"].split())
        for name, text, number, start, end in rows:
            if name == answer["document"] and sentence in " ".join(text[start:end].split()):
                found.add((requirements[answer["requirement"]], f"passage:{number}"))
                break
    return found


if __name__ == "__main__":
    main()
