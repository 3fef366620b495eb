"""What the columns of a table hold, told by their headings in Swedish or English, else by their content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

HEADER_ROWS = 15
SAMPLE_ROWS = 200
RUNNING_WORDS = 5.0
NAMES = {
    "id": "id nr nummer no number kravid kravnr kravnummer ref referens reference kod code policycode requirementid"
    " reqid löpnr löpnummer identifier lokator locator paragraf artikel article lagrum punkt",
    "text": "krav text kravtext kravformulering kravbeskrivning requirement requirements requirementtext statement"
    " lydelse wording provision bestämmelse formulering skakrav kravpåtjänsten demand",
    "force": "skabör skallbör skabörkrav kravtyp force mustshould moscow prioritet priority obligation"
    " obligatoriskt tvingande kravnivå nivå level typ type skakan",
    "title": "titel title rubrik namn name heading område area kategori category avsnitt section kapitel chapter",
}
WEAK_TEXT = (
    "beskrivning description innehåll content informationorprocedure förklaring explanation aktivitet åtgärd mål"
)
REGISTER = (
    "etjänst etjänster tjänst tjänster service services kanal channel url uri webbadress plattform platform leverantör"
    " vendor förvaltning enhet unit roll role aktör actor organisation organization organisationsnummer orgnr lgsl"
    " providingtier epost email telefon phone backofficesystem verksamhetssystem systemägare bestuursniveau class"
)
ROLES = {name: role for role, names in NAMES.items() for name in names.split()}
WEAK_NAMES = frozenset(WEAK_TEXT.split())
REGISTER_NAMES = frozenset(REGISTER.split())
ADDRESS = re.compile(r"^(?:https?://|www\.|urn:)", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Places of the recognised columns, from 0; `header` is the row they are named in, `named` how many were."""

    header: int
    width: int
    text: int
    id: int | None = None
    force: int | None = None
    title: int | None = None
    named: int = 0

    def described(self) -> str:
        """What was recognised, for the metadata: "id 0, text 2"."""
        roles = {"id": self.id, "force": self.force, "title": self.title, "text": self.text}
        return ", ".join(f"{role} {at}" for role, at in roles.items() if at is not None)


def find_columns(rows: Sequence[Sequence[str]]) -> Columns | None:
    """The columns of a table of requirements; None where no column of requirement texts can be told.

    >>> find_columns([["Krav-ID", "Krav", "Ska/Bör"], ["K1", "Systemet loggar.", "Ska"]]).described()
    'id 0, force 2, text 1'
    >>> find_columns([["Namn", "Telefon"], ["Växeln", "010"]]) is None
    True
    """
    best: Columns | None = None
    for at, row in enumerate(rows[:HEADER_ROWS]):
        columns = _named(rows, at, row)
        if columns and (best is None or columns.named > best.named):
            best = columns
    return best


def _named(rows: Sequence[Sequence[str]], header: int, row: Sequence[str]) -> Columns | None:
    found: dict[str, int] = {}
    weak: list[int] = []
    foreign = 0
    for at, name in enumerate(map(folded, row)):
        role = ROLES.get(name)
        if role and role not in found:
            found[role] = at
        elif name in WEAK_NAMES:
            weak.append(at)
        foreign += name in REGISTER_NAMES
    text = found.get("text")
    if text is None and foreign == 0 and "id" in found and weak:
        text = max(weak, key=lambda at: _words(rows[header + 1 :], at))
    if text is None or header + 1 >= len(rows) or (foreign > 1 and foreign >= len(found)):
        return None
    if all(not cell or len(cell.split()) > 8 for cell in row):
        return None  # a sentence, not a row of headings
    return Columns(
        header=header,
        width=max(map(len, rows)),
        text=text,
        id=found.get("id"),
        force=found.get("force"),
        title=found.get("title"),
        named=len(found) + (0 if "text" in found else 1),
    )


def is_register(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows list services, actors or places rather than say anything in sentences."""
    for row in rows[:3]:
        if sum(folded(cell) in REGISTER_NAMES for cell in row) > 1:
            return True
    sample = rows[1:SAMPLE_ROWS]
    width = max(map(len, rows), default=0)
    columns = [[row[at] for row in sample if at < len(row) and row[at]] for at in range(width)]
    if any(sum(bool(ADDRESS.match(cell)) for cell in column) > len(sample) / 2 for column in columns if column):
        return True
    return width > 1 and max((_words(sample, at) for at in range(width)), default=0.0) < RUNNING_WORDS


def folded(name: str) -> str:
    """
    >>> folded("Ska-/börkrav ")
    'skabörkrav'
    """
    return "".join(letter for letter in name.lower() if letter.isalpha())


def _words(rows: Sequence[Sequence[str]], at: int) -> float:
    """Mean number of words in a column's filled cells."""
    cells = [row[at] for row in rows[:SAMPLE_ROWS] if at < len(row) and row[at]]
    return sum(len(cell.split()) for cell in cells) / len(cells) if cells else 0.0
