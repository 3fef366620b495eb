"""The demonstration grown for measuring: as large as asked, and still a database that the program believes."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmarks.grown.build import build
from benchmarks.grown.ground import Sizes
from tests.trust.history import broken
from tracker import opening
from tracker.settings import Settings
from tracker.tables.guideline import Decided
from tracker.tables.link import Link
from tracker.views.earlier import begins, earlier

SIZES = Sizes(
    guidelines=70, requirements=1_200, documents=60, passages=2_500, links=5_000, confirmed=600, units=30, services=60,
    measures=60, crosswalks=500, events=1_600,
)  # fmt: skip


def _confirmed(session: Session) -> int:
    return session.scalar(select(func.count()).where(Link.workspace_id == 1, Link.state == Decided.CONFIRMED)) or 0


def test_a_grown_database_has_the_size_asked_for_and_whole_chains(demo_database: Path, tmp_path: Path) -> None:
    path = tmp_path / "grown.db"
    shutil.copyfile(demo_database, path)
    held = build(path, seed=7, sizes=SIZES)
    asked = {name: held[name] for name in ("guideline", "requirement", "passage", "link", "service", "event")}
    assert asked == {
        "guideline": 70, "requirement": 1_200, "passage": 2_500, "link": 5_000, "service": 60, "event": 1_600,
    }  # fmt: skip
    database = opening.open_tracker(Settings(database_url=f"sqlite:///{path}"))
    assert [broken(database, chain) for chain in (0, 1)] == [0, 0]
    with database.reading() as session:
        confirmed = _confirmed(session)
        begun = begins(session, 1)
        assert begun is not None
        with earlier(session, 1, begun) as then:
            assert 0 < _confirmed(then) < confirmed
    database.close()
