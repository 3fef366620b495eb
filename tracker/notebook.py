"""The tracker in a notebook: what a workspace holds as data frames, read only.

The same rows as the read API gives (tracker.views.rows), so that a figure of a notebook, of the API and of the screen
is one figure. Names of people, notes, and what is under secrecy are left out; coders are numbered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from types import NoneType
from typing import Any, get_args, get_type_hints

import pandas as pd  # type: ignore[import-untyped] # without stubs
from sqlalchemy import select

from tracker import locales, workspaces
from tracker.api.reading import ready
from tracker.database import Database
from tracker.errors import TrackerError
from tracker.settings import Settings
from tracker.tables.guideline import Decided, Force, RequirementState
from tracker.tables.people import LOCAL_LOGIN, Person, Workspace
from tracker.views.research.coded_set import coded_set
from tracker.views.rows.assessments import AssessmentItem, assessments
from tracker.views.rows.changes import Chain, ChangeItem, changes
from tracker.views.rows.coverage import By, CellItem, Columns, MatrixItem, ShareItem, coverage, matrix
from tracker.views.rows.guidelines import GuidelineItem, guidelines
from tracker.views.rows.links import LinkItem, Quote, links
from tracker.views.rows.requirements import RequirementItem, WordingItem, requirements
from tracker.views.rows.services import ServiceItem, UnitItem, services, units
from tracker.views.rows.studies import JudgementItem, MarkItem, StudyItem, marks, studies

TYPES = {int: "Int64", bool: "boolean", str: "string", float: "Float64"}
"""By the type of a field its type in pandas, which knows what is missing; days and moments are pandas' own."""


class CannotOpen(Exception):
    """The database or the workspace cannot be read; says why and what to do, in words."""


