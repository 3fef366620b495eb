"""Scores on unseen data beside a baseline, with 95 % intervals: `python -m nlp.evaluation --gold FOLDER`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from nlp import gold, training
from nlp.components.force import ForceJudge
from nlp.extraction import analyse
from nlp.model import LinearModel
from nlp.pipeline import load
from nlp.requirements import Force, Requirement
from nlp.scoring import references, splits
from nlp.scoring import sentences as sentence_scores
from nlp.scoring.baselines import bags_of_words, keywords
from nlp.scoring.measures import (
    Measure,
    Outcome,
    accuracy,
    bearer_overlap,
    calibration_error,
    deadline_overlap,
    f1,
    interval,
    interval_of_mean,
    macro_f1,
    overlap,
    sided,
)
from nlp.scoring.roles import score_roles

OWN = Path(__file__).parents[1] / "tests" / "data"
"""Sentences written for the tests; nothing is trained on them."""

_MARKS = {
    "SKA": {Force.OBLIGATION, Force.PROHIBITION},
    "MUST": {Force.OBLIGATION, Force.PROHIBITION},
    "BÖR": {Force.RECOMMENDATION},
    "SHOULD": {Force.RECOMMENDATION},
}


def statutes(folder: Path) -> list[Outcome]:
    """Every statute unit judged by a model trained on the other acts."""
    units = gold.read_statutes(folder)
    found: list[Outcome] = []
    for act, model in training.statutes_by_act(folder):
        mine = [u for u in units if u.group == act]
        found.extend(_statute(u, r) for u, r in zip(mine, _analysed(mine, "sv", model), strict=True))
    return found


def _analysed(units: Sequence[gold.Labelled], language: str, model: LinearModel | None) -> list[Requirement]:
    judge = load(language).get_pipe("force_judge")
    assert isinstance(judge, ForceJudge)
    shipped, judge.model = judge.model, model  # the pipeline is shared: put back what was there
    try:
        return list(analyse([u.unit for u in units], language))
    finally:
        judge.model = shipped


def _statute(unit: gold.Labelled, found: Requirement) -> Outcome:
    deadline = found.deadline.text if found.deadline else ""
    bearer = found.duty_bearer.text if found.duty_bearer else ""
    return Outcome(
        group=unit.group,
        label=unit.label,
        force=found.force,
        right=found.force == unit.label,
        sure=found.confidence,
        wanted=unit.is_requirement,
        given=found.is_requirement,
        bearer=overlap(unit.duty_bearer, bearer),
        deadline=overlap(unit.deadline, deadline) if unit.deadline or deadline else None,
    )


def statements(folder: Path) -> list[Outcome]:
    """Every EU statement read by the whole pipeline, with a model that has not seen its fold."""
    units = gold.read_statements(folder)
    found: list[Outcome] = []
    for mine, model in training.statements_by_fold(units):
        for unit, said in zip(mine, _analysed(mine, "en", model), strict=True):
            found.append(sided(unit, said.force, said.p_regulatory))
    return found


def marked(units: Sequence[gold.Labelled]) -> list[Outcome]:
    """Checklists or constructed sentences by the shipped pipeline; nothing of them was trained on."""
    found = []
    for language in ("sv", "en"):
        mine = [u for u in units if u.language == language]
        for unit, said in zip(mine, analyse([u.unit for u in mine], language), strict=True):
            right = said.force in _MARKS[unit.label] if unit.label in _MARKS else said.force == unit.label
            found.append(
                Outcome(
                    group=unit.group,
                    label=unit.label,
                    force=said.force,
                    right=right,
                    sure=said.confidence,
                    wanted=True,
                    given=said.is_requirement,
                )
            )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A row of the score table; `baseline` is None where there is none, `target` "" where none was set."""

    task: str
    baseline: float | None
    score: float
    low: float
    high: float
    target: str


