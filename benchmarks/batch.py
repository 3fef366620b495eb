"""A corpus imported, extracted and linked by one process and by two, each in a database of its own.

    python -m benchmarks.batch FOLDER [--municipalities 8] [--documents 100] [--acts 40] [--postgres URL]

FOLDER gets a generated country (benchmarks.country) and invented acts where they are not there yet. URL is a
PostgreSQL server's whose user may create databases (TRACKER_TEST_POSTGRES by default). Beside the rates stand what a
worker took of memory at most, how large the database became, and what of it the machine could do at best: the bare
tokenizer over the same texts, and the same passages copied into a table without keys.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random
from tempfile import gettempdir
from uuid import uuid4

import psutil
import psycopg
import spacy
from sqlalchemy import make_url

from benchmarks import invented_acts

ROOT = Path(__file__).parent.parent
MEGABYTE = 1024 * 1024
STAGES = ("import", "link", "extract")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What the command said of a stage, and the most a process of the workers took, in bytes."""

    said: dict[str, float]
    largest: int


@contextmanager
def database(server: str, *, keep: bool = False) -> Iterator[str]:
    """The URL of a database of its own, dropped afterwards unless it is to be kept."""
    name = f"batch_{uuid4().hex[:10]}"
    plain = make_url(server).set(drivername="postgresql")
    with psycopg.connect(plain.render_as_string(hide_password=False), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        try:
            yield plain.set(database=name).render_as_string(hide_password=False)
        finally:
            if not keep:
                drop(admin, name)


def drop(admin: psycopg.Connection, name: str) -> None:
    """Without force first: the server sends its own vacuum away, which a role that may only create databases cannot."""
    try:
        admin.execute(f"DROP DATABASE {name}")
    except psycopg.errors.ObjectInUse:  # a process that was killed may still be leaving
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def cluster(workers: int, url: str) -> Iterator[Cluster]:
    """A scheduler and so many workers beside a database."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    begin = partial(
        subprocess.Popen,
        cwd=ROOT,
        env={**os.environ, "TRACKER_DATABASE_URL": url},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    dask = [sys.executable, "-m", "dask"]
    options = ["--nthreads", "1", "--nworkers", str(workers), "--no-dashboard", "--local-directory", gettempdir()]
    processes = [
        begin([*dask, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]),
        begin([*dask, "worker", address, *options]),
    ]
    try:
        yield Cluster(address=address, url=url, nannies=processes[1].pid)
    finally:
        for process in processes:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Where a scheduler answers, the database of its workers, and the process that started them."""

    address: str
    url: str
    nannies: int

    def run(self, stage: str, manifest: Path) -> Measured:
        """The command, with the memory of the largest worker watched meanwhile."""
        command = [sys.executable, "-m", "tracker", "batch", stage, "--manifest", str(manifest), "--json"]
        process = subprocess.Popen(
            [*command, "--scheduler", self.address],
            cwd=ROOT,
            env={**os.environ, "TRACKER_DATABASE_URL": self.url},
            stdout=subprocess.PIPE,
            text=True,
        )
        largest = 0
        with ThreadPoolExecutor(1) as pool:
            said = pool.submit(process.communicate)
            while not said.done():
                largest = max([largest, *map(memory, children(self.nannies))])
                time.sleep(0.5)
        if process.returncode:
            sys.exit(f"{stage}: exit status {process.returncode}")
        return Measured(said=json.loads(said.result()[0].splitlines()[-1]), largest=largest)


def children(number: int) -> list[psutil.Process]:
    """The processes that a process has started, and theirs."""
    try:
        found: list[psutil.Process] = psutil.Process(number).children(recursive=True)
    except psutil.NoSuchProcess:
        return []
    return found


def memory(process: psutil.Process) -> int:
    """Bytes a process has in memory; 0 once it has ended."""
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def first_only(manifest: Path) -> Path:
    """A manifest of the first municipality (or act) alone, on which workers read the program and its words in."""
    with manifest.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    owner = rows[0].index("municipality_code") if "municipality_code" in rows[0] else None
    kept = [row for row in rows[1:] if row[owner] == rows[1][owner]] if owner is not None else rows[1:2]
    short = manifest.with_name(f"first-{manifest.name}")
    with short.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([rows[0], *kept])
    return short


def acts(folder: Path, count: int) -> Path:
    """The manifest of invented acts, written where they are not there yet."""
    manifest = folder / "acts.csv"
    if manifest.exists():
        return manifest
    rows = []
    for number in range(count):
        text = f"# Lag ({2030 + number // 100}:{100 + number}) om påhittade frågor\n\n{_act(number)}\n"
        path = f"acts/{number:04}.md"
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
        rows.append((path, hashlib.sha256(text.encode()).hexdigest()))
    with manifest.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("path", "sha256"), *rows])
    return manifest


