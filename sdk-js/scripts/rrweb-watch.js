// What stands in rrweb in the place of longer parts of it: see trim-rrweb.mjs. Its sections become parts of that file.

/// patches
function patchMethod(type, name, tell, handlers) {
  const original = type && type.prototype[name];
  if (!original) return;
  type.prototype[name] = new Proxy(original, {
    apply: callbackWrapper((target, self, given) => {
      tell(self, given);
      return target.apply(self, given);
    }),
  });
  handlers.push(() => {
    type.prototype[name] = original;
  });
}
function sheetTeller(sheetOf, tell, { mirror: mirror2, stylesheetManager }) {
  return (data) => (self, given) => {
    const { id, styleId } = getIdAndStyleId(sheetOf(self), mirror2, stylesheetManager.styleMirror);
    if ((id && id !== -1) || (styleId && styleId !== -1)) tell({ id, styleId, ...data(given, self) });
  };
}
function initStyleSheetObserver(o, { win }) {
  const handlers = [];
  const sheet = sheetTeller((self) => self, o.styleSheetRuleCb, o);
  const rule = sheetTeller((self) => self.parentStyleSheet, o.styleSheetRuleCb, o);
  const within = (self, at) => [...getNestedCSSRulePositions(self), at || 0];
  const patchSheet = (name, data) => patchMethod(win.CSSStyleSheet, name, sheet(data), handlers);
  patchSheet("insertRule", ([text, at]) => ({ adds: [{ rule: text, index: at }] }));
  patchSheet("deleteRule", ([at]) => ({ removes: [{ index: at }] }));
  patchSheet("addRule", ([selector, style, at], self) => ({
    adds: [{ rule: `${selector}{${style}}`, index: at ?? self.cssRules.length }],
  }));
  patchSheet("removeRule", ([at]) => ({ removes: [{ index: at || 0 }] }));
  patchSheet("replace", ([text]) => ({ replace: text }));
  patchSheet("replaceSync", ([text]) => ({ replaceSync: text }));
  const patchGroup = (name, data) => patchMethod(win.CSSGroupingRule, name, rule(data), handlers);
  patchGroup("insertRule", ([text, at], self) => ({ adds: [{ rule: text, index: within(self, at) }] }));
  patchGroup("deleteRule", ([at], self) => ({ removes: [{ index: within(self, at) }] }));
  return () => handlers.forEach((handler) => handler());
}

/// declarations
function initStyleDeclarationObserver(o, { win }) {
  const handlers = [];
  const rule = sheetTeller((self) => self.parentRule && self.parentRule.parentStyleSheet, o.styleDeclarationCb, o);
  const patchStyle = (name, data) =>
    patchMethod(
      win.CSSStyleDeclaration,
      name,
      rule((given, self) => ({ ...data(given), index: getNestedCSSRulePositions(self.parentRule) })),
      handlers,
    );
  patchStyle("setProperty", ([property, value, priority]) => ({ set: { property, value, priority } }));
  patchStyle("removeProperty", ([property]) => ({ remove: { property } }));
  return () => handlers.forEach((handler) => handler());
}

/// values
  const look = callbackWrapper(eventHandler);
  const handlers = [on("change", look, doc)];
  // What the page's own code sets is told by no event.
  const hook = ({ prototype }, name) => {
    const own = Object.getOwnPropertyDescriptor(prototype, name);
    if (!own || !own.set) return;
    Object.defineProperty(prototype, name, {
      set(value) {
        setTimeout(look, 0, { target: this });
        own.set.call(this, value);
      },
    });
    handlers.push(() => Object.defineProperty(prototype, name, own));
  };
  hook(HTMLInputElement, "value");
  hook(HTMLInputElement, "checked");
  hook(HTMLSelectElement, "value");
  hook(HTMLTextAreaElement, "value");
  hook(HTMLSelectElement, "selectedIndex");
  hook(HTMLOptionElement, "selected");
  return () => handlers.forEach((handler) => handler());
}

/// ancestors
const parentIdOf = (n, mirror2) => mirror2.getId(isShadowRoot(n) ? index.host(n) : n);
function isSelfOrAncestorInSet(set, n) {
  for (; n && set.size > 0; n = index.parentNode(n)) if (set.has(n)) return true;
  return false;
}

/// item
  itemOf(node) {
    let item = this.attributeMap.get(node);
    if (!item) {
      item = { node, attributes: {} };
      this.attributes.push(item);
      this.attributeMap.set(node, item);
    }
    return item;
  }
