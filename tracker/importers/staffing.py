"""Lists of staff: positions, and moves between units."""

from __future__ import annotations

from tracker.importers.columns import ABOVE_ZERO, AMOUNT, DAY, TEXT, BadCell, Column, Form, in_order, line, name_of
from tracker.importers.parties import HOLDER
from tracker.importers.reading import ListKind
from tracker.listing.cells import plain
from tracker.staffing_norm import core_roles

_FTE = (
    "heltider", "antal heltider", "årsarbetare", "antal årsarbetare", "heltidstjänster", "omfattning", "full-time",
    "full-time equivalents",
)  # fmt: skip


def _core_role(cell: str) -> str:
    """The code of a core role, by code or name.

    >>> _core_role("UX designer") == _core_role("ux_designer")
    True
    """
    roles = core_roles()
    words = {plain(word): role.code for role in roles.values() for word in (role.code, role.name_sv, role.name_en)}
    if plain(cell) not in words:
        names = ", ".join(f"{role.name_sv} / {role.name_en}" for role in roles.values())
        raise BadCell("error.cell_choice", value=cell[:40], choices=names)
    return words[plain(cell)]


CORE_ROLE = Form(name="core_role", read=_core_role, empty="")

POSITIONS = ListKind(
    code="positions",
    columns=(
        Column(key="unit", names=("enhet", "förvaltning", "department"), read=name_of("actor"), required=True,
               identifies=True, example="Kontaktcenter"),
        Column(key="title", names=("titel", "befattning", "tjänst", "position"), read=line(), required=True,
               identifies=True, example="Kommunvägledare"),
        Column(key="core_role", names=("kärnroll", "nyckelroll"), read=CORE_ROLE),
        Column(key="fte", names=_FTE,
               read=AMOUNT, required=True, example="6,5"),
        Column(key="filled", names=("tillsatt", "tillsatta", "bemannat", "bemannade"), read=AMOUNT, example="5,5"),
        Column(key="valid_from", names=("gäller från", "från", "giltig från"), read=DAY, identifies=True,
               example="2024-09-01"),
        Column(key="valid_to", names=("gäller till", "till", "giltig till"), read=DAY),
        Column(key="holder", names=("innehavare", "namn på person", "person", "held by"), read=HOLDER),
        Column(key="source", names=("källa",), read=TEXT),
    ),
    check=in_order,
)  # fmt: skip

MOVES = ListKind(
    code="moves",
    columns=(
        Column(key="from", names=("från", "från enhet", "from unit"), read=name_of("actor"), required=True,
               identifies=True, example="Samhällsbyggnadsförvaltningen"),
        Column(key="to", names=("till", "till enhet", "to unit"), read=name_of("actor"), required=True,
               identifies=True, example="Kontaktcenter"),
        Column(key="title", names=("titel", "befattning", "position"), read=line(), identifies=True,
               example="Administratör"),
        Column(key="fte", names=_FTE,
               read=ABOVE_ZERO, required=True, example="2,0"),
        Column(key="on", names=("datum", "flyttdatum", "date", "moved on"), read=DAY, required=True, identifies=True,
               example="2024-09-01"),
        Column(key="backfilled", names=("ersatt", "ersatta", "återbesatt", "återbesatta"), read=AMOUNT,
               example="0,5"),
        Column(key="backfilled_on", names=("ersatt datum", "återbesatt datum", "backfilled date"), read=DAY),
        Column(key="source", names=("källa",), read=TEXT),
    ),
    check=lambda cells: in_order(cells, "on", "backfilled_on"),
)  # fmt: skip
