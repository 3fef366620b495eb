"""A small corpus of two municipalities, with what goes wrong in large ones, and what a run left in a database."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.tables.guideline import Requirement
from tracker.tables.link import Link
from tracker.tables.local import LocalEdition, Passage
from tracker.tables.people import Workspace

TOWNS = ("0180", "1480")
SENTENCES = (
    "Kommunen ska publicera sina öppna data i maskinläsbara format.",
    "Alla digitala tjänster ska följa kraven på tillgänglighet enligt lagen (2018:1937).",
    "Nämnden ansvarar för att personuppgifter behandlas enligt dataskyddsförordningen.",
    "Förvaltningen ska rapportera incidenter till IT-chefen inom 24 timmar.",
    "Medborgare ska kunna följa sitt ärende i e-tjänsten.",
)


def write(folder: Path, documents: int = 6) -> Path:
    """The manifest of a corpus: documents of both towns, and beside them one empty, one missing and one altered."""
    rows = []
    for town in TOWNS:
        (folder / town).mkdir(parents=True, exist_ok=True)
        for number in range(documents):
            said = SENTENCES[number % len(SENTENCES) :] + SENTENCES[: number % len(SENTENCES)]
            words = "\n\n".join(f"{sentence} Det gäller verksamhet {town}-{number}." for sentence in said)
            rows.append(_row(folder, town, f"{town}/{number:03}.md", f"# Riktlinje {number}\n\n{words}\n"))
    rows.append(_row(folder, TOWNS[0], f"{TOWNS[0]}/empty.md", ""))
    rows.append({"municipality_code": TOWNS[0], "path": f"{TOWNS[0]}/missing.md", "sha256": "0" * 64})
    altered = _row(folder, TOWNS[1], f"{TOWNS[1]}/altered.md", "# Plan\n\nKommunen ska svara.\n")
    (folder / altered["path"]).write_text("# Plan\n\nKommunen ska inte svara.\n", "utf-8")
    return listed(folder, [*rows, altered])


def listed(folder: Path, rows: list[dict[str, str]]) -> Path:
    """The manifest that names such rows."""
    manifest = folder / "manifest.csv"
    with manifest.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    return manifest


def _row(folder: Path, town: str, path: str, text: str) -> dict[str, str]:
    data = text.encode()
    (folder / path).write_bytes(data)
    return {"municipality_code": town, "path": path, "sha256": hashlib.sha256(data).hexdigest()}


def left(session: Session) -> tuple[list[Any], list[Any]]:
    """The passages and the links of a database, without the numbers that depend on who came first."""
    passages = session.execute(
        select(
            Workspace.municipality_code, LocalEdition.original_sha256, Passage.position, Passage.type,
            Passage.start, Passage.end, Passage.fingerprint,
        )
        .join(LocalEdition, LocalEdition.id == Passage.edition_id)
        .join(Workspace, Workspace.id == Passage.workspace_id)
    )  # fmt: skip
    links = session.execute(
        select(
            Workspace.municipality_code, Requirement.key, LocalEdition.original_sha256, Passage.position,
            Link.score, Link.scorer, Link.target_fingerprint, Link.reasons,
        )
        .join(Requirement, Requirement.id == Link.requirement_id)
        .join(Passage, Passage.id == Link.passage_id)
        .join(LocalEdition, LocalEdition.id == Passage.edition_id)
        .join(Workspace, Workspace.id == Link.workspace_id)
    )  # fmt: skip
    rounded = [(*row[:4], round(row[4], 9), *row[5:7], [one["code"] for one in row[7]]) for row in links]
    return sorted(map(tuple, passages)), sorted(rounded)
