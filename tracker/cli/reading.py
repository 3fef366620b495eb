"""Commands that read files and need no database: outline, extract, analyse, suggest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli import lines
from tracker.cli.files import read_document

if TYPE_CHECKING:
    from nlp.requirements import Requirement, Unit


# Roles a sentence may have several of are given together; "roles" has them one by one.
_JOINED = ("action", "condition", "exception", "frequency", "target_group")
_OF_REQUIREMENTS, _OF_PASSAGES = ("title", "language", "force"), ("language", "heading", "type")
"""What lines may say beside what they must."""
_DECISIONS = {"decision": ("confirmed", "rejected")}


class Spoken(StrEnum):
    """The language of a file."""

    AUTO = "auto"
    SWEDISH = "sv"
    ENGLISH = "en"


File = Annotated[Path, typer.Argument(help="The file to read (a law, a guideline, a municipal document).")]
Language = Annotated[Spoken, typer.Option(help="auto detects it.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object per line instead of text.")]


def outline(file: File, as_json: AsJson = False) -> None:
    """Show the tree of provisions of a file: locator, zone, heading and offsets into its text."""
    document = read_document(file)
    for provision in document.provisions:
        if as_json:
            lines.give(
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


def extract(file: File, language: Language = Spoken.AUTO) -> None:
    """Split a file into requirements and other statements: one JSON object per line, with offsets and confidence."""
    from tracker.extraction import extract as extract_document

    document = read_document(file)
    for found in extract_document(document, language=language.value):
        provision, read = document.provisions[found.provision], found.requirement
        lines.give(
            {
                "locator": provision.locator,
                "zone": provision.zone.value,
                "start": read.start,
                "end": read.end,
                "text": document.text[read.start : read.end],
                "lead_in": " ".join(document.text[slice(*lead_in)] for lead_in in found.lead_ins),
                **_roles(read),
            }
        )


def analyse(
    units: Annotated[
        Path, typer.Option(help="JSON lines {id, text, lead_in?, heading?, zone?, instrument?, locator?}")
    ],
    language: Language = Spoken.AUTO,
) -> None:
    """Judge units one by one: force, requirement or not, duty bearer, deadline, references, with probabilities."""
    from nlp.detection import detect_language
    from nlp.extraction import analyse as analyse_units
    from nlp.requirements import Force, Unit
    from nlp.requirements import Requirement as Judged

    rows = list(lines.rows(units, ("id", "text"), ("lead_in", "heading", "zone", "instrument", "locator")))
    batches: dict[str, list[Unit]] = {}
    for number, row in enumerate(rows):
        spoken = (
            language.value
            if language is not Spoken.AUTO
            else detect_language(" ".join(row.get(key) or "" for key in ("heading", "lead_in", "text")))
        )
        batches.setdefault(spoken if spoken == "sv" else "en", []).append(
            Unit(
                id=str(number),
                text=row["text"],
                lead_in=row["lead_in"],
                heading=row["heading"],
                zone=row["zone"],
                instrument=row["instrument"],
                locator=row["locator"],
            )
        )
    answers = {int(read.unit_id): read for spoken, some in batches.items() for read in analyse_units(some, spoken)}
    for number, row in enumerate(rows):
        nothing = Judged(
            unit_id=str(number),
            start=0,
            end=0,
            force=Force.STATEMENT,
            is_requirement=False,
            confidence=1.0,
            p_requirement=0.0,
            p_regulatory=0.0,
        )  # a unit without words demands nothing
        lines.give({"id": row[lines.GIVEN]["id"], **_roles(answers.get(number, nothing))})


def suggest(
    requirements: Annotated[Path, typer.Option(help="JSON lines {id, text, title?, language?, force?, references?}.")],
    passages: Annotated[Path, typer.Option(help="JSON lines {id, document, text, language?, heading?, type?}.")],
    decisions: Annotated[
        Path | None, typer.Option(help="JSON lines {requirement, passage, decision: confirmed or rejected}.")
    ] = None,
    within: Annotated[str, typer.Option(help="'document' ranks within each document instead of over all.")] = "",
    top: Annotated[int, typer.Option(min=0, help="How many per requirement (and document); 0 for all.")] = 10,
    lexicon: Annotated[
        Path | None, typer.Option(help="A lexicon that `python -m nlp.training --lexicon` learned, used beside ours.")
    ] = None,
) -> None:
    """Rank passages for requirements: one JSON object per line with score (0 to 1) and reasons. Needs no database."""
    from nlp.matching.embeddings import local_model
    from nlp.matching.matches import Decision, Passage, Query
    from nlp.matching.parallel import read_lexicon
    from nlp.matching.ranking import suggest as rank
    from tracker.settings import Settings

    if within not in {"", "document"}:
        raise typer.BadParameter("within must be 'document'")
    of_requirement: dict[str, Any] = {}
    of_passage: dict[str, Any] = {}
    queries = [
        Query(
            id=row["id"],
            text=row["text"],
            title=row["title"],
            language=row["language"],
            force=row["force"],
            references=tuple(_targets(lines.values(row, "references"))),
        )
        for row in _noting(lines.rows(requirements, ("id", "text"), _OF_REQUIREMENTS), of_requirement)
    ]
    candidates = [
        Passage(
            id=row["id"],
            document=row["document"],
            text=row["text"],
            language=row["language"],
            heading=row["heading"],
            type=row["type"],
        )
        for row in _noting(
            lines.rows(passages, ("id", "document", "text"), ("language", "heading", "type")), of_passage
        )
    ]
    decided = [
        Decision(requirement=row["requirement"], passage=row["passage"], confirmed=row["decision"] == "confirmed")
        for row in (lines.rows(decisions, ("requirement", "passage"), choices=_DECISIONS) if decisions else ())
    ]
    model = Settings().embeddings
    matches = rank(
        queries,
        candidates,
        decisions=decided,
        within_document=within == "document",
        top=top,
        lexicon=read_lexicon(lexicon) if lexicon else None,
        embedder=local_model(model) if model else None,
    )
    for match in matches:
        lines.give(
            {
                "requirement": of_requirement[match.requirement],
                "passage": of_passage[match.passage],
                "score": round(match.score, 9),
                "reasons": [
                    {
                        "code": reason.code,
                        **reason.values,
                        "source_places": reason.source,
                        "target_places": reason.target,
                    }
                    for reason in match.reasons
                ],
            }
        )


def _roles(read: Requirement) -> dict[str, Any]:
    """The words and probabilities of a judged unit, as every command prints them."""
    bearer, deadline = read.duty_bearer, read.deadline
    return {
        "force": read.force.value,
        "is_requirement": read.is_requirement,
        "statement_type": read.statement_type or "",
        "combination": read.combination or "",
        "list_part": read.list_part or "",
        "confidence": round(read.confidence, 4),
        "p_requirement": round(read.p_requirement, 4),
        "p_regulatory": round(read.p_regulatory, 4),
        "duty_bearer": bearer.text if bearer else "",
        "duty_bearer_inferred": bearer.inherited if bearer else False,
        "duty_bearer_kind": read.bearer_kind.value,
        "deadline": deadline.text if deadline else "",
        "deadline_normal": deadline.normal if deadline else "",
        **{kind: "; ".join(role.text for role in read.roles if role.kind == kind) for kind in _JOINED},
        "roles": [
            {
                "kind": role.kind.value,
                "text": role.text,
                "start": role.start,
                "end": role.end,
                "inferred": role.inherited,
                "normal": role.normal,
            }
            for role in read.roles
        ],
        "references": [{"text": reference.text, "target": reference.target} for reference in read.references],
    }


def _noting(rows: Iterable[dict[str, Any]], given: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows as they come; `given` learns by the text of each id what the line had."""
    for row in rows:
        given[row["id"]] = row[lines.GIVEN]["id"]
        yield row


def _targets(references: Iterable[Any]) -> Iterator[str]:
    """References come as words or as {text, target}; the normalised target wins."""
    for reference in references:
        found = reference.get("target") or reference.get("text") if isinstance(reference, dict) else reference
        if found:
            yield str(found)
