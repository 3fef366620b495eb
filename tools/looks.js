// What is wrong with how the page in this window looks: a list of [kind, where, words], measured on what is drawn.
() => {
  const found = [];
  const say = (kind, element, words) => found.push([kind, path(element), String(words).trim().slice(0, 60)]);
  const path = (element) => {
    const names = [];
    for (let part = element; part && names.length < 3; part = part.parentElement) {
      const key = [...part.classList].find((name) => name.startsWith("st-key-"));
      const name = key || part.dataset.testid || (part === element ? part.tagName.toLowerCase() : "");
      if (name) names.unshift(name);
    }
    return names.join(" ");
  };
  const styles = new Map();
  const style = (element) => {
    if (!styles.has(element)) styles.set(element, getComputedStyle(element));
    return styles.get(element);
  };
  const boxes = new Map();
  const box = (element) => {
    if (!boxes.has(element)) boxes.set(element, element.getBoundingClientRect());
    return boxes.get(element);
  };
  const up = (element) => element.parentElement;

  // Words that are seen: with their boxes, and without what is only there to be heard or is painted by the system.
  const main = document.querySelector('[data-testid="stMain"]');
  const texts = [];
  const walker = document.createTreeWalker(document.querySelector('[data-testid="stApp"]'), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    // The parts of a date stand in boxes of Streamlit's own that are a little lower than its letters.
    if (!node.textContent.trim() || !parent || parent.closest('canvas, [data-testid="stDateInputFieldsScroller"], style, script, noscript, [aria-hidden="true"], [data-testid="stIconMaterial"], [data-testid="stToast"]')) continue;
    if (!parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const lines = [...range.getClientRects()].filter((line) => line.width > 1 && line.height > 1);
    if (!lines.length) continue;
    let heard = false;
    for (let part = parent; part && !heard; part = up(part))
      heard = ["hidden", "clip"].includes(style(part).overflowX) && box(part).width <= 2;
    const covered = parent.closest('[data-testid="stSidebar"][aria-expanded="false"]');
    if (!heard && !covered) texts.push({ node, parent, lines, words: node.textContent });
  }

  // 1. The page is no wider than the window.
  for (const part of [document.documentElement, main])
    if (part.scrollWidth > part.clientWidth) say("page scrolls sideways", part, part.scrollWidth - part.clientWidth);

  // 2. No word is cut by what it stands in, or stands outside the window, unless it can be scrolled to.
  for (const { parent, lines, words } of texts) {
    let left = Math.min(...lines.map((line) => line.left)), right = Math.max(...lines.map((line) => line.right));
    let bottom = Math.max(...lines.map((line) => line.bottom)), scrolls = false, below = false;
    for (let part = parent; part && part !== document.body && !scrolls; part = up(part)) {
      const { overflowX, overflowY } = style(part);
      if (["auto", "scroll"].includes(overflowX) && part.scrollWidth > part.clientWidth) scrolls = true;
      else if (["hidden", "clip"].includes(overflowX) && (right > box(part).right + 1.5 || left < box(part).left - 1.5)) {
        say("cut", parent, words);
        scrolls = true;
      } else if (["auto", "scroll"].includes(overflowY)) below = true;
      else if (!below && ["hidden", "clip"].includes(overflowY) && bottom > box(part).bottom + 3) {
        say("cut below", parent, words);
        below = true;
      }
    }
    if (!scrolls && (right > innerWidth + 1 || left < -1)) say("outside the window", parent, words);
  }
  for (const input of main.querySelectorAll('input[role="combobox"]'))
    if (input.value && input.checkVisibility() && box(input).width > 2 && input.scrollWidth > input.clientWidth + 1) say("cut", input, input.value);

  // 3. No two words stand on each other.
  const still = texts.filter(({ parent }) => {
    for (let part = parent; part; part = up(part)) if (["fixed", "sticky"].includes(style(part).position)) return false;
    return !parent.closest('[data-testid="stSidebar"], [data-testid="stHeader"]');
  });
  const lines = still.flatMap((text) => text.lines.map((line) => ({ ...text, line }))).sort((a, b) => a.line.top - b.line.top);
  lines.forEach((one, place) => {
    for (let next = place + 1; next < lines.length && lines[next].line.top < one.line.bottom - 4; next++) {
      const other = lines[next];
      if (one.node === other.node) continue;
      const wide = Math.min(one.line.right, other.line.right) - Math.max(one.line.left, other.line.left);
      const high = Math.min(one.line.bottom, other.line.bottom) - other.line.top;
      if (wide > 4 && high > Math.min(one.line.height, other.line.height) * 0.4) say("overlap", one.parent, `${one.words.trim().slice(0, 25)} / ${other.words.trim().slice(0, 25)}`);
    }
  });

  // 4. Every word stands out from what is behind it: 4.5 to 1, large ones 3 to 1.
  const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  const parsed = new Map();
  const rgba = (colour) => {
    if (!parsed.has(colour)) {
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
      parsed.set(colour, [r, g, b, a / 255]);
    }
    return parsed.get(colour);
  };
  const over = ([r, g, b, a], below) => [r, g, b].map((part, i) => part * a + below[i] * (1 - a));
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  for (const { parent, words } of texts) {
    // The value of a slider hangs above its thumb, in which it stands.
    if (parent.closest(':disabled, [data-testid="stSliderThumbValue"], [aria-disabled="true"], [disabled]')) continue;
    const chain = [];
    for (let part = parent; part; part = up(part)) chain.unshift(part);
    if (chain.some((part) => style(part).backgroundImage !== "none")) continue;
    let behind = [255, 255, 255], seen = 1;
    for (const part of chain) {
      behind = over(rgba(style(part).backgroundColor), behind);
      seen *= Number(style(part).opacity);
    }
    const [r, g, b, a] = rgba(style(parent).color);
    const [one, two] = [light(over([r, g, b, a * seen], behind)), light(behind)].sort((x, y) => y - x);
    const size = parseFloat(style(parent).fontSize), bold = Number(style(parent).fontWeight) >= 700;
    const ratio = (one + 0.05) / (two + 0.05);
    if (ratio < (size >= 24 || (bold && size >= 18.66) ? 3 : 4.5) - 0.01) say("contrast", parent, `${ratio.toFixed(2)} ${words.trim()}`);
  }

  // 5. One view asks for one thing.
  const primary = [...document.querySelectorAll('[data-testid="stBaseButton-primary"], [data-testid="stBaseButton-primaryFormSubmit"]')].filter((button) => button.checkVisibility());
  if (primary.length > 1) say("primary buttons", primary[1], primary.map((button) => button.innerText).join(" | "));

  // 6. Nothing failed, and no text is missing.
  for (const alert of document.querySelectorAll('[data-testid="stException"], [data-testid="stAlertContentError"]')) say("error", alert, alert.innerText);
  for (const { parent, words } of texts) if (/\[[a-z_]+\.[a-z_.]+\]/.test(words)) say("text missing", parent, words);
  return found;
};
