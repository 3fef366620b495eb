"""A run on a real scheduler with real workers: the same rows as in one process, whoever is killed meanwhile."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.tracker.batch import corpora
from tests.tracker.batch.clusters import SECONDS, Cluster, Process, until
from tracker.database import Database, connect
from tracker.tables.local import LocalEdition

pytestmark = pytest.mark.connections


@pytest.fixture
def by_one_process(tmp_path: Path) -> Callable[[Path], tuple[list[object], list[object]]]:
    """What one process leaves that works alone and undisturbed."""

    def run(manifest: Path) -> tuple[list[object], list[object]]:
        url = f"sqlite:///{tmp_path / 'alone' / 'tracker.db'}"
        for stage in ("import", "link"):
            words = ("batch", stage, "--manifest", str(manifest), "--workers", "0", "--json")
            with Process(tmp_path, "alone", "tracker", *words, url=url) as process:
                assert process.ended() == 0, process.said()
        database = connect(url)
        with database.reading() as session:
            left = corpora.left(session)
        database.close()
        return left

    return run


def test_nothing_is_lost_or_done_twice_whoever_is_killed(
    database: Database, tmp_path: Path, by_one_process: Callable[[Path], tuple[list[object], list[object]]]
) -> None:
    """A worker, the client and the scheduler are killed in the middle, one after the other."""
    if database.write_engine.dialect.name == "sqlite":
        pytest.skip("several machines share a server, not a file")
    manifest = corpora.write(tmp_path, documents=120)

    def stored() -> int:
        with database.reading() as session:
            return session.scalar(select(func.count()).select_from(LocalEdition)) or 0

    url = database.write_engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with Cluster(tmp_path, url) as cluster:
        client = cluster.client("import", manifest)
        assert until(SECONDS, lambda: stored() > 0, process=client), client.said()
        assert cluster.workers.kill_a_child(0)
        client.kill()
        before = stored()
        client = cluster.client("import", manifest)
        until(SECONDS, lambda: stored() > before, process=client)
        cluster.scheduler.kill()
        if client.ended():
            assert "scheduler" in client.said().splitlines()[-1]
        cluster.begin_anew()
        for stage, done in (("import", 240), ("link", 243)):
            client = cluster.client(stage, manifest)
            assert client.ended() == 0, client.said()
            row = json.loads(client.said().splitlines()[-1])
            assert row["done"] + row["unchanged"] == done
    with database.reading() as session:
        left = corpora.left(session)
    assert left == by_one_process(manifest)
    assert len(left[0]) == 240 * 6
