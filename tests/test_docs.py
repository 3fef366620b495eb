"""What can be added by one file asks for its line in the documents."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policies.readers import READERS
from policies.structure import TRADITIONS
from tracker.cli import app
from tracker.exporters.tables import TABLES
from tracker.interchange import KINDS
from tracker.ladder import kinds

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


@pytest.mark.parametrize("name", [*READERS, *TRADITIONS])
def test_every_reader_and_tradition_is_described(name: str) -> None:
    assert f"`{name}`" in (DOCS / "formats.md").read_text("utf-8")


@pytest.mark.parametrize("name", TABLES)
def test_every_export_format_is_described(name: str) -> None:
    assert name.upper() in (DOCS / "formats.md").read_text("utf-8")


@pytest.mark.parametrize("command", [c for c in app.registered_commands if not c.hidden], ids=lambda c: c.name)
def test_every_command_is_described(command) -> None:
    name = command.name or command.callback.__name__
    assert re.search(rf"\b{name}\b", (DOCS / "formats.md").read_text("utf-8"))


@pytest.mark.parametrize("path", sorted((ROOT / "nlp" / "components").glob("[a-z]*.py")), ids=lambda p: p.stem)
def test_every_component_is_described(path: Path) -> None:
    assert f"`{path.stem}`" in (DOCS / "extraction.md").read_text("utf-8")


def test_every_step_of_the_ladder_is_described() -> None:
    text = (DOCS / "statuses.md").read_text("utf-8")
    assert all(f"\n| {kind.step} |" in text for kind in kinds().values())


@pytest.mark.parametrize("package", ["policies", "nlp", "tracker"])
def test_every_module_and_folder_of_a_package_has_its_place_in_the_map(package: str) -> None:
    text = (DOCS / "architecture.md").read_text("utf-8")
    listed = {name for names in re.findall(r"\{([\w,]+)\}\.py", text) for name in names.split(",")}
    modules = listed | set(re.findall(r"(\w+)\.py", text))
    folders = set(re.findall(r"(\w+)/", text))
    inside = [path for path in (ROOT / package).iterdir() if not path.name.startswith("__")]
    assert [path.name for path in inside if path.suffix == ".py" and path.stem not in modules] == []
    assert [path.name for path in inside if path.is_dir() and path.name not in folders] == []


@pytest.mark.parametrize("page", [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))], ids=lambda p: p.stem)
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def _exchanged() -> list[list[str]]:
    """The rows of the table of formats: kind, format, out, in, validator, test."""
    lines = (DOCS / "formats.md").read_text("utf-8").partition("| kind | format | out |")[2].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[: lines.index("")]]


def test_every_kind_of_file_has_its_row() -> None:
    told = " ".join(row[0] for row in _exchanged())
    for kind in {*KINDS, "framework", "workbook", "freeze", "matrix"}:
        assert f"`{kind}`" in told


@pytest.mark.parametrize("row", _exchanged(), ids=lambda row: row[0])
def test_every_row_names_code_and_tests_that_are_there(row: list[str]) -> None:
    _, _, out, back, validator, tests = row
    named = re.findall(r"`([^`]+)`", tests)
    assert named
    assert all((ROOT / "tests" / name).is_file() for name in named)
    code = [name for name in re.findall(r"`([^`]+)`", out + back) if "/" in name]
    assert all((ROOT / name).exists() for name in code)
    assert validator
    assert code or out == "the same"