/// target
function getEventTarget(event) {
  // An input that a script has set is told by an object that has a target and nothing else.
  return event.composedPath?.()[0] ?? event.target;
}

/// clicks
const CLICKS = { pointerup: 0, pointerdown: 1, click: 2, contextmenu: 3, dblclick: 4, focus: 5, blur: 6, touchcancel: 10 };
function initMouseInteractionObserver({ mouseInteractionCb, doc, mirror: mirror2, blockSelector }) {
  let current = -1;
  const watch = ([name, kind]) =>
    on(name, (event) => {
      const target = getEventTarget(event);
      if (isBlocked(target, blockSelector, true)) return;
      const touches = event.changedTouches;
      const pointer = touches ? 2 : ["mouse", "pen", "touch"].indexOf(event.pointerType);
      // A finger that goes up or down has kinds of its own.
      const type = pointer === 2 && kind < 2 ? 9 - 2 * kind : kind;
      let pointerType = pointer;
      if (pointer >= 0) {
        current = pointer;
        // The kind says it already.
        if ((type > 6 && pointer === 2) || (type < 2 && pointer === 0)) pointerType = -1;
      } else if (type === 2) {
        pointerType = current;
        current = -1;
      }
      const at = touches ? touches[0] : event;
      if (!at) return;
      const { clientX, clientY } = at;
      callbackWrapper(mouseInteractionCb)({
        type, id: mirror2.getId(target), x: clientX, y: clientY, ...(pointerType >= 0 && { pointerType }),
      });
    }, doc);
  const handlers = Object.entries(CLICKS).map(watch);
  return callbackWrapper(() => handlers.forEach((h) => h()));
}

/// scroll
function initScrollObserver({ scrollCb, doc, mirror: mirror2, blockSelector, sampling }) {
  const tell = callbackWrapper((target) => {
    const { left: x, top: y } = target === doc ? getWindowScroll(doc.defaultView) : { left: target.scrollLeft, top: target.scrollTop };
    scrollCb({ id: mirror2.getId(target), x, y });
  });
  const look = callbackWrapper((event) => {
    const target = getEventTarget(event);
    // Browsers lay a page out after they tell of scrolling: to ask before would have them do it once more.
    if (target && !isBlocked(target, blockSelector, true)) setTimeout(tell, 0, target);
  });
  return on("scroll", callbackWrapper(throttle(look, sampling.scroll)), doc);
}

/// positions
function getNestedCSSRulePositions(rule) {
  const positions = [];
  for (let at = rule; at; at = at.parentRule) {
    const parent = at.parentRule || at.parentStyleSheet;
    if (parent) positions.unshift(Array.from(parent.cssRules).indexOf(at));
  }
  return positions;
}

/// observers
function initObservers(o) {
  const win = o.doc.defaultView;
  const [observer, cleanUp] = initMutationObserver(o, o.doc);
  const handlers = [
    () => mutationBuffers.splice(0).forEach((buffer) => buffer.reset()),
    () => observer.disconnect(),
    cleanUp,
    initMoveObserver(o),
    initMouseInteractionObserver(o),
    initScrollObserver(o),
    initViewportResizeObserver(o, { win }),
    initInputObserver(o),
    initStyleSheetObserver(o, { win }),
    initAdoptedStyleSheetObserver(o, o.doc),
    initStyleDeclarationObserver(o, { win }),
  ];
  return () => handlers.forEach((handler) => handler());
}

