// Streamlit's own words in the reader's language, and icons that stand beside words silent.
// Only text and names are replaced, never elements: what draws the page does not notice. And Tab leaves a table: arrow
// keys move in it, and with Tab from cell to cell a table of a thousand rows would be a trap.
const NAMES = ["aria-label", "title", "placeholder"];
// What somebody has written is left as it is; in tooltips and the uploader Streamlit's own words look like ours.
const WRITTEN = '.law, [data-testid="stMarkdownContainer"], [data-testid="stHtml"], [role="gridcell"], script, style';
const STREAMLITS = '[data-testid="stTooltipContent"], [data-testid="stFileUploader"]';
const GRID = '[data-testid="data-grid-canvas"]';
const ICONS = '[data-testid="stIconMaterial"], [data-testid="stExpanderIcon"], [role="img"][aria-label$=" icon"]';
const SHAPES = { count: "[\\d\\s.,]+", name: ".+", date: ".+" };

const kept = (window.widgetWords ??= new WeakMap());

function reading(words, language) {
  const whole = new Map(), shaped = [];
  for (const [group, english, said] of words) {
    if (!english.includes("{")) whole.set(english, [group, said]);
    else {
      const quoted = english.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
      const shape = quoted.replace(/\{(\w+)\}/g, (_, name) => `(?<${name}>${SHAPES[name]})`);
      shaped.push([new RegExp(`^${shape}$`, "u"), group, said]);
    }
  }
  const day = (text) => {
    const date = new Date(text);
    return isNaN(date) ? text : date.toLocaleDateString(language, { dateStyle: "long" });
  };
  return (text, inChoice) => {
    const plain = text.trim();
    if (!plain || plain.length > 300) return text;
    const found = whole.get(plain);
    if (found) return !inChoice || found[0] === "choice" ? text.replace(plain, () => found[1]) : text;
    for (const [shape, group, said] of shaped) {
      const parts = inChoice && group !== "choice" ? null : shape.exec(plain)?.groups;
      if (parts) return said.replace(/\{(\w+)\}/g, (_, name) => (name === "date" ? day(parts[name]) : parts[name]));
    }
    return text;
  };
}

export default function ({ data }) {
  const say = reading(data.words, data.language);

  const replace = (node, name, now, put) => {
    const before = kept.get(node)?.[name];
    const english = before && before.said === now ? before.english : now;
    const said = say(english, Boolean((node.parentElement ?? node).closest?.('[role="option"]')));
    if (said !== english) kept.set(node, { ...kept.get(node), [name]: { english, said } });
    if (said !== now) put(said);
  };
  const isWritten = (element) => {
    const written = element.closest(WRITTEN);
    return written !== null && written.closest(STREAMLITS) === null;
  };
  const text = (node) => {
    if (node.parentElement && !isWritten(node.parentElement)) {
      replace(node, "", node.nodeValue, (said) => { node.nodeValue = said; });
    }
  };
  const names = (element) => {
    for (const name of NAMES) {
      const now = element.getAttribute(name);
      if (now && !element.closest(".law")) replace(element, name, now, (said) => element.setAttribute(name, said));
    }
    if (element.matches(ICONS) && !element.ariaHidden) {
      const beside = element.closest("button, summary, a, p, h1, h2, h3, label, [role=alert]");
      if (beside && beside.textContent.trim() !== element.textContent.trim()) element.ariaHidden = "true";
    }
  };
  const all = (root) => {
    if (root.nodeType === Node.TEXT_NODE) return text(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    names(root);
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) text(node);
      else names(node);
    }
  };

  // Another language comes without the end of the first: two that correct each other would never come to rest.
  window.widgetWatch?.disconnect();
  const watch = window.widgetWatch = new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "childList") addedNodes.forEach(all);
      else if (type === "characterData") text(target);
      else names(target);
    }
  });
  all(document.body);
  watch.observe(document.body, {
    childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: NAMES,
  });
  const leave = (event) => {
    if (event.key === "Tab" && event.target.matches?.(GRID)) event.stopImmediatePropagation();
  };
  window.addEventListener("keydown", leave, true);
  return () => {
    watch.disconnect();
    window.removeEventListener("keydown", leave, true);
  };
}
