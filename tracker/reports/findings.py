"""What the longer reports have in common: rows of requirements and measures, and the appendix of quotes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from tracker.reports.content import Block, Cell, Column, Quote, Section, Table, Target, Text, Words
from tracker.reports.gathering import Gathered
from tracker.reports.language import Language
from tracker.subjects import Subject
from tracker.tables.assessment import Compliance
from tracker.views.exports.quotes import Quoted, QuotedPassage
from tracker.views.ladder.places import place_of
from tracker.views.measures.extract import ExtractRow
from tracker.views.measures.listing import MeasureRow

REQUIREMENTS = (
    ("requirement", 1.8), ("demand", 3.9), ("level", 1.5), ("compliance", 1.2), ("measures", 2.2),
    ("evidence_ids", 1.2),
)  # fmt: skip
MEASURES = (("measure", 3), ("about", 1.8), ("owner", 1.6), ("due_on", 1.2), ("state", 1.1), ("barrier", 1.3))
SUPPORTS = (("evidence_id", 0.8), ("requirement", 1.7), ("kind", 2.2), ("source", 2.6), ("subject", 2), ("on", 1.3))


def requirement_table(
    language: Language, rows: Sequence[ExtractRow], *, name: str, subject: Subject | None = None
) -> Table:
    """One row per requirement: what it says, where it stands and stood, compliance, measures, evidence by id."""
    return Table(
        name=name,
        columns=columns(language, REQUIREMENTS),
        rows=[_requirement(language, row) for row in rows],
        targets=[requirement_target(row.requirement.id, subject) for row in rows],
    )


def requirement_target(requirement: int, subject: Subject | None) -> Target:
    """The cell of the matrix, or the requirement as a whole."""
    values: dict[str, str | int] = {"requirement": requirement}
    if subject is not None:
        values["subject"] = f"{subject[0]}-{subject[1]}"
    return Target(page="matrix", values=values)


def _requirement(language: Language, row: ExtractRow) -> list[Cell]:
    before = language.t("report.was", level=language.place_name(place_of(row.before)))
    moved = place_of(row.before) != place_of(row.cell)
    judged = row.cell.judged
    beside = language.word(judged.side_state) if judged is not None and judged.side_state is not None else ""
    suspect = language.t("word.suspect") if row.cell.suspect else ""
    level = "\n".join(part for part in (language.level(row.cell), beside, before if moved else "", suspect) if part)
    note = judged.note if judged is not None else ""
    complied = language.word(row.compliance) if row.compliance is not Compliance.NOT_ASSESSED else "–"
    demand = language.demand(row.requirement)
    if row.requirement.is_summary:
        demand = Words(text=f"{demand.text} [{language.t('report.summary')}]", language=demand.language)
    return [
        f"{language.where(row.requirement)}\n{language.word(row.requirement.force)}",
        demand,
        level,
        "\n".join(part for part in (complied, note) if part),
        "\n".join(language.measure(each) for each in row.measures) or "–",
        language.ids(row.evidence) or "–",
    ]


def measures_table(found: Gathered, rows: Sequence[MeasureRow]) -> Table:
    """Measures with who owns them, the next due first."""
    language = found.language
    return Table(
        name=language.t("report.sheet.measures"),
        columns=columns(language, MEASURES),
        rows=[
            [
                row.title,
                language.about(row),
                row.owner or language.t("report.no_owner"),
                row.due_on,
                language.t("page.measures.state.overdue") if row.overdue else language.word(row.state),
                language.barrier(row.barrier) if row.barrier else "–",
            ]
            for row in rows
        ],
        targets=[Target(page="measures", values={"measure": row.id}) for row in rows],
    )


def evidence_of(rows: Iterable[ExtractRow]) -> set[int]:
    """The ids cited by these rows."""
    return {number for row in rows for number in row.evidence}


def appendix(found: Gathered, quoted: Quoted, places: dict[int, str]) -> list[Section]:
    """The quotes with where they stand, and the other evidence as a table; `places` names requirements by id."""
    language = found.language
    blocks: list[Block] = [Text(text=language.t("report.quotes.said", count=len(quoted.passages)))]
    if quoted.withheld:
        ids = language.ids(quoted.withheld)
        blocks.append(Text(text=language.t("report.quotes.withheld", count=len(quoted.withheld), ids=ids)))
    blocks += [_quote(language, row, places) for row in quoted.passages]
    sections = [Section(title=language.t("report.quotes"), blocks=blocks)]
    if quoted.supports:
        rows: list[list[Cell]] = [
            [
                row.id,
                places.get(row.requirement_id, ""),
                f"{language.kind(row.kind)} ({language.t('report.step', step=row.step)})",
                row.name[language.code == "en"] or language.t("report.withheld"),
                row.subject_name,
                row.on,
            ]
            for row in quoted.supports
        ]
        table = Table(name=language.t("report.sheet.supports"), columns=columns(language, SUPPORTS), rows=rows)
        sections.append(Section(title=language.t("report.supports"), blocks=[table]))
    return sections


def _quote(language: Language, row: QuotedPassage, places: dict[int, str]) -> Quote:
    """Where the words stand: document, locator, page, who decided it when, who answers for it."""
    decided = " ".join(part for part in (row.body, row.paragraph) if part)
    parts = [
        row.document,
        row.locator or row.heading,
        language.t("report.page", page=row.page) if row.page else "",
        decided,
        language.day(row.decided_on) if row.decided_on else language.t("report.undecided"),
        language.t("report.dnr", dnr=row.dnr) if row.dnr else "",
        language.word(row.status),
        language.t("report.responsible", who=row.responsible) if row.responsible else "",
    ]
    where = ", ".join(dict.fromkeys(places[number] for number in row.requirements if number in places))
    return Quote(
        text=row.text,
        language=row.language or language.code,
        source=" · ".join(part for part in parts if part),
        evidence=language.t("report.evidence_for", ids=language.ids(row.evidence), requirements=where),
    )


def columns(language: Language, named: Collection[tuple[str, float]]) -> list[Column]:
    """Columns by the keys of their titles and their widths."""
    return [Column(title=language.t(f"report.column.{name}"), width=width) for name, width in named]
