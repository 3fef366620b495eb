"""Colours that carry meaning: told apart by colour-blind readers and in print, and never without a number or word.

Zero, a finding of absence, is orange; the steps run from pale yellow to deep blue, darker with every step.
"""

from __future__ import annotations

from collections.abc import Mapping

NOT_EXAMINED = "not_examined"
BESIDE = "beside"

LEVELS: Mapping[str, tuple[str, str]] = {
    NOT_EXAMINED: ("#e7e9ec", "#3d4654"),
    "0": ("#e5762f", "#1a1208"),
    "1": ("#f6edb8", "#1a2433"),
    "2": ("#d2e3ae", "#1a2433"),
    "3": ("#9ed2b4", "#1a2433"),
    "4": ("#63b8bd", "#10222b"),
    "5": ("#4a9fc9", "#081723"),
    "6": ("#2b65a5", "#ffffff"),
    "7": ("#1e3b78", "#ffffff"),
    BESIDE: ("#b9bec6", "#1a2433"),
}
"""Background and text colour of each place on the ladder, and of the places before and beside it."""

UNEXAMINED_IN_THE_DARK = ("#27313d", "#aab4c0")
"""What nobody has looked at stays in the background, in the dark theme too."""


def colours(place: str, *, dark: bool) -> tuple[str, str]:
    """Background and text colour of a place in the theme the reader has chosen."""
    return UNEXAMINED_IN_THE_DARK if dark and place == NOT_EXAMINED else LEVELS[place]
