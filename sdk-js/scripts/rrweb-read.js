// What stands in rrweb in the place of longer parts of it: see trim-rrweb.mjs. Its sections become parts of that file.

/// untainted
const NATIVE = {
  Node: [
    "childNodes", "parentNode", "parentElement", "textContent", "isConnected", "firstChild", "lastChild",
    "nextSibling", "previousSibling",
  ],
  ShadowRoot: ["host"],
  Element: ["shadowRoot"],
  MutationObserver: ["constructor"],
};
const untainted = {};
const untaintedCleanup = {};
const isNative = (prototype) => (name) => {
  const { get, value } = Object.getOwnPropertyDescriptor(prototype, name) || {};
  return String(get || value).includes("[native code]");
};
function getUntaintedPrototype(key) {
  if (untainted[key]) return untainted[key];
  const own = globalThis[key].prototype;
  if (!globalThis.Zone && NATIVE[key].every(isNative(own))) return (untainted[key] = own);
  try {
    const frame = document.createElement("iframe");
    frame.style.display = "none";
    document.body.appendChild(frame);
    const prototype = frame.contentWindow[key].prototype;
    // Safari's observers end with the frame that they are of.
    if (/^(?!.*Chrome).*Safari/.test(navigator.userAgent)) {
      frame.classList.add("rr-block");
      untaintedCleanup[key] = () => frame.remove();
    } else frame.remove();
    return (untainted[key] = prototype);
  } catch {
    return own;
  }
}
function getter(key, name) {
  let get;
  return (n) => {
    // Every node has what a node has; that of a shadow is asked of any.
    if (!n || (key !== "Node" && !(name in n))) return null;
    get ||= Object.getOwnPropertyDescriptor(getUntaintedPrototype(key), name)?.get;
    return get ? get.call(n) : n[name];
  };
}
const index = {
  childNodes: getter("Node", "childNodes"),
  parentNode: getter("Node", "parentNode"),
  parentElement: getter("Node", "parentElement"),
  textContent: getter("Node", "textContent"),
  firstChild: getter("Node", "firstChild"),
  lastChild: getter("Node", "lastChild"),
  nextSibling: getter("Node", "nextSibling"),
  previousSibling: getter("Node", "previousSibling"),
  host: getter("ShadowRoot", "host"),
  shadowRoot: getter("Element", "shadowRoot"),
};
function mutationObserverCtor() {
  const { constructor } = getUntaintedPrototype("MutationObserver");
  return [constructor, untaintedCleanup.MutationObserver || (() => {})];
}
const nowTimestamp = () => Date.now();
function patch(source, name, replacement) {
  const original = source[name];
  source[name] = replacement(original);
  return () => {
    source[name] = original;
  };
}

/// serialize
function serializeElement(n, { doc, blockSelector, maskInputFn, newlyAddedElement }, rootId) {
  const tagName = getValidTagName(n);
  const attributes = {};
  // By name: a browser has no object for an attribute until it is asked for one.
  for (const name of n.getAttributeNames()) {
    if (name !== "autoplay") attributes[name] = n.getAttribute(name) ?? "";
  }
  const sheet = tagName === "link" ? Array.from(doc.styleSheets).find(({ href }) => href === n.href) : n.sheet;
  const css = sheet && (tagName === "link" || tagName === "style") && stringifyStylesheet(sheet);
  if (css) {
    delete attributes.rel;
    delete attributes.href;
    attributes._cssText = css;
  }
  if (/^(?:input|textarea|select)$/.test(tagName)) {
    if (!/^(?:radio|checkbox|submit|button)$/.test(attributes.type) && n.value) attributes.value = maskInputFn(n.value);
    else if (n.checked) attributes.checked = true;
  }
  if (tagName === "option") delete attributes.selected;
  if (tagName === "dialog" && n.open) attributes.rr_open_mode = n.matches(":modal") ? "modal" : "non-modal";
  if (!newlyAddedElement && n.scrollLeft) attributes.rr_scrollLeft = n.scrollLeft;
  if (!newlyAddedElement && n.scrollTop) attributes.rr_scrollTop = n.scrollTop;
  const isCustom = tagName.includes("-") && customElements.get(tagName) ? true : void 0;
  const isSVG = isSVGElement(n) || void 0;
  const told = { type: NodeType.Element, tagName, attributes, childNodes: [], isSVG, isCustom, rootId };
  if (n.matches(blockSelector)) {
    const { width, height } = n.getBoundingClientRect();
    told.attributes = { class: attributes.class, rr_width: `${width}px`, rr_height: `${height}px` };
  }
  return told;
}
function serializeNode(n, options) {
  const docId = options.mirror.getId(options.doc);
  const rootId = docId > 1 ? docId : void 0;
  switch (n.nodeType) {
    case 1:
      return serializeElement(n, options, rootId);
    case 3:
      return { type: NodeType.Text, textContent: (!options.cssCaptured && index.textContent(n)) || "", rootId };
    case 4:
      return { type: NodeType.CDATA, textContent: "", rootId };
    case 8:
      return { type: NodeType.Comment, textContent: "", rootId };
    case 9:
      return { type: NodeType.Document, childNodes: [], compatMode: n.compatMode };
    case 10:
      return { type: NodeType.DocumentType, name: n.name, publicId: "", systemId: "", rootId };
    default:
      return null;
  }
}
const isLeftOut = ({ type, tagName, textContent }, { preserveWhiteSpace }) =>
  type === NodeType.Comment ||
  tagName === "script" ||
  tagName === "meta" ||
  (preserveWhiteSpace === false && type === NodeType.Text && !textContent.trim());
