"""What chains, their hops and what is wrong with them are called."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tracker import clock
from tracker.pages.language import current, day, t
from tracker.views.chain.hops import HopState, Strength, Why
from tracker.views.chain.ways import Act, Placed
from tracker.views.chain.whole import Chain

ARROW = " → "


def place(placed: Placed, acts: Mapping[int, Act]) -> str:
    """A requirement in few words: its act and place."""
    return f"{act(acts[placed.guideline_id])} {placed.locator}".strip()


def act(found: Act) -> str:
    """An act in a word or two."""
    return found.name.abbreviation or found.name.title(current())


def chain(found: Chain, acts: Mapping[int, Act]) -> str:
    """A chain in one line, with a dash where it has nothing; what comes after the last thing is one dash."""
    text = [f"{one.title}{page(one.page)}" for one in found.passages]
    text += [t("page.chain.withheld", count=found.withheld)] * bool(found.withheld)
    parts = [
        *(place(one, acts) for one in found.placed),
        _several(text),
        _several([one.name for one in found.services]),
        _several([one.name for one in found.actors]),
    ]
    while len(parts) > 1 and parts[-2:] == ["–", "–"]:
        parts.pop()
    return ARROW.join(parts)


def page(number: int) -> str:
    """The page of a passage behind its document's title."""
    return f", {t('page.text.page', page=number)}" if number else ""


def strength(found: Strength) -> str:
    """What a chain is worth."""
    return t(f"page.chain.strength.{found.name.lower()}")


def hop(state: HopState) -> str:
    """Which hop."""
    return t(f"chain_hop.{state.hop.value}")


def why(state: HopState) -> str:
    """What is wrong with a hop."""
    return t(f"chain_why.{state.why.value}")


def since(state: HopState) -> str:
    """Since when, or from when on; a dash where that is not known."""
    if state.since is None:
        return "–"
    return t("page.chain.from", day=day(state.since)) if later(state.since) else day(state.since)


def since_day(state: HopState) -> str:
    """The same within a sentence."""
    told = since(state)
    return told if state.since is None or later(state.since) else t("page.chain.since", day=told)


def later(on: date) -> bool:
    """Whether a day is still to come."""
    return on > clock.today()


def holds(found: Chain) -> bool:
    """Whether nothing is wrong with a chain."""
    return found.weakest.why is Why.HOLDS


def _several(names: list[str]) -> str:
    if not names:
        return "–"
    return names[0] if len(names) == 1 else f"{names[0]} +{len(names) - 1}"
