"""A whole country imported and linked in one go, somebody killed three times: how long it takes, and what is left.

    python -m benchmarks.country_run FOLDER [--municipalities 290] [--documents 100] [--kills 3] [--keep]

FOLDER gets a generated country (benchmarks.country) where there is none yet. --postgres names a server whose user may
create databases (TRACKER_TEST_POSTGRES by default); --keep leaves the database, whose URL is printed. The command of
docs/scale.md runs with two workers; at random amounts of what is to be done a worker, or the whole run with its
workers, is killed without warning, and a run that was killed is given again. The clock runs from the first command to
the end of the last, with the kills.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import psycopg

from benchmarks.batch import MEGABYTE, ROOT, children, database, memory

DONE = {
    "import": "SELECT count(*) FROM local_edition",
    "link": "SELECT count(DISTINCT workspace_id) FROM rollup",
}
"""How far a stage is: documents stored, municipalities rolled up after they were linked."""
LEFT = {
    "documents": "SELECT count(*) FROM local_document",
    "documents stored twice": (
        "SELECT count(*) FROM (SELECT workspace_id, original_sha256 FROM local_edition"
        " GROUP BY workspace_id, original_sha256 HAVING count(*) > 1) AS twice"
    ),
    "editions without passages": (
        "SELECT count(*) FROM local_edition WHERE NOT EXISTS"
        " (SELECT FROM passage WHERE passage.edition_id = local_edition.id)"
    ),
    "passages": "SELECT count(*) FROM passage",
    "suggested links": "SELECT count(*) FROM link",
    "municipalities rolled up": DONE["link"],
    "database, MB": f"SELECT pg_database_size(current_database()) / {MEGABYTE}",
}
EVERY = 1.0


@dataclass(slots=True)
class Run:
    """The command of one stage, given until it ends by itself; `plan` says after how much of it who is killed."""

    stage: str
    manifest: Path
    url: str
    plan: list[tuple[int, str]]
    largest: int = 0
    killed: list[str] = field(default_factory=list)

    def finish(self) -> float:
        """Seconds it took with all kills."""
        began = time.monotonic()
        with psycopg.connect(self.url, autocommit=True) as connection:
            while not self._given(connection):
                pass
        return time.monotonic() - began

    def _given(self, connection: psycopg.Connection) -> bool:
        """Give the command once; False where it was killed."""
        command = [sys.executable, "-m", "tracker", "batch", self.stage, "--manifest", str(self.manifest)]
        environment = {**os.environ, "TRACKER_DATABASE_URL": self.url}
        process = subprocess.Popen([*command, "--workers", "2"], cwd=ROOT, env=environment, start_new_session=True)
        while process.poll() is None:
            time.sleep(EVERY)
            family = children(process.pid)
            self.largest = max([self.largest, *map(memory, family)])
            if self.plan and self._done(connection) >= self.plan[0][0]:
                done, victim = self.plan.pop(0)
                self.killed.append(f"{victim} after {done:,}")
                if victim == "run":
                    os.killpg(process.pid, signal.SIGKILL)
                    for child in family:  # workers have groups of their own
                        child.kill()
                    process.wait()
                    return False
                max(family, key=memory).kill()
        if process.returncode:
            sys.exit(f"{self.stage}: exit status {process.returncode}")
        return True

    def _done(self, connection: psycopg.Connection) -> int:
        row = connection.execute(DONE[self.stage]).fetchone()
        return int(row[0]) if row else 0


def main() -> None:
    """Run, and print a table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--municipalities", type=int, default=290)
    asked.add_argument("--documents", type=int, default=100)
    asked.add_argument("--kills", type=int, default=3)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--postgres", default=os.environ.get("TRACKER_TEST_POSTGRES", ""))
    asked.add_argument("--keep", action="store_true")
    options = asked.parse_args()
    manifest, sizes = options.folder / "manifest.csv", (options.municipalities, options.documents)
    if not manifest.exists():
        size = ["--municipalities", str(sizes[0]), "--documents", str(sizes[1])]
        subprocess.run([sys.executable, "-m", "benchmarks.country", str(options.folder), *size], cwd=ROOT, check=True)
    totals = {"import": sizes[0] * sizes[1], "link": sizes[0]}
    plans = planned(totals, options.kills, Random(options.seed))
    with database(options.postgres, keep=options.keep) as url:
        environment = {**os.environ, "TRACKER_DATABASE_URL": url}
        subprocess.run([sys.executable, "-m", "tracker", "upgrade"], cwd=ROOT, env=environment, check=True)
        print_table(totals, [Run(stage, manifest, url, plans[stage]) for stage in totals], url)
    if options.keep:
        print(f"\nKept: {url}")


def planned(totals: dict[str, int], kills: int, chance: Random) -> dict[str, list[tuple[int, str]]]:
    """Who is killed after how much of which stage: importing first, then linking, in turn."""
    plans: dict[str, list[tuple[int, str]]] = {stage: [] for stage in totals}
    for number in range(kills):
        stage = list(totals)[number % len(totals)]
        plans[stage].append((chance.randrange(1, totals[stage]), ("worker", "run")[number % 3 % 2]))
    return {stage: sorted(plan) for stage, plan in plans.items()}


def print_table(totals: dict[str, int], runs: list[Run], url: str) -> None:
    """Do the runs, and say how long each took and what the database holds afterwards."""
    lines, whole = [], 0.0
    for run in runs:
        seconds = run.finish()
        whole += seconds
        rate = f"{totals[run.stage] / seconds:.1f}"
        killed = "; ".join(run.killed) or "nobody"
        lines.append(f"| {run.stage} | {totals[run.stage]:,} | {killed} | {seconds / 60:.1f} | {rate} | "
                     f"{run.largest // MEGABYTE} |")  # fmt: skip
    print("| stage | of | killed | minutes | a second | largest process, MB |\n|---|---:|---|---:|---:|---:|")
    print(*lines, sep="\n")
    print(f"\nIn all {whole / 60:.1f} minutes.\n")
    with psycopg.connect(url) as connection:
        for what, statement in LEFT.items():
            row = connection.execute(statement).fetchone()
            print(f"- {what}: {row[0] if row else 0:,}")


if __name__ == "__main__":
    main()
