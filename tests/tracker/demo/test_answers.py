"""The answers agree with the sources, the library and the lists they speak of."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
DEMO = ROOT / "tracker" / "demo"
SECTIONS = ("pairs", "translations", "gaps", "rejected", "copied", "owners", "weakened", "outdated", "traps", "facts")
MODES = {"COPY", "REF", "PARA", "ADD", "OMIT", "ALTER"}
MODIFIERS = {"SOFT", "HARD", "NARROW", "WIDEN", "SHIFT", "CTX", "LOG", "FRM", "DECOUP"}
TYPES = {"implements", "partly", "mentions"}
COMPANY = re.compile(r"[A-ZÅÄÖ]\w+(?: (?!AB\b)[A-ZÅÄÖ]\w+| och)*? AB\b")
STATUSES = {"", "draft", "proposed", "adopted", "replaced", "repealed"}
DOCUMENT_TYPES = {
    "STR",
    "POL",
    "REGL",
    "DELEG",
    "VP",
    "BUD",
    "IKP",
    "PROT",
    "TJSK",
    "EKAT",
    "TR",
    "DPO",
    "IHP",
    "ARK",
    "UPPH",
    "AR",
    "KC",
    "WEBB",
    "TEST",
    "SURV",
    "KLASSA",
    "INC",
    "UTB",
    "PROC",
    "DATA",
    "ANSL",
    "WEBPL",
}

Answers = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def answers() -> Answers:
    loaded: Answers = json.loads((DEMO / "answers.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    """Name of the built document -> text of its source."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((DEMO / "sources").glob("*.md"))]
    return {text.split("file: ", 1)[1].split("\n", 1)[0]: text for text in texts}


