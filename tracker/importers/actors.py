"""Actors: roles, units, boards, companies, authorities, networks, vendors and groups; a person's name is optional."""

from __future__ import annotations

from typing import Any

from tracker.importers.columns import TEXT, BadCell, Column, choice, line, name_of
from tracker.importers.parties import HOLDER
from tracker.importers.reading import ListKind
from tracker.tables.network import ActorKind
from tracker.tables.schema import folded

_KINDS = {
    "kommun": ActorKind.MUNICIPALITY,
    "politiskt organ": ActorKind.POLITICAL_BODY,
    "fullmäktige": ActorKind.POLITICAL_BODY,
    "enhet": ActorKind.UNIT,
    "förvaltning": ActorKind.UNIT,
    "avdelning": ActorKind.UNIT,
    "nämnd": ActorKind.BOARD,
    "styrelse": ActorKind.BOARD,
    "nämnd eller styrelse": ActorKind.BOARD,
    "committee": ActorKind.BOARD,
    "board or committee": ActorKind.BOARD,
    "bolag": ActorKind.COMPANY,
    "kommunalt bolag": ActorKind.COMPANY,
    "roll": ActorKind.ROLE,
    "funktion": ActorKind.ROLE,
    "myndighet": ActorKind.AUTHORITY,
    "agency": ActorKind.AUTHORITY,
    "eu-organ": ActorKind.EU_BODY,
    "nätverk": ActorKind.NETWORK,
    "intresseorganisation": ActorKind.INTEREST_ORGANISATION,
    "interest organization": ActorKind.INTEREST_ORGANISATION,
    "leverantör": ActorKind.VENDOR,
    "supplier": ActorKind.VENDOR,
    "medborgargrupp": ActorKind.CITIZEN_GROUP,
    "brukargrupp": ActorKind.CITIZEN_GROUP,
    "målgrupp": ActorKind.CITIZEN_GROUP,
    "grupp av invånare": ActorKind.CITIZEN_GROUP,
    "group of citizens": ActorKind.CITIZEN_GROUP,
}

COLUMNS = (
    Column(key="name", names=("namn", "aktör", "actor"), read=line(), required=True, identifies=True,
           example="Byggnadsnämnden"),
    Column(key="kind", names=("slag", "typ", "art", "type"), read=choice(ActorKind, _KINDS), required=True,
           example="nämnd"),
    Column(key="part_of", names=("del av", "ingår i", "tillhör", "organisation", "belongs to"),
           read=name_of("actor"), example="Exempelviks kommun"),
    Column(key="role", names=("roll", "uppdrag", "funktion"), read=line()),
    Column(key="note", names=("anteckning", "anmärkning", "kommentar", "comment"), read=TEXT),
    Column(key="identifier", names=("identitet", "id", "iri", "organisationsnummer", "registration number"),
           read=line(), example="212000-0000"),
    Column(key="holder", names=("innehavare", "namn på person", "person", "held by"), read=HOLDER),
)  # fmt: skip


def _check(cells: dict[str, Any]) -> None:
    if cells.get("part_of") and folded(cells["part_of"]) == folded(cells["name"]):
        raise BadCell("error.row_part_of_itself", column="part_of", value=cells["part_of"][:80])


ACTORS = ListKind(code="actors", columns=COLUMNS, check=_check)