def _act(number: int) -> str:
    act = replace(invented_acts.invent(Random(number), sections=60, stock=0.1), european=False)
    parts = invented_acts.write(act).parts
    return "\n\n".join(f"{part.locator} {part.text}" if part.locator.endswith("§") else part.text for part in parts)


def bare(folder: Path, url: str) -> dict[str, float]:
    """Documents a second by the tokenizer alone, and passages a second copied into a table without keys."""
    texts = [path.read_text("utf-8") for path in sorted(folder.glob("*/*.md"))]
    nlp = spacy.blank("sv")
    began = time.perf_counter()
    for text in texts:
        nlp.make_doc(text)
    tokenized = len(texts) / (time.perf_counter() - began)
    with psycopg.connect(url) as connection:
        columns = (
            '"workspace_id", "edition_id", "position", "locator", "type", "heading", "start", "end", "fingerprint"'
        )
        rows = connection.execute(f"SELECT {columns} FROM passage").fetchall()
        connection.execute(f"CREATE TABLE bare AS SELECT {columns} FROM passage WITH NO DATA")
        began = time.perf_counter()
        with connection.cursor().copy("COPY bare FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        connection.commit()
        copied = len(rows) / (time.perf_counter() - began)
        size = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    return {"tokenized": tokenized, "copied": copied, "bytes": float(size[0] if size else 0), "passages": len(rows)}


def main() -> None:
    """Measure and print a table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--municipalities", type=int, default=8)
    asked.add_argument("--documents", type=int, default=100)
    asked.add_argument("--acts", type=int, default=40)
    asked.add_argument("--postgres", default=os.environ.get("TRACKER_TEST_POSTGRES", ""))
    options = asked.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    if not (options.folder / "manifest.csv").exists():
        size = ["--municipalities", str(options.municipalities), "--documents", str(options.documents), "--seed", "1"]
        subprocess.run([sys.executable, "-m", "benchmarks.country", str(options.folder), *size], cwd=ROOT, check=True)
    manifests = {"extract": acts(options.folder, options.acts)}
    found: dict[tuple[str, int], Measured] = {}
    limits: dict[str, float] = {}
    for workers in (1, 2):
        with database(options.postgres) as url, cluster(workers, url) as running:
            for stage in STAGES:
                manifest = manifests.get(stage, options.folder / "manifest.csv")
                running.run(stage, first_only(manifest))
                found[stage, workers] = running.run(stage, manifest)
            limits = bare(options.folder, url)
    print_table(found, limits)


def print_table(found: dict[tuple[str, int], Measured], limits: dict[str, float]) -> None:
    """Rates by stage, and the limits beside them."""
    print("| stage | files | made | files/s, one worker | files/s, two | efficiency | largest process, MB |")
    print("|---|---:|---|---:|---:|---:|---:|")
    for stage in STAGES:
        one, two = found[stage, 1], found[stage, 2]
        rates = [each.said["done"] / each.said["seconds"] for each in (one, two)]
        kinds = {key for key in one.said if key not in {"stage", "done", "unchanged", "set_aside", "seconds"}}
        made = ", ".join(f"{name} {one.said[name]:,}" for name in sorted(kinds))
        largest = max(one.largest, two.largest) // MEGABYTE
        figures = f"{rates[0]:.1f} | {rates[1]:.1f} | {rates[1] / rates[0] / 2:.2f} | {largest}"
        print(f"| {stage} | {one.said['done']:,} | {made} | {figures} |")
    per_million = limits["bytes"] / limits["passages"] * 1e6 / MEGABYTE / 1024
    print(f"\nTokenizer alone: {limits['tokenized']:,.0f} documents/s. COPY: {limits['copied']:,.0f} passages/s.")
    print(f"Database with all of it: {per_million:.1f} GB per million passages.")


if __name__ == "__main__":
    main()
