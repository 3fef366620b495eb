"""The steps of the pipeline, one idea per file, each a registered spaCy component."""

from __future__ import annotations

from importlib import import_module

_MODULES = (
    *("sentences", "cues", "clauses", "force", "statement_types", "compounds"),
    *("qualifications", "duty_bearer", "frequency", "deadline", "target_group", "action"),
    "references",
)


def register() -> None:
    """Make every component known to spaCy by name; importing a module registers its factory."""
    for module in _MODULES:
        import_module(f"{__name__}.{module}")
