"""How what was read is named and marked, alike in the text, beside it and in the checking queue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import streamlit as st

from tracker.pages import highlights, language
from tracker.pages.highlights import Mark
from tracker.pages.language import t, word
from tracker.pages.reading import references
from tracker.pages.reading.time_limits import in_words
from tracker.tables.guideline import Force, StatementType
from tracker.views.reading.references import ReferencePlace
from tracker.views.reading.sentences import Sentence, certainty

ROLES = (
    "cue", "duty_bearer", "action", "target_group", "condition", "exception", "deadline", "frequency", "reference",
)  # fmt: skip
_TIMES = frozenset({"deadline", "frequency"})
_LONGEST_BEARER = 48


def marks(
    spans: Sequence[Mapping[str, Any]], places: Mapping[str, ReferencePlace] = MappingProxyType({})
) -> list[Mark]:
    """Marks for stored spans, each with a title that says what it is and, where there is one, its normal form.

    References are links to the `places` of their targets.
    """
    others = [
        Mark(
            start=span["start"],
            end=span["end"],
            role=span["role"],
            title=" · ".join(part for part in (role(span["role"]), detail(span["role"], span.get("why", ""))) if part),
        )
        for span in spans
        if span["role"] in ROLES and span["role"] != "reference"
    ]
    return others + references.marks(spans, places)


def role(name: str) -> str:
    """The name of a kind of mark."""
    return t(f"page.text.mark.{name}")


def detail(name: str, why: str) -> str:
    """What is known beyond the words: the rule of a cue, a time in words, the place a reference leads to."""
    if not why:
        return ""
    if name == "cue":
        return t(f"rule.{why}")
    return in_words(why) if name in _TIMES else why


def meaning(force: Force, kind: StatementType | None) -> str:
    """What a sentence is: the force of a requirement or permission, else what the statement does for its act."""
    return word(kind) if kind is not None else word(force)


def label(sentence: Sentence) -> str:
    """What stands behind a sentence in the text: what it is, how sure that is, and who is bound."""
    said = [
        meaning(sentence.force, sentence.statement_type).capitalize(),
        t("page.text.withdrawn") if sentence.withdrawn and sentence.is_requirement else "",
        certain(sentence),
        t("page.text.checked") if sentence.checked and not sentence.edited else "",
        bearer(sentence.bearer, inferred=sentence.bearer_inferred),
    ]
    return " · ".join(part for part in said if part)


def certain(sentence: Sentence) -> str:
    """Who says what it is: a person, the file itself, or the program, and then how sure it is."""
    if sentence.edited:
        return t("page.text.by_person")
    return t("page.text.stated") if sentence.stated else sure(sentence.confidence)


def sure(confidence: float) -> str:
    """Confidence in words and as a number."""
    return f"{t(f'page.text.certainty.{certainty(confidence).value}')} {percent(confidence)}"


def percent(confidence: float) -> str:
    """A confidence in per cent; certainty itself is never claimed."""
    return language.percent(min(confidence, 0.99))


def bearer(words: str, *, inferred: bool) -> str:
    """Who is bound, marked where it was taken over from elsewhere."""
    shown = words if len(words) <= _LONGEST_BEARER else f"{words[:_LONGEST_BEARER].rstrip()} …"
    return t("page.text.inferred", bearer=shown) if shown and inferred else shown


def legend() -> None:
    """What the marks in a text mean, folded away until somebody asks."""
    with st.expander(t("page.text.legend"), icon=":material/palette:"):
        st.html(highlights.block("".join(map(_sample, ROLES)), name="law legend"))
        st.caption(t("page.text.legend_is"))


def _sample(name: str) -> str:
    shown = role(name)
    return highlights.marked(shown, [Mark(start=0, end=len(shown), role=name)])
