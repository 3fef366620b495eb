"""What background jobs and commands do: read a file under limits, prepare it, then store it in one transaction."""

from tracker.tasks.finding import (
    find_reuse,
    index,
    learn,
    read_network,
    read_sample,
    read_translations,
    suggest,
    suggest_anew,
    suggest_crosswalks,
)
from tracker.tasks.guidelines import import_guideline, preview_guideline, question, read_guideline, store_guideline
from tracker.tasks.lists import import_list, preview_list
from tracker.tasks.local import (
    import_document,
    import_edition,
    known_documents,
    plan_edition,
    read_document,
    store_document,
)
from tracker.tasks.queued import KINDS
from tracker.tasks.workbook import WorkbookRefused, import_workbook, make_workbook, preview_workbook

__all__ = [
    "KINDS",
    "WorkbookRefused",
    "find_reuse",
    "import_document",
    "import_edition",
    "import_guideline",
    "import_list",
    "import_workbook",
    "index",
    "known_documents",
    "learn",
    "make_workbook",
    "plan_edition",
    "preview_guideline",
    "preview_list",
    "preview_workbook",
    "question",
    "read_document",
    "read_guideline",
    "read_network",
    "read_sample",
    "read_translations",
    "store_document",
    "store_guideline",
    "suggest",
    "suggest_anew",
    "suggest_crosswalks",
]
