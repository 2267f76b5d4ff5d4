/** A box agrees when its size and its offset from its parent are each off by no more than a quarter, or this. */
const NEAR_PX = 24;

/**
 * Reads the elements of a page, or with `replayed` of the page that a replayer shows: where each stands in the tree,
 * and its box from its parent's.
 *
 * It runs in the browser, so it stands alone. Left out is what recorders rewrite by design, and the inside of media.
 */
export function readBoxes(replayed) {
  const leftOut = new Set(["script", "noscript", "style", "link", "meta", "template", "base", "title"]);
  const media = new Set(["img", "picture", "video", "audio", "canvas", "iframe", "object", "embed"]);
  const shown = replayed ? document.querySelector(".replayer-wrapper iframe").contentDocument : document;
  const boxes = [];

  const look = (element) => {
    const names = [...element.classList].slice(0, 2).map((name) => `.${name}`).join("");
    return `${element.localName}${element.id && `#${element.id}`}${names}`;
  };
  const visit = (element, path, parent, line) => {
    if (leftOut.has(element.localName)) return;
    const { x, y, width, height } = element.getBoundingClientRect();
    const right = x + width + shown.defaultView.scrollX;
    const bottom = y + height + shown.defaultView.scrollY;
    const isSeen = width > 0 && height > 0 && right > 0 && bottom > 0 && element.checkVisibility({ visibilityProperty: true });
    const selector = [...line.slice(-3), look(element)];
    boxes.push({ path, tag: element.localName, isSeen, box: [x - parent.x, y - parent.y, width, height], selector: selector.join(" > ") });
    if (media.has(element.localName)) return;
    const children = [...(element.shadowRoot?.children ?? []), ...element.children].filter(({ localName }) => !leftOut.has(localName));
    children.forEach((child, at) => visit(child, `${path}/${at}`, { x, y }, selector));
  };
  visit(shown.body, "", { x: 0, y: 0 }, []);
  return boxes;
}

/** Whether an element kept its name: one that is no word of HTML is renamed. */
function isSameTag(page, replay) {
  return page === replay || (page.includes("-") && /^x-c\d+$/.test(replay));
}

function isNear(page, replay) {
  return page.every((length, at) => Math.abs(length - replay[at]) <= Math.max(NEAR_PX, Math.abs(length) / 4));
}

/** What of the page is missing from the replay, the share of seen boxes that agree, and those that are most off. */
export function compareBoxes(page, replay) {
  const found = new Map(replay.map((element) => [element.path, element]));
  const inPlace = (element) => found.has(element.path) && isSameTag(element.tag, found.get(element.path).tag);
  const missing = page.filter((element) => !inPlace(element)).map(({ selector }) => selector);
  const known = new Set(page.map(({ path }) => path));
  const added = replay.filter(({ path }) => !known.has(path)).map(({ selector }) => selector);
  const seen = page.filter((element) => element.isSeen && inPlace(element));
  const off = seen.filter(({ path, box }) => !isNear(box, found.get(path).box));
  const worst = off.map(({ path, selector, box }) => ({ selector, page: box.map(Math.round), replay: found.get(path).box.map(Math.round) }));
  return { elements: page.length, seen: seen.length, share: 1 - off.length / Math.max(1, seen.length), missing, added, worst };
}
