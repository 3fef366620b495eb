"""Search beside SQLite's FTS5 over the same texts in the same run: processor time, and what is found.

usage: python -m benchmarks.search [--demonstration FILE] [--grown FILE] [--questions 60]

Without a file the demonstration is built first; `--grown` is a database of benchmarks.grown. Copies are used.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from sqlalchemy import select

from nlp.matching.searching import asked
from nlp.matching.tokens import words
from tracker import demonstration, opening, tasks
from tracker.database import Database
from tracker.settings import Settings
from tracker.tables.people import Workspace
from tracker.views.search.results import search
from tracker.views.search.shelves import Shelves, open_shelves
from tracker.views.search.stock import HitKind, stock

TOKENIZERS = {"FTS5 porter": "porter unicode61", "FTS5 trigram": "trigram"}

# What is typed and, by hand, what a passage about it says in one form or another: in most the form differs.
QUESTIONS = (
    ("redogörelse för tillgänglighet", r"tillgänglighetsredogörelse"),
    ("tillgänglighetsredogörelsernas", r"tillgänglighetsredogörelse"),
    ("legitimationstjänst", r"e-legitim|legitimationstjänst"),
    ("inloggning med legitimation", r"e-legitim.*(logg|inlogg)|(logg|inlogg).*e-legitim"),
    ("ombud för dataskydd", r"dataskyddsombud"),
    ("dataskyddsombudens", r"dataskyddsombud"),
    ("klassning av information", r"informationsklass|klassa.*information"),
    ("hantering av information", r"informationshantering|hantering av information"),
    ("säkerheten för informationen", r"informationssäkerhet"),
    ("centrets kontakter", r"kontaktcent"),
    ("ansökningar om bygglov", r"bygglov.*ansök|ansök.*bygglov|bygglovsansök"),
    ("underskrifterna", r"underskrift"),
    ("plattform för e-tjänst", r"e-tjänstplattform|plattform.*e-tjänst|e-tjänst.*plattform"),
    ("krav på upphandlingen", r"upphandling.*krav|krav.*upphandling|upphandlingskrav"),
    ("utbildningar för redaktören", r"redaktör.*utbild|utbild.*redaktör|redaktörsutbild"),
    ("ärendens handläggning", r"ärendehandlägg|handlägg.*ärende|ärende.*handlägg"),
    ("avtalens biträden", r"biträdesavtal"),
    ("bedömning av konsekvenser", r"konsekvensbedöm"),
    ("incidenters rapportering", r"incidentrapport|rapport.*incident|incident.*rapport"),
    ("öppet data", r"öppna data|öppen data|öppet data"),
)


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--demonstration", type=Path, metavar="FILE")
    parser.add_argument("--grown", type=Path, metavar="FILE")
    parser.add_argument("--questions", type=int, default=60)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _finding(_opened(wanted.demonstration, Path(folder) / "demonstration"))
        if wanted.grown:
            _time(_opened(wanted.grown, Path(folder) / "grown"), wanted.questions)


def _opened(file: Path | None, folder: Path) -> tuple[Database, Settings, int]:
    """A copy of a database file, else a new demonstration, with no index beside it; and its workspace."""
    folder.mkdir()
    settings = Settings(database_url=f"sqlite:///{folder / 'tracker.db'}")
    if file is not None:
        shutil.copy(file, folder / "tracker.db")
    database = opening.open_tracker(settings)
    if file is None:
        demonstration.build(database, settings=settings)
    with database.reading() as session:
        workspace = session.scalars(select(Workspace.id).order_by(Workspace.id)).first()
    if workspace is None:
        sys.exit("the database has no workspace")
    return database, settings, workspace


def _shelves(database: Database, settings: Settings, workspace: int) -> Shelves:
    with database.reading() as session:
        return open_shelves(session, settings, stock(session, workspace))


def _texts(shelves: Shelves, kinds: Iterable[HitKind]) -> list[tuple[int, str]]:
    """Number and text of everything on the shelves of some kinds, the headings with them, as the index reads it."""
    return [
        (number, f"{text.heading}\n{text.text}")
        for shelf in shelves.shelves
        if shelf.kind in kinds
        for number, text in zip(shelf.numbers.tolist(), shelf.index.passages, strict=True)
        if number >= 0
    ]


def _full_text(texts: Sequence[tuple[int, str]], tokenizer: str, path: str) -> sqlite3.Connection:
    peer = sqlite3.connect(path)
    peer.execute(f"CREATE VIRTUAL TABLE found USING fts5(text, number UNINDEXED, tokenize='{tokenizer}')")
    peer.executemany("INSERT INTO found (number, text) VALUES (?, ?)", texts)
    peer.commit()
    return peer


def _asked_of_peer(peer: sqlite3.Connection, typed: str, count: int) -> list[int]:
    """The best of a full-text index with all words, else with any, marked; and how many there are."""
    said = [f'"{word}"' for word in asked(typed).words]  # without function words, as we read it
    for joined in (" AND ".join(said), " OR ".join(said)):
        if joined and peer.execute("SELECT count(*) FROM found WHERE found MATCH ?", (joined,)).fetchone()[0]:
            wanted = "SELECT number, snippet(found, 0, '[', ']', '…', 40) FROM found WHERE found MATCH ?"
            return [row[0] for row in peer.execute(f"{wanted} ORDER BY rank LIMIT ?", (joined, count))]
    return []


def _finding(opened: tuple[Database, Settings, int]) -> None:
    """Of five passages shown (fewer where there are fewer about the matter), how many are about it."""
    database, settings, workspace = opened
    shelves = _shelves(database, settings, workspace)
    texts = _texts(shelves, (HitKind.PASSAGE,))

    def ours(typed: str) -> list[int]:
        with database.reading() as session:
            found = search(session, shelves, typed, language="sv", cleared=True, kind=HitKind.PASSAGE, size=5)
        return [hit.id for hit in found.hits[HitKind.PASSAGE]]

    def theirs(peer: sqlite3.Connection) -> Callable[[str], list[int]]:
        return lambda typed: _asked_of_peer(peer, typed, 5)

    systems: dict[str, Callable[[str], list[int]]] = {"search": ours}
    systems |= {name: theirs(_full_text(texts, tokenizer, ":memory:")) for name, tokenizer in TOKENIZERS.items()}
    print(f"{len(texts)} passages, {len(QUESTIONS)} questions; recall@5 (of min(5, all there are))\n")
    print(f"| question | about it | {' | '.join(systems)} |\n|---|---:|{'---:|' * len(systems)}")
    scores: dict[str, list[float]] = {name: [] for name in systems}
    for typed, about in QUESTIONS:
        right = {number for number, text in texts if re.search(about, text, re.IGNORECASE | re.DOTALL)}
        if not right:
            sys.exit(f"nothing in the demonstration is about {typed!r}")
        for name, system in systems.items():
            scores[name].append(len(right & set(system(typed))) / min(5, len(right)))
        print(f"| {typed} | {len(right)} | {' | '.join(f'{scores[name][-1]:.2f}' for name in systems)} |")
    print(f"| **mean** | | {' | '.join(f'**{statistics.mean(scores[name]):.2f}**' for name in systems)} |\n")


def _time(opened: tuple[Database, Settings, int], count: int) -> None:
    """Seconds for making and opening the indexes, milliseconds for questions: the first, the median, the slowest."""
    database, settings, workspace = opened
    with database.reading() as session:
        began = time.process_time()
        there = stock(session, workspace)
        asking = time.process_time() - began
        began = time.process_time()
        without = open_shelves(session, settings, there, at_once=0)
        print(f"what there is: {1000 * asking:.0f} ms; opened without an index: {time.process_time() - began:.1f} s")
        _print_times("without an index (word by word)", *_times(lambda t: _ours(database, without, t), _drawn_few()))
    began = time.process_time()
    held = tasks.index(database, workspace, settings=settings)
    print(f"index of {held} texts made in {time.process_time() - began:.1f} s (in the background)")
    began = time.process_time()
    shelves = _shelves(database, settings, workspace)
    print(f"opened in {time.process_time() - began:.2f} s (once in a process and after every change of texts)")
    texts = _texts(shelves, (HitKind.PASSAGE, HitKind.REQUIREMENT))
    questions = _drawn(texts, count)
    _print_times("search, all kinds", *_times(lambda typed: _ours(database, shelves, typed), questions))
    with tempfile.TemporaryDirectory() as folder:
        for name, tokenizer in TOKENIZERS.items():
            began = time.process_time()
            peer = _full_text(texts, tokenizer, f"{folder}/{tokenizer.split()[0]}.db")
            print(f"{name}: index made in {time.process_time() - began:.1f} s")
            _print_times(name, *_times(lambda typed, peer=peer: _asked_of_peer(peer, typed, 20), questions))  # type: ignore[misc]
            peer.close()


def _ours(database: Database, shelves: Shelves, typed: str) -> object:
    with database.reading() as session:
        return search(session, shelves, typed, language="sv", cleared=True)


def _drawn_few() -> list[str]:
    return ["kommunen", "ansvarar nämnden", "webbplats tillgänglig"]


def _drawn(texts: Sequence[tuple[int, str]], count: int) -> list[str]:
    """Questions of one to three words that stand in one text; every tenth has a letter too few, some cite."""
    draw = random.Random(11)
    drawn: list[str] = []
    for number in range(count):
        said = [word for word in words(draw.choice(texts)[1]) if len(word) > 3] or ["kommunen"]
        some = draw.sample(said, min(len(said), 1 + number % 3))
        if number % 10 == 9:
            some[0] = some[0][:-2] + some[0][-1:]
        drawn.append(" ".join(some))
    return [*drawn, "kommunen ska", "13 § SFS 2018:1937", '"ska finnas"', "artikel 5"]


def _times(system: Callable[[str], object], questions: Sequence[str]) -> tuple[float, list[float]]:
    """Milliseconds of the first question, and of all of them asked again."""
    spent: list[float] = []
    for typed in (questions[0], *questions):
        began = time.process_time()
        system(typed)
        spent.append(1000 * (time.process_time() - began))
    return spent[0], spent[1:]


def _print_times(name: str, first: float, spent: Sequence[float]) -> None:
    ordered = sorted(spent)
    print(
        f"{name}: first {first:.0f} ms; {len(spent)} questions: median {statistics.median(spent):.0f} ms, "
        f"95 % under {ordered[int(0.95 * (len(ordered) - 1))]:.0f} ms, most {ordered[-1]:.0f} ms"
    )


if __name__ == "__main__":
    main()
