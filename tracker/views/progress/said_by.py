"""What the sources of evidence are called: documents, services, actors, records and measurements."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.tables.assessment import Evidence
from tracker.tables.link import Link
from tracker.tables.local import LocalDocument, LocalEdition, Passage
from tracker.tables.measurement import Indicator, Measurement, Record, RecordKind
from tracker.tables.network import Actor
from tracker.tables.service import Service
from tracker.views.clearance import secret_passage

Name = tuple[str, str]
"""In Swedish and in English."""


class Sources:
    """The names of all sources of a workspace, read once; a document under secrecy has none for who may not read it."""

    def __init__(self, session: Session, workspace_id: int, sees_secrecy: bool) -> None:
        links = session.execute(
            select(Link.id, LocalDocument.name, secret_passage(), Service.name, Actor.name)
            .outerjoin(Passage, Passage.id == Link.passage_id)
            .outerjoin(LocalEdition, LocalEdition.id == Passage.edition_id)
            .outerjoin(LocalDocument, LocalDocument.id == LocalEdition.document_id)
            .outerjoin(Service, Service.id == Link.service_id)
            .outerjoin(Actor, Actor.id == Link.actor_id)
            .where(Link.workspace_id == workspace_id, Link.id.in_(select(Evidence.link_id)))
        )
        self._of_links = {
            number: "" if secret and not sees_secrecy else next(filter(None, names), "")
            for number, document, secret, *others in links
            for names in [(document, *others)]
        }
        self._of_records: dict[int, Name] = {
            number: (sv, en)
            for number, sv, en in session.execute(
                select(Record.id, RecordKind.name_sv, RecordKind.name_en)
                .join(RecordKind, RecordKind.code == Record.kind)
                .where(Record.workspace_id == workspace_id)
            )
        }
        self._of_measurements: dict[int, Name] = {
            number: (sv, en)
            for number, sv, en in session.execute(
                select(Measurement.id, Indicator.name_sv, Indicator.name_en)
                .join(Indicator, Indicator.code == Measurement.indicator)
                .where(Measurement.workspace_id == workspace_id)
            )
        }

    def name(self, row: Evidence) -> Name:
        """What a piece of evidence rests on."""
        if row.link_id is not None:
            found = self._of_links.get(row.link_id, "")
            return found, found
        if row.record_id is not None:
            return self._of_records.get(row.record_id, ("", ""))
        return self._of_measurements.get(row.measurement_id or 0, ("", ""))
