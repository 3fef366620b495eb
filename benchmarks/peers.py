"""Other programs for requirements with as many of them as ours, one after the other in one run.

    python -m benchmarks.peers [--requirements 10000] [--patience 1200] [--only NAME ...]

The same invented duties, each after the first traced to an earlier one. Ours imports them as acts into a new
demonstration, ranks every local text for each of them and writes the matrix; StrictDoc exports its pages with the
traceability matrix, sphinx-needs builds its pages with a table of all, Doorstop checks and publishes its items. Each
gets an environment of its own under build/peers, with the versions below. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.invented_acts import invent, write

ROOT = Path(__file__).parent.parent
PER_FILE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A requirement: its number from 1, its words, and the earlier one it is traced to (0: none)."""

    number: int
    text: str
    above: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A program: what is installed, what its project is made of, and the commands that are timed in its folder."""

    packages: tuple[str, ...]
    prepare: Callable[[Path, list[Duty]], None]
    commands: tuple[tuple[str, ...], ...]


def duties(count: int) -> list[Duty]:
    """So many sentences of invented acts, the same every time."""
    chance, texts = Random(1), list[str]()
    while len(texts) < count:
        parts = write(invent(Random(len(texts)), sections=60, stock=0.0)).parts
        texts += [" ".join(part.text.split()).split(". ")[0] for part in parts if " ska " in part.text.split(". ")[0]]
    return [
        Duty(number=number, text=text, above=chance.randrange(1, number) if number > 1 else 0)
        for number, text in enumerate(texts[:count], start=1)
    ]


def _ours(folder: Path, some: list[Duty]) -> None:
    for first in range(0, len(some), PER_FILE):
        sections = "\n\n".join(f"{at} § {one.text}" for at, one in enumerate(some[first : first + PER_FILE], start=1))
        heading = f"# Lag ({2031 + first // PER_FILE // 900}:{100 + first // PER_FILE % 900}) om påhittade frågor"
        (folder / f"act{first // PER_FILE:04}.md").write_text(f"{heading}\n\n{sections}\n", "utf-8")


def _strictdoc(folder: Path, some: list[Duty]) -> None:
    features = 'features = ["TRACEABILITY_MATRIX_SCREEN"]'
    (folder / "strictdoc.toml").write_text(f'[project]\ntitle = "Duties"\n{features}\n', "utf-8")
    for first in range(0, len(some), PER_FILE):
        parts = [f"[DOCUMENT]\nTITLE: Part {first // PER_FILE + 1}\n"]
        for one in some[first : first + PER_FILE]:
            relation = f"RELATIONS:\n- TYPE: Parent\n  VALUE: R-{one.above}\n" if one.above else ""
            field = f"[REQUIREMENT]\nUID: R-{one.number}\nTITLE: Duty {one.number}\nSTATEMENT: {one.text}\n"
            parts.append(field + relation)
        (folder / f"part{first // PER_FILE:04}.sdoc").write_text("\n".join(parts), "utf-8")


def _sphinx_needs(folder: Path, some: list[Duty]) -> None:
    (folder / "conf.py").write_text('project = "Duties"\nextensions = ["sphinx_needs"]\n', "utf-8")
    names = []
    for first in range(0, len(some), PER_FILE):
        title = f"Part {first // PER_FILE + 1}"
        parts = [f"{title}\n{'=' * len(title)}\n"]
        for one in some[first : first + PER_FILE]:
            links = f"   :links: R_{one.above}\n" if one.above else ""
            parts.append(f".. req:: Duty {one.number}\n   :id: R_{one.number}\n{links}\n   {one.text}\n")
        names.append(f"part{first // PER_FILE:04}")
        (folder / f"{names[-1]}.rst").write_text("\n".join(parts), "utf-8")
    tree = "\n".join(f"   {name}" for name in names)
    table = ".. needtable::\n   :columns: id, title, incoming, outgoing\n"
    (folder / "index.rst").write_text(f"Duties\n======\n\n.. toctree::\n\n{tree}\n\n{table}", "utf-8")


def _doorstop(folder: Path, some: list[Duty]) -> None:
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    place = folder / "reqs"
    place.mkdir()
    settings = "settings:\n  digits: 5\n  itemformat: yaml\n  prefix: REQ\n  sep: '-'\n"
    (place / ".doorstop.yml").write_text(settings, "utf-8")
    for one in some:
        links = f"links:\n- REQ-{one.above:05}: null\n" if one.above else "links: []\n"
        fields = "active: true\nderived: false\nheader: ''\nnormative: true\nref: ''\nreviewed: null\n"
        level = f"level: '1.{one.number}'\n"
        text = f"text: |\n  {one.text}\n"
        (place / f"REQ-{one.number:05}.yml").write_text(fields + level + links + text, "utf-8")


PEERS = {
    "StrictDoc": Peer(
        packages=("strictdoc==0.30.4",),
        prepare=_strictdoc,
        commands=(("strictdoc", "export", "--formats", "html", "--output-dir", "out", "."),),
    ),
    "sphinx-needs": Peer(
        packages=("sphinx-needs==9.1.0",),
        prepare=_sphinx_needs,
        commands=(("sphinx-build", "-q", "-b", "html", ".", "out"),),
    ),
    "Doorstop": Peer(
        packages=("doorstop==3.2",),
        prepare=_doorstop,
        commands=(("doorstop", "--quiet"), ("doorstop", "publish", "--html", "all", "out")),
    ),
}


def environment(name: str, packages: tuple[str, ...]) -> Path:
    """The folder of commands of an environment with such packages, made where it is missing."""
    place = ROOT / "build" / "peers" / name.lower()
    ready = place / ("+".join(packages) + ".ready")
    if not ready.exists():
        venv.create(place, with_pip=True, clear=True)
        install = [
            str(place / "bin" / "python"),
            "-m",
            "pip",
            "install",
            "-q",
            "--disable-pip-version-check",
            *packages,
        ]
        subprocess.run(install, check=True)
        ready.touch()
    return place / "bin"


def timed(commands: list[list[str]], folder: Path, patience: float, url: str = "") -> list[str]:
    """Minutes by the clock and of processor time, command by command until one fails or patience ends."""
    told = []
    for command in commands:
        before, began, state = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter(), ""
        place = {**os.environ, "TRACKER_DATABASE_URL": url} if url else None
        with (folder / "said.txt").open("a", encoding="utf-8") as said:
            try:
                done = subprocess.run(
                    command,
                    cwd=ROOT if url else folder,
                    env=place,
                    timeout=patience,
                    stdout=said,
                    stderr=said,
                    check=False,
                )
                state = f", exit status {done.returncode}" if done.returncode else ""
            except subprocess.TimeoutExpired:
                state = ", not done"
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        told.append(f"{time.perf_counter() - began:.0f} ({processor:.0f}){state}")
        if state.endswith("not done"):
            break
    return told


def main() -> None:
    """Run all and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--requirements", type=int, default=10_000)
    asked.add_argument("--patience", type=float, default=1200, help="seconds for each command")
    asked.add_argument("--only", action="append", choices=["ours", *PEERS])
    options = asked.parse_args()
    some, wanted = duties(options.requirements), options.only or ["ours", *PEERS]
    print(f"{len(some):,} requirements; seconds by the clock (of processor time), each command by itself\n")
    print("| program | commands | seconds |\n|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        for name in wanted:
            folder = Path(scratch) / name.lower()
            folder.mkdir()
            if name == "ours":
                called, (commands, took) = "this program", ours(folder, some, options.patience)
            else:
                peer = PEERS[name]
                peer.prepare(folder, some)
                place = environment(name, peer.packages)
                took = timed([[str(place / one[0]), *one[1:]] for one in peer.commands], folder, options.patience)
                commands = [" ".join(one) for one in peer.commands]
                called = " ".join(peer.packages)
            print(f"| {called} | {'; '.join(f'`{one}`' for one in commands)} | {'; '.join(took)} |", flush=True)


def ours(folder: Path, some: list[Duty], patience: float) -> tuple[list[str], list[str]]:
    """Import, link and matrix in a new demonstration, whose building is not counted."""
    _ours(folder, some)
    url = f"sqlite:///{folder / 'tracker.db'}"
    program = [sys.executable, "-m", "tracker"]
    environment_ = {**os.environ, "TRACKER_DATABASE_URL": url}
    subprocess.run([*program, "demo"], cwd=ROOT, env=environment_, check=True, capture_output=True)
    files = [str(path) for path in sorted(folder.glob("act*.md"))]
    commands = [
        ["import", "--as", "guideline", *files],
        ["link"],
        ["export", "matrix", "--to", str(folder / "matrix.xlsx")],
    ]
    took = timed([[*program, *one] for one in commands], folder, patience, url)
    return ["tracker import --as guideline *.md", "tracker link", "tracker export matrix --to matrix.xlsx"], took


if __name__ == "__main__":
    main()
