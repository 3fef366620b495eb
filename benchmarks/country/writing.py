"""The country on disk: documents and four lists, manifest, links, guidelines, municipalities, written as drawn."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, TextIO

from benchmarks.country.drawing import Drawn, draw
from benchmarks.country.places import Municipality, country
from benchmarks.country.rendering import File, render
from benchmarks.country.wordings import answers
from policies.library import load
from tracker.tables.schema import folded

MANIFEST = ("municipality_code", "path", "sha256", "title", "type", "language", "date")
GUIDELINES = ("key", "identifier", "title", "requirements")
MUNICIPALITIES = ("code", "name", "county", "size", "degree", "leader", "copying", "answers")
_NOTE = """The municipalities' names, codes and counties are real; every document here is invented.
None was ever decided. Written by python -m benchmarks.country.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How much was written; `kinds` counts the links by how they are worded."""

    municipalities: int
    documents: int
    characters: int
    kinds: Counter[str]


def write(folder: Path, *, municipalities: int, documents: int, seed: int, office: float = 0.1) -> Written:
    """Write so many documents for each of so many municipalities; the share `office` of them as HTML and DOCX."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "README.txt").write_text(_NOTE, "utf-8")
    chosen = country(seed)[:municipalities]
    by_code = {municipality.code: municipality for municipality in chosen}
    _table(folder / "guidelines.csv", GUIDELINES, _guidelines())
    _table(folder / "municipalities.csv", MUNICIPALITIES, (_row(municipality) for municipality in chosen))
    characters, kinds = 0, Counter[str]()
    with (
        (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as listing,
        (folder / "links.jsonl").open("w", encoding="utf-8", newline="\n") as links,
    ):
        manifest = csv.writer(listing, lineterminator="\n")
        manifest.writerow(MANIFEST)
        for municipality in chosen:
            (folder / municipality.code).mkdir(exist_ok=True)
            leader = by_code.get(municipality.leader)
            for number in range(documents):
                drawn = draw(seed, municipality, number, leader)
                file = render(drawn, _ending(seed, municipality.code, number, office))
                path = f"{municipality.code}/{number:05}-{_slug(drawn.title)}.{file.ending}"
                (folder / path).write_bytes(file.data)
                mark = hashlib.sha256(file.data).hexdigest()
                manifest.writerow(
                    (municipality.code, path, mark, drawn.title, drawn.type, "sv", drawn.date.isoformat())
                )
                kinds.update(_links(links, municipality.code, path, drawn, file))
                characters += sum(len(block.text) for block in drawn.blocks)
    return Written(municipalities=len(chosen), documents=len(chosen) * documents, characters=characters, kinds=kinds)


def _links(out: TextIO, code: str, path: str, drawn: Drawn, file: File) -> Iterator[str]:
    """Write what the passages of a document answer, a line for each requirement; gives how each is worded."""
    for at, block in enumerate(drawn.blocks):
        for known in block.known:
            start = None if file.starts is None else file.starts[at] + known.start
            for asked in known.answer.requirements:
                row: dict[str, Any] = {
                    "municipality_code": code,
                    "path": path,
                    "quote": block.text[known.start : known.end],
                    "start": start,
                    "end": None if start is None else start + known.end - known.start,
                    "requirement": asked.key,
                    "guideline": asked.guideline,
                    "locator": asked.locator,
                    "position": asked.position,
                    "kind": known.kind.value,
                    "copied_from": drawn.copied,
                }
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
                yield known.kind.value


def _ending(seed: int, code: str, number: int, office: float) -> str:
    chance = Random(f"{seed} {code} {number} format")
    other, plain = chance.random(), chance.random()
    if other < office:
        return "docx" if other < office / 2 else "html"
    return "md" if plain < 0.7 else "txt"


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", folded(title)).strip("-")[:48].rstrip("-")


def _guidelines() -> Iterator[tuple[str, str, str, int]]:
    counts = Counter(asked.guideline for answer in answers() for asked in answer.requirements)
    for guideline in load():
        identifier = guideline.identifier or f"library {guideline.id}"
        if counts[identifier]:
            yield guideline.id, identifier, guideline.title_sv, counts[identifier]


def _row(one: Municipality) -> tuple[object, ...]:
    return one.code, one.name, one.county, one.size, one.degree, one.leader, one.copying, len(one.adopted)


def _table(path: Path, columns: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(columns)
        table.writerows(rows)
