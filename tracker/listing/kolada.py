"""Storing Kolada's key figures as measurements on the municipality."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from tracker import workspaces
from tracker.listing import figures
from tracker.listing.figures import Figure
from tracker.listing.rows import BadCell, Row, Stored
from tracker.listing.working import Work
from tracker.tables.measurement import Indicator
from tracker.tables.people import Workspace

GROUPS = {"T": "", "K": "women", "M": "men"}
UNIT = "Kolada"
"""Kolada's data do not say in what unit a key figure is."""


def store_kolada(work: Work, rows: Sequence[Row]) -> Stored:
    """Values of the workspace's own municipality; a key figure nobody measured before becomes an indicator.

    Rows of other municipalities, and rows without a value (missing or private), are left out; a file without any row
    of the municipality is refused. Kolada's `count` says how many figures were weighed together: it is no n.
    """
    if not rows:  # what was wrong with each of them has been said
        return work.stored(rows)
    code = work.session.get_one(Workspace, work.workspace_id).municipality_code
    codes = {row.cells["municipality"] for row in rows}
    own = [row for row in rows if row.cells["municipality"] == code] if code else list(rows)
    if not own or (not code and len(codes) > 1):
        listed = ", ".join(sorted(codes)[:5])
        wanted = code or "–"
        problem = BadCell("error.kolada_municipality", column="municipality", value=listed, own=wanted)
        work.refuse((own or rows)[0].number, problem)
        return work.stored(rows)
    municipality = workspaces.municipality(work.session, work.workspace_id)

    def made(_: Work, row: Row) -> Iterator[Figure]:
        if row.get("value") is None:
            return
        period: tuple[date, date] = row.cells["period"]
        yield Figure(
            row=row.number,
            name=row.cells["kpi"],
            actor_id=municipality.id,
            indicator=_indicator(work, row.cells["kpi"], row.get("title", "")),
            group=GROUPS[row.get("gender", "T")],
            period_from=period[0],
            period_to=period[1],
            value=row.cells["value"],
            says_n=False,
            source=row.get("source") or f"Kolada {row.cells['kpi']}",
        )

    return figures.store(work, own, made)


def _indicator(work: Work, code: str, title: str) -> str:
    if code not in work.names.units:
        name = (title or code)[:200]
        work.session.add(Indicator(code=code, name_sv=name, name_en=name, unit=UNIT))
        work.session.flush()
        work.names.units[code] = UNIT
        work.introduced.append(("indicator", name))
    return code
