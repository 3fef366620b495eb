"""The audit report: method, coverage, every guideline and requirement examined, gaps, what is suspect, the quotes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.reports import basis_said, board, findings, risks
from tracker.reports.board import Brief
from tracker.reports.content import Bar, Bars, Block, Cell, Column, Figure, Figures, Section, Table, Target, Text
from tracker.reports.gathering import Gathered
from tracker.reports.language import PLACES
from tracker.tables.translation import Modifier
from tracker.views.counted import counted_requirements
from tracker.views.exports.quotes import Quoted, quoted
from tracker.views.guidelines.listing import GuidelineRow, guideline_rows
from tracker.views.measures.extract import Extract, ExtractRow, extract
from tracker.views.overview import furthest_behind
from tracker.views.review.translations import Wanted, WordedTranslation, translations, with_words
from tracker.views.texts import RequirementText, requirement_texts

SUSPECTS = (("kind", 1), ("requirement", 2), ("tied_to", 3), ("causes", 3))
WEAKENED = (("requirement", 1.6), ("demand", 4), ("passage", 4), ("document", 2))
MOST_BARS = 24
EVERY = 10_000
"""More names than any list has: nothing is left out of an audit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What the report is written from; `requirements` are all that count, by id."""

    brief: Brief
    guidelines: Sequence[GuidelineRow]
    extract: Extract
    weakened: Sequence[WordedTranslation]
    quoted: Quoted
    requirements: Mapping[int, RequirementText]


def read(session: Session, workspace_id: int, found: Gathered) -> Audit:
    """What the report needs beside what the brief does."""
    extracted = extract(session, workspace_id, since=found.since)
    soft = translations(session, workspace_id, wanted=Wanted(modifier=Modifier.SOFT), sees_secrecy=found.cleared)
    return Audit(
        brief=board.read(session, workspace_id, found),
        guidelines=guideline_rows(session, workspace_id),
        extract=extracted,
        weakened=with_words(session, soft, sees_secrecy=found.cleared),
        quoted=quoted(session, workspace_id, findings.evidence_of(extracted.rows), sees_secrecy=found.cleared),
        requirements=requirement_texts(session, session.scalars(counted_requirements(workspace_id))),
    )


def sections(audit: Audit) -> list[Section]:
    """The whole report."""
    found, language = audit.brief.found, audit.brief.found.language
    places = {number: language.where(text) for number, text in audit.requirements.items()}
    return [
        Section(title=language.t("report.answer"), blocks=[board.answer(audit.brief), figures(found), *_bars(found)]),
        basis_said.basis_section(found, thresholds=basis_said.ALL, table=True),
        Section(title=language.t("report.by_guideline"), blocks=[_guidelines(audit)]),
        *_requirements(audit),
        Section(title=language.tn("report.gaps", len(found.gaps)), blocks=_gaps(found)),
        Section(title=language.t("report.risks"), blocks=[risks.points(audit.brief.risks, found, names=EVERY)]),
        *_suspects(audit),
        *_weakened(audit),
        *_measures(found),
        *findings.appendix(found, audit.quoted, places),
    ]


def figures(found: Gathered) -> Figures:
    """The numbers of Overview."""
    language, shown = found.language, found.overview
    examined, left = language.t("report.figure.examined", total=shown.requirements), shown.requirements - shown.examined
    rows: tuple[tuple[int, str, str, dict[str, str | int]], ...] = (
        (shown.examined, examined, "matrix", {"show": "examined"}),
        (left, language.t("report.figure.not_examined"), "matrix", {"show": "not_examined"}),
        (shown.gaps, language.t("report.figure.gaps"), "matrix", {"show": "gaps"}),
        (shown.suspect, language.t("report.figure.suspect"), "review", {"view": "suspects"}),
    )
    return Figures(
        rows=[
            Figure(value=value, label=label, target=Target(page=page, values=values))
            for value, label, page, values in rows
        ]
    )


def _bars(found: Gathered) -> list[Block]:
    """One bar per guideline; where there are many those with most left to do, the table below has all."""
    language, bars = found.language, found.overview.bars
    shown = furthest_behind(bars, MOST_BARS) if len(bars) > MOST_BARS else bars
    present = [place for place in PLACES if any(bar.counts.get(place) for bar in shown)]
    if not shown:
        return []
    picture = Bars(
        rows=[Bar(name=bar.name.short(language.code), counts=bar.counts) for bar in shown],
        places={place: language.place_name(place) for place in present},
        alt=language.t(
            "report.bars_alt",
            examined=found.overview.examined,
            total=found.overview.requirements,
            gaps=found.overview.gaps,
        ),
    )
    if len(shown) == len(bars):
        return [picture]
    return [picture, Text(text=language.t("report.bars_some", count=len(shown), total=len(bars)), style="note")]


def _guidelines(audit: Audit) -> Table:
    """The picture's numbers."""
    found, language = audit.brief.found, audit.brief.found.language
    binding = {row.name.id: language.word(row.bindingness) for row in audit.guidelines}
    suspect = {row.name.id: row.suspect for row in audit.guidelines}
    bars = found.overview.bars
    present = [place for place in PLACES if any(bar.counts.get(place) for bar in bars)]
    return Table(
        name=language.t("report.sheet.guidelines"),
        columns=[
            Column(title=language.t("report.column.guideline"), width=4.6),
            Column(title=language.t("report.column.binding"), width=1.4),
            Column(title=language.t("report.column.all"), width=0.8, number=True),
            *(
                Column(title=place if place.isdecimal() else language.t(f"report.column.{place}"), width=w, number=True)
                for place in present
                for w in (0.55 if place.isdecimal() else 1.15,)
            ),
            Column(title=language.t("report.column.suspect"), width=1.1, number=True),
        ],
        rows=[
            [
                bar.name.title(language.code),
                binding.get(bar.name.id, ""),
                bar.total,
                *(bar.counts.get(place, 0) for place in present),
                suspect.get(bar.name.id, 0),
            ]
            for bar in bars
        ],
        targets=[Target(page="guidelines", values={"guideline": bar.name.id}) for bar in bars],
        more=language.t("report.steps_said", steps=", ".join(language.place_name(p) for p in present if p.isdecimal())),
    )


