"""Colours that carry meaning: told apart by colour-blind readers and in print, and never without a number or word.

Zero, a finding of absence, is orange; the steps run from pale yellow to deep blue, darker with every step. Any two
places are ten or more apart in CIELAB, also seen without red, green or blue cones:
tests/tracker/pages/test_palette.py.
"""

from __future__ import annotations

from collections.abc import Mapping

from tracker.views.ladder.places import BESIDE, NOT_EXAMINED

LEVELS: Mapping[str, tuple[str, str]] = {
    NOT_EXAMINED: ("#e6edef", "#3d4654"),
    "0": ("#fd8443", "#1a1208"),
    "1": ("#fcf2aa", "#1a2433"),
    "2": ("#b8e1a6", "#1a2433"),
    "3": ("#84ca9c", "#10222b"),
    "4": ("#71a5ac", "#081723"),
    "5": ("#408bad", "#060d18"),
    "6": ("#39649b", "#ffffff"),
    "7": ("#3f3c69", "#ffffff"),
    BESIDE: ("#b8bcbd", "#1a2433"),
}
"""Background and text colour of each place on the ladder, and of the places before and beside it."""

UNEXAMINED_IN_THE_DARK = ("#27313d", "#aab4c0")
"""What nobody has looked at stays in the background, in the dark theme too."""


def colours(place: str, *, dark: bool) -> tuple[str, str]:
    """Background and text colour of a place in the theme the reader has chosen."""
    return UNEXAMINED_IN_THE_DARK if dark and place == NOT_EXAMINED else LEVELS[place]
