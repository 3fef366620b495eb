"""Clicks on sentences in a text: the text stays plain HTML, and one small listener says which sentence was meant."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

# Selecting words to copy them, or following a reference, is no wish to open the sentence. One listener for the whole
# page hands each click to the newest run, so that a click is never told twice.
_LISTEN = """
export default function ({ data, setTriggerValue }) {
  const tell = (event) => {
    const target = event.target instanceof Element ? event.target.closest("[data-sentence]") : null;
    if (!target || event.target.closest("a")) return;
    if (target.tagName !== "BUTTON" && String(getSelection()).length) return;
    setTriggerValue("sentence", target.classList.contains("opened") ? "none" : target.dataset.sentence);
  };
  if (!window.tellSentence) document.addEventListener("click", (event) => window.tellSentence(event));
  window.tellSentence = tell;
  const shown = data.opened && window.shownSentence !== data.opened
    ? document.querySelector(`span[data-sentence="${CSS.escape(data.opened)}"]`) : null;
  if (shown) {
    const place = shown.getBoundingClientRect();
    const covered = matchMedia("(max-width: 1150px)").matches;  // the reasons lie over the lower half, see style.css
    const end = innerHeight * (covered ? 0.5 : 1) - 40;
    if (place.top < 60 || place.bottom > end) shown.scrollIntoView({ block: covered ? "start" : "center" });
  }
  window.shownSentence = data.opened;
  return () => { if (window.tellSentence === tell) window.tellSentence = () => {}; };
}
"""

_component = st.components.v2.component("tracker-sentence-clicks", js=_LISTEN)


def on_sentence(open_sentence: Callable[[str], None], *, opened: str) -> None:
    """Call `open_sentence` with the key of a sentence somebody clicks, "" for the one that is open.

    The opened sentence is brought into view.
    """

    def follow() -> None:
        chosen = st.session_state["sentence-clicks"].get("sentence")
        if isinstance(chosen, str):
            open_sentence("" if chosen == "none" else chosen)

    _component(key="sentence-clicks", data={"opened": opened}, on_sentence_change=follow, height="content")