def scores(folder: Path, own: Path | None = None) -> Iterator[Score]:
    """Every task on data the weights have not seen; `own` is the folder of constructed sentences."""
    act, base = statutes(folder), keywords(gold.read_statutes(folder))
    yield _score("statutes: requirement F1", f1, act, base, ".95")
    yield _score("statutes: force macro-F1", macro_f1, act, base, ".82")
    yield _score("statutes: duty bearer overlap", bearer_overlap, act, base, ".80")
    yield _score("statutes: deadline overlap", deadline_overlap, act, base, ".90")
    yield _score("statutes: ECE", calibration_error, act, None, "")
    eu, bags = statements(folder), bags_of_words(folder)
    yield _score("EU statements: accuracy", accuracy, eu, bags, ".87")
    yield _score("EU statements: F1", f1, eu, bags, ".88")
    yield _score("EU statements: ECE", calibration_error, eu, bags, ".05")
    checklists = gold.read_checklists(folder)
    yield _score("checklists: accuracy", accuracy, marked(checklists), None, ".98")
    if own is not None:
        made = gold.read_constructed(own / "constructed_force.jsonl")
        both = partial(macro_f1, labels=("prohibition", "recommendation"))
        yield _score("constructed: prohibition and recommendation F1", both, marked(made), keywords(made), ".95")
        yield from _roles(own / "constructed_roles.jsonl")
        rows = list(references.read_rows(own / "constructed_references.jsonl"))
        each = [references.score([row]).f1 for row in rows]
        yield _mean("constructed: targets of references, F1", each, score=references.score(rows).f1)
        divided = splits.read_splits(own / "constructed_compounds.jsonl")
        yield _mean("constructed: sentences divided as labelled", [split.wanted == split.found for split in divided])
    sample = own / "sentence_boundaries.jsonl" if own is not None else None
    for name, texts in sentence_scores.samples(folder, sample).items():
        low, high = sentence_scores.interval(texts)
        target = ".95" if texts[0].language == "en" else ".97"
        yield Score(
            task=f"sentences, {name}: F1",
            baseline=None,
            score=sentence_scores.f1(texts),
            low=low,
            high=high,
            target=target,
        )


def _score(
    task: str, measure: Measure, outcomes: Sequence[Outcome], baseline: Sequence[Outcome] | None, target: str
) -> Score:
    low, high = interval(outcomes, measure)
    before = None if baseline is None else measure(baseline)
    return Score(task=task, baseline=before, score=measure(outcomes), low=low, high=high, target=target)


def _mean(task: str, values: Sequence[float], *, score: float | None = None) -> Score:
    low, high = interval_of_mean(values)
    mean = sum(values) / len(values)
    return Score(task=task, baseline=None, score=mean if score is None else score, low=low, high=high, target="")


def _roles(path: Path) -> Iterator[Score]:
    for found in score_roles(path):
        low, high = interval_of_mean(found.values)
        task = f"constructed, {found.language}: {found.kind.replace('_', ' ')} overlap (n = {found.count})"
        yield Score(task=task, baseline=None, score=found.overlap, low=low, high=high, target="")


def table(folder: Path, own: Path | None = None) -> str:
    """The scores in Markdown: task, baseline, score, interval, target."""
    lines = ["| task | baseline | score | 95 % interval | target |", "|---|---|---|---|---|"]
    for row in scores(folder, own):
        before = "" if row.baseline is None else f"{row.baseline:.3f}"
        lines.append(f"| {row.task} | {before} | {row.score:.3f} | {row.low:.3f}-{row.high:.3f} | {row.target} |")
    return "\n".join(lines)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m nlp.evaluation", description=__doc__)
    parser.add_argument("--gold", type=Path, required=True, help="folder with the gold files")
    parser.add_argument("--own", type=Path, default=OWN, help="folder of constructed sentences (default: tests/data)")
    options = parser.parse_args()
    sys.stdout.write(table(options.gold, options.own if options.own.is_dir() else None) + "\n")


if __name__ == "__main__":
    main()
