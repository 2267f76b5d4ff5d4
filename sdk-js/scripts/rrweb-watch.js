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
      handlers.push(initObservers({ ...common, doc: document, shadowDomManager }));
      recording = true;
    } catch (error) {
      failed(error);
    }
  };
  if (document.readyState === "loading") {
    handlers.push(
      on("DOMContentLoaded", () => {
        tell(EventType.DomContentLoaded, {});
        init();
      }),
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
