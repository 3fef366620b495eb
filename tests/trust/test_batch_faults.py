"""A run over a corpus whose workers, scheduler and client are killed at random: the same rows as undisturbed."""

from __future__ import annotations

import json
import random
from contextlib import closing
from pathlib import Path

import pytest

from tests import throwaway
from tests.tracker.batch import corpora
from tests.tracker.batch.clusters import Cluster, Process, until
from tests.trust.conftest import SHARE, Tell, Times
from tracker.database import connect

SEED = 20261123
VICTIMS = ("worker", "workers", "scheduler", "client")
STAGES = ("import", "link")
LONGEST = 10.0
"""Seconds after which somebody is killed at the latest; an undisturbed stage takes about as long."""
DOCUMENTS = 60
PASSAGES = 40_000


def test_a_run_that_is_disturbed_three_times_ends_with_the_same_rows(
    empty_postgresql: str, tmp_path: Path, times: Times, tell: Tell
) -> None:
    runs, chance, unequal, ends = times(20), random.Random(SEED), 0, 0
    manifest = corpora.write(tmp_path, documents=DOCUMENTS)
    expected = _undisturbed(tmp_path, manifest)
    for number in range(runs):
        scratch = tmp_path / f"run{number}"
        scratch.mkdir()
        with throwaway.database(empty_postgresql, copied=True) as url:
            ends += _disturbed(scratch, url, manifest, chance)
            unequal += _left(url) != expected
    control = "one link less is seen" if (expected[0], expected[1][1:]) != expected else ""
    what = f"runs over {2 * DOCUMENTS} documents with three kills each (PostgreSQL), {ends} of them during a stage"
    tell(f"{what}: rows lost, doubled or otherwise than by one process", of=runs, bad=unequal, control=control)
    assert (unequal, len(expected[0]), bool(control)) == (0, 2 * DOCUMENTS * 6, True)


@pytest.mark.skipif(SHARE < 0.5, reason="takes two minutes: for the long suite")
def test_a_file_that_takes_all_memory_of_a_worker_is_set_aside(tmp_path: Path, tell: Tell) -> None:
    """The file beside it is stored; by a worker with room both are."""
    (tmp_path / "0180").mkdir()
    (tmp_path / "0180" / "small.md").write_text("# Riktlinje\n\nKommunen ska svara inom 3 dagar.\n", "utf-8")
    words = "Kommunen ska enligt {0} § lagen (2018:1937) svara på fråga {0}."
    (tmp_path / "0180" / "large.txt").write_text("\n\n".join(map(words.format, range(PASSAGES))), "utf-8")
    paths = [{"municipality_code": "0180", "path": f"0180/{name}"} for name in ("small.md", "large.txt")]
    manifest, url = corpora.listed(tmp_path, paths), f"sqlite:///{tmp_path / 'tracker.db'}"
    asked = ("batch", "import", "--manifest", str(manifest), "--workers", "1", "--json", "--memory")
    rows = []
    for memory in ("320MB", "2GB"):
        with Process(tmp_path, memory, "tracker", *asked, memory, url=url) as process:
            assert process.ended() == 0, process.said()
            rows.append(json.loads(process.said().splitlines()[-1]))
    found = [(row["done"], row["unchanged"], row["set_aside"]) for row in rows]
    control = "with room it is stored" if found[1] == (1, 1, 0) else ""
    tell("files that take all memory of a worker: run stopped, or file beside it lost", of=1, bad=0, control=control)
    assert found == [(1, 0, 1), (1, 1, 0)]


def _undisturbed(scratch: Path, manifest: Path) -> tuple[list[object], list[object]]:
    url = f"sqlite:///{scratch / 'alone' / 'tracker.db'}"
    for stage in STAGES:
        words = ("batch", stage, "--manifest", str(manifest), "--workers", "0", "--json")
        with Process(scratch, "alone", "tracker", *words, url=url) as process:
            assert process.ended() == 0, process.said()
    return _left(url)


def _disturbed(scratch: Path, url: str, manifest: Path, chance: random.Random) -> int:
    """Kill three of the four at random moments, then let both stages finish; gives how often it hurt."""
    hurt = 0
    with Cluster(scratch, url) as cluster:
        for victim, stage in zip(chance.sample(VICTIMS, 3), chance.choices(STAGES, k=3), strict=True):
            client = cluster.client(stage, manifest)
            until(chance.uniform(0, LONGEST), lambda: False, process=client)
            hurt += client.is_running
            if victim == "worker":
                cluster.workers.kill_a_child(chance.randrange(2))
            elif victim == "workers":
                cluster.workers.kill()
            elif victim == "scheduler":
                cluster.scheduler.kill()
            client.kill()
            if victim in ("workers", "scheduler"):
                cluster.begin_anew()
        for stage in STAGES:
            client = cluster.client(stage, manifest)
            if client.ended():  # a worker that is killed while it starts takes the others with it
                assert "The cluster has had no worker" in client.said(), client.said()
                cluster.begin_anew()
                client = cluster.client(stage, manifest)
                assert client.ended() == 0, client.said()
    return hurt


def _left(url: str) -> tuple[list[object], list[object]]:
    with closing(connect(url)) as database, database.reading() as session:
        return corpora.left(session)