/// record
let takeFullSnapshot;
let recording = false;
const mirror = createMirror();
function record({ emit, failed, errorHandler: swallows, ...given }) {
  registerErrorHandler(swallows);
  mirror.reset();
  const tell = (type, data) => emit({ type, data, timestamp: nowTimestamp() });
  const teller = (source) => (data) => tell(EventType.IncrementalSnapshot, { source, ...data });
  const told = {
    mutationCb: teller(IncrementalSource.Mutation),
    mousemoveCb: (positions, source) => tell(EventType.IncrementalSnapshot, { source, positions }),
    mouseInteractionCb: teller(IncrementalSource.MouseInteraction),
    scrollCb: teller(IncrementalSource.Scroll),
    viewportResizeCb: teller(IncrementalSource.ViewportResize),
    inputCb: teller(IncrementalSource.Input),
    styleSheetRuleCb: teller(IncrementalSource.StyleSheetRule),
    styleDeclarationCb: teller(IncrementalSource.StyleDeclaration),
  };
  const stylesheetManager = new StylesheetManager({
    mutationCb: told.mutationCb,
    adoptedStyleSheetCb: teller(IncrementalSource.AdoptedStyleSheet),
  });
  const common = { ...given, ...told, mirror, stylesheetManager, processedNodeManager: new ProcessedNodeManager() };
  const shadowDomManager = new ShadowDomManager({ ...common, bypassOptions: common });
  takeFullSnapshot = () => {
    const { href } = window.location;
    tell(EventType.Meta, { href, width: getWindowWidth(), height: getWindowHeight() });
    stylesheetManager.reset();
    shadowDomManager.init();
    mutationBuffers.forEach((buffer) => buffer.lock());
    const node = serializeNodeWithId(document, {
      ...given,
      doc: document,
      mirror,
      onSerialize: (n) => {
        if (hasShadowRoot(n)) shadowDomManager.addShadowRoot(index.shadowRoot(n), document);
      },
      onStylesheetLoad: (link, child) => stylesheetManager.attachLinkElement(link, child),
    });
    tell(EventType.FullSnapshot, { node, initialOffset: getWindowScroll(window) });
    mutationBuffers.forEach((buffer) => buffer.unlock());
    stylesheetManager.adoptStyleSheets(document.adoptedStyleSheets || [], mirror.getId(document));
  };
  const handlers = [];
  const init = () => {
    try {
      takeFullSnapshot();
      // Another picture of the page says nothing of the kind: so the two can be told apart.
      tell(EventType.DomContentLoaded, {});
      handlers.push(initObservers({ ...common, doc: document, shadowDomManager }));
      recording = true;
    } catch (error) {
      failed(error);
    }
  };
  if (document.readyState === "loading") {
    handlers.push(
      on("DOMContentLoaded", init),
      on("load", () => tell(EventType.Load, {}), window),
    );
  } else init();
  return () => {
    recording = false;
    try {
      handlers.forEach((handler) => handler());
    } finally {
      unregisterErrorHandler();
    }
  };
}
record.takeFullSnapshot = () => {
  if (recording) takeFullSnapshot();
};
record.mirror = mirror;

/// sheetMirror
class StyleSheetMirror {
  constructor() {
    this.reset();
  }
  reset() {
    this.styleIDMap = new WeakMap();
    this.nextId = 1;
  }
  getId(sheet) {
    return this.styleIDMap.get(sheet) ?? -1;
  }
  has(sheet) {
    return this.styleIDMap.has(sheet);
  }
  add(sheet) {
    if (!this.has(sheet)) this.styleIDMap.set(sheet, this.nextId++);
    return this.getId(sheet);
  }
}

/// sheetManager
class StylesheetManager {
  constructor({ mutationCb, adoptedStyleSheetCb }) {
    this.mutationCb = mutationCb;
    this.adoptedStyleSheetCb = adoptedStyleSheetCb;
    this.styleMirror = new StyleSheetMirror();
  }
  attachLinkElement(_link, { id, attributes }) {
    if ("_cssText" in attributes) this.mutationCb({ adds: [], removes: [], texts: [], attributes: [{ id, attributes }] });
  }
  adoptStyleSheets(sheets, id) {
    if (sheets.length === 0) return;
    const styles = [];
    const styleIds = Array.from(sheets, (sheet) => {
      const isNew = !this.styleMirror.has(sheet);
      const styleId = this.styleMirror.add(sheet);
      const ruleOf = (rule, at) => ({ rule: stringifyRule(rule), index: at });
      if (isNew) styles.push({ styleId, rules: Array.from(sheet.cssRules, ruleOf) });
      return styleId;
    });
    this.adoptedStyleSheetCb({ id, styleIds, ...(styles.length > 0 && { styles }) });
  }
  reset() {
    this.styleMirror.reset();
  }
}

/// adopted
function initAdoptedStyleSheetObserver({ mirror: mirror2, stylesheetManager }, root) {
  const isDocument = root.nodeType === 9;
  const id = mirror2.getId(isDocument ? root : index.host(root));
  const own = Object.getOwnPropertyDescriptor((isDocument ? Document : ShadowRoot).prototype, "adoptedStyleSheets");
  if (id === -1 || !own) return () => {};
  Object.defineProperty(root, "adoptedStyleSheets", {
    ...own,
    set(sheets) {
      own.set.call(this, sheets);
      try {
        stylesheetManager.adoptStyleSheets(sheets, id);
      } catch (e) {}
    },
  });
  return () => {
    delete root.adoptedStyleSheets;
  };
}