def rows(name: str) -> list[dict[str, str]]:
    with (DEMO / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def units() -> set[str]:
    return {row["name"] for row in rows("actors.csv") if row["kind"] in ("unit", "board", "company")}


def library(shared: Path) -> dict[str, dict[str, Any]]:
    guidelines = json.loads((shared / "facts" / "guidelines.json").read_text(encoding="utf-8"))["guidelines"]
    return {requirement["id"]: requirement for guideline in guidelines for requirement in guideline["requirements"]}


@pytest.mark.parametrize("section", SECTIONS)
def test_every_sentence_stands_in_its_source(section: str, answers: Answers, sources: dict[str, str]) -> None:
    missing = [
        (answer["document"], answer["sentence"])
        for answer in answers[section]
        if answer.get("sentence") and answer["sentence"] not in sources[answer["document"]]
    ]
    assert missing == []


def test_every_copied_sentence_stands_in_the_document_it_was_copied_from(
    answers: Answers, sources: dict[str, str]
) -> None:
    assert all(row["source_sentence"] in sources[row["source_document"]] for row in answers["copied"])


@pytest.mark.corpus
@pytest.mark.parametrize("section", ["pairs", "gaps", "rejected", "owners", "weakened"])
def test_every_requirement_is_in_the_library(section: str, answers: Answers, shared: Path) -> None:
    assert {answer["requirement"] for answer in answers[section]} - library(shared).keys() == set()


@pytest.mark.corpus
def test_a_weakened_requirement_is_a_duty_in_its_source(answers: Answers, shared: Path) -> None:
    known = library(shared)
    assert {known[row["requirement"]]["kind"] for row in answers["weakened"]} <= {"obl", "proh"}


def test_a_weakened_sentence_says_bor_or_should(answers: Answers) -> None:
    said = [row["sentence"].lower() for row in answers["weakened"]]
    assert [sentence for sentence in said if not any(word in sentence for word in ("bör", "should", "gärna"))] == []


def test_a_requirement_searched_for_in_vain_has_no_pair(answers: Answers) -> None:
    paired = {answer["requirement"] for answer in answers["pairs"]}
    assert paired & {answer["requirement"] for answer in answers["gaps"]} == set()


def test_a_rejected_sentence_is_no_pair(answers: Answers) -> None:
    paired = {(answer["document"], answer["sentence"]) for answer in answers["pairs"]}
    assert paired & {(row["document"], row["sentence"]) for row in answers["rejected"]} == set()


def test_no_pair_stands_twice(answers: Answers) -> None:
    keys = [(row["requirement"], row["document"], row["sentence"]) for row in answers["pairs"]]
    assert len(keys) == len(set(keys))


def test_there_are_enough_pairs_over_enough_guidelines(answers: Answers) -> None:
    guidelines = {answer["requirement"].rsplit("-", 1)[0] for answer in answers["pairs"]}
    assert (len(answers["pairs"]) >= 80, len(guidelines) >= 12) == (True, True)


def test_translations_use_the_known_codes(answers: Answers) -> None:
    rows = answers["translations"]
    assert {row["mode"] for row in rows} == MODES
    assert {row["type"] for row in rows} <= TYPES
    assert {modifier for row in rows for modifier in row["modifiers"]} <= MODIFIERS


def test_every_decision_on_a_translation_is_on_an_answer(answers: Answers) -> None:
    decided = json.loads((DEMO / "decisions.json").read_text(encoding="utf-8"))
    known = {row["requirement"] for section in ("translations", "untranslated") for row in answers[section]}
    assert {row["requirement"] for row in decided["codings"]} | set(decided["left_for_the_visitor"]) <= known


def test_pairs_use_the_known_codes(answers: Answers) -> None:
    assert {row["mode"] for row in answers["pairs"]} == MODES
    assert {row["type"] for row in answers["pairs"]} == TYPES
    assert {modifier for row in answers["pairs"] for modifier in row["modifiers"]} <= MODIFIERS


@pytest.mark.parametrize("section", ["pairs", "translations", "gaps", "untranslated", "owners", "facts"])
def test_every_unit_is_an_actor(section: str, answers: Answers) -> None:
    assert {row["unit"] for row in answers[section] if row["unit"]} - units() == set()


def test_every_document_has_its_facts(answers: Answers, sources: dict[str, str]) -> None:
    assert [row["document"] for row in answers["facts"]] == sorted(sources)


def test_facts_use_the_known_codes(answers: Answers) -> None:
    assert {row["type"] for row in answers["facts"]} <= DOCUMENT_TYPES
    assert {row["status"] for row in answers["facts"]} <= STATUSES
    assert {row["publicity"] for row in answers["facts"]} <= {"public", "secrecy"}


def test_a_case_number_or_paragraph_of_the_facts_stands_in_the_source(
    answers: Answers, sources: dict[str, str]
) -> None:
    named = [
        (row["document"], row[key].lstrip("§ ")) for row in answers["facts"] for key in ("dnr", "paragraph") if row[key]
    ]
    assert [(document, value) for document, value in named if value not in sources[document]] == []


def test_counted_answers_name_known_services_vendors_and_units(answers: Answers) -> None:
    counted = {row["question"]: row for row in answers["questions"]}
    actors = {row["name"] for row in rows("actors.csv")}
    assert set(counted["strategist 5"]["services"]) <= {row["name"] for row in rows("services.csv")}
    assert set(counted["strategist 9"]["vendors"]) <= actors
    assert set(counted["manager 4"]["by_unit"]) <= units()
    assert {counted["researcher 4"][role] for role in ("issue_entrepreneur", "broker")} <= actors


def test_posts_moved_and_filled_add_up(answers: Answers) -> None:
    counted = next(row for row in answers["questions"] if row["question"] == "manager 4")
    moved, backfilled = (sum(column) for column in zip(*counted["by_unit"].values(), strict=True))
    assert (moved, backfilled) == (counted["moved"], counted["backfilled"])


def test_every_company_in_the_documents_is_an_actor(sources: dict[str, str]) -> None:
    named = {name for text in sources.values() for name in COMPANY.findall(text)}
    assert named - {row["name"] for row in rows("actors.csv")} == set()


def test_every_unit_and_vendor_is_spoken_of_in_the_documents(sources: dict[str, str]) -> None:
    text = "\n".join(sources.values()).lower()
    wanted = [row["name"] for row in rows("actors.csv") if row["kind"] in ("unit", "board", "company", "vendor")]
    assert [name for name in wanted if name.lower() not in text] == []
