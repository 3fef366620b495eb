"""ODT files made from fragments of their XML."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.assembly import clean
from policies.document import BlockKind, Document
from policies.errors import UnreadableFile
from policies.readers.odt import read

OdtFile = Callable[..., bytes]


def shown(document: Document) -> list[tuple[str, int, str, str]]:
    return [(str(b.kind), b.level, b.label, document.text[b.start : b.end]) for b in document.blocks]


def test_headings_paragraphs_and_title(odt_file: OdtFile) -> None:
    body = (
        '<text:p text:style-name="Title">Digital plan</text:p><text:h text:outline-level="1">Ansvar</text:h>'
        "<text:p>Nämnden<text:s text:c='2'/>ska<text:line-break/>besluta.</text:p>"
    )
    document = read(odt_file(body), "plan.odt")
    assert shown(document) == [
        ("heading", 1, "", "Digital plan"),
        ("heading", 2, "", "Ansvar"),
        ("paragraph", 0, "", "Nämnden ska\nbesluta."),
    ]
    assert document.title == "Digital plan"


def test_lists_count_as_their_style_says(odt_file: OdtFile) -> None:
    styles = (
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"'
        ' style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a"'
        ' style:num-suffix=")"/></text:list-style>'
    )
    body = (
        '<text:list text:style-name="L1"><text:list-item><text:p>ett</text:p><text:list><text:list-item><text:p>under'
        "</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>två</text:p><text:p>mer</text:p>"
        '</text:list-item></text:list><text:list text:style-name="L1" text:continue-numbering="true"><text:list-item>'
        "<text:p>tre</text:p></text:list-item></text:list>"
    )
    assert shown(read(odt_file(body, styles=styles), "plan.odt")) == [
        ("item", 1, "1.", "ett"),
        ("item", 2, "a)", "under"),
        ("item", 1, "2.", "två"),
        ("paragraph", 0, "", "mer"),
        ("item", 1, "3.", "tre"),
    ]


def test_bold_line_is_a_heading_by_its_automatic_style(odt_file: OdtFile) -> None:
    look = '<style:text-properties fo:font-weight="bold"/>'
    styles = f'<style:style style:name="P1" style:family="paragraph">{look}</style:style>'
    body = '<text:p text:style-name="P1">Bakgrund</text:p><text:p>Kommunen arbetar sedan länge med frågan.</text:p>'
    assert [kind for kind, *_ in shown(read(odt_file(body, styles=styles), "plan.odt"))] == ["heading", "paragraph"]


def test_tables_contents_notes_and_boxes(odt_file: OdtFile) -> None:
    body = (
        "<text:table-of-content><text:index-body><text:p>Ansvar 3</text:p></text:index-body></text:table-of-content>"
        "<text:p>Se<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Källa</text:p>"
        "</text:note-body></text:note> planen.</text:p><text:p><draw:frame><draw:text-box><text:p>I ruta</text:p>"
        "</draw:text-box></draw:frame></text:p><table:table><table:table-row><table:table-cell><text:p>Krav</text:p>"
        "</table:table-cell><table:table-cell><text:p>Ska</text:p></table:table-cell></table:table-row></table:table>"
    )
    assert shown(read(odt_file(body), "plan.odt")) == [
        ("contents", 0, "", "Ansvar 3"),
        ("paragraph", 0, "", "Se planen."),
        ("paragraph", 0, "", "I ruta"),
        ("row", 0, "", "Krav | Ska"),
        ("note", 0, "1", "Källa"),
    ]


def test_deleted_text_is_not_read_and_changes_are_warned_of(odt_file: OdtFile) -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>bör</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes><text:p>Nämnden ska besluta.</text:p>"
    )
    document = read(odt_file(body), "plan.odt")
    assert document.text == "Nämnden ska besluta."
    assert [(w.code, dict(w.values)) for w in document.warnings] == [
        ("warning.tracked_changes", {"inserted": 0, "deleted": 1})
    ]


def test_dates_are_kept_and_names_are_not(odt_file: OdtFile) -> None:
    date, author = "<meta:creation-date>2026-03-01</meta:creation-date>", "<dc:creator>Kim Exempel</dc:creator>"
    meta = f"{date}{author}<dc:title>Plan</dc:title>"
    document = read(odt_file("<text:p>Text</text:p>", meta=meta), "plan.odt")
    assert dict(document.metadata) == {"created": "2026-03-01", "title": "Plan"}


@pytest.mark.parametrize(("body", "code"), [("", "error.no_text"), ("<text:p>", "error.damaged")])
def test_empty_and_broken_files_are_refused(odt_file: OdtFile, body: str, code: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(odt_file(body), "plan.odt")
    assert caught.value.code == code


TEXT = st.text(alphabet=st.characters(exclude_categories=["C"]), max_size=40).map(
    lambda text: text.replace("&", "&amp;").replace("<", "&lt;")
)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(["p", "h", "list", "cell"]), TEXT), max_size=12))
def test_any_text_comes_back_cleaned_and_in_order(odt_file: OdtFile, parts: list[tuple[str, str]]) -> None:
    shapes = {
        "p": "<text:p>{}</text:p>",
        "h": '<text:h text:outline-level="2">{}</text:h>',
        "list": "<text:list><text:list-item><text:p>{}</text:p></text:list-item></text:list>",
        "cell": "<table:table><table:table-row><table:table-cell><text:p>{}</text:p></table:table-cell>"
        "</table:table-row></table:table>",
    }
    body = "".join(shapes[kind].format(text) for kind, text in parts) + "<text:p>Slut</text:p>"
    document = read(odt_file(body), "plan.odt")
    wanted = [clean(text.replace("&lt;", "<").replace("&amp;", "&")) for _, text in parts] + ["Slut"]
    assert "".join(document.text.split()) == "".join("".join(wanted).split())
    assert all(document.text[b.start : b.end].strip() for b in document.blocks)
    assert all(b.kind is not BlockKind.NOTE for b in document.blocks)
