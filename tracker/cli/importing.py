"""The command that imports files, and acts by their number."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import lines, workbook
from tracker.cli.workplace import LARGEST, Workspace, open_tracker, progress

if TYPE_CHECKING:
    from tracker.database import Database
    from tracker.editions import EditionPreview
    from tracker.ingest import ImportedGuideline
    from tracker.tables.people import Person


class Kind(StrEnum):
    """What a file is imported as."""

    GUIDELINE = "guideline"
    FRAMEWORK = "framework"
    DOCUMENT = "document"
    ACTORS = "actors"
    RELATIONS = "relations"
    SERVICES = "services"
    SYSTEMS = "systems"
    FORMS = "forms"
    TOPICS = "topics"
    JOURNEYS = "journeys"
    CONTACT_STATISTICS = "contact_statistics"
    ANALYTICS = "analytics"
    SURVEYS = "surveys"
    MEASUREMENTS = "measurements"
    KOLADA = "kolada"
    POSITIONS = "positions"
    MOVES = "moves"
    RECORDS = "records"
    GOALS = "goals"
    CROSSWALK = "crosswalk"
    WORKBOOK = "workbook"


def import_files(
    files: Annotated[
        list[str],
        typer.Argument(help="Files, one transaction each; guidelines also by number: celex:32018R1724, sfs:2018:1937."),
    ],
    as_kind: Annotated[Kind, typer.Option("--as", help="What the files are.")] = Kind.DOCUMENT,
    workspace: Workspace = "demo",
    identifier: Annotated[str, typer.Option(help="Identifier of a guideline that does not name its own.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per file.")] = False,
    preview: Annotated[bool, typer.Option("--preview", help="Say what a list or edition would change.")] = False,
    edition_of: Annotated[
        int, typer.Option("--edition-of", min=0, max=LARGEST, help="Document the file is a new edition of.")
    ] = 0,
    rest: Annotated[
        bool, typer.Option("--rest", help="For a workbook: store the rows that nothing is wrong with.")
    ] = False,
    fetch_language: Annotated[str, typer.Option("--language", help="Language of what is fetched by number.")] = "sv",
) -> None:
    """Import guidelines, local documents or lists; the same file again changes nothing. Exit status 1 if any failed.

    A list is stored whole or not at all: every cell to mend is named. `looks_like` in an answer names a document that
    the file looks like a new edition of; it was stored as one of its own.
    """
    from nlp.errors import NlpError
    from policies.errors import PoliciesError
    from tracker import locales, workspaces
    from tracker.cli import language
    from tracker.cli.editions import import_edition
    from tracker.errors import Refused, TrackerError

    if rest and as_kind is not Kind.WORKBOOK:
        raise Refused("error.workbook_rest")
    if edition_of and (as_kind is not Kind.DOCUMENT or len(files) != 1 or _is_act(files[0])):
        raise Refused("error.edition_of_documents")
    if preview and not edition_of and (as_kind is Kind.DOCUMENT and not all(map(_is_act, files))):
        raise Refused("error.preview_of_lists")
    database, by = open_tracker()
    with database.reading() as session:
        only_shared = as_kind is Kind.GUIDELINE or all(_is_act(file) for file in files)
        workspace_id = 0 if only_shared else workspaces.find(session, workspace).id
    failed = 0
    with progress("import") as report:
        for number, file in enumerate(files, 1):
            try:
                if edition_of:
                    row = import_edition(database, Path(file), edition_of, workspace_id, by, preview=preview)
                elif _is_act(file):
                    row = _fetch_one(database, file, fetch_language, by, preview=preview)
                else:
                    doing = {"preview": preview, "rest": rest}
                    row = _import_one(database, Path(file), as_kind, workspace_id, identifier, by, **doing)
            except (TrackerError, PoliciesError, NlpError) as problem:
                failed += 1
                message = locales.text(problem.code, language(), **problem.values)
                row = {"file": file, "error": problem.code, "message": message, **_cells_to_mend(problem)}
            typer.echo(lines.spelled(row) if as_json else _sentence(row), err="error" in row)
            report(number, len(files))
    if failed:
        raise typer.Exit(1)


def _is_act(word: str) -> bool:
    """Whether an argument is an act by its number or address; a file of that name goes before."""
    from policies.sources.identifiers import names_an_act

    return names_an_act(word) and not Path(word).exists()


def _fetch_one(database: Database, word: str, fetch_language: str, by: Person, *, preview: bool) -> dict[str, object]:
    from tracker import fetching, outward, tasks
    from tracker.settings import Settings

    network = fetching.network(Settings())
    if preview:
        act = outward.read_act(database, word, fetch_language, network, by=by)
        seen = tasks.preview_guideline(database, act.prepared, identifier=act.identifier)
        return {"file": word, **_planned(seen)}
    guideline, _ = outward.fetch_guideline(database, word, fetch_language, network, by=by)
    return {"file": word, **_counts(guideline)}


def _planned(seen: EditionPreview) -> dict[str, object]:
    return {"new": seen.known is None, "compared_with": seen.against, **seen.requirements}


def _counts(guideline: ImportedGuideline) -> dict[str, object]:
    return {
        "new": guideline.new,
        "provisions": guideline.provisions,
        "requirements": guideline.requirements,
        "warnings": len(guideline.warnings),
        "edition": guideline.edition_id,
        **guideline.changes,
    }


def _import_one(
    database: Database,
    file: Path,
    kind: Kind,
    workspace_id: int,
    identifier: str,
    by: Person,
    *,
    preview: bool,
    rest: bool,
) -> dict[str, object]:
    from tracker import tasks
    from tracker.cli.files import file_bytes, file_name
    from tracker.importers import intake

    data, name, row = file_bytes(file), file_name(file), {"file": str(file)}
    if kind is Kind.GUIDELINE:
        text = tasks.read_guideline(database, data, name, workspace_id=workspace_id)
        if preview:
            seen = tasks.preview_guideline(database, text, identifier=identifier)
            return {**row, **_planned(seen)}
        return {**row, **_counts(tasks.store_guideline(database, text, by=by, identifier=identifier))}
    if kind is Kind.FRAMEWORK:
        from tracker.cli import frameworks

        return {**row, **frameworks.bring(database, data, name, workspace_id, identifier, by, preview=preview)}
    if kind is Kind.DOCUMENT:
        prepared = tasks.read_document(data, name)
        known = tasks.known_documents(database, prepared, workspace_id, by=by)
        document = tasks.store_document(database, prepared, workspace_id, by=by)
        counts = {"new": document.new, "passages": document.passages, "warnings": len(document.warnings)}
        return {**row, **counts, **({"looks_like": known[0].document_id} if known and document.new else {})}
    if kind is Kind.WORKBOOK:
        return {**row, **workbook.bring(database, data, name, workspace_id, by, preview=preview, rest=rest)}
    if preview:
        looked_at = tasks.preview_list(database, data, name, kind.value, workspace_id, by=by)
        intake.settle(looked_at, name, "")
        done = looked_at.stored
    else:
        done = tasks.import_list(database, data, name, kind.value, workspace_id, by=by)
    return {**row, "added": done.added, "changed": done.changed, "unchanged": done.unchanged, "set_aside": 0}


def _cells_to_mend(problem: Exception) -> dict[str, object]:
    """What is wrong in a list, cell by cell; nothing for any other problem."""
    from tracker import locales
    from tracker.cli import language
    from tracker.importers.intake import RowsRefused
    from tracker.tasks import WorkbookRefused

    if isinstance(problem, WorkbookRefused):
        return {"troubles": workbook.told(problem.brought)["troubles"]}
    if not isinstance(problem, RowsRefused):
        return {}
    found = [
        {
            "row": one.row,
            "cell": one.cell,
            "column": one.column,
            "code": one.code,
            "message": locales.text(one.code, language(), **one.values),
        }
        for one in problem.problems
    ]
    return {"problems": found}


def _sentence(row: dict[str, object]) -> str:
    if "error" in row:
        troubles = row.get("troubles")
        if isinstance(troubles, list):
            return "\n".join([str(row["message"]), *map(workbook.trouble_line, troubles)])
        problems = row.get("problems")
        found = problems if isinstance(problems, list) else []
        cells = [f"  {one['cell'] or one['row']} {one['column']}: {one['message']}" for one in found]
        return "\n".join([str(row["message"]), *cells])
    if "troubles" in row:
        return workbook.sentence(row)
    return f"{row['file']}: " + ", ".join(f"{key} {value}" for key, value in row.items() if key != "file")
