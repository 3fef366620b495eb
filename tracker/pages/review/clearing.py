"""Kept, changed or withdrawn, with a reason, by button or key; each is stored before the next one is drawn."""

from __future__ import annotations

from typing import Any

import streamlit as st

from tracker import countersigning
from tracker.clearing import crosswalks, judgements, links
from tracker.pages import address, frame, problems, second
from tracker.pages.language import t, word
from tracker.pages.review import looking_again
from tracker.pages.review.decisions import TYPES
from tracker.tables.assessment import Compliance, SideState
from tracker.tables.change import Outcome
from tracker.tables.countersign import FirstDecision
from tracker.tables.crosswalk import CrosswalkType
from tracker.tables.link import LinkType
from tracker.views.review.suspect import Suspect
from tracker.views.review.suspects import Kind

REASONS = {
    "same_meaning": {Outcome.KEPT},
    "still_true": {Outcome.KEPT},
    "demands_more": {Outcome.CHANGED, Outcome.WITHDRAWN},
    "only_part": {Outcome.KEPT, Outcome.CHANGED},
    "says_no_more": {Outcome.CHANGED, Outcome.WITHDRAWN},
    "gone": {Outcome.WITHDRAWN},
}
"""Ready reasons and the outcomes each can be the reason for; what is written counts before them."""
KEYS = {"implements": "I", "partly": "P", "mentions": "M", "supplements": "S", "related": "B"}
"""Keys by what it may be changed to; C and R belong to Streamlit."""
LEVELS = ("", *map(str, range(8)))
UNDO = {Kind.LINK: links.undo, Kind.JUDGEMENT: judgements.undo, Kind.CROSSWALK: crosswalks.undo}


def later() -> list[str]:
    """What was put off in this session, by its key."""
    found: list[str] = st.session_state.setdefault("suspects-later", [])
    return found


def decisions(found: Suspect, *, mine: bool = False) -> None:
    """The reason, then the bar with the decisions; closed where the person has decided already (`mine`)."""
    if not found.causes:
        undo_only()
        return
    _reason()
    if found.kind is Kind.JUDGEMENT:
        _other_judgement(found, mine=mine)
    keys = st.session_state.get("shortcuts", True)
    gone = found.target is not None and found.target.changed and not found.target.after
    with st.bottom, st.container(horizontal=True, gap="small", key="clearing"):
        st.button(
            t("page.suspects.keep"), key="keep", type="primary", shortcut="J" if keys else None,
            **_offered(mine, unless=gone, help=t("page.suspects.keep_gone") if gone else None),
            on_click=_clear, args=(found, Outcome.KEPT),
        )  # fmt: skip
        for kind in _types(found):
            st.button(
                t("page.suspects.change_to", type=word(kind)), key=f"change-{kind.value}",
                shortcut=KEYS.get(kind.value) if keys else None, **_offered(mine, unless=gone),
                on_click=_clear,
                args=(found, Outcome.CHANGED), kwargs={"type": kind},
            )  # fmt: skip
        st.button(
            t("page.suspects.withdraw"), key="withdraw", shortcut="N" if keys else None,
            type="primary" if gone else "secondary", **_offered(mine),
            on_click=_clear, args=(found, Outcome.WITHDRAWN),
        )  # fmt: skip
        st.button(
            t("page.review.later"), key="suspects-later-button", shortcut="L" if keys else None,
            on_click=_put_off, args=(found,),
        )  # fmt: skip
        _undo_button(keys=keys)


def _offered(mine: bool, *, unless: bool = False, help: str | None = None) -> frame.Offered:  # noqa: A002 - as Streamlit
    if mine:
        return frame.only("suspect.clear", unless=True, help=t("page.second.mine"))
    return frame.only("suspect.clear", unless=unless, help=help)


def undo_only() -> None:
    """The way back where there is nothing to decide."""
    if "undo-clearing" in st.session_state:
        with st.bottom, st.container(horizontal=True, gap="small", key="clearing"):
            _undo_button(keys=st.session_state.get("shortcuts", True))


def _undo_button(*, keys: bool) -> None:
    st.button(
        t("page.review.undo"), key="undo-clearing-button", shortcut="Z" if keys else None,
        disabled="undo-clearing" not in st.session_state, on_click=_undo,
    )  # fmt: skip


def _reason() -> None:
    """Why: a ready reason, which stays chosen for the next one, or words of one's own."""
    with st.container(border=True):
        st.pills(
            t("page.suspects.reason"), list(REASONS), key="clearing-reason", persist_state="session",
            format_func=lambda code: t(f"page.suspects.reason.{code}"),
        )  # fmt: skip
        st.text_input(
            t("page.suspects.reason_own"), key=_own_key(), max_chars=2000, placeholder=t("page.suspects.reason_place")
        )


def _own_key() -> str:
    """A new line to write in after each decision, so that nobody's words stand by what they were not said of."""
    return f"clearing-own-{st.session_state.get('cleared', 0)}"


