"""The working data of a workspace as sheets that people edit away from here: links, judgements, measures, services."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import locales
from tracker.chains import GENESIS
from tracker.exchange.workbook import Origin, Sheet, Workbook
from tracker.tables.event import Event, EventHead
from tracker.tables.people import Workspace
from tracker.views.exports.working.judgements import judgements_sheet
from tracker.views.exports.working.links import links_sheet
from tracker.views.exports.working.measures import measures_sheet
from tracker.views.exports.working.services import services_sheet

SHEETS: Mapping[str, Callable[..., Sheet]] = {
    "links": links_sheet,
    "assessments": judgements_sheet,
    "measures": measures_sheet,
    "services": services_sheet,
}
"""By key what makes each sheet, in their order."""
ABOUT = ("what", "edit", "rows", "reason", "back", "left")
"""Lines that tell people what to do, by the keys of their texts."""


def workbook(session: Session, workspace_id: int, language: str, *, sees_secrecy: bool = False) -> Workbook:
    """All sheets; links to what is under secrecy only for somebody who may read that and asks for it."""
    workspace = session.get_one(Workspace, workspace_id)
    head = session.get(EventHead, workspace_id)
    found = sheets(session, workspace_id, language, sees_secrecy=sees_secrecy)
    said = {"workspace": workspace.name, "left": sum(sheet.left_out for sheet in found)}
    return Workbook(
        origin=Origin(
            workspace_id=workspace_id,
            workspace=workspace.slug,
            language=language,
            events=head.seq if head is not None else 0,
            hash=head.hash if head is not None else GENESIS,
        ),
        sheets=found,
        about_title=locales.text("workbook.sheet.about", language),
        about=[
            locales.text(f"workbook.about.{key}", language, **said) for key in ABOUT if key != "left" or said["left"]
        ],
    )


def sheets(
    session: Session,
    workspace_id: int,
    language: str,
    *,
    sees_secrecy: bool = False,
    only: Mapping[str, frozenset[str]] | None = None,
) -> tuple[Sheet, ...]:
    """What every sheet holds now, in the words of the language; only the rows with these ids where any are given."""
    return tuple(
        make(
            session, workspace_id, language, sees_secrecy=sees_secrecy,
            only=None if only is None else only.get(key, frozenset()),
        )
        for key, make in SHEETS.items()
    )  # fmt: skip


def event_hash(session: Session, workspace_id: int, number: int) -> str:
    """The hash of an event of the workspace's history by its number; "" for none."""
    wanted = select(Event.hash).where(Event.chain == workspace_id, Event.seq == number)
    return session.scalar(wanted) or ""
