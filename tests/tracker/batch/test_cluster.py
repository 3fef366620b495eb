"""A run on a real scheduler with real workers, one of whom is killed; the long suite kills all kinds, many times."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.tracker.batch import corpora
from tests.tracker.batch.clusters import SECONDS, Cluster, until
from tracker.database import Database
from tracker.tables.local import LocalEdition

DOCUMENTS = 40


@pytest.mark.connections
def test_nothing_is_lost_or_done_twice_when_a_worker_is_killed(database: Database, tmp_path: Path) -> None:
    if database.write_engine.dialect.name == "sqlite":
        pytest.skip("several machines share a server, not a file")
    manifest = corpora.write(tmp_path, documents=DOCUMENTS)

    def stored() -> int:
        with database.reading() as session:
            return session.scalar(select(func.count()).select_from(LocalEdition)) or 0

    url = database.write_engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with Cluster(tmp_path, url) as cluster:
        client = cluster.client("import", manifest)
        assert until(SECONDS, lambda: stored() > 0, process=client), client.said()
        assert cluster.workers.kill_a_child(0)
        assert client.ended() == 0, client.said()
        for stage, done in (("import", 0), ("link", 2 * DOCUMENTS + 3)):
            client = cluster.client(stage, manifest)
            assert client.ended() == 0, client.said()
            assert json.loads(client.said().splitlines()[-1])["done"] == done
    with database.reading() as session:
        passages, links = corpora.left(session)
    assert len(passages) == len(set(passages)) == 2 * DOCUMENTS * 6
    assert links
