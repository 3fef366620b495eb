"""The matrix, the gaps, the links and the services as flat rows, for files people open in a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.suspects import suspect_links
from tracker.tables.link import Link, SearchRecord
from tracker.tables.local import LocalDocument, LocalEdition, Passage
from tracker.tables.network import Actor
from tracker.tables.service import Service
from tracker.views.clearance import open_passages
from tracker.views.exports import crosswalks
from tracker.views.exports.described_services import described_services
from tracker.views.exports.modes import MODES, modes_of
from tracker.views.exports.who import deciders
from tracker.views.ladder.standings import Cell, standings
from tracker.views.matrix.table import columns, matrix
from tracker.views.texts import RequirementText, passage_texts, requirement_texts

SERVICE_COLUMNS = (
    "name", "identifier", "unit", "channel", "life_event", "status", "platform", "back_office_system", "vendor",
    "contract_end", "acquisition", "design_driver", "built_by", "personal_data", "cross_border", "started_on", "url",
    "description",
)  # fmt: skip
ABOUT_REQUIREMENT = ("requirement_id", "guideline", "guideline_status", "locator", "force", "text", "text_is")
MATRIX_COLUMNS = (*ABOUT_REQUIREMENT, "level", "suspect")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Rows and their columns in order; `titles` names the columns that stand for a unit, all others go by their key."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Mapping[str, Any]]
    titles: Mapping[str, str]


def matrix_titles(session: Session, workspace_id: int) -> dict[str, str]:
    """The columns of the sheet that stand for a unit, by their keys."""
    return {
        f"{kind}:{number}": column.name
        for column in columns(session, workspace_id)
        for kind, number in [column.subject]
    }


def matrix_sheet(session: Session, workspace_id: int, language: str) -> Sheet:
    """One row per counted requirement, one column per unit with the level shown there; empty is not examined."""
    grid = matrix(session, workspace_id)
    titles = matrix_titles(session, workspace_id)
    rows = [
        {
            **about(row.requirement, language),
            "level": row.whole.shown,
            "suspect": row.whole.suspect,
            **{key: _level(cell) for key, cell in zip(titles, row.cells, strict=True)},
        }
        for row in grid.rows
    ]
    return Sheet(name="matrix", columns=(*MATRIX_COLUMNS, *titles), rows=rows, titles=titles)


def gaps_sheet(session: Session, workspace_id: int, language: str, *, names: bool = False) -> Sheet:
    """Requirements a recorded search found nothing for, with the day of the newest search and who made it."""
    found = standings(session, workspace_id)
    gaps = {requirement for requirement in found.searched if found.whole(requirement).shown == 0}
    searches = session.execute(
        select(SearchRecord.requirement_id, SearchRecord.on, SearchRecord.note, SearchRecord.by_id)
        .where(SearchRecord.workspace_id == workspace_id, SearchRecord.withdrawn_at.is_(None))
        .order_by(SearchRecord.on, SearchRecord.id)
    )
    who = deciders(session, workspace_id, language, names=names)
    newest = {requirement: (on, note, who[by]) for requirement, on, note, by in searches if requirement in gaps}
    texts = requirement_texts(session, newest)
    rows = [
        {**about(text, language), **dict(zip(("on", "note", "by"), newest[text.id], strict=True))}
        for text in texts.values()
    ]
    return Sheet(name="gaps", columns=(*ABOUT_REQUIREMENT, "on", "by", "note"), rows=rows, titles={})


def links_sheet(
    session: Session, workspace_id: int, language: str, *, sees_secrecy: bool = False, names: bool = False
) -> Sheet:
    """Every link with its state and the words of its target; passages under secrecy are left out for most roles."""
    wanted = (
        select(Link, Service.name, Actor.name)
        .outerjoin(Passage, Passage.id == Link.passage_id)
        .outerjoin(LocalEdition, LocalEdition.id == Passage.edition_id)
        .outerjoin(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .outerjoin(Service, Service.id == Link.service_id)
        .outerjoin(Actor, Actor.id == Link.actor_id)
        .where(Link.workspace_id == workspace_id, open_passages(sees_secrecy))
        .order_by(Link.requirement_id, Link.id)
    )
    links = session.execute(wanted).all()
    texts = requirement_texts(session, [link.requirement_id for link, *_ in links])
    numbers = [link.passage_id for link, *_ in links if link.passage_id is not None]
    passages = passage_texts(session, numbers, context=0, sees_secrecy=sees_secrecy)
    suspects = suspect_links(session, workspace_id)
    modes = modes_of(session, workspace_id, language, names=names)
    who = deciders(session, workspace_id, language, names=names)
    rows = []
    for link, service, actor in links:
        passage = passages.get(link.passage_id or 0)
        rows.append(
            {
                **about(texts[link.requirement_id], language),
                "link_id": link.id,
                "state": link.state.value,
                "type": link.type.value if link.type else "",
                "score": link.score,
                "document": passage.title if passage else "",
                "page": passage.page or None if passage else None,
                "target": passage.text if passage else service or actor or "",
                "suspect": link.id in suspects,
                "on": link.on,
                "by": who.get(link.decided_by_id or 0, ""),
                "note": link.note,
                **dict.fromkeys(MODES, ""),
                **modes.get(link.id, {}),
            }
        )
    columns = ("link_id", *ABOUT_REQUIREMENT, "state", "type", "score", "document", "page", "target", "suspect")
    return Sheet(name="links", columns=(*columns, "on", "by", "note", *MODES), rows=rows, titles={})


def services_sheet(session: Session, workspace_id: int, language: str) -> Sheet:  # noqa: ARG001 - as the others
    """One row per service under the headings that a list of services is imported by."""
    rows = [
        dict(service.cells) | {"identifier": service.identifier}
        for service in described_services(session, workspace_id)
    ]
    return Sheet(
        name="services",
        columns=SERVICE_COLUMNS,
        rows=[dict.fromkeys(SERVICE_COLUMNS, "") | row for row in rows],
        titles={key: key for key in SERVICE_COLUMNS},
    )


def crosswalk_sheet(session: Session, workspace_id: int, language: str) -> Sheet:
    """One row per confirmed crosswalk under the headings that a table of crosswalks is imported by."""
    return Sheet(
        name="crosswalk",
        columns=crosswalks.COLUMNS,
        rows=crosswalks.crosswalk_rows(session, workspace_id, language),
        titles=crosswalks.titles(language),
    )


NAMED: Mapping[str, Callable[..., Sheet]] = {"gaps": gaps_sheet, "links": links_sheet}
"""Those that say who decided: in what role, or by name where `names` are asked for by somebody who may."""
SHEETS: Mapping[str, Callable[[Session, int, str], Sheet]] = {
    "matrix": matrix_sheet,
    "gaps": gaps_sheet,
    "links": links_sheet,
    "services": services_sheet,
    "crosswalk": crosswalk_sheet,
}
"""What can be exported, by the name the command line uses."""


def about(text: RequirementText, language: str) -> dict[str, Any]:
    """What every table says of a requirement first, by ABOUT_REQUIREMENT."""
    return {
        "requirement_id": text.id,
        "guideline": f"{text.title(language)} ({text.guideline})",
        "guideline_status": text.guideline_status.value,
        "locator": text.locator,
        "force": text.force.value,
        "text": text.words(language),
        "text_is": "summary" if text.is_summary else "wording",
    }


def _level(cell: Cell) -> int | str | None:
    """The level, or the place beside the ladder a person put the cell in."""
    if cell.judged is not None and cell.judged.side_state is not None:
        return cell.judged.side_state.value
    return cell.shown
