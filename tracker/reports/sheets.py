"""Sheets: one unit or service on paper, with its requirements, measures, anchoring and quotes; and the extract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.anchoring import dimensions
from tracker.reports import basis_said, board, findings
from tracker.reports.content import Block, Cell, Column, Figure, Figures, Section, Table, Target, Text
from tracker.reports.gathering import Gathered
from tracker.reports.language import Language
from tracker.subjects import Subject
from tracker.views.anchoring.fields import service_fields
from tracker.views.anchoring.index import Anchoring, index_of
from tracker.views.exports.quotes import Quoted, quoted
from tracker.views.ladder.places import NOT_EXAMINED, place_of
from tracker.views.matrix.table import matrix
from tracker.views.measures.extract import Extract, ExtractRow, extract
from tracker.views.measures.listing import MeasureRow
from tracker.views.services.detail import service_requirements
from tracker.views.services.listing import ServiceRow, StatementState, service_list

SERVICES = (("service", 3), ("status", 1.3), ("platform", 1.6), ("statement", 1.8), ("lowest", 1.5))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a sheet is written from; `counts` are the requirements asked of the subject by place on the ladder.

    A unit is asked about all that count, a service about those linked to it or judged for it; `others` more were
    examined for the whole municipality. `services` are the service itself, or those of the unit.
    """

    found: Gathered
    subject: Subject
    rows: Sequence[ExtractRow]
    others: int
    counts: Mapping[str, int]
    measures: Sequence[MeasureRow]
    services: Sequence[ServiceRow]
    anchoring: Anchoring | None
    outward: float | None
    quoted: Quoted


def read(session: Session, workspace_id: int, found: Gathered, subject: Subject) -> Sheet:
    """What there is about a unit or service."""
    by = "service" if subject[0] == "service" else "unit"
    grid = matrix(session, workspace_id, by=by, subjects=(subject,))
    extracted = extract(session, workspace_id, subject=subject, since=found.since)
    kept = [
        row for row in service_list(session, workspace_id) if subject[1] == (row.id if by == "service" else row.unit_id)
    ]
    outside = (
        [row for row in service_fields(session, workspace_id) if row.subject == subject] if by == "service" else []
    )
    own = None
    if by == "service":
        asked = service_requirements(session, workspace_id, service_id=subject[1])
        own = {row.requirement.id for row in asked if row.own}
    rows = [row for row in extracted.rows if own is None or row.requirement.id in own]
    return Sheet(
        found=found,
        subject=subject,
        rows=rows,
        others=len(extracted.rows) - len(rows),
        counts=kept[0].levels if own is not None and kept else Counter(place_of(row.cells[0]) for row in grid.rows),
        measures=[
            row for row in found.measures if row.open and (row.subject == subject or ("actor", row.owner_id) == subject)
        ],
        services=kept,
        anchoring=index_of(session, workspace_id).get(subject),
        outward=outside[0].outward.value if outside else None,
        quoted=quoted(session, workspace_id, findings.evidence_of(rows), sees_secrecy=found.cleared),
    )


def sections(sheet: Sheet) -> list[Section]:
    """The sheet: where it stands, about it, requirements, measures, anchoring, how it was made, quotes."""
    found, language = sheet.found, sheet.found.language
    rows = sheet.rows
    places = {row.requirement.id: language.where(row.requirement) for row in rows}
    listed: list[Block] = [Text(text=language.t("report.sheet.nothing"))]
    if rows:
        name = language.t("report.sheet.requirements")
        listed = [findings.requirement_table(language, rows, name=name, subject=sheet.subject)]
    if sheet.others:
        listed.append(Text(text=language.tn("report.sheet.others", sheet.others), style="note"))
    parts = [
        Section(title=language.t("report.answer"), blocks=[_answer(sheet), _figures(sheet), *_bar(sheet)]),
        *_services(sheet),
        Section(title=language.t("report.sheet.requirements"), blocks=listed),
    ]
    if sheet.measures:
        title = language.tn("page.measures.open", len(sheet.measures))
        parts.append(Section(title=title, blocks=[findings.measures_table(found, sheet.measures)]))
    return [
        *parts,
        *_anchoring(sheet),
        basis_said.basis_section(found, thresholds=basis_said.ALL, editions=6),
        *findings.appendix(found, sheet.quoted, places),
    ]


def control_sections(found: Gathered, extracted: Extract, subject: Subject | None) -> list[Section]:
    """The extract for internal control and the annual report."""
    language = found.language
    went = Counter(row.trend for row in extracted.rows)
    moved = board.moves_said(language, found.since, went.__getitem__)
    said = (
        f"{language.tn('page.measures.report.rows', len(extracted.rows))}. {moved} "
        f"{language.t('page.measures.report.left_out', count=extracted.left_out)}."
    )
    name = language.t("report.sheet.requirements")
    table = findings.requirement_table(language, extracted.rows, name=name, subject=subject)
    blocks: list[Block] = [Text(text=said, style="lead")]
    return [
        Section(title=language.t("report.answer"), blocks=blocks),
        Section(title=name, blocks=[table] if extracted.rows else [Text(text=language.t("report.sheet.nothing"))]),
        basis_said.basis_section(found, thresholds=basis_said.ALL, editions=6),
    ]


