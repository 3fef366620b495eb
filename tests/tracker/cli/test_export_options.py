"""Options of the export that a kind of file would leave unheeded are refused before anything is read or written."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tracker.cli.exporting import TABLES, Kind, export
from tracker.errors import Refused
from tracker.interchange import KINDS
from tracker.views.exports.sheets import SHEETS


@pytest.mark.parametrize(
    ("kind", "given", "kinds"),
    [
        (Kind.MATRIX, {"secrecy": True}, "linked-data"),
        (Kind.FRAMEWORK, {"secrecy": True}, "workbook"),
        (Kind.FRAMEWORK, {"names": "KS 2026/3"}, "gaps, links"),
        (Kind.WORKBOOK, {"names": "KS 2026/3"}, "gaps, links"),
        (Kind.LINKS, {"guideline": "SFS 2018:1937"}, "framework"),
        (Kind.CODINGS, {"guideline": "SFS 2018:1937"}, "reqif"),
        (Kind.LINKS, {"study": 1}, "codings"),
        (Kind.REQIF, {"study": 1}, "codings"),
        (Kind.MATRIX, {"edition": 1}, "impact"),
        (Kind.IMPACT, {"edition": 1, "since": datetime(2026, 1, 1)}, "progress"),  # noqa: DTZ001 - as typer gives it
    ],
)
def test_an_option_that_does_not_fit_the_kind_is_refused(
    tmp_path: Path, kind: Kind, given: dict[str, Any], kinds: str
) -> None:
    with pytest.raises(Refused, match="export_option") as refused:
        export(kind, tmp_path / "out.xlsx", **given)
    assert kinds in refused.value.values["kinds"]
    assert list(tmp_path.iterdir()) == []


def test_every_kind_is_a_table_or_one_of_the_files_for_other_systems() -> None:
    whole_files = {Kind.WORKBOOK, Kind.FRAMEWORK}
    assert {one.value for one in Kind} == {*TABLES, *KINDS, *whole_files}
    assert {*SHEETS, "impact", "progress"} == TABLES
