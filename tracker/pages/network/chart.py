"""The picture of the network: colour is the kind of actor, a solid line a formal tie, a dashed one an informal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.network.ties import PART_OF, Tie
from tracker.pages import charts
from tracker.pages.language import t, word
from tracker.tables.network import ActorKind
from tracker.views.network.whole import NetworkShown, YearRow

COLOURS: Mapping[ActorKind, str] = {
    ActorKind.MUNICIPALITY: "#1e3b78",
    ActorKind.POLITICAL_BODY: "#2b65a5",
    ActorKind.BOARD: "#4a9fc9",
    ActorKind.UNIT: "#3a9d8f",
    ActorKind.COMPANY: "#8a6d3b",
    ActorKind.ROLE: "#e5762f",
    ActorKind.AUTHORITY: "#7a4fa3",
    ActorKind.EU_BODY: "#b05aa8",
    ActorKind.NETWORK: "#d9a514",
    ActorKind.INTEREST_ORGANISATION: "#9c8b00",
    ActorKind.VENDOR: "#8c96a3",
    ActorKind.CITIZEN_GROUP: "#c0485a",
}
"""Told apart by colour-blind readers in most pairs; the table beside names every kind."""

SIZE = 520
LABELLED, FEW = 3, 30
"""Ties from which on an actor is named in the picture, and the size up to which all are; a pointer names the rest."""
_LINE = ("#8592a3", "#5d6b7c")  # light, dark
_LONGEST = 26


def kind_name(kind: str) -> str:
    """The name of a kind of tie, part of among them."""
    return t("page.network.part_of") if kind == PART_OF else t(f"relation_kind.{kind}")


def picture(shown: NetworkShown) -> tuple[Mapping[str, Any], list[int]]:
    """The chart's options, and the actors in the order of its points."""
    drawn = [node for node in shown.nodes if node.id in shown.places]
    kinds = [kind for kind in ActorKind if any(node.kind is kind for node in drawn)]
    most = max((shown.whole.positions[node.id].degree for node in drawn), default=1) or 1
    points = []
    for node in drawn:
        place = shown.whole.positions[node.id]
        x, y = shown.places[node.id]
        points.append(
            {
                "id": str(node.id),
                "name": node.name,
                "x": round(x * 420, 1),
                "y": round(y * 230, 1),
                "category": kinds.index(node.kind),
                "symbolSize": round(9 + 21 * (place.degree / most) ** 0.5, 1),
                "label": {"show": place.degree >= LABELLED or len(drawn) <= FEW},
            }
        )
    options = {
        "tooltip": {"confine": True},
        "legend": {"data": [word(kind) for kind in kinds], "top": 0, "textStyle": {"color": charts.ink()}},
        "animation": False,
        "series": [
            {
                "type": "graph",
                "layout": "none",
                "preserveAspect": "contain",  # else a narrow screen draws the actors as eggs
                "top": 64,
                "left": 20,
                "right": "10%",  # room for the names on the right, little of it on a narrow screen
                "bottom": 16,
                "roam": True,
                "scaleLimit": {"min": 0.6, "max": 6},
                "selectedMode": "single",
                "categories": [{"name": word(kind), "itemStyle": {"color": COLOURS[kind]}} for kind in kinds],
                "data": points,
                "links": [_link(tie) for tie in shown.ties if {tie.source, tie.target} <= shown.places.keys()],
                "label": {
                    "position": "right",
                    "fontSize": 10,
                    "color": charts.ink(),
                    "width": 7 * _LONGEST,
                    "overflow": "truncate",
                },
                "labelLayout": {"hideOverlap": True},
                "emphasis": {"focus": "adjacency", "label": {"show": True}},
                "edgeSymbol": ["none", "arrow"],
                "edgeSymbolSize": [0, 5],
            }
        ],
    }
    return options, [node.id for node in drawn]


def _link(tie: Tie) -> dict[str, Any]:
    """One line; what is part of another is drawn thin, what is mutual without an arrow."""
    formality = t("page.network.formal") if tie.formal else t("page.network.informal")
    return {
        "source": str(tie.source),
        "target": str(tie.target),
        "value": f"{kind_name(tie.kind)} ({formality})",
        "symbol": ["none", "none" if tie.mutual or tie.kind == PART_OF else "arrow"],
        "lineStyle": {
            "color": _LINE[charts.is_dark()],
            "type": "solid" if tie.formal else "dashed",
            "width": 0.7 if tie.kind == PART_OF else 1.4,
            "opacity": 0.8,
            "curveness": 0.08,
        },
    }


def years(rows: Sequence[YearRow]) -> Mapping[str, Any]:
    """The highest betweenness of each year: with all ties, without hierarchy, by informal ties only."""
    ordered = sorted(rows, key=lambda row: row.year)
    lines = {
        "everything": ("#2b65a5", "solid"),
        "without_hierarchy": ("#e5762f", "solid"),
        "informal": ("#3a9d8f", "dashed"),
    }
    room = charts.legend_room(t(f"page.network.years.{name}") for name in lines)
    return {
        "tooltip": {"trigger": "axis", "confine": True},
        "legend": {"top": 0, "textStyle": {"color": charts.ink()}},
        "grid": {"left": 8, "right": 16, "top": room, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "category", "data": [str(row.year) for row in ordered], "axisLabel": {"color": charts.ink()}},
        "yAxis": {"type": "value", "min": 0, "max": 1, "axisLabel": {"color": charts.ink()}},
        "series": [
            {
                "name": t(f"page.network.years.{name}"),
                "type": "line",
                "connectNulls": False,
                "data": [_rounded(getattr(row, name).highest) for row in ordered],
                "itemStyle": {"color": colour},
                "lineStyle": {"type": line},
            }
            for name, (colour, line) in lines.items()
        ],
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
