"""The ladder in print: the screen's colours, darker with every step so that they keep their order in grey."""

from __future__ import annotations

from collections.abc import Mapping

PLACES: Mapping[str, tuple[str, str]] = {
    "not_examined": ("#ffffff", "#3d4654"),
    "0": ("#e5762f", "#1a1208"),
    "1": ("#f6edb8", "#1a2433"),
    "2": ("#d2e3ae", "#1a2433"),
    "3": ("#9ed2b4", "#1a2433"),
    "4": ("#63b8bd", "#10222b"),
    "5": ("#4a9fc9", "#081723"),
    "6": ("#2b65a5", "#ffffff"),
    "7": ("#1e3b78", "#ffffff"),
    "beside": ("#b9bec6", "#1a2433"),
}
"""Background and text of each place; what nobody examined is white with a hatch."""
