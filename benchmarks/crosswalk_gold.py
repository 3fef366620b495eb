"""Crosswalk suggestions on whole acts, imported as people import them: labelled provisions against sections below.

A suggestion counts when it names the section, whichever of its requirements stands for it.
"""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sqlalchemy import select

from nlp.matching.lexicon import shipped
from nlp.matching.matches import Passage, Query
from nlp.matching.questions import ask
from nlp.matching.ranking import scorer_of
from policies.locators import Locator, LocatorError, contains, parse_all
from policies.reading import read
from tracker import opening, tasks, workspaces
from tracker.crosswalks import citing, levels, suggesting
from tracker.crosswalks.levels import Levels, Placed, Section
from tracker.settings import Settings
from tracker.tables.guideline import Guideline

GOLD, CORPUS = Path("gold") / "crosswalk.jsonl", Path("corpus")
ACTS = {
    "32016R0679": "eu/32016r0679-consolidated-en.fmx4.xml",
    "32014R0910": "eu/32014r0910-oj-en.xhtml",
    "SFS 2018:218": "national/se/sfs-dataskyddslagen.json",
    "SFS 2016:561": "national/se/sfs-2016_561.json",
    "SFS 2018:1937": "national/se/sfs-2018_1937.json",
}
SISTERS = "wad-da-sv"
"""The set of two acts that carry out one directive: a Danish text, which nothing tracked is read in, asked as it is."""
RIGHT = frozenset({"implements", "partly", "supplements"})

