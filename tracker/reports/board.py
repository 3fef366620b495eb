"""The board brief: the answer in three sentences, what changed, the gaps with owners, decisions, risks; two pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from tracker.reports import basis_said, risks
from tracker.reports.content import Bar, Bars, Block, Column, Section, Table, Target, Text
from tracker.reports.gathering import Gathered
from tracker.reports.language import PLACES, Language, cut
from tracker.reports.risks import Risks
from tracker.thresholds import OF_LEVELS
from tracker.views.exports.open_gaps import OpenGap
from tracker.views.measures.listing import MeasureRow, decided_by, month_end
from tracker.views.missing import OwnedBy
from tracker.views.progress.movement import Course, LevelMove, Why
from tracker.views.progress.since import Since, changed_since

MOST = (12, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1)
"""So many rows of each table are tried, the most first, until the brief has two pages."""
THRESHOLDS = (*OF_LEVELS, "outward_strong", "inward_weak", "contract_notice")
IDS = 5
WORDS = 110
"""Characters of a title, decision or demand that a board is shown."""
NAME = 70
APPOINTED = (OwnedBy.MEASURE, OwnedBy.RESPONSIBLE, OwnedBy.SERVICE)
"""What people have said makes an owner; the rest is a proposal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What a brief is written from."""

    found: Gathered
    since: Since
    risks: Risks


def read(session: Session, workspace_id: int, found: Gathered) -> Brief:
    """What the brief needs beside what every report does."""
    return Brief(
        found=found,
        since=changed_since(session, workspace_id, since=found.since, sees_secrecy=found.cleared),
        risks=risks.read(session, workspace_id, found),
    )


def sections(brief: Brief, most: int) -> list[Section]:
    """The brief with at most so many rows in each table."""
    found, language = brief.found, brief.found.language
    return [
        Section(title=language.t("report.answer"), blocks=[answer(brief), *one_bar(language, _levels(found))]),
        Section(title=language.t("report.decisions"), blocks=_decisions(found, most)),
        Section(title=language.t("report.changed", day=found.since), blocks=_changed(brief, most)),
        Section(title=language.tn("report.gaps", len(found.gaps)), blocks=_gaps(found, most)),
        Section(title=language.t("report.risks"), blocks=[risks.points(brief.risks, found, names=2)]),
        basis_said.basis_section(found, thresholds=THRESHOLDS, editions=2 * most),
    ]


def answer(brief: Brief) -> Text:
    """Where it stands, what moved, what is asked for: three sentences."""
    found, language, shown = brief.found, brief.found.language, brief.found.overview
    share = language.percent(shown.examined / shown.requirements) if shown.requirements else "–"
    stands = language.t(
        "report.answer.stands", total=shown.requirements, examined=shown.examined, share=share,
        translated=found.served(2), served=found.served(4), gaps=shown.gaps,
    )  # fmt: skip
    moved = moves_said(language, found.since, brief.since.movement.count)
    asked = len(found.waiting)
    soon = len(decided_by(found.waiting, month_end(found.on)))
    wanted = language.t(
        "report.answer.wanted",
        decisions=language.tn("report.answer.decisions", asked),
        soon=soon,
        day=month_end(found.on),
        overdue=language.tn("report.answer.overdue", found.counts.overdue),
    )
    return Text(text=" ".join((stands, moved, wanted)), style="lead")


def moves_said(language: Language, since: date, count: Callable[[Course], int]) -> str:
    """What moved since a day, in one sentence."""
    up, down, new = (count(way) for way in (Course.UP, Course.DOWN, Course.NEW))
    return language.t("report.answer.moved", day=since, up=up, down=down, new=new)


def one_bar(language: Language, counted: Mapping[str, int]) -> list[Block]:
    """Requirements as one bar by place on the ladder; nothing where there is none."""
    places = {place: language.place_name(place) for place in PLACES if counted.get(place)}
    if not places:
        return []
    said = "; ".join(f"{name}: {counted[place]}" for place, name in places.items())
    total = sum(counted.values())
    return [
        Bars(
            rows=[Bar(name=language.t("report.all_requirements"), counts=counted)],
            places=places,
            alt=language.t("report.bar_alt", total=total, counts=said),
        )
    ]


def _levels(found: Gathered) -> Mapping[str, int]:
    """All counted requirements by place."""
    counts: Counter[str] = Counter()
    for bar in found.overview.bars:
        counts.update(bar.counts)
    return counts


def _decisions(found: Gathered, most: int) -> list[Block]:
    language = found.language
    if not found.waiting:
        return [Text(text=language.t("page.measures.no_decisions"))]
    return [
        Table(
            name=language.t("report.sheet.decisions"),
            columns=_columns(language, ("meeting", 1.6), ("decision", 3.2), ("measure_of", 2.9), ("evidence_ids", 1)),
            rows=[_decision(language, row) for row in found.waiting[:most]],
            targets=[Target(page="measures", values={"measure": row.id}) for row in found.waiting[:most]],
            more=more(language, len(found.waiting) - most, "measures"),
        )
    ]


def _decision(language: Language, row: MeasureRow) -> list[str | None]:
    meeting = language.day(row.meeting_on) if row.meeting_on else language.t("report.no_meeting")
    owner = language.t("report.owned_by", owner=cut(row.owner, NAME)) if row.owner else language.t("report.no_owner")
    return [
        "\n".join(part for part in (meeting, cut(row.decision_from, NAME)) if part),
        cut(row.decision or row.title, WORDS),
        "\n".join(part for part in (cut(row.title if row.decision else language.about(row), NAME), owner) if part),
        language.ids(row.evidence, IDS) or language.t("report.no_evidence"),
    ]


def _changed(brief: Brief, most: int) -> list[Block]:
    """The three reasons, each counted by itself, and the moves: what fell first."""
    language, since = brief.found.language, brief.since
    counts = ", ".join(language.tn(f"page.progress.new.{why.value}", since.count(why)) for why in Why)
    texts = since.movement.texts
    said = language.t("report.changed.counts", counts=counts, same=since.movement.same)
    if texts:
        said += " " + language.tn("report.changed.texts", len(texts))
    moves = since.movement.moves
    shown = [move for move in moves if move.course is not Course.NEW] or list(moves)
    some = shown[:most]
    blocks: list[Block] = [Text(text=said)]
    if some:
        blocks.append(
            Table(
                name=language.t("report.sheet.moves"),
                columns=_columns(language, ("requirement", 3.6), ("moved", 2.6), ("why", 1), ("evidence_ids", 1.2)),
                rows=[_move(language, move) for move in some],
                targets=[_opened(move) for move in some],
                more=more(language, len(moves) - len(some), "progress"),
            )
        )
    return blocks


def _move(language: Language, move: LevelMove) -> list[str | None]:
    pieces = [piece.id for piece in (*move.came, *move.went)]
    return [
        f"{language.where(move.requirement)}: {cut(language.demand(move.requirement).text, NAME)}",
        f"{language.t(f'page.moves.trend.{move.course}')}: {language.step(move.before)} → {language.step(move.now)}",
        language.t(f"page.moves.why.{move.why}"),
        language.ids(pieces, IDS) or language.t("report.no_evidence"),
    ]


def _opened(move: LevelMove) -> Target:
    values: dict[str, str | int] = {"requirement": move.requirement.id}
    if move.subject is not None:
        values["subject"] = f"{move.subject[0]}-{move.subject[1]}"
    return Target(page="matrix", values=values)


def _gaps(found: Gathered, most: int) -> list[Block]:
    language = found.language
    if not found.gaps:
        return [Text(text=language.t("report.no_gaps"))]
    said = language.t(
        "report.gaps.said",
        total=len(found.gaps),
        binding=sum(row.binding for row in found.gaps),
        owned=sum(row.owner is not None and row.owner.by in APPOINTED for row in found.gaps),
        missing=found.overview.missing,
    )
    return [Text(text=said), gaps_table(found, found.gaps[:most], WORDS)]


def gaps_table(found: Gathered, rows: Sequence[OpenGap], longest: int) -> Table:
    """Gaps with their owners, what is planned, and the search that found nothing."""
    language = found.language
    return Table(
        name=language.t("report.sheet.gaps"),
        columns=_columns(language, ("requirement", 1.4), ("demand", 3.5), ("owner_measure", 2.8), ("search", 1)),
        rows=[
            [
                language.where(row.requirement),
                language.demand(row.requirement, longest),
                _owner(language, row, longest),
                _search(language, row.search_id, row.searched_on),
            ]
            for row in rows
        ],
        targets=[Target(page="matrix", values={"requirement": row.requirement.id}) for row in rows],
        more=more(language, len(found.gaps) - len(rows), "matrix"),
    )


def _owner(language: Language, row: OpenGap, longest: int) -> str:
    owner = language.t("report.no_owner")
    if row.owner is not None:
        owner = language.t(f"report.owner.{row.owner.by.value}", owner=cut(row.owner.name, NAME))
    if row.measure is None:
        return f"{owner}\n{language.t('report.no_measure')}"
    return f"{owner}\n{cut(row.measure.title, min(longest or NAME, NAME))}, {language.day(row.measure.due_on)}"


def _search(language: Language, number: int | None, on: date | None) -> str:
    return "–" if number is None else f"{language.t('report.search', id=number)}\n{language.day(on)}"


def _columns(language: Language, *names: tuple[str, float]) -> list[Column]:
    return [Column(title=language.t(f"report.column.{name}"), width=width) for name, width in names]


def more(language: Language, count: int, page: str) -> str:
    """How many rows are not shown and where they are; "" for none."""
    return language.tn("report.more", count, page=language.t(f"nav.{page}")) if count > 0 else ""
