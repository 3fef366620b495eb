"""StrictDoc with as many requirements: how long until its traceability matrix can be looked at.

StrictDoc writes its pages into files before anybody can look at them, so that the wait is the export and the loading
of the page. It is no requirement of this project: `strictdoc` on the PATH, or a command given by its whole path.
"""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

PER_DOCUMENT = 50
CONFIG = """[project]
title = "As many requirements"
features = ["TRACEABILITY_MATRIX_SCREEN"]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """The matrix as a file: its address, bytes, seconds until it was there and processor seconds; None unfinished."""

    requirements: int
    page: Path | None
    size: int
    seconds: float
    processor: float


def write_project(database: Path, folder: Path, *, most: int) -> int:
    """The requirements of a database as a StrictDoc project, each crosswalk a relation; gives how many there are."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    rows = connection.execute(
        "SELECT r.id, g.identifier || ' ' || r.key, coalesce(substr(e.text, w.start + 1, w.end - w.start), s.text_sv) "
        "FROM requirement r JOIN guideline g ON g.id = r.guideline_id "
        "LEFT JOIN wording w ON w.requirement_id = r.id LEFT JOIN edition e ON e.id = w.edition_id "
        "LEFT JOIN summary s ON s.requirement_id = r.id GROUP BY r.id ORDER BY r.id LIMIT ?",
        (most,),
    ).fetchall()
    there = {number for number, *_ in rows}
    above: dict[int, list[int]] = {}
    for upper, lower in connection.execute("SELECT upper_id, lower_id FROM crosswalk WHERE upper_id < lower_id"):
        if upper in there and lower in there:
            above.setdefault(lower, []).append(upper)
    connection.close()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "strictdoc.toml").write_text(CONFIG, encoding="utf-8")
    for first in range(0, len(rows), PER_DOCUMENT):
        parts = [f"[DOCUMENT]\nTITLE: Part {first // PER_DOCUMENT + 1}\n"]
        for number, title, text in rows[first : first + PER_DOCUMENT]:
            relations = "".join(f"- TYPE: Parent\n  VALUE: R-{upper}\n" for upper in above.get(number, ()))
            parts.append(
                f"[REQUIREMENT]\nUID: R-{number}\nTITLE: {_line(title)}\nSTATEMENT: {_line(text or title)}\n"
                + (f"RELATIONS:\n{relations}" if relations else "")
            )
        (folder / f"part{first // PER_DOCUMENT + 1:03}.sdoc").write_text("\n".join(parts), encoding="utf-8")
    return len(rows)


def export(command: str, folder: Path, requirements: int, *, patience: float) -> Exported:
    """Let StrictDoc write its pages; `patience` is in seconds."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    out = folder / "output"
    try:
        done = subprocess.run(
            [command, "export", "--formats", "html", "--output-dir", str(out), str(folder)],
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            timeout=patience,
            capture_output=True,
            check=False,
        )
        finished = done.returncode == 0
    except subprocess.TimeoutExpired:
        finished = False
    seconds, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    page = next(iter(sorted(out.rglob("traceability_matrix.html"))), None) if finished else None
    return Exported(
        requirements=requirements,
        page=page,
        size=page.stat().st_size if page else 0,
        seconds=seconds,
        processor=after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
    )


def _line(text: str) -> str:
    """One line, as a field takes it."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)[1:-1].replace('\\"', "'") or "-"
