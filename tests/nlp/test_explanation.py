"""Why a sentence was read as it was; every rule and every sign has words in both languages."""

from __future__ import annotations

import ast
import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

import nlp
from nlp.explanation import SHOWN, explain
from nlp.extraction import analyse
from nlp.requirements import Force, Unit

FOLDER = Path(nlp.__file__).parent


def test_the_rule_and_the_words_that_decide():
    told = explain("Nämnden får inte lämna ut uppgiften.", "sv")
    assert (told.rule, told.cue, told.proposed, told.inherited) == ("may_not", "får inte", Force.PROHIBITION, False)


def test_probabilities_are_those_of_the_extraction_likeliest_first():
    text = "The provider shall inform the authority without undue delay."
    (read,) = analyse([Unit(text=text, zone="enacting")], "en")
    told = explain(text, "en", zone="enacting")
    assert told.force is read.force
    assert next(iter(told.probabilities.values())) == pytest.approx(read.confidence)
    assert list(told.probabilities.values()) == sorted(told.probabilities.values(), reverse=True)


def test_an_item_is_explained_by_its_lead_in():
    told = explain("utse ett ombud,", "sv", lead_in="Kommunen ska")
    assert (told.rule, told.cue, told.inherited) == ("shall", "ska", True)


def test_an_item_with_words_of_its_own_is_explained_by_them():
    told = explain("En kopia får lämnas utan avgift.", "sv", lead_in="För handlingar gäller följande:")
    assert (told.rule, told.inherited) == ("may", False)


def test_a_mark_of_the_issuer_needs_no_other_reason():
    told = explain("BÖR: Erbjud flera språk.", "sv")
    assert (told.rule, told.cue, told.force) == ("mark", "BÖR", Force.RECOMMENDATION)


def test_a_rule_alone_names_no_signs():
    told = explain("Users should be informed.", "en", zone="body")
    assert not told.model
    assert told.contributions == ()


def test_signs_are_few_and_strongest_first():
    told = explain("Nämnden ska svara inom två veckor.", "sv")
    weights = [abs(sign.weight) for sign in told.contributions]
    assert 0 < len(weights) <= SHOWN
    assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize("text", ["", "   ", "\n", "123", "§", "…", "<b>ska</b>"])
def test_anything_can_be_explained(text: str):
    assert explain(text, "sv").rule


def rules() -> Iterator[str]:
    """Every name of a rule: those of the cues, and the literals in the rules' own code."""
    for language in ("sv", "en"):
        with (FOLDER / "languages" / language / "cues.csv").open(encoding="utf-8", newline="") as file:
            yield from (row["rule"] for row in csv.DictReader(file))
    yield from ("mark", "none", "shall_not", "must_not")
    for path in sorted((FOLDER / "rules").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            yield from (
                part.value
                for value in _naming(node)
                for part in ([value.body, value.orelse] if isinstance(value, ast.IfExp) else [value])
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            )


def _naming(node: ast.AST) -> list[ast.expr]:
    """Expressions one of which names a rule: arguments of what makes a proposal, and rows of forces with a rule."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"made", "_made", "_always", "Proposal"}:
        return [*node.args, *(word.value for word in node.keywords if word.arg == "rule")]
    if isinstance(node, ast.Tuple) and any(getattr(getattr(e, "value", None), "id", "") == "Force" for e in node.elts):
        return node.elts
    if isinstance(node, ast.Assign) and [getattr(target, "id", "") for target in node.targets] == ["rule"]:
        return [node.value]
    return []


def kinds_of_signs() -> set[str]:
    """The kinds of features the shipped weights know, by the names explanations give them."""
    from nlp.explanation import sign_of
    from nlp.model import shipped

    models = [model for model in map(shipped, ("sv", "en")) if model is not None]
    return {sign_of(name)[0] for model in models for name in model.index}


def test_every_rule_has_words_in_both_languages():
    from tracker.locales import has_text

    assert sorted({name for name in rules() if not has_text(f"rule.{name}")}) == []


def test_every_sign_has_words_in_both_languages():
    from tracker.locales import has_text

    assert sorted(kind for kind in kinds_of_signs() if not has_text(f"sign.{kind}")) == []
