"""The formats a report is written in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tracker.errors import TrackerError
from tracker.reports import docx, pdf, xlsx
from tracker.reports.content import Report

FORMATS: Mapping[str, Callable[[Report], bytes]] = {"pdf": pdf.write, "docx": docx.write, "xlsx": xlsx.write}
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def known(form: str) -> None:
    """Raise TrackerError, naming the choices, for what is no key of FORMATS."""
    if form not in FORMATS:
        raise TrackerError("error.report_format", format=form, choices=", ".join(FORMATS))


def write(form: str, report: Report) -> bytes:
    """The report in the format called `form`."""
    known(form)
    return FORMATS[form](report)


def file_name(report: Report, form: str) -> str:
    """A name of letters that are safe everywhere: kind, day and language."""
    return f"{report.kind}-{report.on.isoformat()}-{report.language}.{form}"
