"""How a requirement was translated by a local passage: a mode, modifiers and the reasons, as a suggestion to a coder.

    frames = read([Side(text=requirement, language="sv"), Side(text=passage, language="sv")])
    translation = compare(frames[0], frames[1])

`read` takes texts through the pipeline in batches; `compare` is cheap, so that a frame read once serves many pairs.
"""

from nlp.translation.comparison import READER, compare
from nlp.translation.frames import Frame, read
from nlp.translation.modes import (
    Element,
    ElementName,
    ElementState,
    Mode,
    Modifier,
    Reason,
    Side,
    Span,
    Translation,
)
from nlp.translation.wording import Run, containment, longest_run, shared_runs

__all__ = [
    "READER",
    "Element",
    "ElementName",
    "ElementState",
    "Frame",
    "Mode",
    "Modifier",
    "Reason",
    "Run",
    "Side",
    "Span",
    "Translation",
    "compare",
    "containment",
    "longest_run",
    "read",
    "shared_runs",
]
