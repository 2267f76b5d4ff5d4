// rrweb's `record`, with the options that this SDK sets built in: what it does not use is not there to be shipped.
// Put in the place of rrweb's own by trim-rrweb.mjs; the names that it uses are those of rrweb's other parts.
let wrappedEmit;
let takeFullSnapshot;
let recording = false;
const mirror = createMirror();

function record({ emit, blockSelector, sampling, errorHandler: onError }) {
  registerErrorHandler(onError);
  mirror.reset();
  wrappedEmit = (event) => emit({ ...event, timestamp: nowTimestamp() });
  const tell = (source) => (data) => wrappedEmit({ type: 3, data: { source, ...data } });
  const common = { blockSelector, sampling, mirror, mutationCb: tell(0), scrollCb: tell(3) };
  const stylesheetManager = new StylesheetManager({ mutationCb: tell(0), adoptedStyleSheetCb: tell(15) });
  const processedNodeManager = new ProcessedNodeManager();
  const bypassOptions = { ...common, stylesheetManager, processedNodeManager };
  const shadowDomManager = new ShadowDomManager({ ...common, bypassOptions });

  takeFullSnapshot = () => {
    const href = location.href;
    wrappedEmit({ type: 4, data: { href, width: getWindowWidth(), height: getWindowHeight() } });
    stylesheetManager.reset();
    shadowDomManager.init();
    mutationBuffers.forEach((buffer) => buffer.lock());
    const node = serializeNodeWithId(document, {
      doc: document,
      mirror,
      blockSelector,
      onSerialize(n) {
        if (isSerializedStylesheet(n, mirror)) stylesheetManager.trackLinkElement(n);
        if (hasShadowRoot(n)) shadowDomManager.addShadowRoot(index.shadowRoot(n), document);
      },
      onStylesheetLoad: (link, serialized) => stylesheetManager.attachLinkElement(link, serialized),
    });
    wrappedEmit({ type: 2, data: { node, initialOffset: getWindowScroll(window) } });
    mutationBuffers.forEach((buffer) => buffer.unlock());
    const sheets = document.adoptedStyleSheets;
    if (sheets) stylesheetManager.adoptStyleSheets(sheets, mirror.getId(document));
  };

  const handlers = [];
  const init = () => {
    takeFullSnapshot();
    const observers = {
      ...bypassOptions,
      shadowDomManager,
      doc: document,
      mousemoveCb: (positions, source) => tell(source)({ positions }),
      mouseInteractionCb: tell(2),
      viewportResizeCb: tell(4),
      inputCb: tell(5),
      styleSheetRuleCb: tell(8),
      styleDeclarationCb: tell(13),
    };
    handlers.push(callbackWrapper(initObservers)(observers));
    recording = true;
  };
  if (document.readyState === "loading") handlers.push(on("DOMContentLoaded", callbackWrapper(init)));
  else init();

  return () => {
    for (const stop of handlers) callbackWrapper(stop)();
    recording = false;
    unregisterErrorHandler();
  };
}
record.takeFullSnapshot = () => {
  if (!recording) throw new Error("not recording yet");
  takeFullSnapshot();
};
record.mirror = mirror;
export { record };
