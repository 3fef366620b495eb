"""Where in an edition's text a requirement may stand: spans of it and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import Conflict, NotFound, Refused
from tracker.tables.guideline import Edition, Provision, Requirement, RequirementState, Wording

Span = tuple[int, int]
CONTAINERS = frozenset({"chapter", "title", "part", "annex", "heading"})
"""Kinds of provisions that hold others of their own standing: no requirement reaches over one of these."""


@dataclass(frozen=True, slots=True)
class EditionText:
    """An edition's text and its provisions in document order."""

    edition: Edition
    text: str
    provisions: Sequence[Provision]

    def of(self, wording: Wording) -> Provision:
        """The provision a wording of this edition belongs to."""
        return next(row for row in self.provisions if row.id == wording.provision_id)

    def own(self, provision: Provision) -> Span:
        """A provision's own text, without what stands below it."""
        at = provision.position + 1
        following = self.provisions[at].start if at < len(self.provisions) else provision.end
        return provision.start, max(provision.start, min(provision.end, following))

    def reach(self, provision: Provision) -> Span:
        """How far a wording of the provision may be moved: its own text and that of its neighbours."""
        first, last = max(0, provision.position - 1), min(len(self.provisions) - 1, provision.position + 1)
        return self.provisions[first].start, max(self.own(self.provisions[last])[1], self.own(provision)[1])

    def provision_at(self, start: int) -> Provision:
        """The innermost provision at an offset, or the last one before it where it stands in none."""
        before = [row for row in self.provisions if row.start <= start]
        return next((row for row in reversed(before) if start < row.end), (before or self.provisions)[-1])

    def holding(self, span: Span) -> Provision:
        """The innermost provision that holds both ends of a span; the one it begins in, where only a chapter does."""
        first, last = self.provision_at(span[0]), self.provision_at(span[1] - 1)
        return self.shared(first, last) or first

    def shared(self, first: Provision, last: Provision) -> Provision | None:
        """The innermost provision that holds or is both of these, None where only a chapter or nothing does."""
        if first.id == last.id:
            return first
        above = {row.id for row in self._line(last)}
        return next((row for row in self._line(first) if row.id in above and row.kind not in CONTAINERS), None)

    def section(self, provision: Provision) -> Span:
        """The stretch of the section, article or principle that a provision stands in."""
        line = self._line(provision)
        inner = next((at for at, row in enumerate(line) if at and row.kind in CONTAINERS), len(line))
        return line[inner - 1].start, line[inner - 1].end

    def _line(self, provision: Provision) -> list[Provision]:
        """A provision and all that it stands in, innermost first."""
        by_id = {row.id: row for row in self.provisions}
        line = [provision]
        while line[-1].parent_id is not None:
            line.append(by_id[line[-1].parent_id])
        return line


def edition_text(session: Session, edition_id: int) -> EditionText:
    """The text and provisions of an edition; raises NotFound where there is none."""
    edition = session.get(Edition, edition_id)
    if edition is None:
        raise NotFound("error.edition_unknown", id=edition_id)
    provisions = session.scalars(
        select(Provision).where(Provision.edition_id == edition_id).order_by(Provision.position)
    ).all()
    return EditionText(edition, edition.text, provisions)


def trimmed(text: str, span: Sequence[int]) -> Span:
    """The span without white space at its ends; Refused when nothing is left or it lies outside the text.

    >>> trimmed("Nämnden ska svara. ", (7, 19))
    (8, 18)
    """
    start, end = span
    if not 0 <= start < end <= len(text):
        raise Refused("error.span_outside", start=start, end=end)
    words = text[start:end]
    start, end = start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))
    if start >= end:
        raise Refused("error.span_empty")
    return start, end


def refuse_outside(span: Span, limits: Span) -> None:
    """Refused when a span goes beyond what it may cover."""
    if not limits[0] <= span[0] < span[1] <= limits[1]:
        raise Refused("error.span_outside", start=span[0], end=span[1])


def refuse_disorder(spans: Sequence[Span]) -> None:
    """Refused when spans overlap or do not follow one another."""
    if any(first[1] > second[0] for first, second in pairwise(spans)):
        raise Refused("error.parts_overlap")


def active_at(session: Session, edition_id: int, limits: Span) -> list[Wording]:
    """The wordings of active requirements that share words with a stretch of an edition, in reading order."""
    return list(
        session.scalars(
            select(Wording)
            .join(Requirement, Requirement.id == Wording.requirement_id)
            .where(
                Wording.edition_id == edition_id,
                Wording.start < limits[1],
                Wording.end > limits[0],
                Requirement.state == RequirementState.ACTIVE,
            )
            .order_by(Wording.start, Wording.id)
        )
    )


def refuse_taken(session: Session, wordings: Iterable[Wording]) -> None:
    """Conflict when another active requirement is worded by exactly the same words as one of these."""
    for wording in wordings:
        for other in active_at(session, wording.edition_id, (wording.start, wording.end)):
            same = (other.start, other.end) == (wording.start, wording.end)
            if same and other.requirement_id != wording.requirement_id:
                raise Conflict("error.span_taken", id=other.requirement_id, locator=other.locator)
