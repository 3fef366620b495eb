"""The generated country: the same bytes for the same seed, more of it beside what was there, links that hold."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from benchmarks.country.drawing import draw
from benchmarks.country.phrases import parsed, say
from benchmarks.country.places import country, data
from benchmarks.country.rendering import render
from benchmarks.country.wordings import Kind, answers
from benchmarks.country.writing import MANIFEST, write
from policies.library import load
from policies.reading import read


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_seed_gives_the_same_bytes_and_another_others(tmp_path: Path) -> None:
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        write(tmp_path / name, municipalities=3, documents=12, seed=seed)
    assert everything(tmp_path / "one") == everything(tmp_path / "again")
    assert everything(tmp_path / "one").keys() != everything(tmp_path / "other").keys()


def test_more_documents_and_municipalities_leave_what_was_there(tmp_path: Path) -> None:
    write(tmp_path / "small", municipalities=3, documents=10, seed=4)
    write(tmp_path / "large", municipalities=5, documents=14, seed=4)
    small, large = everything(tmp_path / "small"), everything(tmp_path / "large")
    documents = {name: held for name, held in small.items() if "/" in name}
    assert len(documents) == 30
    assert {name: large[name] for name in documents} == documents
    before = (tmp_path / "small" / "links.jsonl").read_text("utf-8").splitlines()
    assert set(before) < set((tmp_path / "large" / "links.jsonl").read_text("utf-8").splitlines())


def test_the_manifest_names_every_file_with_its_checksum(tmp_path: Path) -> None:
    write(tmp_path, municipalities=2, documents=30, seed=1, office=0.5)
    with (tmp_path / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == MANIFEST
    assert len(rows) == 60
    assert {Path(row["path"]).suffix for row in rows} == {".md", ".txt", ".html", ".docx"}
    for row in rows:
        assert hashlib.sha256((tmp_path / row["path"]).read_bytes()).hexdigest() == row["sha256"]
        assert row["path"].startswith(row["municipality_code"] + "/")


def test_known_links_stand_where_they_say_and_name_requirements_of_the_library(tmp_path: Path) -> None:
    write(tmp_path, municipalities=3, documents=30, seed=1)
    library = {
        requirement.id: (guideline.identifier or f"library {guideline.id}", position)
        for guideline in load()
        for position, requirement in enumerate(guideline.requirements)
    }
    links = [json.loads(line) for line in (tmp_path / "links.jsonl").read_text("utf-8").splitlines()]
    assert len(links) > 300
    for link in links:
        assert library[link["requirement"]] == (link["guideline"], link["position"])
        if link["start"] is not None:
            text = (tmp_path / link["path"]).read_text("utf-8")
            assert text[link["start"] : link["end"]] == link["quote"]
    counts = Counter(link["kind"] for link in links)
    assert set(counts) == {kind.value for kind in Kind}
    assert counts["local"] == max(counts.values())


@pytest.mark.parametrize("ending", ["md", "txt", "html", "docx"])
def test_the_readers_find_every_answer_in_every_format(ending: str) -> None:
    one = country(1)[0]
    for number in (1, 2, 9):
        drawn = draw(1, one, number)
        file = render(drawn, ending)
        text = read(file.data, f"document.{ending}").text
        known = [(block, known) for block in drawn.blocks for known in block.known]
        assert known
        for block, where in known:
            assert block.text[where.start : where.end] in text


def test_some_copy_from_the_largest_of_their_county_under_their_own_name() -> None:
    known = {one.code: one for one in country(1)}
    follower = max(known.values(), key=lambda one: one.copying)
    leader = known[follower.leader]
    assert leader.county == follower.county
    assert leader.size > follower.size
    copies = [number for number in range(40) if draw(1, follower, number, leader).copied]
    assert copies
    for number in copies:
        copy, original = draw(1, follower, number, leader), draw(1, leader, number)
        theirs = {block.text for block in original.blocks}
        assert {block.text.replace(follower.formal_name, leader.formal_name) for block in copy.blocks} <= theirs
        assert len(copy.blocks) > len(original.blocks) / 2
        assert copy.type not in ("PROT", "AR", "BUD", "TEST")  # what a municipality decided or did is its own
        assert copy.date >= original.date
        assert not any(leader.formal_name in block.text for block in copy.blocks)


def test_municipalities_differ_in_how_far_they_have_come() -> None:
    municipalities = country(1)
    assert len({one.code for one in municipalities}) == len(municipalities) == 290
    degrees = sorted(one.degree for one in municipalities)
    assert degrees[29] < 0.3
    assert degrees[-29] > 0.7
    by_degree = sorted(municipalities, key=lambda one: one.degree)
    assert len(by_degree[-1].adopted) > 3 * len(by_degree[0].adopted)
    written = [one.code for one in municipalities]
    assert all(written.index(one.leader) < written.index(one.code) for one in municipalities if one.leader)


def test_every_pattern_can_be_said() -> None:
    one = country(1)[0]
    patterns = [pattern for answer in answers() for pattern in (*answer.local, *answer.terse)]
    patterns += [pattern for topic in data("topics").values() for pattern in topic["distractors"]]
    patterns += [title for kind in data("kinds")["kind"] for title in kind["titles"]]
    assert all("[" not in say(pattern, Random(1), lambda name: name) for pattern in patterns)
    for number in range(len(data("kinds")["kind"])):
        assert draw(1, one, number).blocks


@pytest.mark.parametrize("pattern", ["en [väg|två", "en väg] till", "en [väg [till]"])
def test_a_pattern_that_is_not_closed_is_told(pattern: str) -> None:
    with pytest.raises(ValueError, match="pattern"):
        parsed(pattern)


def test_every_wording_answers_a_requirement_that_a_municipality_can_be_asked() -> None:
    asked = {requirement.key for answer in answers() for requirement in answer.requirements}
    assert len(asked) > 280
    assert sum(bool(answer.local) for answer in answers()) > 110
