"""The text of a guideline's edition provision by provision, with what the program read in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker import subjects
from tracker.tables.guideline import Provision, Statement, Wording, Zone

CONTAINERS = frozenset({"chapter", "section", "article", "annex", "title", "part", "principle", "recital", "heading"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineRow:
    """A provision people look a text up by; `position` is where it stands in the edition."""

    position: int
    locator: str
    heading: str
    zone: Zone


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionText:
    """A provision's own text (without what stands below it); `start` is where the text begins in the edition.

    `marks` are {"role", "start", "end", "why"}, their offsets counted from the beginning of the text.
    """

    id: int
    position: int
    locator: str
    heading: str
    zone: Zone
    depth: int
    start: int
    text: str
    marks: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPage:
    """A run of provisions of one edition; `total` counts all of them."""

    language: str
    total: int
    provisions: Sequence[ProvisionText]


def outline(session: Session, workspace_id: int, *, edition_id: int) -> list[OutlineRow]:
    """The provisions of the upper levels, in document order."""
    subjects.known_edition(session, workspace_id, edition_id)
    rows = session.execute(
        select(Provision.position, Provision.locator, Provision.heading, Provision.zone)
        .where(Provision.edition_id == edition_id, Provision.kind.in_(CONTAINERS))
        .order_by(Provision.position)
    )
    return [OutlineRow(position=at, locator=locator, heading=head, zone=zone) for at, locator, head, zone in rows]


def text_page(session: Session, workspace_id: int, *, edition_id: int, first: int, size: int) -> TextPage:
    """`size` provisions from the one at position `first`, each with its own text and the marks in it."""
    edition = subjects.known_edition(session, workspace_id, edition_id)
    text, language = edition.text, edition.language
    total = session.scalar(select(func.count()).where(Provision.edition_id == edition_id)) or 0
    parents = dict(
        session.execute(select(Provision.id, Provision.parent_id).where(Provision.edition_id == edition_id)).all()
    )
    rows = session.scalars(
        select(Provision)
        .where(Provision.edition_id == edition_id, Provision.position >= first)
        .order_by(Provision.position)
        .limit(size + 1)
    ).all()
    spans = _spans(session, edition_id, [row.id for row in rows])
    return TextPage(
        language=language,
        total=total,
        provisions=[_provision(row, rows[at + 1 : at + 2], parents, text, spans) for at, row in enumerate(rows[:size])],
    )


def _spans(session: Session, edition_id: int, provisions: Sequence[int]) -> list[Any]:
    """Everything read in these provisions; lead-ins are marked where they stand, so all are looked at together."""
    return [
        span
        for table in (Wording, Statement)
        for spans in session.scalars(
            select(table.spans).where(table.edition_id == edition_id, table.provision_id.in_(provisions))
        )
        for span in spans
    ]


def _provision(
    row: Provision,
    following: Sequence[Provision],
    parents: Mapping[int, int | None],
    text: str,
    spans: Sequence[Mapping[str, Any]],
) -> ProvisionText:
    # The next provision in document order is the first child, if there is one: the own text ends where it begins.
    end = min([row.end, *(after.start for after in following if after.start >= row.start)])
    return ProvisionText(
        id=row.id,
        position=row.position,
        locator=row.locator,
        heading=row.heading,
        zone=row.zone,
        depth=_depth(row.id, parents),
        start=row.start,
        text=text[row.start : end],
        marks=[
            {**span, "start": span["start"] - row.start, "end": span["end"] - row.start}
            for span in spans
            if row.start <= span["start"] <= span["end"] <= end
        ],
    )


def _depth(number: int, parents: Mapping[int, int | None]) -> int:
    depth, above = 0, parents.get(number)
    while above is not None and depth < 3:
        depth, above = depth + 1, parents.get(above)
    return depth
