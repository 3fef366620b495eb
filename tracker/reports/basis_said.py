"""How a report was made, as its last section: rule, thresholds, texts, what nobody examined, secrecy, history."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import fields
from functools import cache

from tracker.reports.content import Block, Column, Section, Table, Text
from tracker.reports.gathering import Gathered
from tracker.reports.language import Language
from tracker.settings import ROOT
from tracker.thresholds import Thresholds
from tracker.views.exports.basis import Basis, EditionUsed

ALL = tuple(field.name for field in fields(Thresholds))


@cache
def software() -> str:
    """The version of the program, as its project file has it."""
    version: str = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    return version


def basis_section(
    found: Gathered, *, thresholds: Sequence[str], editions: int = 0, table: bool = False, level: int = 1
) -> Section:
    """The section; `editions` texts are named in a sentence (0 for none), or all in a table."""
    language, basis = found.language, found.basis
    blocks: list[Block] = [
        Text(text=language.t("report.rule"), style="note"),
        Text(text=thresholds_said(language, basis.thresholds, thresholds), style="note"),
        Text(text=_texts(language, basis, 0 if table else editions), style="note"),
        Text(text=_unexamined(found), style="note"),
        Text(text=_secrecy(found), style="note"),
        Text(text=_history(language, basis), style="note"),
    ]
    if table and basis.summaries:
        named = "; ".join(name.short(language.code) for name in basis.summaries)
        blocks.append(Text(text=language.t("report.summaries", named=named), style="note"))
    if table and basis.editions:
        blocks.append(_editions(language, basis))
    return Section(title=language.t("report.basis"), blocks=blocks, small=True, level=level)


def thresholds_said(language: Language, values: Thresholds, names: Sequence[str]) -> str:
    """The thresholds on one line."""
    said = "; ".join(f"{language.t(f'threshold.{name}')} {language.number(getattr(values, name))}" for name in names)
    return language.t("report.thresholds", values=said)


def _texts(language: Language, basis: Basis, most: int) -> str:
    said = language.t(
        "report.texts",
        editions=len(basis.editions),
        guidelines=len({row.name.id for row in basis.editions}),
        together=basis.together,
        summaries=len(basis.summaries),
    )
    if basis.left_out:
        said += " " + language.tn("report.left_out", basis.left_out)
    named = "; ".join(_edition(language, row) for row in basis.editions[:most])
    left = len(basis.editions) - most
    if named and left > 0:
        return f"{said} {language.t('report.texts_some', named=named, count=left)}"
    return f"{said} {language.t('report.texts_all', named=named)}" if named else said


def _edition(language: Language, row: EditionUsed) -> str:
    published = language.day(row.published_on) if row.published_on else language.t("report.no_day")
    return f"{row.name.abbreviation or row.name.title(language.code)} ({row.language}, {published}, {row.checksum})"


def _editions(language: Language, basis: Basis) -> Table:
    names = ("guideline", "text_language", "published", "checksum")
    return Table(
        name=language.t("report.sheet.editions"),
        columns=[
            Column(title=language.t(f"report.column.{name}"), width=width)
            for name, width in zip(names, (5, 1, 1.4, 1.6), strict=True)
        ],
        rows=[[row.name.title(language.code), row.language, row.published_on, row.checksum] for row in basis.editions],
    )


def _unexamined(found: Gathered) -> str:
    language, shown = found.language, found.overview
    return language.t(
        "report.unexamined",
        count=shown.requirements - shown.examined,
        total=shown.requirements,
        suggestions=shown.suggestions,
        gaps=shown.proposed_gaps,
    )


def _secrecy(found: Gathered) -> str:
    secret = found.basis.secret
    if not secret:
        return found.language.t("report.secrecy_none", count=found.basis.documents)
    key = "report.secrecy_shown" if found.cleared else "report.secrecy"
    return found.language.tn(key, secret, total=found.basis.documents)


def _history(language: Language, basis: Basis) -> str:
    return language.t("report.history", events=basis.events, head=basis.head, version=software(), slug=basis.slug)
