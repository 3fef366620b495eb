"""Scores on unseen data beside a baseline, with 95 % intervals: `python -m nlp.evaluation --gold FOLDER`."""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from nlp import gold, training
from nlp.components.force import ForceJudge
from nlp.extraction import analyse
from nlp.model import LinearModel
from nlp.pipeline import load
from nlp.requirements import REGULATORY_FORCES, REQUIREMENT_FORCES, Force, Requirement

DRAWS = 1000
_MARKS = {
    "SKA": {Force.OBLIGATION, Force.PROHIBITION},
    "MUST": {Force.OBLIGATION, Force.PROHIBITION},
    "BÖR": {Force.RECOMMENDATION},
    "SHOULD": {Force.RECOMMENDATION},
}
_KEYWORDS = (
    (r"\bfår (?:\w+ )?inte\b", Force.PROHIBITION), (r"\b(?:ska|skall|måste|skyldig)\b", Force.OBLIGATION),
    (r"\bbör\b", Force.RECOMMENDATION), (r"\brätt (?:att|till)\b", Force.RIGHT), (r"\bfår\b", Force.PERMISSION),
    (r"\bbehöver inte\b", Force.EXEMPTION), (r"\bavses\b", Force.DEFINITION), (r"\bgäller\b", Force.SCOPE),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was said of one unit, beside what people said; `sure` is the probability of the side or force stated."""

    group: str
    label: str
    force: Force
    right: bool
    sure: float
    wanted: bool
    given: bool
    bearer: float = 1.0
    deadline: float | None = None


Measure = Callable[[Sequence[Outcome]], float]


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


def keywords(folder: Path) -> list[Outcome]:
    """The baseline for statutes: the first modal keyword of the unit or its lead-in, what is before it as bearer."""
    return [_by_keyword(u) for u in gold.read_statutes(folder)]


def _by_keyword(unit: gold.Labelled) -> Outcome:
    for text in (unit.unit.text, unit.unit.lead_in):
        for pattern, force in _KEYWORDS:
            if match := re.search(pattern, text):
                bearer = text[: match.start()].strip() if force in REQUIREMENT_FORCES else ""
                return _keyword_outcome(unit, force, bearer)
    return _keyword_outcome(unit, Force.STATEMENT, "")


def _keyword_outcome(unit: gold.Labelled, force: Force, bearer: str) -> Outcome:
    return Outcome(
        group=unit.group, label=unit.label, force=force, right=force == unit.label, sure=1.0,
        wanted=unit.is_requirement, given=force in REQUIREMENT_FORCES, bearer=overlap(unit.duty_bearer, bearer),
        deadline=0.0 if unit.deadline else None,
    )  # fmt: skip


def statements(folder: Path) -> list[Outcome]:
    """Every EU statement read by the whole pipeline, with a model that has not seen its fold."""
    units = gold.read_statements(folder)
    found: list[Outcome] = []
    for mine, model in training.statements_by_fold(units):
        for unit, said in zip(mine, _analysed(mine, "en", model), strict=True):
            found.append(_sided(unit, said.force, said.p_regulatory))
    return found


def bags_of_words(folder: Path) -> list[Outcome]:
    """The baseline for EU statements: TF-IDF of words, characters and the words around the modal, in the same folds."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.preprocessing import FunctionTransformer

    units = gold.read_statements(folder)
    place = gold.folds((u.group for u in units), training.FOLDS)
    found: list[Outcome] = []
    for fold in range(training.FOLDS):
        seen = [u for u, p in zip(units, place, strict=True) if p != fold]
        mine = [u for u, p in zip(units, place, strict=True) if p == fold]
        views = make_union(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=2),
            make_pipeline(FunctionTransformer(_windows), TfidfVectorizer(ngram_range=(1, 3), sublinear_tf=True)),
        )
        model = make_pipeline(views, LogisticRegression(C=10, max_iter=1000))
        model.fit([u.unit.text for u in seen], [u.label == "regulatory" for u in seen])
        for unit, p in zip(mine, model.predict_proba([u.unit.text for u in mine])[:, 1], strict=True):
            found.append(_sided(unit, Force.OBLIGATION if p > 0.5 else Force.STATEMENT, float(p)))
    return found


def _windows(texts: Sequence[str]) -> list[str]:
    """Five words before the modal and seven from it on."""
    found = []
    for text in texts:
        words = re.findall(r"\w+", text.lower())
        modal = next((i for i, word in enumerate(words) if word in {"shall", "must"}), 0)
        found.append(" ".join(words[max(0, modal - 5) : modal + 7]))
    return found


def _sided(unit: gold.Labelled, force: Force, p_regulatory: float) -> Outcome:
    given, wanted = force in REGULATORY_FORCES, unit.label == "regulatory"
    sure = max(p_regulatory, 1 - p_regulatory)
    return Outcome(
        group=unit.group, label=unit.label, force=force, right=given == wanted, sure=sure, wanted=wanted, given=given
    )


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


