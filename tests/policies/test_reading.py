"""From bytes to provisions: what holds for every file, and what must never happen to a bad one."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.document import BlockKind, Document
from policies.errors import PoliciesError, UnreadableFile
from policies.locators import parse
from policies.readers import READERS, reader
from policies.reading import read
from policies.structure import TRADITIONS, structure

DATA = Path(__file__).parents[1] / "data" / "law"
SUFFIXES = {".md", ".html", ".xhtml", ".xml", ".json", ".njk", ".rst"}


def check(document: Document, *, every: int = 1) -> None:
    """Everything a Document promises; of the locators every so many are read back."""
    assert document.text.strip()
    previous = 0
    for block in document.blocks:
        assert previous <= block.start < block.end
        assert document.text[block.start : block.end].strip() == document.text[block.start : block.end]
        previous = block.end
    starts = [p.start for p in document.provisions]
    assert starts == sorted(starts)
    assert len({p.locator for p in document.provisions}) == len(document.provisions)
    for provision, (start, end) in zip(document.provisions, document.own_spans(), strict=True):
        assert provision.start <= start <= end <= provision.end
        assert document.text.startswith(provision.label, provision.start)
        if provision.parent is not None:
            above = document.provisions[provision.parent]
            assert above.start <= provision.start
            assert provision.end <= above.end
        if "#" not in provision.locator and not start % every:
            assert str(parse(provision.locator)) == provision.locator


@pytest.mark.parametrize("path", sorted(DATA.iterdir()), ids=lambda path: path.name)
def test_own_samples(path: Path) -> None:
    check(read(path.read_bytes(), path.name))


@pytest.mark.corpus
def test_every_text_file_of_the_corpus(shared: Path) -> None:
    folders = [shared / "corpus" / name for name in ("eu", "national", "local")]
    files = sorted(f for folder in folders for f in folder.rglob("*") if f.suffix in SUFFIXES)
    assert len(files) > 100
    refused = []
    for path in files:
        try:
            document = read(path.read_bytes(), path.name)
        except UnreadableFile as error:
            refused.append((path.name, error.code))
            continue
        check(document, every=5)
        assert document.provisions, path.name
    assert refused == [("32024r0903-metadata.json", "error.unsupported_json")]


@pytest.mark.corpus
def test_marks_of_every_checklist_begin_their_provision(shared: Path) -> None:
    folder = shared / "corpus/national/se/digg"
    found = 0
    for path in sorted(folder.glob("*.md")):
        marked = sum("**SKA**" in line or "**BÖR**" in line or "**MUST**" in line or "**SHOULD**" in line
                     for line in path.read_text("utf-8").splitlines() if line.lstrip().startswith("- [ ]"))  # fmt: skip
        document = read(path.read_bytes(), path.name)
        assert sum(p.kind == "requirement" for p in document.provisions) == marked, path.name
        found += marked
    assert found == 272


def test_registries_name_their_choices() -> None:
    with pytest.raises(PoliciesError) as unknown:
        reader("papyrus")
    assert "markdown" in str(unknown.value.values["choices"])
    with pytest.raises(PoliciesError) as strange:
        structure("runic")
    assert "eu_act" in str(strange.value.values["choices"])


@pytest.mark.parametrize("name", sorted(READERS))
def test_every_registered_reader_exists(name: str) -> None:
    assert callable(reader(name))


@pytest.mark.parametrize("name", sorted(TRADITIONS))
def test_every_registered_structure_exists(name: str) -> None:
    assert callable(structure(name))


def test_checklist_sample() -> None:
    document = read((DATA / "checklista.md").read_bytes(), "checklista.md")
    assert [(p.locator, p.kind) for p in document.provisions] == [
        ("para 1", "paragraph"),
        ("section A", "section"),
        ("section A item 1", "requirement"),
        ("section A item 1 item 1", "item"),
        ("section A item 1 item 2", "item"),
        ("section A item 2", "requirement"),
        ("section B", "section"),
        ("section B table 1", "table"),
        ("section B table 1 row 1", "row"),
    ]
    start, end = document.own_spans()[2]
    assert document.text[start:end] == "SKA: Rubriken säger vad sidan handlar om"


def test_principles_and_counted_sections() -> None:
    source = b"# Standard\n\n## Principle 4: Be open\n\nPublish the code.\n\n## Why\n\nTrust.\n"
    assert [p.locator for p in read(source, "s.md").provisions] == [
        "principle 4", "principle 4 para 1", "heading 1", "heading 1 para 1",
    ]  # fmt: skip
    source = b"# Guide\n\n## Aim\n\nThe team must:\n\n- test\n- fix\n\n### How\n\nDaily.\n\n## End\n\nStop.\n"
    assert [p.locator for p in read(source, "g.md").provisions] == [
        "section 1", "section 1 para 1", "section 1 para 1 item 1", "section 1 para 1 item 2",
        "section 1.1", "section 1.1 para 1", "section 2", "section 2 para 1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "identifier"),
    [
        ("Kommunallag (2017:725)", "SFS 2017:725"),
        ("Offentlighets- och sekretesslag (2009:400)", "SFS 2009:400"),
        ("Lag om begriplig kommunal service (2031:417)", "SFS 2031:417"),
        ("Reglemente för nämnderna enligt kommunallagen (2017:725)", ""),
        ("Arbetsordning för fullmäktige", ""),
    ],
)
def test_only_an_act_has_the_number_in_its_title(title: str, identifier: str) -> None:
    source = f"# {title}\n\n## 1 §\n\nNämnden ska svara.\n\n## 2 §\n\nSvaret ska vara kort.\n"
    document = read(source.encode(), "regler.md")
    assert (document.tradition, document.identifier) == ("swedish_statute", identifier)


def test_a_proposal_to_decide_makes_a_text_municipal() -> None:
    source = "# Tjänsteskrivelse\n\n## Förslag till beslut\n\nNämnden avslår motionen.\n"
    assert read(source.encode(), "skrivelse.md").tradition == "municipal"


def test_restructured_text() -> None:
    source = (
        "Piano\n=====\n\nScopo\n-----\n\nIl \\ |L1|\\  **deve** valere:\n\n- qui\n- ora\n\n"
        '+---+----+\n|Voce|10 |\n+---+----+\n\n.. |L1| raw:: html\n\n    <a href="x">Comune</a>\n'
    )
    document = read(source.encode(), "piano.rst")
    assert [document.text[b.start : b.end] for b in document.blocks] == [
        "Piano", "Scopo", "Il Comune deve valere:", "qui", "ora", "Voce | 10",
    ]  # fmt: skip


def test_template_page() -> None:
    source = (
        '{% set pageTitle = "12. Open" %}{% block x %}<h2>Why</h2><p>Code {{ f({ a: 1 }) }}is open.</p>{% endblock %}'
    )
    document = read(source.encode(), "open.njk")
    assert (document.title, document.text) == ("12. Open", "12. Open\n\nWhy\n\nCode is open.")


def test_old_encoding_is_read_with_a_warning() -> None:
    source = "# Riktlinje\n\nNämnden ska svara på frågor från invånare så fort det går.\n".encode("cp1252")
    document = read(source, "riktlinje.md")
    assert "Nämnden ska svara på frågor" in document.text
    assert [w.code for w in document.warnings] == ["warning.encoding_guessed"]


def test_garbled_letters_are_restored_before_offsets_exist() -> None:
    garbled = ("# Policy\n\n" + "Nämnden ska även följa åtgärder för säkerhet. " * 3).encode().decode("cp1252")
    document = read(garbled.encode(), "policy.md")
    assert "Nämnden ska även följa åtgärder" in document.text
    assert [w.code for w in document.warnings] == ["warning.encoding_repaired"]
    check(document)


def test_what_hides_or_reorders_words_is_taken_out() -> None:
    document = read("# Plan\n\nNämnden\u00a0ska\u202e inte\u200b svara\u00ad.\n".encode(), "plan.md")
    assert document.text == "Plan\n\nNämnden ska inte svara."


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\x00" * 100, b"\xff\xfe\x00", b"\x00\x01\x02PK"])
def test_nothing_to_read_is_a_plain_error(data: bytes) -> None:
    for name in ("x.md", "x.html", "x.json", "x.xml", "x.rst", "x.njk"):
        with pytest.raises(UnreadableFile) as error:
            read(data, name)
        assert error.value.values["file"] == name


@settings(max_examples=60)
@given(st.text(max_size=400), st.sampled_from(["a.md", "a.rst", "a.njk", "a.html", "a.txt"]))
def test_any_text_gives_a_document_or_a_plain_error(text: str, name: str) -> None:
    source = f"<p>x</p>{text}" if name == "a.html" else text
    try:
        document = read(source.encode("utf-8", "surrogatepass"), name)
    except UnreadableFile:
        return
    check(document)


@pytest.mark.parametrize("name", ["lag.md", "akt.xhtml", "act.fmx4.xml", "sida.html", "checklista.md"])
def test_damaged_copies_give_a_document_or_a_plain_error(name: str) -> None:
    source, dice = (DATA / name).read_bytes(), random.Random(7)
    for _ in range(60):
        data = bytearray(source)
        for _ in range(dice.randrange(1, 9)):
            start = dice.randrange(len(data))
            match dice.randrange(3):
                case 0:
                    data[start] = dice.randrange(256)
                case 1:
                    del data[start : start + dice.randrange(200)]
                case _:
                    data[start:start] = data[start : start + dice.randrange(200)]
        try:
            document = read(bytes(data), name)
        except UnreadableFile:
            continue
        check(document)


@pytest.mark.parametrize(
    "source",
    ["<div>" * 30_000, "<table><tr><td>" * 10_000, "<ul><li>" * 10_000, "<p>" + "&amp;" * 100_000, "<b><i>" * 20_000,
     "<p>" + " " * 300_000 + "x", "<p>x" * 10_000, "<!--" * 50_000, "<a href='" * 30_000],
)  # fmt: skip
def test_hostile_pages(source: str) -> None:
    for name, head in (("x.html", "<html><body><p>Text."), ("x.xhtml", "<html><body><p class='oj-normal'>Text.")):
        try:
            document = read(f"{head}{source}".encode(), name)
        except UnreadableFile:
            continue
        check(document)


def test_block_kinds_of_a_statute_leave_notes_out() -> None:
    document = read((DATA / "lag.md").read_bytes(), "lag.md")
    notes = [b for b in document.blocks if b.kind is BlockKind.NOTE]
    leaves = [p for p in document.provisions if p.kind in ("paragraph", "item")]
    assert all(not (p.start <= note.start < p.end) for note in notes for p in leaves)


@pytest.mark.corpus
def test_labelled_checklist_items_are_provisions_with_their_mark(shared: Path) -> None:
    texts = set()
    for path in (shared / "corpus/national/se/digg").glob("*.md"):
        document = read(path.read_bytes(), path.name)
        texts |= {plain(document.text[start:end]) for start, end in document.own_spans()}
    rows = [json.loads(line) for line in (shared / "gold/digg_checklists.jsonl").read_text("utf-8").splitlines()]
    missing = [row["text"] for row in rows if f"{row['label']}: {plain(row['text'])}" not in texts]
    assert missing == []


def plain(text: str) -> str:
    return re.sub(r"[`*]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)).strip()


def test_regulation_of_an_agency_is_known_by_its_series() -> None:
    text = "POMFS 2031:4\n\nPostmyndighetens föreskrifter om lås;\n\n1 § Lås ska oljas.\n\n2 § Lås ska låsas.\n"
    document = read(text.encode(), "lås.txt")
    assert (document.identifier, document.title) == ("POMFS 2031:4", "Postmyndighetens föreskrifter om lås;")
