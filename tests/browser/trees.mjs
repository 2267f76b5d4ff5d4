/**
 * Reads a page's tree, or with `replayed` that of the page shown by the player: the elements in
 * document order, the lengths of their texts with white space as one, and what a replay must not hold.
 *
 * It runs in the browser, so it stands alone. Left out is what rrweb rewrites by design: head,
 * scripts, styles, comments, what is written in a text area or where the page can be edited, and the inside of media.
 */
export function readTree(replayed) {
  const leftOut = new Set(["script", "noscript", "style", "link", "meta", "template"]);
  const media = new Set(["img", "picture", "video", "audio", "canvas", "iframe", "object", "embed"]);
  const shown = replayed ? document.querySelector(".replayer-wrapper iframe").contentDocument : document;
  const tree = { tags: [], textLengths: [], clearTexts: [], mediaChildren: 0 };

  const visitText = (text) => {
    if (text.length > 0) tree.textLengths.push(text.replace(/\s+/g, " ").length);
    if (/[^*\s]/.test(text)) tree.clearTexts.push(text);
  };
  const visitElement = (element) => {
    const tag = element.localName;
    if (leftOut.has(tag)) return;
    tree.tags.push(tag);
    if (media.has(tag)) tree.mediaChildren += element.childNodes.length;
    if (media.has(tag) || tag === "textarea" || element.isContentEditable) return;
    for (const child of [...(element.shadowRoot?.childNodes ?? []), ...element.childNodes]) visit(child);
  };
  const visit = (node) => {
    if (node.nodeType === 1) visitElement(node);
    else if (node.nodeType === 3) visitText(node.data);
  };
  visit(shown.body);
  return tree;
}

/** How often a tag occurs in a tree. */
export function countTag(tree, tag) {
  return tree.tags.filter((name) => name === tag).length;
}

/**
 * Counts all nodes of the page that a replayer shows, the documents of its frames included.
 * It runs in the browser, so it stands alone.
 */
export function countReplayedNodes() {
  const countIn = (page) => {
    const walker = page.createTreeWalker(page, NodeFilter.SHOW_ALL);
    let count = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      count += 1;
      if (node.localName === "iframe" && node.contentDocument) count += countIn(node.contentDocument);
    }
    return count;
  };
  return countIn(document.querySelector(".replayer-wrapper iframe").contentDocument);
}
