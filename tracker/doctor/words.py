"""Words: every quote found again in the text it was taken from, and every file as it came."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import events, originals
from tracker.doctor.finding import Finding
from tracker.tables.event import Event
from tracker.tables.guideline import Edition, Provision, Wording, WordingReference, lead_in_text
from tracker.tables.local import LocalEdition, Passage, PassageReference
from tracker.tables.original import Original


def quotes(session: Session) -> Iterator[Finding]:
    """Wordings and their references read at their places as they did when they were stored."""
    for edition_id in session.scalars(select(Edition.id).order_by(Edition.id)).all():
        text = session.execute(select(Edition.text).where(Edition.id == edition_id)).scalar_one()
        rows = select(Wording.id, Wording.start, Wording.end, Wording.lead_ins, Wording.fingerprint)
        for number, start, end, lead_ins, kept in session.execute(rows.where(Wording.edition_id == edition_id)):
            place = f"wording:{number}"
            pairs = _pairs(lead_ins)
            if pairs is None or not all(0 <= a <= b <= len(text) for a, b in [(start, end), *pairs]):
                yield Finding(code="quote.outside", place=place, values={"edition": edition_id})
            elif _ragged(text[start:end]) or events.fingerprint(lead_in_text(text, pairs), text[start:end]) != kept:
                yield Finding(code="quote.altered", place=place, values={"edition": edition_id})
        yield from _references(
            session,
            text,
            select(WordingReference.id, WordingReference.start, WordingReference.end, WordingReference.text)
            .join(Wording, Wording.id == WordingReference.wording_id)
            .where(Wording.edition_id == edition_id),
            "wording_reference",
        )
        parts = select(Provision.id, Provision.start, Provision.end).where(Provision.edition_id == edition_id)
        for number, start, end in session.execute(parts):
            if not 0 <= start <= end <= len(text):
                yield Finding(code="quote.outside", place=f"provision:{number}", values={"edition": edition_id})


def passages(session: Session) -> Iterator[Finding]:
    """Passages of local documents read as they did, and are those their import told of."""
    told = {
        event.entity: event.after["digest"]
        for event in session.execute(
            select(Event.entity, Event.after).where(Event.entity.like("local_edition:%")).order_by(Event.id.desc())
        )
        if "digest" in event.after
    }
    for edition_id in session.scalars(select(LocalEdition.id).order_by(LocalEdition.id)).all():
        text = session.execute(select(LocalEdition.text).where(LocalEdition.id == edition_id)).scalar_one()
        rows = select(Passage.id, Passage.start, Passage.end, Passage.fingerprint)
        fingerprints = []
        for number, start, end, kept in session.execute(
            rows.where(Passage.edition_id == edition_id).order_by(Passage.position)
        ):
            fingerprints.append(kept)
            if not 0 <= start < end <= len(text):
                yield Finding(code="quote.outside", place=f"passage:{number}", values={"edition": edition_id})
            elif _ragged(text[start:end]) or events.fingerprint(text[start:end]) != kept:
                yield Finding(code="passage.altered", place=f"passage:{number}", values={"edition": edition_id})
        place = f"local_edition:{edition_id}"
        if told.get(place, "") not in ("", originals.digest_of(fingerprints)):
            yield Finding(code="passage.others", place=place, values={"count": len(fingerprints)})
        yield from _references(
            session,
            text,
            select(PassageReference.id, PassageReference.start, PassageReference.end, PassageReference.text)
            .join(Passage, Passage.id == PassageReference.passage_id)
            .where(Passage.edition_id == edition_id),
            "passage_reference",
        )


def files(session: Session) -> Iterator[Finding]:
    """Every file is the one its checksum was taken of."""
    for sha256, size in session.execute(select(Original.sha256, Original.size).order_by(Original.sha256)).all():
        data = session.execute(select(Original.data).where(Original.sha256 == sha256)).scalar_one()
        if hashlib.sha256(data).hexdigest() != sha256 or len(data) != size:
            yield Finding(code="original.altered", place=f"original:{sha256}", values={"checksum": sha256[:12]})


def _references(session: Session, text: str, rows: Any, kind: str) -> Iterator[Finding]:
    for number, start, end, words in session.execute(rows):
        if text[max(start, 0) : end] != words:
            yield Finding(code="quote.altered", place=f"{kind}:{number}")


def _ragged(words: str) -> bool:
    """Whether a quote begins or ends in white space, which none does and no fingerprint shows."""
    return words != words.strip()


def _pairs(lead_ins: Any) -> list[tuple[int, int]] | None:
    """The spans of lead-ins, None for what are none."""
    try:
        pairs = [(int(start), int(end)) for start, end in lead_ins]
    except (TypeError, ValueError):
        return None
    return pairs
