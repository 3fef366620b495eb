"""The list of a corpus: what is read of it, and what is refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.batch.manifest import Entry, Kind, read
from tracker.errors import ImportProblem


def _file(folder: Path, text: str) -> Path:
    path = folder / "manifest.csv"
    path.write_text(text, "utf-8")
    return path


def test_files_are_named_with_their_owner(tmp_path: Path) -> None:
    text = "title,Path;ignored\n".replace(";", ",") + "A,a.md,x\n"
    with pytest.raises(ImportProblem, match="manifest_cell"):
        read(_file(tmp_path, text), Kind.DOCUMENT)
    text = f"path,municipality_code,kind,sha256,identifier\na.md,0180,,{'a' * 64},\nb.html,,guideline,,SFS 2018:1937\n"
    assert read(_file(tmp_path, text), Kind.DOCUMENT) == (
        Entry(path="a.md", kind=Kind.DOCUMENT, municipality="0180", sha256="a" * 64),
        Entry(path="b.html", kind=Kind.GUIDELINE, identifier="SFS 2018:1937"),
    )


def test_rows_that_say_no_kind_are_what_the_stage_wants(tmp_path: Path) -> None:
    [entry] = read(_file(tmp_path, "path\nlag.html\n"), Kind.GUIDELINE)
    assert entry.kind is Kind.GUIDELINE


@pytest.mark.parametrize("text", ["", "file,municipality_code\na.md,0180\n"])
def test_a_list_without_paths_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ImportProblem) as problem:
        read(_file(tmp_path, text), Kind.DOCUMENT)
    assert problem.value.code == "error.manifest_column"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("/etc/passwd,0180,,", "path"),
        ("../a.md,0180,,", "path"),
        ("b/../../a.md,0180,,", "path"),
        ("b\\..\\..\\a.md,0180,,", "path"),
        ("C:/a.md,0180,,", "path"),
        (",0180,document,", "path"),
        ("first.md,0180,,", "path"),
        ("a.md,,,", "municipality_code"),
        ("a.md,9999,,", "municipality_code"),
        ("a.md,0180,law,", "kind"),
        ("a.md,0180,,12ab", "sha256"),
    ],
)
def test_a_cell_that_cannot_be_used_is_named_with_its_row(tmp_path: Path, row: str, column: str) -> None:
    text = f"path,municipality_code,kind,sha256\nfirst.md,0180,,\n{row}\n"
    with pytest.raises(ImportProblem) as problem:
        read(_file(tmp_path, text), Kind.DOCUMENT)
    assert (problem.value.code, problem.value.values["row"], problem.value.values["column"]) == (
        "error.manifest_cell",
        3,
        column,
    )
