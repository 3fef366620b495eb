"""What the reasons of a suggestion rest on, marked in both texts under the numbers the reasons are listed by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from tracker import events
from tracker.pages import address, highlights
from tracker.pages.highlights import Mark
from tracker.pages.language import t, word
from tracker.views.review.reasons import EarlierDecision, Place, ShownReason


def in_source(reasons: Iterable[ShownReason], text: str) -> list[Mark]:
    """Marks in a requirement's text; none where it is not the text the places count in."""
    checksum = events.checksum(text)
    return _marks([(reason.number, reason.source) for reason in reasons if reason.source_of == checksum], len(text))


def in_target(reasons: Iterable[ShownReason], text: str) -> list[Mark]:
    """Marks in a passage's text; none where it is not the text the places count in."""
    checksum = events.checksum(text)
    return _marks([(reason.number, reason.target) for reason in reasons if reason.target_of == checksum], len(text))


def in_wording(reasons: Iterable[ShownReason], lead_in: str, text: str) -> tuple[list[Mark], list[Mark]]:
    """Marks in the lead-in and in the text of a wording: a reason's places count in the two joined by a space.

    >>> reason = ShownReason(number=1, code="c", values={}, source=[(2, 6)], source_of=events.checksum("Vi ska svara"))
    >>> [[(mark.start, mark.end) for mark in marks] for marks in in_wording([reason], "Vi ska", "svara")]
    [[(2, 6)], []]
    """
    whole = f"{lead_in} {text}"
    joined = whole.strip()
    shift = len(whole) - len(whole.lstrip())
    marks = in_source(reasons, joined)
    first = len(lead_in) + 1 - shift
    return _within(marks, -shift, len(lead_in)), _within(marks, first, len(text))


def listed(reasons: Sequence[ShownReason]) -> None:
    """The reasons under their numbers; pointing at one, or coming to it by key, brings out its marks."""
    st.html(html(reasons))


def html(reasons: Sequence[ShownReason]) -> str:
    """The list of reasons, or that there is none."""
    if not reasons:
        return f"<p>{highlights.escaped(t('page.text.no_reason'))}</p>"
    return f'<ol class="reasons">{"".join(map(_item, reasons))}</ol>'


def _marks(numbered: Sequence[tuple[int, Sequence[Place]]], length: int) -> list[Mark]:
    """One mark for each place, with the numbers of all reasons that rest on just these words."""
    places: dict[Place, list[int]] = {}
    for number, found in numbered:
        for start, end in found:
            if 0 <= start < end <= length:
                places.setdefault((start, end), []).append(number)
    return [
        Mark(start=start, end=end, role="shared", numbers=tuple(numbers), title=_title(numbers))
        for (start, end), numbers in sorted(places.items())
    ]


def _title(numbers: Sequence[int]) -> str:
    return t("page.text.mark.reasons", numbers=", ".join(map(str, numbers)))


def _within(marks: Iterable[Mark], first: int, length: int) -> list[Mark]:
    """The marks that reach into `length` characters from `first`, counted from there."""
    return [
        Mark(start=start, end=end, role=mark.role, numbers=mark.numbers, title=mark.title)
        for mark in marks
        for start, end in [(max(mark.start - first, 0), min(mark.end - first, length))]
        if start < end
    ]


def _item(reason: ShownReason) -> str:
    said = highlights.escaped(t(reason.code, **reason.values))
    if reason.learned_from:
        behind = "; ".join(map(_decision, reason.learned_from))
        said += f'<span class="behind">{highlights.escaped(t("page.review.learned_from"))} {behind}</span>'
    return (
        f'<li tabindex="0" data-reason="{reason.number}">'
        f'<span class="number" aria-hidden="true">{reason.number}</span> <span>{said}</span></li>'
    )


def _decision(decision: EarlierDecision) -> str:
    """A link to the decision: what was decided, of which place, and where."""
    said = " · ".join(part for part in (word(decision.state), decision.locator, decision.target) if part)
    href = address.link("review", link=decision.link_id).replace("&", "&#38;")
    return f'<a href="{href}" target="_self">{highlights.escaped(said)}</a>'