Ranker = Callable[[Sequence[str]], Sequence[Section]]
"""From the requirements of one provision above to sections below, the likeliest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A labelled provision: the requirements above that stand for it, and the sections that carry it out (or none)."""

    requirements: tuple[str, ...]
    right: frozenset[Section]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How well the right sections of `pairs` are found; `reach` is the share that could be, `none` of the provisions
    nothing carries out the share that was suggested something."""

    pairs: int
    reach: float
    first: float
    five: float
    reciprocal: float
    none: float


def imported(shared: Path, identifiers: Collection[str] = tuple(ACTS)) -> tuple[Levels, Mapping[str, int]]:
    """The acts as a run of suggestions reads them, and the numbers of their guidelines by identifier."""
    with tempfile.TemporaryDirectory() as folder:
        database = opening.open_tracker(Settings(database_url=f"sqlite:///{folder}/tracker.db"))
        with database.writing() as session:
            by = workspaces.local_person(session, "Benchmark")
            workspace = workspaces.create(session, "Provby kommun", by=by).id
        for identifier in identifiers:
            file = shared / CORPUS / ACTS[identifier]
            tasks.import_guideline(database, file.read_bytes(), file.name, by=by)
        with database.reading() as session:
            found = levels.gather(session, workspace)
            numbers = {row.identifier: row.id for row in session.scalars(select(Guideline))}
        database.close()
    return found, numbers


def sisters(shared: Path) -> Levels:
    """The Danish provisions that were labelled, asked among the Swedish sections as if these were below."""
    act = read((shared / CORPUS / ACTS["SFS 2018:1937"]).read_bytes(), "act.json")
    lower = citing.Act(id=2, identifier="SFS 2018:1937", library_key="", level=1, titles=[act.title])
    upper = citing.Act(id=1, identifier="LOV 2018:692", library_key="", level=0, titles=[])
    sections = {1000 + n: one for n, one in enumerate(act.provisions) if one.locator.endswith("§")}
    asked = {n: row for n, row in enumerate(_rows(shared)) if row["set"] == SISTERS}
    placed = {
        n: Placed(guideline_id=1, locator=str(_place(row["source_locator"])), fingerprint="")
        for n, row in asked.items()
    }
    placed |= {n: Placed(guideline_id=2, locator=one.locator, fingerprint="") for n, one in sections.items()}
    return Levels(
        acts={1: upper, 2: lower},
        below={(1, 2): None},
        uppers={"sv": tuple(Query(id=str(n), text=row["source_text"], language="da") for n, row in asked.items())},
        lowers={
            "sv": tuple(
                Passage(id=str(n), document="2", text=act.text[one.start : one.end], language="sv", heading=act.title)
                for n, one in sections.items()
            )
        },
        placed=placed,
        decisions=(),
    )


def asked(shared: Path, name: str, found: Levels, above: int, below: int) -> Iterator[Asked]:
    """The labelled provisions of one set, each once."""
    right: dict[Locator, set[Section]] = defaultdict(set)
    for row in _rows(shared):
        if row["set"] == name and row["relation"] != "related":
            wanted = right[_place(row["source_locator"])]
            if row["relation"] in RIGHT:
                wanted.add((below, str(_place(row["target_locator"]))))
    known = {query.id: _place(found.placed[int(query.id)].locator) for query in found.uppers["sv"]}
    known = {upper: at for upper, at in known.items() if found.placed[int(upper)].guideline_id == above}
    for at, sections in right.items():
        inside = tuple(upper for upper, place in known.items() if contains(at, place))
        around = inside or tuple(upper for upper, place in known.items() if contains(place, at))
        yield Asked(requirements=around, right=frozenset(sections))


def rankers(found: Levels) -> Mapping[str, Ranker]:
    """What each way of looking puts first; all rank the same requirements below."""
    queries = {query.id: query for query in found.uppers["sv"]}
    scorer = scorer_of(found.lowers["sv"])
    held = scorer.index.passages
    spelled = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    table = spelled.fit_transform([passage.text for passage in held])
    known = shipped()

    def best(uppers: Sequence[str], score: Callable[[str], Sequence[float]]) -> list[Section]:
        scores: dict[Section, float] = defaultdict(float)
        for upper in uppers:
            for passage, value in zip(held, score(upper), strict=True):
                section = section_of(found, passage.id)
                if found.reaches(int(upper), int(passage.id)):
                    scores[section] = max(scores[section], float(value))
        return [section for section in sorted(scores, key=lambda one: -scores[one]) if scores[section] > 0]

    def bm25(upper: str) -> Sequence[float]:
        return list(scorer.index.scores(ask(queries[upper], scorer.index, known).terms))

    def tf_idf(upper: str) -> Sequence[float]:
        return list(np.asarray((table @ spelled.transform([queries[upper].text]).T).todense()).ravel())

    def cited(upper: str) -> Sequence[float]:
        return [float(_names(found, upper, passage)) for passage in held]

    fused: dict[str, list[tuple[float, Section]]] = defaultdict(list)
    for match in suggesting.find(found):
        fused[match.requirement].append((match.score, section_of(found, match.passage)))

    def shipped_ranking(uppers: Sequence[str]) -> list[Section]:
        ranked = sorted((pair for upper in uppers for pair in fused[upper]), key=lambda pair: -pair[0])
        return list(dict.fromkeys(section for _, section in ranked))

    return {
        "BM25, translated": lambda uppers: best(uppers, bm25),
        "TF-IDF of letters": lambda uppers: best(uppers, tf_idf),
        "citations alone": lambda uppers: best(uppers, cited),
        "fused": shipped_ranking,
    }


def measure(rows: Sequence[Asked], ranker: Ranker, offered: frozenset[Section]) -> Figures:
    """The figures of one way of looking; `offered` are the sections that have something to suggest."""
    ranked = [ranker(row.requirements) for row in rows]
    pairs = [(row, order, section) for row, order in zip(rows, ranked, strict=True) for section in row.right]
    answers = [
        max((1 / (order.index(section) + 1) for section in row.right if section in order), default=0.0)
        for row, order in zip(rows, ranked, strict=True)
        if row.right
    ]
    none = [bool(order) for row, order in zip(rows, ranked, strict=True) if not row.right]
    return Figures(
        pairs=len(pairs),
        reach=sum(bool(row.requirements) and section in offered for row, _, section in pairs) / len(pairs),
        first=sum(section in order[:1] for _, order, section in pairs) / len(pairs),
        five=sum(section in order[:5] for _, order, section in pairs) / len(pairs),
        reciprocal=sum(answers) / len(answers),
        none=sum(none) / len(none),
    )


def section_of(found: Levels, requirement: str) -> Section:
    """The section a requirement stands in."""
    return found.placed[int(requirement)].section


def offered(found: Levels) -> frozenset[Section]:
    """The sections below that can be suggested."""
    return frozenset(section_of(found, passage.id) for passage in found.lowers["sv"])


def figures(shared: Path) -> Iterator[tuple[str, Mapping[str, Figures]]]:
    """Each set with what every way of looking reaches."""
    found, numbers = imported(shared)
    ways = rankers(found)
    for name, above, below in (("gdpr", "32016R0679", "SFS 2018:218"), ("eidas", "32014R0910", "SFS 2016:561")):
        rows = list(asked(shared, name, found, numbers[above], numbers[below]))
        yield name, {way: measure(rows, ranker, offered(found)) for way, ranker in ways.items()}
    found = sisters(shared)
    rows = list(asked(shared, SISTERS, found, 1, 2))
    yield SISTERS, {way: measure(rows, ranker, offered(found)) for way, ranker in rankers(found).items()}


def _names(found: Levels, upper: str, passage: Passage) -> bool:
    above, below = found.placed[int(upper)], found.placed[int(passage.id)]
    where = found.below.get((above.guideline_id, below.guideline_id))
    act = found.acts[above.guideline_id]
    title = where is citing.Where.TITLE
    named = citing.place_named(act, above.locator, passage.text, "sv", below.targets, act_is_clear=title)
    return named is not None and named.near is citing.Near.PLACE


def _place(written: str) -> Locator:
    try:
        return parse_all(written)[0]
    except LocatorError:
        return Locator("", ())


def _rows(shared: Path) -> list[dict[str, str]]:
    with (shared / GOLD).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