def open_tracker(url: str | None = None, workspace: str = "", *, language: str = "en") -> Tracker:
    """Open a workspace for reading.

    `url` is the address of a database ("sqlite:///data/tracker.db", "postgresql://..."), that of the settings when it
    is left out; `workspace` the short name that `python -m tracker status` lists, needed where there are several.
    Raises CannotOpen, which says why in `language`.
    Nothing is created, migrated or written.
    """
    try:
        database = ready(Settings() if url is None else Settings(database_url=url))
        with database.reading() as session:
            slugs = list(session.scalars(select(Workspace.slug).where(Workspace.retired_at.is_(None))))
            found = workspaces.find(session, workspace or (slugs[0] if len(slugs) == 1 else ""))
            reader = session.scalar(select(Person.id).where(Person.login == LOCAL_LOGIN))
    except TrackerError as problem:
        raise CannotOpen(locales.text(problem.code, language, **problem.values)) from None
    return Tracker(database=database, workspace_id=found.id, name=found.name, reader=reader)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracker:
    """A workspace open for reading; each method reads anew and gives a data frame with the row's number as index.

    `reader` is the person at this computer, None where nobody works here: it is they who read coding projects.
    Days and moments are pandas' own (moments in UTC), whole numbers that may be missing `Int64`, closed sets text.
    """

    database: Database
    workspace_id: int
    name: str
    reader: int | None = None

    def close(self) -> None:
        """Give the connections back."""
        self.database.close()

    def guidelines(self) -> pd.DataFrame:
        """The guidelines that can count in the workspace: what they are, their days, how many requirements count."""
        return _frame(GuidelineItem, self._read(guidelines), leave=("editions",))

    def requirements(
        self,
        *,
        guideline_id: int | None = None,
        force: str | None = None,
        state: str | None = None,
        counted: bool | None = None,
    ) -> pd.DataFrame:
        """The requirements; `summary_sv` and `summary_en` are the library's words, never to be quoted as official.

        The arguments narrow: `force` "obligation", `state` "active", `counted` whether it counts in the figures.
        """
        found = self._read(
            requirements,
            guideline_id=guideline_id,
            force=None if force is None else Force(force),
            state=None if state is None else RequirementState(state),
            counted=counted,
        )
        told = _frame(RequirementItem, found, leave=("wordings", "summary"))
        for tongue in ("sv", "en"):
            told[f"summary_{tongue}"] = _column(str, [getattr(row.summary, tongue, None) for row in found])
        return told

    def wordings(self, *, guideline_id: int | None = None) -> pd.DataFrame:
        """The official words, one row for each requirement and edition it stands in; `newest` of its language."""
        found = self._read(requirements, guideline_id=guideline_id)
        pairs = [(row.id, wording) for row in found for wording in row.wordings]
        told = _frame(WordingItem, [wording for _, wording in pairs], index="")
        told.insert(0, "requirement_id", _column(int, [number for number, _ in pairs]))
        return told

    def links(
        self, *, guideline_id: int | None = None, state: str | None = None, since: datetime | None = None
    ) -> pd.DataFrame:
        """The links with both fingerprints; `quote_...` are the words pointed to and where they stand.

        `state` is "suggested", "confirmed" or "rejected"; `since`, with its time zone, leaves what was made or decided
        from that moment on. `suspect` counts what has changed under a confirmed link.
        """
        wanted = None if state is None else Decided(state)
        found = self._read(links, guideline_id=guideline_id, state=wanted, since=since)
        told = _frame(LinkItem, found, leave=("quote", "suspect"))
        told["suspect"] = _column(int, [len(row.suspect) for row in found])
        for name, kind in get_type_hints(Quote).items():
            told[f"quote_{name}"] = _column(kind, [getattr(row.quote, name, None) for row in found])
        return told

    def assessments(self, *, guideline_id: int | None = None, since: datetime | None = None) -> pd.DataFrame:
        """What people judged of requirements in units and services; `newest` marks what counts today."""
        return _frame(AssessmentItem, self._read(assessments, guideline_id=guideline_id, since=since))

    def services(self) -> pd.DataFrame:
        """The services of the municipality, closed ones too."""
        return _frame(ServiceItem, self._read(services))

    def units(self) -> pd.DataFrame:
        """The municipality and its units, boards and companies."""
        return _frame(UnitItem, self._read(units))

    def coverage(self, by: str = "guideline") -> pd.DataFrame:
        """How far the requirements have come, by "guideline", "unit" or "service"; index is the number of that.

        `reached_0` to `reached_7` count those at that step of the ladder or higher, out of `concerned`.
        """
        found = self._read(coverage, by=By(by))
        told = _frame(ShareItem, found, leave=("reached",))
        for step in range(8):
            told[f"reached_{step}"] = _column(int, [row.reached[step] for row in found])
        return told

    def matrix(self, by: str = "unit") -> pd.DataFrame:
        """The matrix as the screen shows it, long: one row for each requirement and unit (or "service") looked at.

        Who has not been examined is not there; `matrix().pivot(index="requirement_id", columns="unit_id",
        values="level")` makes it wide.
        """
        found: Sequence[MatrixItem] = self._read(matrix, by=Columns(by))
        pairs = [(row.id, cell) for row in found for cell in row.cells]
        told = _frame(CellItem, [cell for _, cell in pairs], index="")
        told.insert(0, "requirement_id", _column(int, [number for number, _ in pairs]))
        return told

    def codings(self) -> pd.DataFrame:
        """How coders said requirements were translated: one row for each coder and link, with both texts.

        Coders are numbered in the order of their first code; `blind` where the machine's suggestion was not shown.
        """
        with self.database.reading() as session:
            sheet = next(one for one in coded_set(session, self.workspace_id) if one.name == "codings")
        return pd.DataFrame(list(sheet.rows), columns=list(sheet.columns)).convert_dtypes()

    def studies(self) -> pd.DataFrame:
        """The coding projects whose coding is closed, as far as the person at this computer may read them.

        Where nobody is (a database of a server) only those published; `units` counts the sample, `coders` who code.
        """
        found: Sequence[StudyItem] = self._read(studies, reader=self.reader)
        told = _frame(StudyItem, found, leave=("coders", "codes"))
        told["coders"] = _column(int, [len(row.coders) for row in found])
        return told

    def marks(self, *, study_id: int | None = None) -> pd.DataFrame:
        """The units of these projects: `mode` and `codes` that hold of each, whether coders differ, what was settled.

        `mode` is missing where coders differ and nobody has settled it; `codes` are the other keys, divided by "; ".
        """
        found: Sequence[MarkItem] = self._read(marks, study_id=study_id, reader=self.reader)
        told = _frame(MarkItem, found, leave=("judgements", "adjudication", "result", "reply"))
        told["coders"] = _column(int, [len(row.judgements) for row in found])
        told["differs"] = _column(bool, [len({one.mode for one in row.judgements}) > 1 for row in found])
        told["settled"] = _column(bool, [row.adjudication is not None for row in found])
        told["mode"] = _column(str, [next(iter(row.result), None) for row in found])
        told["codes"] = _column(str, ["; ".join(row.result[1:]) for row in found])
        return told

    def judgements(self, *, study_id: int | None = None) -> pd.DataFrame:
        """What each coder said of each of these units, and when: one row for each coder and unit.

        Coders are the project's numbers. `modifiers`, `rules` and `codes` are keys divided by "; "; `suggested` is what
        the machine said and `shown` whether the coder saw it; `settled_mode` what was settled of the unit, and when.
        """
        found: Sequence[MarkItem] = self._read(marks, study_id=study_id, reader=self.reader)
        pairs = [(mark, said) for mark in found for said in mark.judgements]
        several = ("modifiers", "rules", "codes")
        told = _frame(JudgementItem, [said for _, said in pairs], leave=several, index="")
        for name in several:
            told[name] = _column(str, ["; ".join(getattr(said, name)) for _, said in pairs])
        settled = [mark.adjudication for mark, _ in pairs]
        told["settled_mode"] = _column(str, [None if one is None else one.mode.value for one in settled])
        told["settled_at"] = _column(datetime, [None if one is None else one.recorded_at for one in settled])
        for place, name in enumerate(("study_id", "id", "position", "link_id", "requirement_id")):
            told.insert(place, "unit_id" if name == "id" else name, _column(int, [getattr(m, name) for m, _ in pairs]))
        return told

    def changes(self, *, after: int = 0, chain: str = "workspace") -> pd.DataFrame:
        """What changed since event number `after`, of the workspace's own history or of the "library" all share."""
        return _frame(ChangeItem, self._read(changes, after=after, chain=Chain(chain)))

    def _read(self, view: Any, **narrowed: Any) -> Any:
        with self.database.reading() as session:
            return view(session, self.workspace_id, **narrowed)


def _frame(row: type[Any], found: Iterable[Any], *, leave: Sequence[str] = (), index: str = "id") -> pd.DataFrame:
    """The rows as a frame with the columns of their class, of the same types whatever they hold."""
    rows = list(found)
    kinds = {name: kind for name, kind in get_type_hints(row).items() if name not in leave}
    columns = {name: _column(kind, [getattr(one, name) for one in rows]) for name, kind in kinds.items()}
    told = pd.DataFrame(columns, columns=list(kinds))
    return told.set_index(index) if index else told


def _column(annotated: Any, values: Sequence[Any]) -> Any:
    """Values of a field in the type of pandas that holds them and what is missing."""
    kind = next((part for part in get_args(annotated) if part is not NoneType), annotated)
    if issubclass(kind, date):
        return pd.to_datetime(pd.Series(values, dtype="object"), utc=kind is datetime)
    if issubclass(kind, Enum):
        kind, values = str, [None if value is None else value.value for value in values]
    return pd.array(values, dtype=TYPES[kind])
