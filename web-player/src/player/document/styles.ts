import replayerCss from "@rrweb/replay/dist/style.css?inline";

/** For the document around the replayed page. A touch stays in view for a moment, since a tap is over at once. */
export const DOCUMENT_CSS = `${replayerCss}
html, body { width: 100%; height: 100%; margin: 0; overflow: hidden; color-scheme: light; }
.revoir-stage { position: absolute; inset: 0; visibility: hidden; }
.revoir-stage[data-seen] { visibility: visible; }
.replayer-wrapper { position: absolute; transform-origin: 0 0; background: #fff; }
.replayer-wrapper > iframe { border: 0; color-scheme: light; }
body:not([data-trail]) .replayer-mouse-tail { display: none !important; }
.replayer-mouse { z-index: 1; }
.replayer-mouse::after { background: #0f766e; }
.replayer-mouse.touch-device { box-sizing: border-box; width: 48px; height: 48px; margin: -24px 0 0 -24px; border: 4px solid transparent; background: transparent; transition: border-color 0s 600ms, background 0s 600ms; }
.replayer-mouse.touch-device.touch-active { border-color: #0f766e; background: rgb(15 118 110 / 25%); transition: none; }
body:not([data-trail]) .replayer-mouse.touch-device { visibility: hidden; }
@media (prefers-reduced-motion: reduce) {
  .replayer-mouse { transition: none; }
  .replayer-mouse.active::after { animation: none; opacity: 0.6; }
}`;

export const MASKED = "data-revoir-masked";
export const BLOCKED = "data-revoir-blocked";

/** A blocked element of at least this size has room for its word. */
export const LABEL_WIDTH = 88;
export const LABEL_HEIGHT = 24;

const HATCH = "repeating-linear-gradient(135deg, #d9d4cc 0 3px, #f3f1ee 3px 10px)";

/** For the replayed page: masked text is a soft bar in the text's own colour, a blocked element a hatched rectangle. */
export function pageRules(blocked: string): string[] {
  return [
    `[${MASKED}] { -webkit-text-fill-color: transparent !important; text-decoration: line-through 0.55em color-mix(in srgb, currentColor 26%, transparent) !important; text-decoration-skip-ink: none !important; }`,
    `[${MASKED}]::placeholder { -webkit-text-fill-color: transparent !important; }`,
    `.rr-block, [${BLOCKED}] { background: ${HATCH} !important; border-radius: 4px; outline: 1px solid #8f887d; outline-offset: -1px; }`,
    // rrweb leaves an inline canvas without the size of what it stands for.
    `canvas[${BLOCKED}] { display: inline-block; }`,
    `[${BLOCKED}="wide"] { background: ${labelImage(blocked)} center no-repeat, ${HATCH} !important; }`,
  ];
}

/** The word as an image: the only content that every kind of element can show. */
function labelImage(word: string): string {
  const text = word.replaceAll(/[^\p{L}\p{N} ’-]/gu, "");
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${LABEL_WIDTH - 8}" height="${LABEL_HEIGHT - 4}">` +
    `<rect width="100%" height="100%" rx="4" fill="#fff" stroke="#8f887d"/>` +
    `<text x="50%" y="14" text-anchor="middle" font-family="system-ui,sans-serif" font-size="12" fill="#23211e">${text}</text></svg>`;
  return `url("data:image/svg+xml,${encodeURIComponent(svg).replaceAll("'", "%27")}")`;
}
