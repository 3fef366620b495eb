"""Party affiliation is read from no list, whatever its column is called or said to mean."""

from __future__ import annotations

import pytest

from tracker import tables
from tracker.importers import headings, lists, reading
from tracker.importers.parties import without_party
from tracker.importers.table import read_sheets

LIST = "namn;typ;innehavare;{heading}\nOrdförande;roll;Anna Ek (S);Socialdemokraterna\n"


@pytest.mark.parametrize("heading", ["Parti", "Partitillhörighet", "Political party", "PARTI-TILLHÖRIGHET"])
def test_a_column_of_parties_is_left_out_with_a_warning(heading: str) -> None:
    kind = lists.kind_of("actors")
    source = read_sheets(LIST.format(heading=heading).encode(), "lista.csv")
    layout = headings.find(source.sheets, "actors", kind.columns, chosen={3: "note"}, guess=True)
    found = reading.read(kind, layout, source, "lista.csv")
    assert "Socialdemokraterna" not in repr(found.rows)
    assert [one.code for one in found.warnings] == ["warning.party_dropped"]
    assert found.rows[0].cells["holder"] == "Anna Ek"


@pytest.mark.parametrize(
    ("name", "kept"),
    [("Anna Ek (M)", "Anna Ek"), ("Bo Al [SD]", "Bo Al"), ("Eva Ny (tf)", "Eva Ny (tf)"), ("S Ek", "S Ek")],
)
def test_a_party_behind_a_name_goes(name: str, kept: str) -> None:
    assert without_party(name) == kept


def test_no_table_has_a_place_for_a_party() -> None:
    columns = {column.name for table in tables.Table.metadata.sorted_tables for column in table.columns}
    assert not [name for name in columns if "party" in name or "parti_" in name or name == "parti"]
