"""What all reports draw on, read once from the views the pages use, so that every number equals the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from tracker.reports.language import Language
from tracker.views.exports.basis import Basis, basis
from tracker.views.exports.open_gaps import OpenGap, open_gaps
from tracker.views.guidelines.listing import guideline_names
from tracker.views.ladder.standings import Standings, standings
from tracker.views.measures import listing
from tracker.views.measures.listing import MeasureRow
from tracker.views.overview import Overview, overview


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The state of a workspace on a day; where `cleared`, documents under secrecy are to be read in the report."""

    language: Language
    on: date
    since: date
    cleared: bool
    basis: Basis
    overview: Overview
    standings: Standings
    measures: Sequence[MeasureRow]
    gaps: Sequence[OpenGap]

    @property
    def counts(self) -> listing.Counts:
        """The figures over the measures."""
        return listing.counts(self.measures, today=self.on)

    @property
    def waiting(self) -> Sequence[MeasureRow]:
        """Those that wait for a decision, the earliest meeting first, those without one last."""
        rows = [row for row in self.measures if row.waits]
        return sorted(
            rows, key=lambda row: (row.meeting_on is None, row.meeting_on or self.on, row.decision_from, row.id)
        )

    def served(self, lowest: int) -> int:
        """How many counted requirements stand at a step or higher."""
        return sum(
            count
            for bar in self.overview.bars
            for place, count in bar.counts.items()
            if place.isdecimal() and int(place) >= lowest
        )


def gather(session: Session, workspace_id: int, *, code: str, on: date, since: date, cleared: bool) -> Gathered:
    """Read what every report needs."""
    names = {row.id: row.abbreviation for row in guideline_names(session, workspace_id)}
    where = standings(session, workspace_id)
    measures = listing.measure_rows(session, workspace_id)
    return Gathered(
        language=Language(code=code, short=names),
        on=on,
        since=since,
        cleared=cleared,
        basis=basis(session, workspace_id),
        overview=overview(session, workspace_id, sees_secrecy=cleared),
        standings=where,
        measures=measures,
        gaps=open_gaps(session, workspace_id, where=where, measures=measures),
    )
