"""Storing figures: every list of figures becomes measurements, written many at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select, update

from tracker import clock
from tracker.listing.rows import BadCell, Change, FieldChange, Row, Stored
from tracker.listing.working import Work
from tracker.tables.measurement import Measurement


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A measurement as a row of a list gives it; `n` and `source` are None where the file has no column for them."""

    row: int
    name: str
    indicator: str
    period_from: date
    period_to: date
    value: float
    actor_id: int | None = None
    service_id: int | None = None
    topic_id: int | None = None
    form_id: int | None = None
    group: str = ""
    n: int | None = None
    says_n: bool = True
    source: str | None = None

    @property
    def key(self) -> tuple[Any, ...]:
        """What makes it the same measurement when it comes again."""
        return tuple(getattr(self, field) for field in KEY)


KEY = ("actor_id", "service_id", "indicator", "topic_id", "form_id", "group", "period_from", "period_to")
SAID = ("value", "n", "source")


def store(work: Work, rows: Sequence[Row], made: Callable[[Work, Row], Iterable[Figure]]) -> Stored:
    """Write the figures that `made` reads in each row; the same key updates value, n and source.

    A withdrawn measurement is left alone: the same key is then added anew.
    """
    figures: dict[tuple[Any, ...], Figure] = {}
    for row in rows:
        with work.row(row):
            for figure in made(work, row):
                earlier = figures.setdefault(figure.key, figure)
                if earlier is not figure and (earlier.value, earlier.n) != (figure.value, figure.n):
                    raise BadCell("error.row_same_as", earlier=earlier.row)
    return work.stored(rows, changes=_write(work, list(figures.values())))


def _write(work: Work, figures: Sequence[Figure]) -> list[Change]:
    present = _present(work, {figure.indicator for figure in figures})
    added, changed, said = [], [], []
    common = {"workspace_id": work.workspace_id, "recorded_at": clock.now()}
    for figure in figures:
        found = present.get(figure.key)
        if found is None:
            row = {field: getattr(figure, field) for field in (*KEY, "value", "n")}
            added.append(row | common | {"source": figure.source or ""})
            said.append(Change(row=figure.row, name=figure.name, new=True))
            continue
        before = dict(zip(("id", *SAID), found, strict=True))
        after = {"id": before["id"], "value": figure.value}
        after["n"] = figure.n if figure.says_n else before["n"]
        after["source"] = before["source"] if figure.source is None else figure.source
        fields = tuple(FieldChange(field=f, before=before[f], after=after[f]) for f in SAID if before[f] != after[f])
        if fields:
            changed.append(after | {"recorded_at": common["recorded_at"]})
            said.append(Change(row=figure.row, name=figure.name, new=False, fields=fields))
    if added and not work.problems:
        work.session.execute(insert(Measurement), added)
    if changed and not work.problems:
        work.session.execute(update(Measurement), changed)
    return said


def _present(work: Work, indicators: set[str]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """The measurements of these indicators that stand: (id, value, n, source) by key."""
    columns = [getattr(Measurement, field) for field in KEY]
    query = select(Measurement.id, Measurement.value, Measurement.n, Measurement.source, *columns).where(
        Measurement.workspace_id == work.workspace_id,
        Measurement.indicator.in_(indicators),
        Measurement.withdrawn_at.is_(None),
    )
    return {tuple(row[4:]): tuple(row[:4]) for row in work.session.execute(query.order_by(Measurement.id))}
