"""How well two editions of a text are compared: generated amendments, the time of a long act, and acts as amended.

usage: python -m benchmarks.editions [--shared FOLDER] [--amendments 2000] [--seed 0] [--sample 0]

Generated amendments are those of `benchmarks.amendments`: what became of every part is known. A long act is also
read, extracted, stored, compared with its next edition, and that one is stored and taken back, in a database on disk.
Beside the figures stand those of difflib over the parts by their words, with the same place for what it leaves.
`--sample` prints that many changes of each pair of real editions, drawn by seed, for a person to read.
"""

from __future__ import annotations

import argparse
import os
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from random import Random
from typing import TypeVar

from benchmarks.amendments import CHANGES, Amended, amended
from nlp.comparison import Change, ChangeKind, Part, compare
from nlp.comparison.folding import fold
from policies.document import Document
from policies.reading import read
from tracker import editions, opening, tasks, workspaces
from tracker.database import Database
from tracker.settings import Settings
from tracker.tables.people import Person

REAL = (
    ("eIDAS, as published and consolidated", "32014r0910-oj-en.xhtml", "32014r0910-consolidated-en.html"),
    ("eIDAS consolidated, HTML and Formex", "32014r0910-consolidated-en.html", "32014r0910-consolidated-en.fmx4.xml"),
    ("GDPR, as published and consolidated", "32016r0679-oj-en.xhtml", "32016r0679-consolidated-en.fmx4.xml"),
    ("AI Act, as published and amended", "ai-act.json", "32024r1689-consolidated-en.fmx4.xml"),
    ("AI Act, in Danish and in English: nothing to pair", "ai-act-raw.html", "32024r1689-consolidated-en.fmx4.xml"),
)
LONG_ACT = 60_000  # words
T = TypeVar("T")
Family = tuple[tuple[int, ...], tuple[int, ...]]
"""Places of old parts and of the new ones they became."""
Pairs = set[Family]


