"""How long the demonstration takes to build and its views to answer, and how many known answers are suggested.

usage: python -m benchmarks.demonstration
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import candidates, demonstration, opening, suggestions
from tracker.database import Database
from tracker.demonstration.reviewing import answers
from tracker.settings import Settings
from tracker.tables.guideline import Summary
from tracker.tables.local import LocalEdition, Passage
from tracker.tables.people import Workspace
from tracker.views import matrix, overview, review


def main() -> None:
    """Print two tables as Markdown."""
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
        database.close()


def _views(database: Database, workspace_id: int) -> None:
    asked: dict[str, Callable[[Session], object]] = {
        "overview": lambda session: overview.overview(session, workspace_id),
        "matrix, 334 requirements": lambda session: matrix.matrix(session, workspace_id),
        "review queue": lambda session: review.queue(session, workspace_id, review.Filter()),
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
        found = {(int(match.requirement), match.passage) for match in suggestions.rank(corpus, asked)}
        print(f"| {top} | {len(found & wanted) / len(wanted):.2f} |")


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
