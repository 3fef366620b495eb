"""What the scores are held against: keywords, and a linear model over plain bags of words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from nlp import gold
from nlp.requirements import REQUIREMENT_FORCES, Force
from nlp.scoring.measures import Outcome, overlap, sided

_KEYWORDS = (
    (r"\bfår (?:\w+ )?inte\b", Force.PROHIBITION), (r"\b(?:ska|skall|måste|skyldig)\b", Force.OBLIGATION),
    (r"\bbör\b", Force.RECOMMENDATION), (r"\brätt (?:att|till)\b", Force.RIGHT), (r"\bfår\b", Force.PERMISSION),
    (r"\bbehöver inte\b", Force.EXEMPTION), (r"\bavses\b", Force.DEFINITION), (r"\bgäller\b", Force.SCOPE),
    (r"\b(?:shall|must|may) not\b", Force.PROHIBITION), (r"\b(?:shall|must|required)\b", Force.OBLIGATION),
    (r"\bshould\b", Force.RECOMMENDATION), (r"\bright to\b", Force.RIGHT), (r"\bmay\b", Force.PERMISSION),
    (r"\bneed not\b", Force.EXEMPTION), (r"\bmeans\b", Force.DEFINITION), (r"\bapplies\b", Force.SCOPE),
)  # fmt: skip


def keywords(units: Sequence[gold.Labelled]) -> list[Outcome]:
    """Units by the first modal keyword in them or in their lead-in, what stands before it as the bearer."""
    return [_by_keyword(unit) for unit in units]


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


def bags_of_words(folder: Path) -> list[Outcome]:
    """The baseline for EU statements: TF-IDF of words, characters and the words around the modal, in the same folds."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.preprocessing import FunctionTransformer

    units = gold.read_statements(folder)
    place = gold.folds((u.group for u in units), gold.FOLDS)
    found: list[Outcome] = []
    for fold in range(gold.FOLDS):
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
            found.append(sided(unit, Force.OBLIGATION if p > 0.5 else Force.STATEMENT, float(p)))
    return found


def _windows(texts: Sequence[str]) -> list[str]:
    """Five words before the modal and seven from it on."""
    found = []
    for text in texts:
        words = re.findall(r"\w+", text.lower())
        modal = next((i for i, word in enumerate(words) if word in {"shall", "must"}), 0)
        found.append(" ".join(words[max(0, modal - 5) : modal + 7]))
    return found
