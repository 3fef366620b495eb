"""Frameworks of one's own: the rows of a sheet or of pasted text, a requirement each, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from tracker import locales
from tracker.errors import ImportProblem
from tracker.importers import headings, pasted, reading
from tracker.importers.columns import DAY, TEXT, BadCell, Column, Form, Imported, Row, RowProblem, line
from tracker.importers.headings import Layout
from tracker.importers.reading import ListKind
from tracker.importers.table import Sheets, read_sheets
from tracker.listing import cells
from tracker.tables.guideline import Force

FORCES = (
    Force.OBLIGATION, Force.PROHIBITION, Force.RECOMMENDATION, Force.PERMISSION, Force.RIGHT, Force.STATEMENT,
)  # fmt: skip
LONGEST = 10_000
"""Characters of one requirement, as in a cell."""
MOST = 5_000
"""So many requirements may a framework have."""
_WORDS = {
    "ska": Force.OBLIGATION, "skall": Force.OBLIGATION, "måste": Force.OBLIGATION, "skakrav": Force.OBLIGATION,
    "ska krav": Force.OBLIGATION, "krav": Force.OBLIGATION, "obligatorisk": Force.OBLIGATION,
    "obligatoriskt": Force.OBLIGATION, "tvingande": Force.OBLIGATION, "must": Force.OBLIGATION,
    "shall": Force.OBLIGATION, "required": Force.OBLIGATION, "mandatory": Force.OBLIGATION,
    "requirement": Force.OBLIGATION, "ska inte": Force.PROHIBITION, "får inte": Force.PROHIBITION,
    "får ej": Force.PROHIBITION, "must not": Force.PROHIBITION, "shall not": Force.PROHIBITION,
    "may not": Force.PROHIBITION, "förbjudet": Force.PROHIBITION, "bör": Force.RECOMMENDATION,
    "börkrav": Force.RECOMMENDATION, "bör krav": Force.RECOMMENDATION, "rekommenderas": Force.RECOMMENDATION,
    "rekommenderat": Force.RECOMMENDATION, "råd": Force.RECOMMENDATION, "should": Force.RECOMMENDATION,
    "recommended": Force.RECOMMENDATION, "får": Force.PERMISSION, "kan": Force.PERMISSION, "may": Force.PERMISSION,
    "can": Force.PERMISSION, "could": Force.PERMISSION, "optional": Force.PERMISSION, "frivilligt": Force.PERMISSION,
    "valfritt": Force.PERMISSION, "har rätt till": Force.RIGHT, "information": Force.STATEMENT,
    "upplysning": Force.STATEMENT, "info": Force.STATEMENT,
}  # fmt: skip
"""What the column of forces is filled with, besides the names the program uses itself."""


def _force(read: Callable[[str], Force]) -> Callable[[str], Force]:
    """One of FORCES; the others say what words are, not what a framework asks."""
    choices = ", ".join(map(locales.member_key, FORCES))

    def stated(cell: str) -> Force:
        try:
            found = read(cell)
        except BadCell as problem:
            raise BadCell(problem.code, value=cell.strip()[:40], choices=choices) from problem
        if found not in FORCES:
            raise BadCell("error.cell_choice", value=cell.strip()[:40], choices=choices)
        return found

    return stated


def _time(cell: str) -> str:
    """A day as 2026-12-31, anything else as written: a time limit is often said in words."""
    try:
        return str(DAY.read(cell))
    except BadCell:
        return cells.line(200)(cell)


FRAMEWORK = ListKind(
    code="framework",
    columns=(
        Column(key="number", names=("nr", "no", "id", "krav id", "kravid", "kravnr", "kravnummer", "beteckning",
               "plats", "lokator", "locator", "paragraf", "punkt", "ref", "referens", "reference", "kod", "code"),
               read=line(80), example="1.1"),
        Column(key="heading", names=("område", "avsnitt", "kapitel", "kategori", "titel", "area", "section", "category",
               "title", "chapter", "theme", "tema"), read=line(400), example="Styrning"),
        Column(key="text", names=("krav", "kravtext", "lydelse", "formulering", "kravformulering", "beskrivning",
               "kravbeskrivning", "requirement text", "wording", "statement", "description", "provision",
               "bestämmelse"), read=TEXT, required=True,
               example="Nämnden ska följa upp tillgängligheten varje år."),
        Column(key="force", names=("ska bör", "ska eller bör", "skall bör", "kravtyp", "typ", "prioritet", "kravnivå",
               "obligation", "must should", "moscow", "priority", "type", "level"),
               read=Form(name="force", read=_force(cells.choice(Force, _WORDS)),
                         choices=tuple(map(locales.member_key, FORCES))), example="ska"),
        Column(key="lead_in", names=("ingress", "lead in", "stam", "inledande text", "introduction"), read=TEXT),
        Column(key="duty_bearer", names=("ansvarig roll", "ansvarig nämnd", "vem", "adressat", "pliktbärare", "bearer",
               "addressee", "responsible", "ansvar"), read=line(400), example="Socialnämnden"),
        Column(key="deadline", names=("tidsfrist", "frist", "senast", "datum", "due", "time limit", "by when",
               "due date"),
               read=Form(name="time_limit", read=_time, empty=""), example="2026-12-31"),
        Column(key="note", names=("kommentar", "anteckningar", "comment", "comments", "notes", "vägledning", "guidance",
               "motivering", "rationale"), read=TEXT),
    ),
)  # fmt: skip


def sheet_rows(source: Sheets, layout: Layout, file: str) -> Imported[Row]:
    """The requirements of a sheet in its order; a row with nothing but a heading gives it to the rows below.

    Raises ImportProblem where headings are missing or mean the same, where there are no rows, or too many.
    """
    headings.check(layout, FRAMEWORK.code, FRAMEWORK.columns, file)
    alone, kept = _headings_alone(layout)
    sheet = replace(layout.sheet, rows=kept)
    source = replace(source, sheets=tuple(sheet if one is layout.sheet else one for one in source.sheets))
    found = reading.read(FRAMEWORK, replace(layout, sheet=sheet), source, file)
    rows, above = [], iter(sorted(alone.items()))
    following = next(above, None)
    heading = ""
    for row in found.rows:
        while following is not None and following[0] < row.number:
            heading, following = following[1], next(above, None)
        own = row.cells.get("heading", "")
        rows.append(Row(number=row.number, cells={**row.cells, "heading": own or heading}))
    at = next((one.position for one in layout.headings if one.key == "number"), None)
    numbers = [(row, told[at] if at is not None and at < len(told) else "") for row, told in kept[layout.row + 1 :]]
    again = [reading.placed(problem, layout) for problem in _numbers_again(numbers)]
    return _checked(replace(found, rows=tuple(rows), problems=(*found.problems, *again)), file)


def text_rows(text: str, name: str) -> Imported[Row]:
    """The requirements of pasted text, numbered by its lines; cells copied from a sheet are read as a sheet.

    Raises ImportProblem where nothing is there, or too much.
    """
    if "\t" in text:
        source = read_sheets(_as_file(text), name)
        layout = headings.find(source.sheets, FRAMEWORK.code, FRAMEWORK.columns)
        if any(heading.key == "text" for heading in layout.headings):
            return sheet_rows(source, layout, name)
    rows = pasted.rows(text)
    long = [
        BadCell("error.cell_too_long", column="text", length=len(row.cells["text"]), limit=LONGEST).in_row(row.number)
        for row in rows
        if len(row.cells["text"]) > LONGEST
    ]
    again = _numbers_again([(row.number, row.cells["number"]) for row in rows])
    return _checked(Imported(rows=rows, problems=(*long, *again)), name)


def _as_file(text: str) -> bytes:
    """Cells that were copied, as the file they would be: tabs between them, whatever signs are in them."""
    return ("sep=\t\r\n" + text).encode("utf-8", "replace")


def _headings_alone(layout: Layout) -> tuple[Mapping[int, str], tuple[tuple[int, tuple[str, ...]], ...]]:
    """Headings that have a row to themselves, by its number, and the rows without these, those above among them."""
    places = {heading.key: heading.position for heading in layout.headings if heading.key}
    alone, kept = {}, list(layout.sheet.rows[: layout.row + 1])
    for number, row in layout.sheet.rows[layout.row + 1 :]:
        filled = [position for position, cell in enumerate(row) if cell.strip()]
        if len(filled) == 1 and filled[0] in (0, places.get("heading")) and filled[0] != places["text"]:
            alone[number] = " ".join(row[filled[0]].split())[:400]
        else:
            kept.append((number, row))
    return alone, tuple(kept)


def _numbers_again(numbers: Sequence[tuple[int, str]]) -> Iterator[RowProblem]:
    """Numbers that an earlier row has already; each is a row and what it calls itself."""
    seen: dict[str, int] = {}
    for row, number in numbers:
        said = cells.plain(number)
        if said and seen.setdefault(said, row) != row:
            value = number.strip()[:80]
            yield BadCell("error.number_again", column="number", value=value, earlier=seen[said]).in_row(row)


def _checked(found: Imported[Row], file: str) -> Imported[Row]:
    """The rows, not too many and not none, with the problems in the order of the file."""
    if len(found.rows) > MOST:
        raise ImportProblem("error.framework_too_long", file=file, limit=MOST)
    if not found.rows and not found.problems:
        raise ImportProblem("error.framework_empty", file=file)
    return replace(found, problems=tuple(sorted(found.problems, key=lambda problem: problem.row)))
