"""A package: a ZIP that is the same to the byte whenever the study is, and that is worked out again from itself."""

from __future__ import annotations

import csv
import hashlib
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from policies.archive import Archive
from policies.errors import UnreadableFile
from tracker import locales
from tracker.errors import ImportProblem
from tracker.exporters.archive import packed
from tracker.freezing import rows
from tracker.freezing.derived import TABLES

MANIFEST = "manifest.json"
FORMAT = "policy-to-practice study 1"
NEEDED = ("units", "judgements", "adjudications")
_MEANINGS = tomllib.loads(Path(__file__).with_name("dictionary.toml").read_text("utf-8"))
_COLUMNS = ("file", "column", "meaning_sv", "meaning_en")

Sheets = Mapping[str, tuple[Sequence[str], Iterable[Mapping[str, Any]]]]
"""Tables by name: their columns and rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the citation says: the study, whose it is, its question, and the day of the newest thing in it."""

    title: str
    owner: str
    question: str
    day: date
    history: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """A package worked out again: its bytes, the tables of it, and those that came out otherwise than it had them."""

    content: bytes
    tables: Sequence[str]
    differing: Sequence[str]


def frozen(data: Sheets, about: About) -> bytes:
    """The package of a study: its data, every table of it, what the columns mean, a citation and the checksums."""
    members = {f"data/{name}.csv": rows.written(*sheet) for name, sheet in data.items()}
    members["CITATION.cff"] = _citation(about).encode()
    members["history.txt"] = f"{about.history}\n".encode()
    members["README.md"] = _readme(about).encode()
    return _whole(members)


def rebuilt(content: bytes, name: str) -> Rebuilt:
    """The package made anew from the data in a package; nothing else than the file is looked at.

    Raises ImportProblem where it is no package, or where a member is not what the package's own checksums say.
    """
    members = _opened(content, name)
    given = {member: members[member] for member in members if not member.startswith("tables/")}
    given.pop("dictionary.csv", None)
    try:
        again = _whole(given)
    except (ValueError, KeyError, TypeError, IndexError, UnicodeError, csv.Error) as problem:
        raise ImportProblem("error.package_unreadable", file=name) from problem
    fresh = dict(_members(again, name))
    return Rebuilt(
        content=again,
        tables=sorted(member for member in fresh if member.startswith("tables/")),
        differing=sorted(
            member for member in {*fresh, *members} - {MANIFEST} if fresh.get(member) != members.get(member)
        ),
    )


def _whole(given: Mapping[str, bytes]) -> bytes:
    """The members given with all that follows from them, in the order of their names."""
    members = dict(given)
    data = {
        member.removeprefix("data/").removesuffix(".csv"): rows.read(content)
        for member, content in given.items()
        if member.startswith("data/")
    }
    for name, (columns, worked_out) in TABLES.items():
        members[f"tables/{name}.csv"] = rows.written(columns, worked_out(data))
    members["dictionary.csv"] = rows.written(_COLUMNS, _dictionary(members))
    sums = {member: hashlib.sha256(content).hexdigest() for member, content in sorted(members.items())}
    manifest = {"format": FORMAT, "sha256": sums}
    return packed(
        [*sorted(members.items()), (MANIFEST, (json.dumps(manifest, indent=1) + "\n").encode())], compressed=False
    )


def _opened(content: bytes, name: str) -> Mapping[str, bytes]:
    """The members of a package without its manifest, each as its checksum says."""
    members = dict(_members(content, name))
    try:
        manifest = json.loads(members.pop(MANIFEST))
        known, sums = manifest["format"] == FORMAT, dict(manifest["sha256"])
    except (KeyError, TypeError, ValueError, RecursionError) as problem:
        raise ImportProblem("error.package_unreadable", file=name) from problem
    if not known or not {f"data/{needed}.csv" for needed in NEEDED} <= set(members):
        raise ImportProblem("error.package_unreadable", file=name)
    for member in sorted({*members, *sums}):
        if member not in members or hashlib.sha256(members[member]).hexdigest() != sums.get(member):
            raise ImportProblem("error.package_altered", file=name, member=member)
    return members


def _members(content: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    try:
        with Archive(content, name) as archive:
            for member in archive.names():
                yield member, archive.read(member)
    except UnreadableFile as problem:
        raise ImportProblem("error.package_unreadable", file=name) from problem


def _dictionary(members: Iterable[str]) -> Iterator[Mapping[str, str]]:
    """What each column of each CSV means; its own two languages, whatever the reader's."""
    for member in sorted(members):
        table = member.rpartition("/")[2].removesuffix(".csv")
        for column, (sv, en) in _MEANINGS.get(table, {}).items():
            yield {"file": member, "column": column, "meaning_sv": sv, "meaning_en": en}


def _citation(about: About) -> str:
    """Citation File Format 1.2.0; JSON's strings are YAML's too."""
    lines = {
        "cff-version": "1.2.0",
        "message": locales.text("package.cite", "en"),
        "type": "dataset",
        "title": about.title,
        "abstract": about.question or about.title,
        "date-released": about.day.isoformat(),
    }
    fields = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in lines.items()]
    return "\n".join([*fields, "authors:", f"  - name: {json.dumps(about.owner, ensure_ascii=False)}", ""])


def _readme(about: About) -> str:
    said = [locales.text("package.readme", tongue, title=about.title, owner=about.owner) for tongue in ("sv", "en")]
    return f"# {' '.join(about.title.split())}\n\n" + "\n\n".join(said) + "\n"
