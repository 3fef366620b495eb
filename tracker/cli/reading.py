"""Commands that read files and need no database: outline, extract, analyse, suggest."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from nlp.requirements import Requirement, Unit
    from policies.document import Document

File = Annotated[Path, typer.Argument(help="The file to read (a law, a guideline, a municipal document).")]
Language = Annotated[str, typer.Option(help="sv, en, or auto to detect it.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object per line instead of text.")]


def outline(file: File, as_json: AsJson = False) -> None:
    """Show the tree of provisions of a file: locator, zone, heading and offsets into its text."""
    document = read_file(file)
    for provision in document.provisions:
        if as_json:
            _line(
                {
                    "locator": provision.locator,
                    "zone": provision.zone.value,
                    "heading": provision.heading,
                    "start": provision.start,
                    "end": provision.end,
                    "kind": provision.kind,
                }
            )
        else:
            beginning = " ".join(document.text[provision.start : provision.end].split())[:70]
            typer.echo(f"{provision.locator:32} {provision.zone.value:12} {beginning}")


def extract(file: File, language: Language = "auto") -> None:
    """Split a file into requirements and other statements: one JSON object per line, with offsets and confidence."""
    from tracker.extraction import extract as extract_document

    document = read_file(file)
    for found in extract_document(document, language=language):
        provision, read = document.provisions[found.provision], found.requirement
        _line(
            {
                "locator": provision.locator,
                "zone": provision.zone.value,
                "start": read.start,
                "end": read.end,
                "text": document.text[read.start : read.end],
                "lead_in": document.text[slice(*found.lead_in)] if found.lead_in else "",
                **_roles(read),
            }
        )


def analyse(
    units: Annotated[Path, typer.Option(help="JSON lines {id, text, lead_in?, heading?, zone?}.")],
    language: Language = "auto",
) -> None:
    """Judge units one by one: force, requirement or not, duty bearer, deadline, references, with probabilities."""
    from nlp.detection import detect_language
    from nlp.extraction import analyse as analyse_units
    from nlp.requirements import Unit

    rows = list(_rows(units, ("id", "text")))
    batches: dict[str, list[Unit]] = {}
    for number, row in enumerate(rows):
        spoken = language if language != "auto" else detect_language(row["text"])
        batches.setdefault(spoken if spoken == "sv" else "en", []).append(
            Unit(
                id=str(number),
                text=row["text"],
                lead_in=row.get("lead_in") or "",
                heading=row.get("heading") or "",
                zone=row.get("zone") or "",
            )
        )
    answers = {int(read.unit_id): read for spoken, some in batches.items() for read in analyse_units(some, spoken)}
    for number, row in enumerate(rows):
        read = answers.get(number)
        if read is not None:
            _line({"id": row["id"], **_roles(read)})


def suggest(
    requirements: Annotated[Path, typer.Option(help="JSON lines {id, text, title?, language?, force?, references?}.")],
    passages: Annotated[Path, typer.Option(help="JSON lines {id, document, text, language?, heading?, type?}.")],
    decisions: Annotated[
        Path | None, typer.Option(help="JSON lines {requirement, passage, decision: confirmed or rejected}.")
    ] = None,
    within: Annotated[str, typer.Option(help="'document' ranks within each document instead of over all.")] = "",
    top: Annotated[int, typer.Option(min=0, help="How many per requirement (and document); 0 for all.")] = 10,
) -> None:
    """Rank passages for requirements: one JSON object per line with score (0 to 1) and reasons. Needs no database."""
    from nlp.matching import Decision, Passage, Query
    from nlp.matching import suggest as rank

    if within not in {"", "document"}:
        raise typer.BadParameter("within must be 'document'")
    queries = [
        Query(
            id=row["id"],
            text=row["text"],
            title=row.get("title") or "",
            language=row.get("language") or "",
            force=row.get("force") or "",
            references=tuple(_targets(row.get("references") or ())),
        )
        for row in _rows(requirements, ("id", "text"))
    ]
    candidates = [
        Passage(
            id=row["id"],
            document=row["document"],
            text=row["text"],
            language=row.get("language") or "",
            heading=row.get("heading") or "",
            type=row.get("type") or "",
        )
        for row in _rows(passages, ("id", "document", "text"))
    ]
    decided = [
        Decision(requirement=row["requirement"], passage=row["passage"], confirmed=row["decision"] == "confirmed")
        for row in (_rows(decisions, ("requirement", "passage", "decision")) if decisions else ())
    ]
    for match in rank(queries, candidates, decisions=decided, within_document=within == "document", top=top):
        _line(
            {
                "requirement": match.requirement,
                "passage": match.passage,
                "score": round(match.score, 6),
                "reasons": [{"code": reason.code, **reason.values} for reason in match.reasons],
            }
        )


def _roles(read: Requirement) -> dict[str, Any]:
    """The words and probabilities of a judged unit, as every command prints them."""
    bearer, deadline = read.duty_bearer, read.deadline
    return {
        "force": read.force.value,
        "is_requirement": read.is_requirement,
        "confidence": round(read.confidence, 4),
        "p_requirement": round(read.p_requirement, 4),
        "p_regulatory": round(read.p_regulatory, 4),
        "duty_bearer": bearer.text if bearer else "",
        "duty_bearer_inferred": bearer.inherited if bearer else False,
        "deadline": deadline.text if deadline else "",
        "deadline_normal": deadline.normal if deadline else "",
        "references": [{"text": reference.text, "target": reference.target} for reference in read.references],
    }


def _targets(references: Iterable[Any]) -> Iterator[str]:
    """References come as words or as {text, target}; the normalised target wins."""
    for reference in references:
        yield str(reference.get("target") or reference.get("text")) if isinstance(reference, dict) else str(reference)


def read_file(file: Path) -> Document:
    """A document read under limits."""
    from policies.sandbox import read_safely

    return read_safely(file_bytes(file), file.name)


def file_bytes(file: Path) -> bytes:
    """The bytes of a file; ImportProblem where there is none to read."""
    from tracker.errors import ImportProblem

    try:
        return file.read_bytes()
    except OSError as problem:
        raise ImportProblem("error.file_missing", file=str(file), detail=problem.strerror or "") from problem


def _rows(path: Path, keys: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """JSON lines with the keys asked for; raises ImportProblem naming file, line and what is missing."""
    from tracker.errors import ImportProblem

    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise ImportProblem("error.file_missing", file=str(path), detail=str(problem)) from problem
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as problem:
            raise ImportProblem("error.json_line", file=str(path), line=number, detail=str(problem)) from problem
        missing = [key for key in keys if not isinstance(row, dict) or not isinstance(row.get(key), str | int)]
        if missing:
            raise ImportProblem("error.json_key", file=str(path), line=number, key=missing[0])
        yield {**row, **{key: str(row[key]) for key in keys}}


def _line(row: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
