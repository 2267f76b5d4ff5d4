import replayerCss from "@rrweb/replay/dist/style.css?inline";

/** For the document around the replayed page. */
export const DOCUMENT_CSS = `${replayerCss}
html, body { width: 100%; height: 100%; margin: 0; overflow: hidden; color-scheme: light; }
.replayer-wrapper { position: absolute; transform-origin: 0 0; background: #fff; }
.replayer-wrapper > iframe { border: 0; color-scheme: light; }
.replayer-mouse::after { background: #0f766e; }
.replayer-mouse.touch-device { border-color: transparent; }
.replayer-mouse.touch-device.touch-active { border-color: #0f766e; }
@media (prefers-reduced-motion: reduce) {
  .replayer-mouse, .replayer-mouse.touch-device { transition: none; }
  .replayer-mouse.active::after { animation: none; opacity: 0.6; }
}`;

export const MASKED = "data-revoir-masked";
export const BLOCKED = "data-revoir-blocked";

/** For the replayed page: masked text is a soft bar in the text's own colour, a blocked element a quiet rectangle. */
export const PAGE_RULES = [
  `[${MASKED}] { -webkit-text-fill-color: transparent !important; text-decoration: line-through 0.55em color-mix(in srgb, currentColor 26%, transparent) !important; text-decoration-skip-ink: none !important; }`,
  `[${MASKED}]::placeholder { -webkit-text-fill-color: transparent !important; }`,
  `.rr-block, [${BLOCKED}] { background: repeating-linear-gradient(135deg, #e7e4df 0 6px, #efede9 6px 12px) !important; border-radius: 4px; outline: 1px solid #cfcac2; outline-offset: -1px; }`,
];