def _examined(sheet: Sheet) -> int:
    return sum(sheet.counts.values()) - sheet.counts.get(NOT_EXAMINED, 0)


def _answer(sheet: Sheet) -> Text:
    language = sheet.found.language
    went = Counter(row.trend for row in sheet.rows)
    moved = board.moves_said(language, sheet.found.since, went.__getitem__)
    stands = language.t("report.sheet.stands", examined=_examined(sheet), total=sum(sheet.counts.values()))
    late = sum(row.overdue for row in sheet.measures)
    needs = language.t(
        "report.sheet.needs",
        measures=language.tn("page.measures.open", len(sheet.measures)),
        overdue=language.tn("report.answer.overdue", late),
    )
    return Text(text=f"{stands} {moved} {needs}", style="lead")


def _figures(sheet: Sheet) -> Figures:
    language = sheet.found.language
    key = f"{sheet.subject[0]}-{sheet.subject[1]}"
    by = "service" if sheet.subject[0] == "service" else "unit"
    target = Target(page="matrix", values={"by": by})
    inward = sheet.anchoring.index.value if sheet.anchoring is not None else None
    rows = [
        Figure(value=_examined(sheet), label=language.t("report.sheet.examined"), target=target),
        Figure(value=sheet.counts.get("0", 0), label=language.t("report.figure.gaps"), target=target),
        Figure(
            value=language.t("page.anchoring.not_enough") if inward is None else language.number(inward, decimals=0),
            label=language.t("report.sheet.index"),
            target=Target(page="anchoring", values={"subject": key}),
        ),
    ]
    if sheet.subject[0] == "service":
        outward = sheet.outward
        rows.append(
            Figure(
                value=language.t("page.anchoring.not_enough")
                if outward is None
                else language.number(outward, decimals=0),
                label=language.t("report.sheet.outward"),
                target=Target(page="anchoring", values={"subject": key}),
            )
        )
    return Figures(rows=rows)


def _bar(sheet: Sheet) -> list[Block]:
    return board.one_bar(sheet.found.language, sheet.counts)


def _services(sheet: Sheet) -> list[Section]:
    """The unit's services, or the service itself in facts."""
    language = sheet.found.language
    if not sheet.services:
        return []
    if sheet.subject[0] == "service":
        return [Section(title=language.t("report.sheet.about"), blocks=[_facts(sheet, sheet.services[0])])]
    rows: list[list[Cell]] = [
        [
            row.name,
            language.word(row.status),
            row.platform or "–",
            _statement(language, row),
            language.step(row.lowest),
        ]
        for row in sheet.services
    ]
    table = Table(
        name=language.t("report.sheet.services"),
        columns=findings.columns(language, SERVICES),
        rows=rows,
        targets=[Target(page="services", values={"service": row.id}) for row in sheet.services],
    )
    return [Section(title=language.tn("count.services", len(rows)), blocks=[table])]


def _facts(sheet: Sheet, row: ServiceRow) -> Table:
    """What is known of a service; unknown is a dash."""
    language = sheet.found.language
    used = language.t("page.anchoring.not_enough")
    if row.rate is not None:
        used = language.t("report.sheet.rate", share=language.percent(row.rate.value), n=row.rate.n)
    tested = None
    if row.tested is not None:
        tested = language.t("report.sheet.tested", day=row.tested.on, n=row.tested.n)
    facts: list[tuple[str, Cell]] = [
        ("unit", row.unit or None),
        ("status", language.word(row.status)),
        ("channel", row.channel or None),
        ("platform", row.platform or None),
        ("back_office", row.back_office or None),
        ("vendor", row.vendor or None),
        ("contract_end", row.contract_end),
        ("completion", used),
        ("tested", tested),
        ("statement", _statement(language, row)),
    ]
    return Table(
        name=language.t("report.sheet.about"),
        columns=[
            Column(title=language.t("report.column.fact"), width=1.2),
            Column(title=language.t("report.column.value"), width=3),
        ],
        rows=[[language.t(f"page.services.column.{name}"), value] for name, value in facts],
    )


def _statement(language: Language, row: ServiceRow) -> str:
    """The day of the statement, and what is wrong with it."""
    wrong = row.statement in (StatementState.MISSING, StatementState.OLD)
    parts = [
        language.t(f"statement_state.{row.statement.value}") if wrong else "",
        language.day(row.statement_on) if row.statement_on is not None else "",
    ]
    return ", ".join(part for part in parts if part) or "–"


def _anchoring(sheet: Sheet) -> list[Section]:
    """The index by its five dimensions; what too little is known of says so."""
    language, found = sheet.found.language, sheet.anchoring
    if found is None:
        return []
    index = found.index
    unknown = language.t("page.anchoring.not_enough")
    rows: list[list[Cell]] = [
        [row.name(language.code), unknown if value is None else language.number(value, decimals=0)]
        for code, row in dimensions().items()
        for value in (index.dimensions.get(code),)
    ]
    said = language.t("report.sheet.items", known=index.known, asked=len(index.asked))
    table = Table(
        name=language.t("report.sheet.anchoring"),
        columns=[
            Column(title=language.t("report.column.dimension"), width=3),
            Column(title=language.t("report.column.index"), width=1, number=True),
        ],
        rows=rows,
    )
    return [Section(title=language.t("report.sheet.anchoring"), blocks=[Text(text=said), table])]