def _said(outcome: Outcome) -> str:
    """The reason given; none where the ready one, still chosen from before, speaks for something else."""
    own = str(st.session_state.get(_own_key()) or "").strip()
    ready = st.session_state.get("clearing-reason")
    return own or (t(f"page.suspects.reason.{ready}") if outcome in REASONS.get(str(ready), ()) else "")


def _types(found: Suspect) -> list[LinkType | CrosswalkType]:
    """What it may be changed to."""
    if found.kind is Kind.JUDGEMENT:
        return []
    options: tuple[LinkType | CrosswalkType, ...] = tuple(CrosswalkType)
    if found.kind is Kind.LINK:
        options = TYPES["passage" if found.target is not None else "service"]
        if found.type is LinkType.RESPONSIBLE:
            options = ()
    return [kind for kind in options if kind is not found.type]


def _other_judgement(found: Suspect, *, mine: bool) -> None:
    """Another level, place or compliance, where the judgement itself has to change."""
    with st.expander(t("page.suspects.judge_anew"), icon=":material/edit:"), st.form("judge-anew", border=False):
        st.selectbox(
            t("word.level"), LEVELS, index=0 if found.level is None else found.level + 1, key=f"anew-level-{found.id}",
            format_func=lambda code: f"{code} {t(f'level.{code}')}" if code else t("page.cell.no_level"),
        )  # fmt: skip
        beside = ["", *SideState]
        st.selectbox(
            t("page.cell.beside"), beside, key=f"anew-side-{found.id}",
            index=beside.index(found.side_state) if found.side_state else 0,
            format_func=lambda code: word(SideState(code)) if code else t("page.cell.on_ladder"),
        )  # fmt: skip
        options = list(Compliance)
        st.selectbox(
            t("word.compliance"), options, key=f"anew-compliance-{found.id}", format_func=word,
            index=options.index(found.compliance),
        )  # fmt: skip
        st.form_submit_button(
            t("page.suspects.change"), **_offered(mine),
            on_click=_clear, args=(found, Outcome.CHANGED), key="anew-save",
            kwargs={"anew": True},
        )  # fmt: skip


def _clear(
    found: Suspect,
    outcome: Outcome,
    *,
    type: LinkType | CrosswalkType | None = None,  # noqa: A002 - the domain's word for it
    anew: bool = False,
) -> None:
    """Store the decision on what was seen; a key pressed again before the next one has come decides nothing."""
    if st.session_state.get("undo-clearing", (None,))[0] == (found.kind, found.id, found.version):
        return
    row = frame.do(*_verb(found), outcome, _said(outcome), **_seen(found, outcome, type, anew=anew))
    if second.told(row, f"page.suspects.done.{outcome}"):
        waits = isinstance(row, FirstDecision)
        st.session_state["undo-clearing"] = ((found.kind, found.id, found.version), row.id, waits)
        st.session_state["cleared"] = st.session_state.get("cleared", 0) + 1
        if waits:
            later().append(f"{found.kind}-{found.id}")
        address.put(suspect=None)


def _verb(found: Suspect) -> tuple[Any, int]:
    verbs = {
        Kind.LINK: links.clear_link,
        Kind.JUDGEMENT: judgements.clear_assessment,
        Kind.CROSSWALK: crosswalks.clear_crosswalk,
    }
    return verbs[found.kind], found.id


def _seen(
    found: Suspect,
    outcome: Outcome,
    type: LinkType | CrosswalkType | None,  # noqa: A002 - the domain's word for it
    *,
    anew: bool,
) -> dict[str, Any]:
    """What the person had before them, as the verb of its kind asks for it."""
    prints = [demand.text.fingerprint for demand in found.demands]
    if found.kind is Kind.CROSSWALK:
        return {"seen_version": found.version, "seen": tuple(prints), "type": type}
    if found.kind is Kind.LINK:
        return {
            "seen_version": found.version,
            "seen_requirement": prints[0],
            "passage_id": _passage(found) if outcome is not Outcome.WITHDRAWN else None,
            "type": type,
        }
    said: dict[str, Any] = {}
    if anew:
        level, side = (st.session_state[f"anew-{field}-{found.id}"] for field in ("level", "side"))
        said = {
            "level": int(level) if level else None,
            "side_state": SideState(side) if side else None,
            "compliance": st.session_state[f"anew-compliance-{found.id}"],
        }
    return {"seen_requirement": prints[0], "evidence_digest": found.digest, **said}


def _passage(found: Suspect) -> int | None:
    """The passage that took over: the chosen one, or the only one."""
    if found.target is None or not found.target.after or not found.target.changed:
        return None
    numbers = [text.id for text in found.target.after]
    chosen = st.session_state.get(looking_again.successor_key(found.id))
    return chosen if chosen in numbers else numbers[0]


def _put_off(found: Suspect) -> None:
    later().append(f"{found.kind}-{found.id}")
    address.put(suspect=None)


def _undo() -> None:
    (kind, number, _), stored, waits = st.session_state.pop("undo-clearing")
    again = frame.do(countersigning.withdraw if waits else UNDO[kind], stored)
    if again is not None:
        problems.tell("page.review.undone")
        address.put(suspect=f"{kind}-{number if waits or kind is not Kind.JUDGEMENT else again.id}")
