"""Every pinned package may be used: none would take the whole program over, and each says what it asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import licences

ROOT = Path(__file__).resolve().parents[1]


def test_no_pinned_package_asks_for_the_whole_program() -> None:
    found = licences.licences(ROOT / "requirements.txt")
    assert len(found) > 50
    assert [one for one in found if one.refused] == []


@pytest.mark.parametrize(
    ("stated", "refused"),
    [
        ("GPL-2.0-or-later", True),
        ("GNU Affero General Public License v3", True),
        ("GNU General Public License v2 (GPLv2)", True),
        ("SSPL-1.0", True),
        ("", True),
        ("GPL-2.0 OR MIT", False),
        ("GNU Library General Public License", False),
        ("LGPL-2.1", False),
    ],
)
def test_licences_are_told_apart(stated: str, refused: bool) -> None:
    assert licences.is_refused(stated) is refused


def test_a_package_that_is_not_here_is_not_passed_over() -> None:
    assert licences.licence("no-such-package-anywhere").refused
