"""The policy-to-practice tracker; `open_tracker` opens one in a notebook (docs/api.md).

What a notebook needs is imported when it is first asked for: the command line imports this package too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.notebook import Tracker as Tracker
    from tracker.notebook import open_tracker as open_tracker
else:

    def __getattr__(name: str) -> object:
        if name in ("Tracker", "open_tracker"):
            from tracker import notebook

            return getattr(notebook, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
