"""What stays in memory for good is taken out of the rounds of the garbage collector.

Streamlit collects garbage after every run of a script, and all threads wait while it walks everything there is: the
classes and tables of the libraries, several hundred thousand objects, which takes longer than most pages do.
"""

from __future__ import annotations

import gc
import threading

_settled: set[str] = set()
_lock = threading.Lock()


def settle(page: str) -> None:
    """Once per page and process, when its modules have been loaded: what there is by now is not walked any more."""
    with _lock:
        if page in _settled:
            return
        _settled.add(page)
    gc.collect()  # what is garbage by now would otherwise never be freed
    gc.freeze()
