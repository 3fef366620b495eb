"""Actors: roles, units, boards, companies, authorities, networks, vendors and groups; no names of persons."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.importers.columns import BadCell, Column, Imported, choice, once, read_rows, text
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
    Column(key="name", names=("namn", "aktör", "actor"), read=text(400), required=True),
    Column(key="kind", names=("slag", "typ", "art", "type"), read=choice(ActorKind, _KINDS), required=True),
    Column(key="part_of", names=("del av", "ingår i", "tillhör", "organisation", "belongs to"), read=text(400)),
    Column(key="role", names=("roll", "uppdrag", "funktion"), read=text(400)),
    Column(key="note", names=("anteckning", "anmärkning", "kommentar", "comment"), read=text(10_000)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRow:
    """One actor; `part_of` is the name of the actor it belongs to, "" if none."""

    name: str
    kind: ActorKind
    part_of: str = ""
    role: str = ""
    note: str = ""


def read(data: bytes, file: str) -> Imported[ActorRow]:
    """The actors in a CSV or XLSX file; whether `part_of` exists is for the import into a workspace to say.

    Raises ImportProblem when the file cannot be read as a table with columns for name and kind.
    """
    seen: set[str] = set()

    def build(name: str, kind: ActorKind, part_of: str = "", role: str = "", note: str = "") -> ActorRow:
        if folded(part_of) == folded(name):
            raise BadCell("error.row_part_of_itself", column="part_of", value=name[:80])
        once("name", name, seen)
        return ActorRow(name=name, kind=kind, part_of=part_of, role=role, note=note)

    return read_rows(data, file, COLUMNS, build)
