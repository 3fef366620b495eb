"""How requirements were translated, counted by what kind of guideline or document it was and in which municipality."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.tables.guideline import Guideline, Requirement
from tracker.tables.local import LocalDocument
from tracker.tables.people import Workspace
from tracker.tables.translation import Mode
from tracker.views.counted import counted_requirements
from tracker.views.ladder.standings import standings
from tracker.views.review.translations import TranslationRow, Wanted, translations


class By(StrEnum):
    """What the translations are counted by."""

    KIND = "kind"
    LEVEL = "level"
    GUIDELINE = "guideline"
    DOCUMENT_TYPE = "document_type"
    YEAR = "year"
    MUNICIPALITY = "municipality"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeRow:
    """One group: `counts` by mode, and `apart` translations whose coders chose different modes.

    `group` is what the group is called by: level and bindingness divided by a space, the number of a guideline, the
    code of a document type, a year or "" for a document without a date, or the name of a municipality.
    """

    group: str
    counts: Mapping[Mode, int]
    apart: int = 0

    @property
    def total(self) -> int:
        return sum(self.counts.values()) + self.apart


def distribution(session: Session, workspace_id: int, *, by: By, said: str) -> list[ModeRow]:
    """The confirmed translations of a workspace that a coder (`said` "coded") or only the machine has read.

    What was searched for in vain counts as NONE among what people said, in every grouping that needs no passage.
    """
    counts: dict[str, Counter[Mode]] = defaultdict(Counter)
    apart: Counter[str] = Counter()
    name = _namer(session, workspace_id, by)
    for row in translations(session, workspace_id, wanted=Wanted(said=said), sees_secrecy=True):
        modes = {word.mode for word in row.said}
        if len(modes) == 1:
            counts[name(row.guideline_id, row)][modes.pop()] += 1
        elif modes:
            apart[name(row.guideline_id, row)] += 1
    if said == "coded" and by not in (By.DOCUMENT_TYPE, By.YEAR):
        for guideline_id, missing in _not_translated(session, workspace_id).items():
            counts[name(guideline_id, None)][Mode.NONE] += missing
    return [ModeRow(group=group, counts=dict(counts[group]), apart=apart[group]) for group in sorted({*counts, *apart})]


def _namer(session: Session, workspace_id: int, by: By) -> Callable[[int, TranslationRow | None], str]:
    """Gives the group of a translation; of a requirement alone where there is none."""
    if by is By.MUNICIPALITY:
        own = session.scalars(select(Workspace.name).where(Workspace.id == workspace_id)).one()
        return lambda _guideline, _row: own
    if by in (By.KIND, By.LEVEL, By.GUIDELINE):
        rows = session.execute(select(Guideline.id, Guideline.level, Guideline.bindingness))
        names = {
            number: {
                By.KIND: f"{level.value} {bindingness.value}",
                By.LEVEL: level.value,
                By.GUIDELINE: str(number),
            }[by]
            for number, level, bindingness in rows
        }
        return lambda guideline, _row: names[guideline]
    documents = session.execute(
        select(LocalDocument.id, LocalDocument.type, LocalDocument.decided_on).where(
            LocalDocument.workspace_id == workspace_id
        )
    )
    groups = {
        number: kind if by is By.DOCUMENT_TYPE else str(day.year) if day else "" for number, kind, day in documents
    }
    return lambda _guideline, row: groups[row.document_id] if row is not None else ""


def _not_translated(session: Session, workspace_id: int) -> Mapping[int, int]:
    """By guideline the requirements that a search found nothing for and that nothing has been found for since."""
    found = standings(session, workspace_id)
    gaps = [requirement for requirement in found.searched if found.whole(requirement).gap]
    rows = session.execute(
        select(Requirement.guideline_id).where(
            Requirement.id.in_(gaps), Requirement.id.in_(counted_requirements(workspace_id))
        )
    )
    return Counter(rows.scalars())
