"""The picture of the chains: a Sankey in which the width is the number of chains, and where they break is orange."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.pages import charts
from tracker.pages.language import t, tn
from tracker.views.chain.flow import LAYERS, Flow, Node

COLOURS: Mapping[str, str] = {
    "eu": "#1e3b78",
    "national": "#2b65a5",
    "regional": "#4a9fc9",
    "local": "#3a9d8f",
    "service": "#8a6d3b",
    "actor": "#7a4fa3",
}
"""One colour a layer; every layer has its name above it."""
BROKEN, REST = "#c2571a", "#8c96a3"
TOP, RIGHT = 46, 150
"""Pixels above the flow, for the names of the layers, and beside it, for those of the last one."""
GAP = 15
"""Pixels between groups: a name has room beside the thinnest one."""
_WIDTH, _BESIDE = 1000, 38
"""Pixels of the picture on a desk, and what of a layer's share is not its names'."""


def options(found: Flow) -> Mapping[str, Any]:
    """The chart's options; its points stand in the order of `found.nodes`."""
    layers = [layer for layer in LAYERS if any(node.layer == layer for node in found.nodes)]
    names = {node.key: name(node) for node in found.nodes}
    broken = {node.key for node in found.nodes if node.kind == "broken"}
    return {
        "tooltip": {"confine": True, "trigger": "item"},
        "animation": False,
        "title": [_heading(layer, position, len(layers)) for position, layer in enumerate(layers)],
        "series": [
            {
                "type": "sankey",
                "top": TOP,
                "bottom": 12,
                "left": 8,
                "right": RIGHT,
                "nodeGap": GAP,
                "nodeWidth": 14,
                "layoutIterations": 0,  # the order is ours: the broadest first, what breaks last
                "draggable": False,
                "selectedMode": "single",
                "emphasis": {"focus": "adjacency"},
                "data": [_node(node, layers, names[node.key]) for node in found.nodes],
                "links": [
                    {
                        "source": stream.source,
                        "target": stream.target,
                        "value": stream.weight,
                        "tooltip": {
                            "formatter": _plain(
                                f"{names[stream.source]} → {names[stream.target]}: "
                                f"{tn('page.chain.chains', stream.count)}"
                            )
                        },
                        "lineStyle": {
                            "color": BROKEN if stream.target in broken else "source",
                            "opacity": 0.45 if stream.target in broken else 0.28,
                        },
                    }
                    for stream in found.streams
                ],
            }
        ],
    }


def height(found: Flow) -> int:
    """Pixels that give the fullest layer room."""
    fullest = max((sum(node.layer == layer for node in found.nodes) for layer in LAYERS), default=1)
    return max(320, TOP + 300 + GAP * fullest)


def name(node: Node) -> str:
    """What a group is called."""
    if node.kind == "broken":
        return t(f"page.chain.broken.{node.layer}")
    if node.kind == "rest":
        return tn("page.chain.rest", node.held)
    return node.name if node.kind != "withheld" else t("page.chain.under_secrecy")


def _node(node: Node, layers: Sequence[str], called: str) -> dict[str, Any]:
    colour = {"broken": BROKEN, "rest": REST, "withheld": REST}.get(node.kind, COLOURS[node.layer])
    return {
        "id": node.key,
        "name": node.key,
        "depth": layers.index(node.layer),
        "itemStyle": {"color": colour, "borderWidth": 0},
        "tooltip": {"formatter": _plain(f"{called}: {tn('page.chain.chains', node.count)}")},
        "label": {
            "formatter": _plain(f"{node.count} · {called}"),
            "width": min(round(_WIDTH / len(layers)) - _BESIDE, RIGHT - 20 if node.layer == layers[-1] else _WIDTH),
            "overflow": "break" if node.kind == "broken" else "truncate",
            "color": charts.ink(),
            "fontSize": 12,
            "lineHeight": 15,
            "fontWeight": "bold" if node.kind == "broken" else "normal",
        },
    }


def _heading(layer: str, position: int, layers: int) -> dict[str, Any]:
    """The name of a layer above it; the picture keeps room for names on its right."""
    return {
        "text": t(f"page.chain.layer.{layer}"),
        "left": f"{round(87 * position / max(layers - 1, 1), 1)}%",
        "top": 4,
        "textStyle": {"fontSize": 12, "color": charts.ink(), "fontWeight": "bold"},
    }


def _plain(text: str) -> str:
    """Text that the chart takes as it is: neither a placeholder nor a tag."""
    return text.replace("{", "(").replace("}", ")").replace("<", "‹").replace(">", "›")
