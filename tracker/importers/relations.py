"""Relations: dated, sourced ties between two actors, formal or informal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.importers.columns import BadCell, Column, Imported, choice, day, once, read_rows, text, truth
from tracker.tables.network import RelationKind
from tracker.tables.schema import folded

_KINDS = {
    "styr": RelationKind.STEERS,
    "beslutar": RelationKind.DECIDES,
    "beslutar om": RelationKind.DECIDES,
    "decides for": RelationKind.DECIDES,
    "remitterar": RelationKind.REFERS_CASE,
    "lämnar över ärende": RelationKind.REFERS_CASE,
    "lämnar över ärenden till": RelationKind.REFERS_CASE,
    "refers cases to": RelationKind.REFERS_CASE,
    "rapporterar till": RelationKind.REPORTS_TO,
    "rapporterar": RelationKind.REPORTS_TO,
    "rådger": RelationKind.ADVISES,
    "ger råd": RelationKind.ADVISES,
    "ger råd till": RelationKind.ADVISES,
    "levererar": RelationKind.SUPPLIES,
    "levererar till": RelationKind.SUPPLIES,
    "finansierar": RelationKind.FUNDS,
    "samverkar": RelationKind.COOPERATES,
    "samarbetar": RelationKind.COOPERATES,
    "samverkar med": RelationKind.COOPERATES,
    "samarbetar med": RelationKind.COOPERATES,
    "cooperates with": RelationKind.COOPERATES,
    "informerar": RelationKind.INFORMS,
    "utbildar": RelationKind.TRAINS,
    "testar med": RelationKind.TESTS_WITH,
    "prövar med": RelationKind.TESTS_WITH,
    "utövar tillsyn": RelationKind.SUPERVISES,
    "utövar tillsyn över": RelationKind.SUPERVISES,
    "granskar": RelationKind.SUPERVISES,
    "arbetar tillsammans med": RelationKind.WORKS_WITH,
    "arbetar med": RelationKind.WORKS_WITH,
    "är medlem i": RelationKind.MEMBER_OF,
    "medlem i": RelationKind.MEMBER_OF,
    "ingår i": RelationKind.MEMBER_OF,
    "is a member of": RelationKind.MEMBER_OF,
}

COLUMNS = (
    Column(key="from", names=("från", "från aktör", "from actor"), read=text(400), required=True),
    Column(key="to", names=("till", "till aktör", "to actor"), read=text(400), required=True),
    Column(key="kind", names=("slag", "typ", "relation", "type"), read=choice(RelationKind, _KINDS), required=True),
    Column(key="formal", names=("formell",), read=truth),
    Column(key="valid_from", names=("gäller från", "från datum", "giltig från", "from date"), read=day),
    Column(key="valid_to", names=("gäller till", "till datum", "giltig till", "to date"), read=day),
    Column(key="source", names=("källa",), read=text(10_000)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationRow:
    """One tie from one actor to another, both by name; formal unless the file says otherwise."""

    from_name: str
    to_name: str
    kind: RelationKind
    formal: bool = True
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""


def read(data: bytes, file: str) -> Imported[RelationRow]:
    """The relations in a CSV or XLSX file; whether both actors exist is for the import into a workspace to say.

    Raises ImportProblem when the file cannot be read as a table with columns for from, to and kind.
    """
    seen: set[str] = set()

    def build(**cells: object) -> RelationRow:
        named = {"from_name": cells.pop("from"), "to_name": cells.pop("to")}
        row = RelationRow(**named, **cells)  # type: ignore[arg-type]  # cells come typed from COLUMNS
        if folded(row.from_name) == folded(row.to_name):
            raise BadCell("error.row_same_actor", column="to", value=row.to_name[:80])
        if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
            raise BadCell("error.row_dates", column="valid_to", start=str(row.valid_from), end=str(row.valid_to))
        once("kind", f"{row.from_name} – {row.kind.value} – {row.to_name} {row.valid_from or ''}".strip(), seen)
        return row

    return read_rows(data, file, COLUMNS, build)
