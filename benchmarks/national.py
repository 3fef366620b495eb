"""How long the views of the whole country take, over municipalities written straight into a database.

usage: python -m benchmarks.national DATABASE_URL [MUNICIPALITIES] [PASSAGES]   (the database is empty)
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Any, TypeAlias

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from policies.library import load
from tracker import clock, events, library, opening, rollups, workspaces
from tracker.settings import Settings
from tracker.tables.guideline import Decided, Requirement
from tracker.tables.link import Link, LinkType, SearchedEdition, SearchRecord
from tracker.tables.local import DocumentStatus, LocalDocument, LocalEdition, Passage, PassageType
from tracker.tables.network import Actor, ActorKind
from tracker.tables.original import Original
from tracker.tables.people import Membership, Person, Role, Workspace
from tracker.views.national.among import freshness
from tracker.views.national.between import pairs, pairs_count, twins
from tracker.views.national.coverage import count, coverage
from tracker.views.national.leaders import leaders, led, lessons
from tracker.views.workspaces import municipalities

SHARED = 20
"""Of so many passages one stands in the neighbour of the same county too."""
Asked: TypeAlias = tuple[int, str]
"""A requirement by its number, and the fingerprint of its words."""
WORDS = "Nämnden ska se till att tjänsten svarar mot kravet på tillgänglighet och följs upp varje år av förvaltningen. "


def main() -> None:
    """Print seconds of processor and of the clock per step as Markdown."""
    url, many, passages = sys.argv[1], int((sys.argv[2:] or ["290"])[0]), int((sys.argv[3:] or ["350"])[0])
    database = opening.open_tracker(Settings(database_url=url))
    with database.writing() as session:
        by = workspaces.local_person(session, "Bänk")
        begun = workspaces.create(session, "Bänks kommun", by=by)
        library.stock(session, load(), by=by)
        requirements = list(session.scalars(select(Requirement.id).where(Requirement.tracked).order_by(Requirement.id)))
        guideline = session.scalars(select(Requirement.guideline_id).where(Requirement.id == requirements[0])).one()
        assert begun.id
    print("| step | processor s | clock s |\n|---|---:|---:|")
    _timed("written into the tables", lambda: _write(database, many, passages, requirements, by))
    _timed(f"{many + 1} roll-ups worked out", lambda: rollups.renew_outdated(database, by=by, most=many + 1))
    with database.reading() as session:
        first = requirements[1]
        views: dict[str, Callable[[], Any]] = {
            "which are out of date": lambda: freshness(session, reader=by.id),
            "coverage of all": lambda: coverage(session, reader=by.id),
            "a page of the table": lambda: (
                count(session, reader=by.id),
                coverage(session, reader=by.id, first=50, most=50),
            ),
            "leaders of a guideline": lambda: led(session, reader=by.id, guideline_id=guideline),
            "leaders of a requirement, with passages": lambda: (
                leaders(session, reader=by.id, requirement_id=first),
                lessons(session, reader=by.id, requirement_id=first),
            ),
            "pairs with the same wording": lambda: (
                pairs_count(session, reader=by.id),
                pairs(session, reader=by.id, most=50),
            ),
            "a pair side by side": lambda: _twins(session, by),
        }
        for name, view in views.items():
            view()
            _timed(name, view)
    index = "SELECT pg_relation_size('ix_passage_fingerprint_passage_workspace_id')"
    if url.startswith("postgresql"):
        with database.reading() as session:
            sizes = session.execute(
                text(f"{index}, pg_total_relation_size('passage'), (SELECT count(*) FROM passage)")
            ).one()
        print(f"\nindex by words {sizes[0] / 1e6:.1f} MB of {sizes[1] / 1e6:.1f} MB, {sizes[2]} passages")
    database.close()


def _twins(session: Any, by: Person) -> object:
    pair = pairs(session, reader=by.id, most=1)[0]
    return twins(session, reader=by.id, slug=pair.one_slug, other_slug=pair.other_slug)


def _timed(name: str, work: Callable[[], object]) -> None:
    processor, clocked = time.process_time(), time.monotonic()
    work()
    print(f"| {name} | {time.process_time() - processor:.2f} | {time.monotonic() - clocked:.2f} |", flush=True)


def _write(database: Any, places: int, passages: int, requirements: list[int], by: Person) -> None:
    for number in range(places):
        _fill(database, number, passages, requirements, by)


def _fill(database: Any, number: int, many: int, requirements: list[int], by: Person) -> None:
    """A municipality with one document of `many` passages, a link for every other requirement, and some searches."""
    places = list(municipalities().items())
    code, called = places[number % len(places)]
    name, now = f"{called.partition(',')[0]} {number // len(places) or ''}".strip(), clock.now()
    with database.writing() as session:
        place = Workspace(name=name, slug=f"k{number}", municipality_code=code, created_at=now)
        session.add(place)
        session.flush()
        session.add(Membership(workspace_id=place.id, person_id=by.id, role=Role.ADMIN))
        actor = Actor(workspace_id=place.id, name=name, kind=ActorKind.MUNICIPALITY)
        session.add(actor)
        edition = _write_document(session, place, number, _paragraphs(code, many), by)
        held = list(session.execute(select(Passage.id, Passage.fingerprint).where(Passage.edition_id == edition.id)))
        said = dict(session.execute(select(Requirement.id, Requirement.fingerprint)).all())
        asked = [(requirement, said[requirement]) for requirement in requirements]
        _write_links(session, place, actor, asked[::2], asked[1 : 40 + number % 100 : 2], held, by)
        _write_searches(session, edition, asked[: 100 + number % 200], by)


def _paragraphs(code: str, many: int) -> list[str]:
    """The passages of a municipality; of SHARED one is the same in its whole county."""
    return [WORDS + f"Det gäller {code if turn % SHARED else code[:2]}, punkt {turn}.\n" for turn in range(many)]


def _write_document(session: Session, place: Workspace, number: int, body: list[str], by: Person) -> LocalEdition:
    """A guideline with a passage for each paragraph, adopted a day later than the one of the municipality before."""
    text, sha256 = "".join(body), events.fingerprint(place.name)
    session.add(Original(sha256=sha256, size=1, data=b"x", stored_at=place.created_at))
    session.flush()
    document = LocalDocument(
        workspace_id=place.id, name="Riktlinje", type="guideline", status=DocumentStatus.ADOPTED,
        decided_on=date(2020, 1, 1) + timedelta(days=number), created_at=place.created_at,
    )  # fmt: skip
    session.add(document)
    session.flush()
    edition = LocalEdition(
        workspace_id=place.id, document_id=document.id, original_sha256=sha256, file_name="r.md", language="sv",
        format="markdown", tradition="municipal", text=text, imported_at=place.created_at, imported_by_id=by.id,
    )  # fmt: skip
    session.add(edition)
    session.flush()
    ends = list(accumulate(map(len, body)))
    session.execute(
        insert(Passage),
        [
            {"workspace_id": place.id, "edition_id": edition.id, "position": turn, "locator": "",
             "start": end - len(words), "end": end - 1, "type": PassageType.RULE,
             "fingerprint": events.fingerprint(words[:-1]), "heading": "", "page": 0, "secret": False}
            for turn, (words, end) in enumerate(zip(body, ends, strict=True))
        ],
    )  # fmt: skip
    return edition


def _write_links(
    session: Session, place: Workspace, actor: Actor, suggested: Sequence[Asked], confirmed: Sequence[Asked],
    held: Sequence[Any], by: Person,
) -> None:  # fmt: skip
    """Suggestions over all passages in turn, and confirmed links that all stand on the first."""
    both = {"workspace_id": place.id, "reasons": [], "recorded_at": place.created_at, "scorer": "", "note": "",
            "version": 1}  # fmt: skip
    session.execute(
        insert(Link),
        [
            {**both, "requirement_id": requirement, "requirement_fingerprint": theirs, "state": Decided.SUGGESTED,
             "score": 0.5, "passage_id": held[turn % len(held)][0], "target_fingerprint": held[turn % len(held)][1]}
            for turn, (requirement, theirs) in enumerate(suggested)
        ],
    )  # fmt: skip
    session.execute(
        insert(Link),
        [
            {**both, "requirement_id": requirement, "requirement_fingerprint": theirs, "state": Decided.CONFIRMED,
             "type": LinkType.IMPLEMENTS, "passage_id": held[0][0], "target_fingerprint": held[0][1],
             "decided_by_id": by.id, "on": date(2026, 1, 1), "decided_at": place.created_at, "subject_id": actor.id}
            for requirement, theirs in confirmed
        ],
    )  # fmt: skip


def _write_searches(session: Session, edition: LocalEdition, asked: Sequence[Asked], by: Person) -> None:
    """Searches for requirements that found nothing in the edition."""
    workspace = edition.workspace_id
    session.execute(
        insert(SearchRecord),
        [
            {"workspace_id": workspace, "requirement_id": requirement, "requirement_fingerprint": theirs,
             "on": date(2026, 1, 1), "by_id": by.id, "recorded_at": edition.imported_at, "note": ""}
            for requirement, theirs in asked
        ],
    )  # fmt: skip
    mine = select(SearchRecord.id).where(SearchRecord.workspace_id == workspace)
    session.execute(
        insert(SearchedEdition),
        [
            {"workspace_id": workspace, "search_record_id": search, "edition_id": edition.id}
            for search in session.scalars(mine)
        ],
    )


if __name__ == "__main__":
    main()