def _requirements(audit: Audit) -> list[Section]:
    """The findings guideline by guideline; of what nobody examined only the places."""
    language = audit.brief.found.language
    rows: dict[int, list[ExtractRow]] = {}
    for row in audit.extract.rows:
        rows.setdefault(row.requirement.guideline_id, []).append(row)
    told = {row.requirement.id for row in audit.extract.rows}
    silent: dict[int, list[str]] = {}
    for number, text in audit.requirements.items():
        if number not in told:
            silent.setdefault(text.guideline_id, []).append(text.locator or str(text.id))
    sections = [Section(title=language.t("report.findings"), blocks=[Text(text=language.t("report.findings.said"))])]
    for bar in audit.brief.found.overview.bars:
        blocks: list[Block] = []
        if bar.name.id in rows:
            name = language.t("report.sheet.requirements")
            blocks.append(findings.requirement_table(language, rows[bar.name.id], name=name))
        left = silent.get(bar.name.id, ())
        if left:
            said = language.tn("report.not_examined", len(left), places=", ".join(left))
            blocks.append(Text(text=said, style="note"))
        sections.append(Section(title=bar.name.title(language.code), blocks=blocks, level=2))
    return sections


def _gaps(found: Gathered) -> list[Block]:
    if not found.gaps:
        return [Text(text=found.language.t("report.no_gaps"))]
    return [
        Text(text=found.language.t("report.gaps.searched")),
        board.gaps_table(found, found.gaps, 0),
    ]


def _suspects(audit: Audit) -> list[Section]:
    language, rows = audit.brief.found.language, audit.brief.risks.suspects
    if not rows:
        return []
    cells: list[list[Cell]] = [
        [
            language.t(f"page.suspects.kind_one.{row.kind.value}"),
            f"{row.guideline} {row.locator}".strip(),
            language.t("report.withheld") if row.withheld else row.target,
            "; ".join(language.t(f"page.suspects.cause.{cause.value}") for cause in row.causes),
        ]
        for row in rows
    ]
    table = Table(
        name=language.t("report.sheet.suspects"),
        columns=findings.columns(language, SUSPECTS),
        rows=cells,
        targets=[Target(page="review", values={"view": "suspects", "item": row.key}) for row in rows],
    )
    return [Section(title=language.t("report.suspects"), blocks=[Text(text=language.t("report.suspects.said")), table])]


def _weakened(audit: Audit) -> list[Section]:
    """Both texts side by side; passages under secrecy are counted only."""
    found, language = audit.brief.found, audit.brief.found.language
    if not found.overview.weakened:
        return []
    rows: list[list[Cell]] = [
        [
            language.where(row.requirement),
            language.demand(row.requirement),
            row.told,
            f"{row.passage.title}\n{language.t('report.by_coder' if row.row.coded else 'report.by_machine')}",
        ]
        for row in audit.weakened
    ]
    table = Table(
        name=language.t("report.sheet.weakened"), columns=findings.columns(language, WEAKENED), rows=rows,
        more=language.tn("report.withheld_rows", found.overview.weakened - len(rows))
        if found.overview.weakened > len(rows) else "",
    )  # fmt: skip
    said = Text(text=language.tn("report.weakened.said", found.overview.weakened))
    return [Section(title=language.t("report.weakened"), blocks=[said, table])]


def _measures(found: Gathered) -> list[Section]:
    language = found.language
    rows = [row for row in found.measures if row.open]
    if not rows:
        return []
    blocks: list[Block] = [findings.measures_table(found, rows)]
    return [Section(title=language.tn("page.measures.open", len(rows)), blocks=blocks)]
