"""Beside a text: one sentence with what was read in it, and why."""

from __future__ import annotations

import streamlit as st

from nlp.explanation import Explanation
from nlp.requirements import REQUIREMENT_FORCES, Force
from tracker import locales
from tracker.pages import address, frame, highlights, language
from tracker.pages.language import t, word
from tracker.pages.problems import person, plain
from tracker.pages.reading import marks as reading_marks
from tracker.views.reading import why
from tracker.views.reading.why import Part, Why

LABEL = 6
"""Words before a sentence that are no longer than this are the number or letter of its item."""

LIKELY = 0.01
"""Forces less likely than this are not listed."""


def show(workspace: int, key: str) -> None:
    """The sentence with this key; a sentence that is gone says so and can be closed."""
    st.button(t("page.why.close"), icon=":material/close:", type="tertiary", key="close-why", on_click=_close)
    found = frame.remembered(why.why, workspace, key=key)
    head(found)
    if found.lead_in:
        st.caption(t("page.why.lead_in"))
        st.html(highlights.block(highlights.escaped(found.lead_in), language=found.language, name="law lead-in"))
    reasons(found)
    if found.checked is None:
        st.button(t("page.why.check"), icon=":material/fact_check:", key="check-this", on_click=_check)


def head(found: Why) -> None:
    """Place, rung and force."""
    st.markdown(f"**{plain(found.locator or '–')}** · {t(f'page.why.rung.{_rung(found.force)}')}")
    with st.container(horizontal=True, gap="small"):
        st.badge(plain(reading_marks.meaning(found.force, found.statement_type)), color=_colour(found.force))  # type: ignore[arg-type] # the function gives Streamlit's names only
        said = t("page.text.stated") if found.stated else reading_marks.sure(found.confidence)
        st.badge(plain(said), color="gray")
        if found.combination is not None:
            st.badge(word(found.combination), color="gray")
        if found.requirement_id is not None and not found.tracked:
            st.badge(t("page.guideline.not_tracked"), color="gray")


def words(found: Why) -> None:
    """The sentence with its marks, after the words it completes and between what stands around it."""
    marks = reading_marks.marks(
        [{"role": part.role, "start": part.start, "end": part.end, "why": part.why} for part in found.parts]
    )
    before = found.before.strip()
    parts = [
        highlights.block(f"… {highlights.escaped(before)}", name="around") if len(before) > LABEL else "",
        highlights.block(highlights.escaped(found.lead_in), name="lead-in") if found.lead_in else "",
        highlights.block(highlights.marked(found.text, marks), name="quoted"),
        highlights.block(f"{highlights.escaped(found.after.strip())} …", name="around") if found.after.strip() else "",
    ]
    st.html(highlights.block("".join(parts), language=found.language, name="law"))


def reasons(found: Why) -> None:
    """The rule, the words, what the model added, the roles; and who said otherwise."""
    if found.checked is not None:
        said = t("page.why.checked", by=plain(found.checked.by), force=word(found.checked.force))
        st.info(said, icon=":material/how_to_reg:")
    elif found.edited_by is not None:
        st.info(t("page.why.edited", by=person(found.edited_by)), icon=":material/edit:")
    elif found.stated:
        st.info(t("page.why.stated", force=word(found.force)), icon=":material/description:")
    told = why.explanation(found)
    rule = t(f"rule.{told.rule}") if locales.has_text(f"rule.{told.rule}") else plain(told.rule)
    key = "page.why.rule_inherited" if told.inherited else "page.why.rule"
    lines = [f"- {t(key, rule=plain(rule))}"]
    if told.cue:
        lines.append(f"- {t('page.why.cue', cue=plain(told.cue))}")
    if told.model and told.proposed is not told.force:
        lines.append(f"- {t('page.why.overruled', proposed=word(told.proposed), force=word(told.force))}")
    elif not told.model:
        lines.append(f"- {t('page.why.rule_alone')}")
    if found.refined:
        lines.append(f"- {t('page.why.refined')}")
    if told.force is not found.force and found.edited_by is None and not found.stated:
        lines.append(f"- {t('page.why.read_anew', force=word(told.force))}")
    st.markdown(f"**{t('page.why.why')}**\n\n" + "\n".join(lines))
    _model(told)
    _roles(found)
    st.caption(t("page.why.pipeline", pipeline=plain(found.pipeline)))


def _model(told: Explanation) -> None:
    """The forces that were likely, and the signs that weighed most."""
    likely = [(force, share) for force, share in told.probabilities.items() if share >= LIKELY]
    if len(likely) > 1:
        shares = ", ".join(f"{word(force)} {reading_marks.percent(share)}" for force, share in likely)
        st.caption(t("page.why.likely", shares=shares))
    if told.contributions:
        with st.expander(t("page.why.model"), icon=":material/analytics:"):
            st.markdown(
                "\n".join(
                    f"- {t('page.why.for' if sign.weight > 0 else 'page.why.against')} "
                    f"({language.number(round(sign.weight, 1))}): {_sign(sign.kind, sign.value)}"
                    for sign in told.contributions
                )
            )
            st.caption(t("page.why.model_is"))


def _sign(kind: str, value: str) -> str:
    """A sign of the model in words."""
    if not locales.has_text(f"sign.{kind}"):
        return plain(t("sign.other", value=f"{kind} {value}"))
    named = {"force": "force", "rule": "rule", "cue": "rule"}.get(kind)
    shown = t(f"{named}.{value}") if named and locales.has_text(f"{named}.{value}") else value
    return plain(t(f"sign.{kind}", value=shown))


def _roles(found: Why) -> None:
    """Who, what, when and under which conditions, each with its normal form."""
    lines = [
        f"- **{reading_marks.role(part.role)}**: {plain(_short(part))}" + (f"  \n{plain(said)}" if said else "")
        for part in found.parts
        if part.role != "cue"
        for said in [reading_marks.detail(part.role, part.why)]
    ]
    if found.bearer_inferred:
        bearer = plain(reading_marks.bearer(found.bearer, inferred=True))
        lines.insert(0, f"- **{reading_marks.role('duty_bearer')}**: {bearer}")
    if found.requirement_id is not None:
        lines.append(f"- **{t('page.why.bearer_kind')}**: {word(found.bearer_kind)}")
    if lines:
        st.markdown(f"**{t('page.why.roles')}**\n\n" + "\n".join(lines))


def _short(part: Part) -> str:
    text = " ".join(part.text.split())
    return text if len(text) <= 160 else f"{text[:160].rstrip()} …"


def _rung(force: Force) -> str:
    if force in REQUIREMENT_FORCES:
        return "requirement"
    return "permission" if force is Force.PERMISSION else "statement"


def _colour(force: Force) -> str:
    from tracker.pages.texts import FORCE_COLOURS

    return FORCE_COLOURS.get(force, "gray")


def _check() -> None:
    address.put(tab="checking")


def _close() -> None:
    address.put(sentence=None)
