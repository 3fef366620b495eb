"""All tables by subject; importing this package registers every one of them with `Table.metadata`."""

from tracker.tables import (
    assessment,
    checking,
    event,
    guideline,
    job,
    lineage,
    link,
    local,
    measurement,
    network,
    original,
    people,
    translation,
)
from tracker.tables.schema import Table

__all__ = [
    "Table",
    "assessment",
    "checking",
    "event",
    "guideline",
    "job",
    "lineage",
    "link",
    "local",
    "measurement",
    "network",
    "original",
    "people",
    "translation",
]
