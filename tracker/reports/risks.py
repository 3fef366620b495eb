"""What may not hold: suspect and weakened texts, hollow fronts, evidence that ended, what is late or runs out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.reports.content import Points, Target
from tracker.reports.gathering import Gathered
from tracker.reports.language import cut
from tracker.tables.service import ServiceStatus
from tracker.views.anchoring.fields import ServiceField, hollow_fronts
from tracker.views.counted import counted_requirements
from tracker.views.review.suspects import SuspectRow, suspects
from tracker.views.services.listing import ContractState, ServiceRow, StatementState, service_list
from tracker.views.texts import RequirementText, requirement_texts

NAME, LONGEST = 46, 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Risks:
    """`fallen` are requirements whose level is lower as a whole because evidence ended, with the ids of what ended."""

    suspects: Sequence[SuspectRow]
    hollow: Sequence[ServiceField]
    fallen: Sequence[tuple[RequirementText, tuple[int, ...]]]
    services: Sequence[ServiceRow]

    @property
    def statements(self) -> list[ServiceRow]:
        """Services whose accessibility statement is missing or too old."""
        return [row for row in self.services if row.statement in (StatementState.MISSING, StatementState.OLD)]

    @property
    def contracts(self) -> list[ServiceRow]:
        """Services whose contract ends within the threshold, or has ended while they run."""
        ending = (ContractState.ENDING, ContractState.ENDED)
        return [row for row in self.services if row.contract in ending and row.status is not ServiceStatus.CLOSED]


def read(session: Session, workspace_id: int, found: Gathered) -> Risks:
    """The risks of the session's day."""
    counted = set(session.scalars(counted_requirements(workspace_id)))
    lost = {
        number: tuple(piece.id for piece in cell.fallen.pieces)
        for number, cell in found.standings.overall.items()
        if number in counted and cell.fallen is not None
    }
    return Risks(
        suspects=suspects(session, workspace_id, sees_secrecy=found.cleared),
        hollow=hollow_fronts(session, workspace_id),
        fallen=[(text, lost[number]) for number, text in requirement_texts(session, lost).items()],
        services=service_list(session, workspace_id),
    )


def points(risks: Risks, found: Gathered, *, names: int) -> Points:
    """One sentence for each kind of risk there is, with the first so many of its names."""
    language, shown = found.language, found.overview
    said: list[tuple[str, Target | None]] = []

    def add(key: str, count: int, named: Sequence[str], page: str, **values: str | int) -> None:
        if count:
            some = "; ".join(cut(name, LONGEST) for name in named[:names])
            left = count - len(named[:names])
            rest = f" {language.t('report.and_more', count=left)}" if some and left > 0 else ""
            line = language.tn(key, count)
            said.append((f"{line}: {some}{rest}." if some else f"{line}.", Target(page=page, values=values)))

    late = [row for row in found.measures if row.overdue]
    add(
        "report.risk.overdue", len(late),
        [
            f"{cut(row.title, NAME)} ({', '.join(part for part in (row.owner, language.day(row.due_on)) if part)})"
            for row in late
        ],
        "measures", tab="owner", state="overdue",
    )  # fmt: skip
    add("report.risk.suspect", shown.suspect, _suspect_places(risks.suspects), "review", view="suspects")
    add("report.risk.weakened", shown.weakened, (), "review", view="translations", modifier="soft")
    hollow = [
        f"{row.name} ({language.number(row.outward.value, decimals=0)}/"
        f"{language.number(row.anchoring.index.value, decimals=0)})"
        for row in risks.hollow
    ]
    add("report.risk.hollow", len(hollow), hollow, "anchoring", show="hollow_front")
    fallen = [f"{language.where(text)} ({language.ids(ids, 2)})" for text, ids in risks.fallen]
    add("report.risk.fallen", len(fallen), fallen, "matrix")
    statements = [row.name for row in risks.statements]
    add("report.risk.statements", len(statements), statements, "services")
    contracts = [f"{row.name} ({language.day(row.contract_end)})" for row in risks.contracts]
    add("report.risk.contracts", len(contracts), contracts, "services")
    return Points(items=said or [(language.t("report.risk.none"), None)])


def _suspect_places(rows: Sequence[SuspectRow]) -> list[str]:
    return list(dict.fromkeys(f"{row.guideline} {row.locator}".strip() for row in rows))