function serializeNodeWithId(n, options) {
  const { mirror: mirror2, skipChild, onSerialize, onStylesheetLoad } = options;
  const told = serializeNode(n, options);
  if (!told) return null;
  told.id = mirror2.hasNode(n) ? mirror2.getId(n) : isLeftOut(told, options) ? IGNORED_NODE : genId();
  mirror2.add(n, told);
  if (told.id === IGNORED_NODE) return null;
  onSerialize(n);
  const { tagName, attributes = {} } = told;
  const shadow = told.type === NodeType.Element && index.shadowRoot(n);
  const isHost = shadow && isShadowRoot(shadow);
  if (isHost) told.isShadowHost = true;
  const cssCaptured = "_cssText" in attributes;
  const isSame = tagName !== "head" && !options.newlyAddedElement && !options.cssCaptured === !cssCaptured;
  const below = isSame ? options : {
    ...options,
    newlyAddedElement: false,
    cssCaptured,
    preserveWhiteSpace: tagName === "head" ? false : options.preserveWhiteSpace,
  };
  const serializeBelow = (parent, isShadow) => {
    for (let child = index.firstChild(parent); child; child = index.nextSibling(child)) {
      const toldChild = serializeNodeWithId(child, below);
      if (toldChild && isShadow) toldChild.isShadow = true;
      if (toldChild) told.childNodes.push(toldChild);
    }
  };
  if (told.childNodes && !skipChild && !("rr_width" in attributes)) {
    if (tagName !== "textarea" || attributes.value === void 0) serializeBelow(n, false);
    if (shadow) serializeBelow(shadow, isHost);
  }
  const parent = index.parentNode(n);
  if (parent && isShadowRoot(parent)) told.isShadow = true;
  if (tagName === "link" && /^(?:stylesheet|preload)$/.test(attributes.rel)) {
    const tellSheet = () => {
      const toldLink = serializeNodeWithId(n, { ...options, skipChild: false, newlyAddedElement: false });
      if (toldLink) onStylesheetLoad(n, toldLink);
    };
    onceStylesheetLoaded(n, tellSheet, 5000);
  }
  return told;
}

/// sheets
function stringifyStylesheet(s) {
  try {
    return Array.from(s.cssRules, stringifyRule).join("");
  } catch (error) {
    return null;
  }
}
function stringifyRule(rule) {
  if (!("styleSheet" in rule)) return rule.cssText;
  const inside = `@media ${rule.media.mediaText || "all"}{${stringifyStylesheet(rule.styleSheet) || ""}}`;
  return rule.layerName == null ? inside : `@layer ${rule.layerName}{${inside}}`;
}

/// blocked
function isBlocked(node, blockSelector, checkAncestors) {
  const el = node && closestElementOfNode(node);
  if (!el) return false;
  return el.matches(blockSelector) || Boolean(checkAncestors && el.closest(blockSelector));
}

/// throttle
function throttle(act, wait, { trailing = true } = {}) {
  let timer;
  let last = 0;
  const run = (...given) => {
    clearTimeout(timer);
    timer = 0;
    last = Date.now();
    act(...given);
  };
  return (...given) => {
    const left = wait - (Date.now() - last);
    // A clock that was set back lets nothing wait for long.
    if (left <= 0 || left > wait) run(...given);
    else if (trailing && !timer) timer = setTimeout(run, left, ...given);
  };
}

/// window
function getWindowScroll({ document: { scrollingElement }, pageXOffset, pageYOffset }) {
  if (!scrollingElement) return { left: pageXOffset, top: pageYOffset };
  return { left: scrollingElement.scrollLeft, top: scrollingElement.scrollTop };
}
const getWindowHeight = () => window.innerHeight;
const getWindowWidth = () => window.innerWidth;