def main() -> None:
    """Print tables as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("TRACKER_SHARED", "../shared")))
    parser.add_argument("--amendments", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--sample", type=int, default=0)
    wanted = parser.parse_args()
    _generated(wanted.amendments, wanted.seed)
    _long(wanted.seed)
    _stored(wanted.seed)
    for title, earlier, later in REAL:
        paths = [wanted.shared / "corpus" / "eu" / name for name in (earlier, later)]
        if all(path.is_file() for path in paths):
            _real(title, *paths, sample=wanted.sample, seed=wanted.seed)


def parts(document: Document) -> list[Part]:
    """The provisions of a document, each with its own text: without its number and the provisions below it."""
    below: dict[int | None, list[tuple[int, int]]] = {}
    for provision in document.provisions:
        below.setdefault(provision.parent, []).append((provision.start, provision.end))
    found = []
    for index, provision in enumerate(document.provisions):
        at, own = provision.start + len(provision.label), []
        for start, end in below.get(index, ()):
            own.append(document.text[at:start])
            at = max(at, end)
        found.append(Part(locator=provision.locator, text=" ".join([*own, document.text[at : provision.end]])))
    return found


def baseline(old: Sequence[Part], new: Sequence[Part]) -> Pairs:
    """What difflib makes of the parts by their words, and of what it leaves, those at the same place."""
    ours, theirs = [fold(part.text) for part in old], [fold(part.text) for part in new]
    found = {
        (block.a + step, block.b + step)
        for block in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
        for step in range(block.size)
    }
    taken_old, taken_new = {i for i, _ in found}, {j for _, j in found}
    places = {part.locator: j for j, part in enumerate(new) if j not in taken_new}
    found |= {(i, places[part.locator]) for i, part in enumerate(old) if i not in taken_old and part.locator in places}
    return {((i,), (j,)) for i, j in found}


def compared(old: Sequence[Part], new: Sequence[Part]) -> Pairs:
    """What `compare` says belongs together."""
    return {(change.old, change.new) for change in compare(old, new) if change.old and change.new}


def recall(amendments: Iterable[Amended], match: Callable[[Sequence[Part], Sequence[Part]], Pairs]) -> Counter[str]:
    """How many there are ("all ...") and how many of them were matched to the right part ("right ..."), by sort."""
    counts: Counter[str] = Counter()
    for one in amendments:
        found = match(one.old.parts, one.new.parts)
        wanted: list[tuple[str, Family]] = [(_sort(one, i, j), ((i,), (j,))) for i, j in one.partners()]
        wanted += [("split", family) for family in one.splits()] + [("merged", family) for family in one.merges()]
        for sort, family in wanted:
            counts[f"all {sort}"] += 1
            counts[f"right {sort}"] += family in found
        true = {family for _, family in wanted}
        for old, new in found:
            sort = "a pair" if len(old) == len(new) == 1 else "a split or merge"
            counts[f"all said to be {sort}"] += 1
            counts[f"right said to be {sort}"] += (old, new) in true
    return counts


def faults(old: Sequence[Part], new: Sequence[Part], changes: Sequence[Change]) -> Counter[str]:
    """What must never be: indices missing or twice, edited parts that are called unchanged or moved."""
    found: Counter[str] = Counter()
    for side, count in (("old", len(old)), ("new", len(new))):
        stands = Counter(index for change in changes for index in getattr(change, side))
        found["not in one change"] += sum(stands[index] != 1 for index in range(count))
    for change in changes:
        if change.kind in {ChangeKind.UNCHANGED, ChangeKind.MOVED}:
            before, after = old[change.old[0]], new[change.new[0]]
            found["edited, called unchanged or moved"] += fold(before.text) != fold(after.text)
            stayed = before.locator == after.locator
            found["moved, called unchanged or the reverse"] += stayed != (change.kind is ChangeKind.UNCHANGED)
    return found


def _sort(one: Amended, i: int, j: int) -> str:
    before, after = one.old.parts[i], one.new.parts[j]
    place = "at its place" if before.locator == after.locator else "moved or renumbered"
    if not before.text:
        return f"bare number, {place}"
    return f"{'same words' if before.text == after.text else 'edited'}, {place}"


def _generated(count: int, seed: int) -> None:
    chance = Random(seed)
    amendments = [
        amended(
            chance, sections=chance.randint(3, 14), changes=chance.randint(1, 8), stock=chance.choice((0.1, 0.3, 0.6))
        )
        for _ in range(count)
    ]
    wrong: Counter[str] = Counter()
    for one in amendments:
        wrong.update(faults(one.old.parts, one.new.parts, compare(one.old.parts, one.new.parts)))
    changes = sum(len(one.done) for one in amendments)
    print(f"## {count} generated editions with {changes} amendments of {len(CHANGES)} sorts\n")
    print("; ".join(f"{name}: {number}" for name, number in sorted(wrong.items())))
    ours, theirs = recall(amendments, compared), recall(amendments, baseline)
    print("\n| parts | n | matched right | difflib and same place |\n|---|---:|---:|---:|")
    for sort in sorted(key.removeprefix("all ") for key in ours if key.startswith("all ")):
        mine, other = (_share(counts, sort) for counts in (ours, theirs))
        print(f"| {sort} | {ours[f'all {sort}']} | {mine} | {other} |")


def _share(counts: Counter[str], sort: str) -> str:
    total = counts[f"all {sort}"]
    return f"{counts[f'right {sort}'] / total:.3f}" if total else "none"


def _long(seed: int) -> None:
    chance = Random(seed)
    sections = LONG_ACT // 57  # words of a section on average
    act = amended(chance, sections=sections, changes=sections // 4)
    words = sum(len(part.text.split()) for part in act.old.parts)
    print(f"\n## An act of {words} words in {len(act.old.parts)} parts, {len(act.done)} changes\n")
    for name, match in (("compare", compared), ("difflib and same place", baseline)):
        began, worked = time.perf_counter(), time.process_time()
        match(act.old.parts, act.new.parts)
        print(f"{name}: {time.perf_counter() - began:.2f} s, {time.process_time() - worked:.2f} s of processor time")


def _stored(seed: int) -> None:
    chance = Random(seed)
    sections = LONG_ACT // 57
    while (act := amended(chance, sections=sections, changes=sections // 4)).old.parts[0].locator.startswith("art"):
        pass  # an act of the Union is written otherwise
    texts = [_markdown(written.parts).encode() for written in (act.old, act.new)]
    print(f"\n## An act of {len(texts[0].split())} words stored with its next edition, seconds of processor time\n")
    with tempfile.TemporaryDirectory() as folder:
        database = opening.open_tracker(Settings(database_url=f"sqlite:///{folder}/tracker.db"))
        by = opening.local_person(database)
        with database.writing() as session:
            workspaces.create(session, "Provby kommun", by=by)
        old, new = _timed(
            "both read and extracted", lambda: [tasks.read_guideline(database, each, "lag.md") for each in texts]
        )
        first = _timed("the first stored", lambda: tasks.store_guideline(database, old, by=by))
        _timed("the next compared, nothing stored", lambda: tasks.preview_guideline(database, new))
        done = _timed("the next compared and stored", lambda: tasks.store_guideline(database, new, by=by))
        _timed("the next taken back", lambda: _undone(database, done.edition_id, by))
        database.close()
    print(f"\n{first.requirements} requirements; " + "; ".join(f"{kind} {n}" for kind, n in done.changes.items() if n))


def _timed(title: str, do: Callable[[], T]) -> T:
    worked = time.process_time()
    found = do()
    print(f"- {title}: {time.process_time() - worked:.1f}", flush=True)
    return found


def _undone(database: Database, edition_id: int, by: Person) -> None:
    with database.writing() as session:
        editions.undo(session, edition_id, by=by)


def _markdown(act: Sequence[Part]) -> str:
    """A Swedish act as a file: sections as headings, points as a numbered list."""
    lines = ["---", "beteckning: 2031:5", "rubrik: Lag om prov", "---", "# Lag om prov"]
    for part in act:
        point = re.search(r"(\d+) p$", part.locator)
        if " st" not in part.locator:
            lines.append(f"### {part.locator}")
        else:
            lines.append(f"{point[1]}. {part.text}" if point else part.text)
    return "\n".join(lines[:4]) + "\n\n" + "\n\n".join(lines[4:]) + "\n"


def _real(title: str, earlier: Path, later: Path, *, sample: int, seed: int) -> None:
    old, new = (parts(read(path.read_bytes(), path.name)) for path in (earlier, later))
    began = time.process_time()
    changes = compare(old, new)
    seconds = time.process_time() - began
    print(f"\n## {title}: {len(old)} and {len(new)} parts, {seconds:.2f} s of processor time\n")
    kinds = Counter(change.kind.value + (", moved" if _edited_and_moved(change) else "") for change in changes)
    print("; ".join(f"{kind} {number}" for kind, number in kinds.most_common()))
    print("; ".join(f"{name}: {number}" for name, number in sorted(faults(old, new, changes).items())))
    told = [change for change in changes if change.kind is not ChangeKind.UNCHANGED]
    if sample:
        print("\n| kind | alike | before | after |\n|---|---:|---|---|")
        for change in sorted(Random(seed).sample(told, min(sample, len(told))), key=changes.index):
            before = " ‖ ".join(_shown(old[i]) for i in change.old)
            after = " ‖ ".join(_shown(new[j]) for j in change.new)
            print(f"| {change.kind.value} | {change.similarity:.2f} | {before} | {after} |")


def _edited_and_moved(change: Change) -> bool:
    return change.moved and change.kind is not ChangeKind.MOVED


def _shown(part: Part) -> str:
    return f"**{part.locator}** {' '.join(part.text.split())[:300]}".replace("|", "/")


if __name__ == "__main__":
    main()
