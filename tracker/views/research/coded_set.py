"""The whole coded set as tables: codings, codebook, editions, thresholds and what it was made with.

Coders are numbered in the order of their first code and never named; notes are left out, for they may name people.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock, locales
from tracker.tables.event import EventHead
from tracker.tables.guideline import Edition, Guideline
from tracker.tables.local import LocalDocument, LocalEdition
from tracker.tables.people import Workspace
from tracker.tables.translation import Mode, ModeSuggestion, Modifier
from tracker.views import settings
from tracker.views.clearance import open_documents
from tracker.views.counted import of_others
from tracker.views.exports.sheets import Sheet
from tracker.views.research.coders import Coded, coded_links, coder_numbers
from tracker.views.texts import passage_texts, requirement_texts


def coded_set(session: Session, workspace_id: int, *, sees_secrecy: bool = False) -> list[Sheet]:
    """The tables of the set; links into documents under secrecy are left out for most roles, and counted in "about"."""
    every = coded_links(session, workspace_id)
    links = [row for row in every if sees_secrecy or not row.secret]
    return [
        _sheet("codings", list(_codings(session, workspace_id, links))),
        _sheet("codebook", list(_codebook())),
        _sheet("editions", list(_editions(session, workspace_id, sees_secrecy))),
        _sheet("thresholds", _thresholds(session, workspace_id)),
        _sheet("about", _about(session, workspace_id, links, withheld=len(every) - len(links))),
    ]


def _sheet(name: str, rows: list[dict[str, Any]]) -> Sheet:
    return Sheet(name=name, columns=tuple(rows[0]) if rows else (), rows=rows, titles={})


def _codings(session: Session, workspace_id: int, links: list[Coded]) -> Iterator[dict[str, Any]]:
    """One row per coder and link."""
    numbers = coder_numbers(session, workspace_id)
    requirements = requirement_texts(session, [row.requirement_id for row in links])
    passages = passage_texts(session, [row.passage_id for row in links], context=0, sees_secrecy=True)
    suggested = dict(
        session.execute(
            select(ModeSuggestion.link_id, ModeSuggestion.mode).where(ModeSuggestion.workspace_id == workspace_id)
        ).all()
    )
    for row in links:
        requirement, passage = requirements[row.requirement_id], passages[row.passage_id]
        wording = next(iter(requirement.wordings.values()), None)
        machine = suggested.get(row.link_id)
        for code in row.codes:
            yield {
                "link": row.link_id,
                "requirement": row.requirement_id,
                "guideline": requirement.guideline,
                "level": requirement.level.value,
                "locator": requirement.locator,
                "force": requirement.force.value,
                "text": requirement.words(wording.language if wording else "sv"),
                "text_is": "summary" if requirement.is_summary else "wording",
                "guideline_edition": wording.edition_id if wording else None,
                "document": passage.title,
                "local_edition": passage.edition_id,
                "page": passage.page or None,
                "start": passage.start,
                "end": passage.end,
                "passage": passage.text,
                "coder": numbers[code.coder_id],
                "mode": code.mode.value,
                "modifiers": sorted(one.value for one in code.modifiers),
                "blind": code.blind,
                "machine": machine.value if machine is not None else None,
            }


def _codebook() -> Iterator[dict[str, Any]]:
    groups: Mapping[str, type[Mode | Modifier]] = {"mode": Mode, "modifier": Modifier}
    for group, members in groups.items():
        for member in members:
            names = {
                f"name_{tongue}": locales.text(f"{group}.{member.value}", tongue) for tongue in locales.language_codes()
            }
            meant = {
                f"definition_{tongue}": locales.text(f"codebook.{member.value}", tongue)
                for tongue in locales.language_codes()
            }
            yield {"code": member.value, "kind": group, **names, **meant}


def _editions(session: Session, workspace_id: int, sees_secrecy: bool) -> Iterator[dict[str, Any]]:
    """Every text that stood when the set was made, but for other workspaces' own guidelines."""
    above = session.execute(
        select(Edition, Guideline.identifier)
        .join(Guideline, Guideline.id == Edition.guideline_id)
        .where(Edition.undone_at.is_(None), Guideline.id.not_in(of_others(workspace_id)))
        .order_by(Edition.id)
    )
    for edition, identifier in above:
        yield edition_row("guideline", edition, identifier, edition.published_on)
    wanted = (
        select(LocalEdition, LocalDocument)
        .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .where(
            LocalEdition.workspace_id == workspace_id, LocalEdition.undone_at.is_(None), open_documents(sees_secrecy)
        )
        .order_by(LocalEdition.id)
    )
    for local, document in session.execute(wanted):
        yield edition_row("local", local, document.name, document.decided_on)


def edition_row(kind: str, edition: Edition | LocalEdition, name: str, day: date | None) -> dict[str, Any]:
    """A text as a row of a table of texts, of the `kind` "guideline" or "local": whose it is, its day and its file."""
    return {
        "kind": kind,
        "edition": edition.id,
        "name": name,
        "language": edition.language,
        "date": day,
        "file": edition.file_name,
        "sha256": edition.original_sha256,
        "pipeline": edition.pipeline,
    }


def _thresholds(session: Session, workspace_id: int) -> list[dict[str, Any]]:
    values = asdict(settings.thresholds(session, workspace_id))
    return [{"threshold": name, "value": value} for name, value in values.items()]


def _about(session: Session, workspace_id: int, links: list[Coded], *, withheld: int) -> list[dict[str, Any]]:
    head = session.get(EventHead, workspace_id)
    facts = {
        "workspace": session.scalars(select(Workspace.name).where(Workspace.id == workspace_id)).one(),
        "day": clock.today().isoformat(),
        "links": len(links),
        "withheld": withheld,
        "codings": sum(len(row.codes) for row in links),
        "history_events": head.seq if head is not None else 0,
        "history_head": head.hash if head is not None else "",
    }
    return [{"what": name, "value": value} for name, value in facts.items()]
