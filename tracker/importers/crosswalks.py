"""Crosswalk tables: which requirement of a lower level does what for which of a higher one."""

from __future__ import annotations

from tracker.importers.columns import TEXT, Column, choice, line
from tracker.importers.reading import ListKind
from tracker.tables.crosswalk import CrosswalkType

_TYPES = {
    "genomför helt": CrosswalkType.IMPLEMENTS,
    "motsvarar": CrosswalkType.IMPLEMENTS,
    "equal": CrosswalkType.IMPLEMENTS,
    "delvis": CrosswalkType.PARTLY,
    "partially": CrosswalkType.PARTLY,
    "subset": CrosswalkType.PARTLY,
    "kompletterar med": CrosswalkType.SUPPLEMENTS,
    "superset": CrosswalkType.SUPPLEMENTS,
    "relaterad": CrosswalkType.RELATED,
    "samband": CrosswalkType.RELATED,
    "intersect": CrosswalkType.RELATED,
    "intersects": CrosswalkType.RELATED,
}
"""Other words, among them those of crosswalks between standards."""

CROSSWALK = ListKind(
    code="crosswalk",
    columns=(
        Column(key="upper_guideline", names=("övre riktlinje", "riktlinje ovanför", "from guideline", "source"),
               read=line(), required=True, identifies=True, example="32016L2102"),
        Column(key="upper_requirement", names=("övre krav", "övre plats", "upper locator", "upper place"),
               read=line(), required=True, identifies=True, example="art 7(1)"),
        Column(key="lower_guideline", names=("nedre riktlinje", "riktlinje nedanför", "to guideline", "target"),
               read=line(), required=True, identifies=True, example="SFS 2018:1937"),
        Column(key="lower_requirement", names=("nedre krav", "nedre plats", "lower locator", "lower place"),
               read=line(), required=True, identifies=True, example="13 §"),
        Column(key="crosswalk_type", names=("typ", "slag", "typ av koppling", "type", "relation"),
               read=choice(CrosswalkType, _TYPES), required=True, example="genomför"),
        Column(key="note", names=("anteckning", "kommentar", "comment"), read=TEXT),
    ),
)  # fmt: skip
