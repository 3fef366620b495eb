"""The reader's window: the document is told its language, and the app when the window turns dark or light."""

from __future__ import annotations

import streamlit as st

from tracker.pages import language, widgets
from tracker.pages.charts import is_dark

# The document was sent in the language of its first address; the reader may have chosen another since. Pictures carry
# their colours with them, so a window that changes its theme needs a new run; each theme is told once.
_FOLLOW = """
export default function ({ data, setTriggerValue }) {
  document.documentElement.lang = data.language;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const tell = () => {
    if (window.toldDark === dark.matches) return;
    window.toldDark = dark.matches;
    setTimeout(() => setTriggerValue("turned", true), 200);
  };
  if (dark.matches === data.dark) window.toldDark = data.dark;
  else tell();
  dark.addEventListener("change", tell);
  return () => dark.removeEventListener("change", tell);
}
"""

# What is shown stays the same over many runs, and the reader where he is; each thing begins at the top once.
_BEGIN = """
export default function ({ data }) {
  if (window.shownAtTop === data.what) return;
  window.shownAtTop = data.what;
  document.querySelector("[data-testid=stMain]").scrollTo(0, 0);
}
"""

_component = st.components.v2.component("tracker-reader", js=_FOLLOW)
_top = st.components.v2.component("tracker-top", js=_BEGIN)


def follow() -> None:
    """Keep the document's language, the pictures' colours and the widgets' own words as the reader has them."""
    with st.container(key="reader"):
        _component(
            key="reader-window", data={"language": language.current(), "dark": is_dark()}, on_turned_change=lambda: None
        )
        widgets.say()


def begin_at_top(what: str) -> None:
    """Show the page from its top when it shows something else than before; `what` names it."""
    with st.container(key="reader-top"):
        _top(key="reader-top-of", data={"what": what})
