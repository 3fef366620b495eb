"""Relations: dated, sourced ties between two actors, formal or informal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tracker.importers.columns import DAY, TEXT, TRUTH, BadCell, Column, choice, in_order, name_of
from tracker.importers.reading import ListKind
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
    Column(key="from", names=("från", "från aktör", "from actor"), read=name_of("actor"), required=True,
           identifies=True, example="Kommunstyrelsen"),
    Column(key="to", names=("till", "till aktör", "to actor"), read=name_of("actor"), required=True, identifies=True,
           example="Byggnadsnämnden"),
    Column(key="kind", names=("slag", "typ", "relation", "type"), read=choice(RelationKind, _KINDS), required=True,
           identifies=True, example="samverkar med"),
    Column(key="formal", names=("formell",), read=replace(TRUTH, empty=True), example="ja"),
    Column(key="valid_from", names=("gäller från", "från datum", "giltig från", "from date"), read=DAY,
           identifies=True, example="2024-01-01"),
    Column(key="valid_to", names=("gäller till", "till datum", "giltig till", "to date"), read=DAY),
    Column(key="source", names=("källa",), read=TEXT),
)  # fmt: skip


def _check(cells: dict[str, Any]) -> None:
    if folded(cells["from"]) == folded(cells["to"]):
        raise BadCell("error.row_same_actor", column="to", value=cells["to"][:80])
    in_order(cells)


RELATIONS = ListKind(code="relations", columns=COLUMNS, check=_check)
