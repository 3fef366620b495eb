"""Fixtures for everybody: where the shared inputs lie, and fixed seeds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# Tests run side by side already: linear algebra in several threads would only make them wait for one another.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

settings.register_profile("fixed", derandomize=True, deadline=None)
settings.load_profile("fixed")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with corpus/ and gold/; a test that needs it is skipped where it is absent."""
    folder = Path(os.environ.get("TRACKER_SHARED", "../shared")).resolve()
    if not (folder / "corpus" / "MANIFEST.csv").is_file():
        pytest.skip(
            "needs the corpus of public statutes and guidelines (se-lex/sfs, EUR-Lex, diggsweden and others, each "
            "named in its MANIFEST.csv) and the gold labels; point TRACKER_SHARED at the folder holding them"
        )
    return folder
