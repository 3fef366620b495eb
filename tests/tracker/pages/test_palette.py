"""The colours that carry meaning: words on them are readable, and their order is seen without colour vision."""

from __future__ import annotations

import math
import tomllib
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from tracker.pages.palette import LEVELS, UNEXAMINED_IN_THE_DARK

Light = tuple[float, float, float]

CONFIG = Path(__file__).parents[3] / ".streamlit" / "config.toml"
STEPS = [str(step) for step in range(8)]

# Machado, Oliveira and Fernandes (2009), doi:10.1109/TVCG.2009.113, table of severity 1.0, for linear light.
SEEN_WITHOUT = {
    "red cones": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "green cones": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "blue cones": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
IN_PRINT = ((0.2126, 0.7152, 0.0722),) * 3
TOLD_APART = 10.0
"""Distance in CIELAB at which two neighbouring patches are plainly different; one just seen is 2.3."""


def linear(colour: str) -> Light:
    """Red, green and blue light of #rrggbb, each in [0, 1]."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def through(light: Light, matrix: tuple[tuple[float, ...], ...]) -> Light:
    red, green, blue = (
        min(1.0, max(0.0, sum(weight * part for weight, part in zip(row, light, strict=True)))) for row in matrix
    )
    return red, green, blue


def luminance(light: Light) -> float:
    return sum(weight * part for weight, part in zip(IN_PRINT[0], light, strict=True))


def lab(light: Light) -> tuple[float, float, float]:
    """CIELAB under D65."""
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.95047, 1.0, 1.08883)
    x, y, z = (
        share ** (1 / 3) if (share := sum(w * p for w, p in zip(row, light, strict=True)) / most) > 0.008856
        else 7.787 * share + 16 / 116
        for row, most in zip(rows, white, strict=True)
    )  # fmt: skip
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def apart(one: Light, other: Light) -> float:
    return math.dist(lab(one), lab(other))


def contrast(one: str, other: str) -> float:
    dark, bright = sorted((luminance(linear(one)), luminance(linear(other))))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("back", "front"), [*LEVELS.values(), UNEXAMINED_IN_THE_DARK])
def test_the_number_on_a_colour_is_readable(back: str, front: str) -> None:
    assert contrast(back, front) >= 4.5


@pytest.mark.parametrize("missing", SEEN_WITHOUT)
def test_no_two_places_look_alike_without_some_cones(missing: str) -> None:
    seen = {place: through(linear(back), SEEN_WITHOUT[missing]) for place, (back, _) in LEVELS.items()}
    alike = {
        (one, other): round(apart(seen[one], seen[other]), 1)
        for one, other in combinations(seen, 2)
        if apart(seen[one], seen[other]) < TOLD_APART
    }
    assert alike == {}


def test_every_step_is_darker_in_print() -> None:
    """From one to seven; zero stands out by its number, and by its colour on screen."""
    printed = [lab(through(linear(LEVELS[step][0]), IN_PRINT))[0] for step in STEPS[1:]]
    assert all(before - after >= 4 for before, after in pairwise(printed)), printed


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_and_links_of_a_theme_are_readable(theme: str) -> None:
    colours = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"][theme]
    for back in (colours["backgroundColor"], colours["secondaryBackgroundColor"]):
        for front in (
            colours["textColor"],
            colours["linkColor"],
            colours["primaryColor"],
            faded(colours["textColor"], back),
        ):
            assert contrast(front, back) >= 4.5, (front, back)


def faded(front: str, back: str) -> str:
    """How Streamlit draws what it makes less of: six tenths of the text's colour on what is behind it."""
    mixed = (
        round(0.6 * int(front[place : place + 2], 16) + 0.4 * int(back[place : place + 2], 16)) for place in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02x}" for part in mixed)
