"""Who is bound by a sentence: one module per language, and what a heading says where the sentence names nobody."""

from __future__ import annotations

from typing import NamedTuple

Span = tuple[int, int]


class Bearer(NamedTuple):
    """The tokens that name who is bound, or what is known where no tokens do.

    `is_pronoun` is true when the subject only points back ("den", "it"); `is_open` when the sentence binds somebody
    without saying whom, as passives do; then `span` is None.
    """

    span: Span | None = None
    is_pronoun: bool = False
    is_open: bool = False


NOBODY = Bearer()
POINTING = Bearer(is_pronoun=True)
OPEN = Bearer(is_open=True)