def overlap(wanted: str, given: str) -> float:
    """Token F1 of two spans, 1.0 when both are empty."""
    one, other = (set(text.lower().replace(",", " ").split()) for text in (wanted, given))
    if not one and not other:
        return 1.0
    return 2 * len(one & other) / (len(one) + len(other))


def f1(outcomes: Sequence[Outcome]) -> float:
    """F1 of `given` against `wanted`."""
    both = sum(o.wanted and o.given for o in outcomes)
    total = sum(o.wanted for o in outcomes) + sum(o.given for o in outcomes)
    return 2 * both / total if total else 0.0


def accuracy(outcomes: Sequence[Outcome]) -> float:
    """Share of units said rightly."""
    return sum(o.right for o in outcomes) / len(outcomes)


def macro_f1(outcomes: Sequence[Outcome], labels: Sequence[str] | None = None, least: int = 5) -> float:
    """Mean F1 over the forces with at least `least` units, or over `labels`."""
    counts = Counter(o.label for o in outcomes)
    chosen = labels or [label for label, n in counts.items() if n >= least]
    scores = []
    for label in chosen:
        both = sum(o.label == label == o.force for o in outcomes)
        total = counts[label] + sum(o.force == label for o in outcomes)
        scores.append(2 * both / total if total else 0.0)
    return float(np.mean(scores))


def calibration_error(outcomes: Sequence[Outcome], bins: int = 10) -> float:
    """Expected calibration error of `sure`, in ten bins."""
    groups: dict[int, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[min(int(outcome.sure * bins), bins - 1)].append(outcome)
    return sum(abs(sum(o.sure for o in g) - sum(o.right for o in g)) for g in groups.values()) / len(outcomes)


def bearer_overlap(outcomes: Sequence[Outcome]) -> float:
    """Mean overlap of the duty bearer over the requirements."""
    return float(np.mean([o.bearer for o in outcomes if o.wanted] or [0.0]))


def deadline_overlap(outcomes: Sequence[Outcome]) -> float:
    """Mean overlap of the deadline over the requirements that have one or were given one."""
    return float(np.mean([o.deadline for o in outcomes if o.wanted and o.deadline is not None] or [1.0]))


def interval(outcomes: Sequence[Outcome], measure: Measure, draws: int = DRAWS) -> tuple[float, float]:
    """95 % interval of a measure by drawing whole groups (documents) with replacement; fixed seed."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[outcome.group].append(outcome)
    listed = list(groups.values())
    random = np.random.default_rng(0)
    drawn = [
        measure([o for i in random.integers(len(listed), size=len(listed)) for o in listed[i]]) for _ in range(draws)
    ]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(low), float(high)


def table(folder: Path, constructed: Path | None = None) -> str:
    """The score table in Markdown: task, measure, baseline, score, interval, target."""
    act, base = statutes(folder), keywords(folder)
    eu, bag = statements(folder), bags_of_words(folder)
    digg = marked(gold.read_checklists(folder))
    rows: list[tuple[str, Measure, Sequence[Outcome], Sequence[Outcome] | None, str]] = [
        ("statutes: requirement F1", f1, act, base, ".95"),
        ("statutes: force macro-F1", macro_f1, act, base, ".82"),
        ("statutes: duty bearer overlap", bearer_overlap, act, base, ".80"),
        ("statutes: deadline overlap", deadline_overlap, act, base, ".90"),
        ("statutes: ECE", calibration_error, act, None, ".05"),
        ("EU statements: accuracy", accuracy, eu, bag, ".87"),
        ("EU statements: F1", f1, eu, bag, ".88"),
        ("EU statements: ECE", calibration_error, eu, bag, ".05"),
        ("checklists: accuracy", accuracy, digg, None, ".98"),
    ]
    if constructed is not None:
        made = marked(gold.read_constructed(constructed))
        both = partial(macro_f1, labels=("prohibition", "recommendation"))
        rows.append(("constructed: prohibition and recommendation F1", both, made, None, ".95"))
    lines = ["| task | baseline | score | 95 % interval | target |", "|---|---|---|---|---|"]
    for name, measure, outcomes, baseline, target in rows:
        low, high = interval(outcomes, measure)
        before = f"{measure(baseline):.3f}" if baseline is not None else ""
        lines.append(f"| {name} | {before} | {measure(outcomes):.3f} | {low:.3f}-{high:.3f} | {target} |")
    return "\n".join(lines)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m nlp.evaluation", description=__doc__)
    parser.add_argument("--gold", type=Path, required=True, help="folder with the gold files")
    parser.add_argument("--constructed", type=Path, help="file of constructed sentences (tests/data)")
    options = parser.parse_args()
    sys.stdout.write(table(options.gold, options.constructed) + "\n")


if __name__ == "__main__":
    main()
