"""The licence of every pinned package, as the package itself states it. Run with: make licences

Ends with an error where a licence asks for the whole program under its own terms (GPL, AGPL, SSPL), where one is not
stated and nobody has looked it up, and where a package is not installed: what cannot be checked is not passed over.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
REFUSED = re.compile(
    r"(?<!L)(?<!Lesser )(?<!Library )\b(A?GPL|SSPL)|(?:Affero|(?<!Lesser )(?<!Library )General Public License)"
)
LOOKED_UP = {"axe-playwright-python": "MIT"}
"""Packages that say it only in a file beside them, read there by hand."""
_OF_CLASSIFIERS = "License :: "


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """What a package states, "" for nothing; `refused` where it must not be used."""

    package: str
    stated: str
    refused: bool


def licences(requirements: Path) -> list[Licence]:
    """The licences of the packages that are needed on this machine, by name."""
    lines = requirements.read_text("utf-8").splitlines()
    wanted = [Requirement(line) for line in lines if line.strip() and not line.startswith("#")]
    return [licence(one.name) for one in wanted if one.marker is None or one.marker.evaluate()]


def licence(package: str) -> Licence:
    """What an installed package states of its licence: an expression, else a word, else its classifiers."""
    try:
        said = metadata(package)
    except PackageNotFoundError:
        return Licence(package=package, stated="", refused=True)
    classified = [
        line.rpartition(" :: ")[2] for line in said.get_all("Classifier", []) if line.startswith(_OF_CLASSIFIERS)
    ]
    first = _field(said, "License").strip().splitlines()
    named = first[0] if first and len(first[0]) < 80 else ""
    stated = _field(said, "License-Expression") or LOOKED_UP.get(package) or " OR ".join(classified) or named
    return Licence(package=package, stated=stated, refused=is_refused(stated))


def _field(said: PackageMetadata, name: str) -> str:
    return next(iter(said.get_all(name, [])), "")


def is_refused(stated: str) -> bool:
    """Whether every choice a licence leaves is one of those refused; one not stated is.

    >>> [is_refused(one) for one in ("MIT", "GPL-3.0-only", "LGPL-3.0-only", "AGPL-3.0", "MPL-1.1 OR GPL-2.0-only", "")]
    [False, True, False, True, False, True]
    >>> is_refused("GNU Lesser General Public License v3 (LGPLv3)"), is_refused("GNU General Public License v3")
    (False, True)
    """
    return all(not choice.strip() or REFUSED.search(choice) for choice in re.split(r"\bOR\b", stated))


def main() -> int:
    """Print the list; 1 where something in it is refused."""
    found = licences(ROOT / "requirements.txt")
    for one in found:
        print(f"{one.package:28} {one.stated or 'not stated'}{'   REFUSED' if one.refused else ''}")
    return int(any(one.refused for one in found))


if __name__ == "__main__":
    sys.exit(main())
