import { digits } from "../canaries.mjs";
import { within } from "./canaries.mjs";

/** Stands where a canary is a number. */
const NUMBER = "1234567812345678";

/** Rules with a canary each; `%` is the canary, in the place that the name says. */
const RULES = {
  "content": '.a::before { content: "%" }',
  "content in single quotes": ".a::before { content: '%' }",
  "content and counter": '.a::after { content: counter(%) "x" }',
  "counters": '.a::after { content: counters(%, ".") }',
  "counter reset": ".a { counter-reset: % 3 }",
  "counter increment": ".a { counter-increment: % }",
  "attribute in content": ".a::after { content: attr(data-%) }",
  "quotes": '.a { quotes: "%" "x" }',
  "list marker": 'li { list-style-type: "%" }',
  "list style name": "li { list-style-type: % }",
  "emphasis mark": '.a { text-emphasis: "%" }',
  "ellipsis": '.a { text-overflow: "%" }',
  "hyphen": '.a { hyphenate-character: "%" }',
  "feature": '.a { font-variation-settings: "%" 1 }',
  "custom property's name": ".a { --%: 1px }",
  "custom property's word": ".a { --b: % }",
  "custom property's string": '.a { --b: "%" }',
  "custom property's address": ".a { --b: url(/%) }",
  "custom property's block": ".a { --b: { x: % } }",
  "custom property's function": ".a { --b: %(1) }",
  "name of a reference": ".a { width: var(--%) }",
  "fallback of a reference": ".a { width: var(--b, %) }",
  "class": ".% { color: red }",
  "id": "#% { color: red }",
  "element": "%-x { color: red }",
  "attribute's name": "[%] { color: red }",
  "attribute's name after data-": "[data-%] { color: red }",
  "attribute equals": '[data-user="%"] { color: red }',
  "attribute begins": "[title^='%'] { color: red }",
  "attribute contains": "[href*=%] { color: red }",
  "attribute is cased": '[alt="%" i] { color: red }',
  "class asked as attribute": '[class~="%"] { color: red }',
  "part": ".a::part(%) { color: red }",
  "slotted": "::slotted(.%) { color: red }",
  "language": ":lang(%) { color: red }",
  "state": ".a:state(%) { color: red }",
  "is": ":is(.%, b) { color: red }",
  "not": "p:not(#%) { color: red }",
  "has": "p:has(> .%) { color: red }",
  "where": ":where([data-x='%']) { color: red }",
  "nth child of": ":nth-child(1 of .%) { color: red }",
  "highlight": "::highlight(%) { color: red }",
  "view transition": "::view-transition-group(%) { color: red }",
  "unknown pseudo-class": ":is(:%, p) { color: red }",
  "nested": ".a { & .% { color: red } }",
  "animation": ".a { animation: % 1s }",
  "animation name": ".a { animation-name: % }",
  "keyframes": "@keyframes % { from { opacity: 1 } }",
  "keyframes as string": '@keyframes "%" { from { opacity: 1 } }',
  "grid areas": '.a { grid-template-areas: "% x" }',
  "grid area": ".a { grid-area: % }",
  "grid line": ".a { grid-template-columns: [%] 1fr }",
  "grid column": ".a { grid-column-start: % }",
  "font family": ".a { font-family: %, serif }",
  "quoted font family": '.a { font-family: "%" }',
  "font": ".a { font: 12px % }",
  "layer": "@layer % { .a { color: red } }",
  "layers": "@layer x, %;",
  "container": "@container % (min-width: 1px) { .a { color: red } }",
  "container style": "@container style(--%: 1) { .a { color: red } }",
  "container name": ".a { container-name: % }",
  "scope": "@scope (.%) { b { color: red } }",
  "supports": "@supports (color: %) { .a { color: red } }",
  "supports selector": "@supports selector(.%) { .a { color: red } }",
  "media": "@media % { .a { color: red } }",
  "media feature": "@media (%: 1) { .a { color: red } }",
  "class in media": "@media screen { .% { color: red } }",
  "page": "@page % { margin: 1cm }",
  "page name": ".a { page: % }",
  "font face": '@font-face { font-family: "%"; src: local("x") }',
  "font face's address": "@font-face { font-family: x; src: url(/fonts/%.woff2) }",
  "local font": '@font-face { font-family: x; src: local("%") }',
  "registered property": "@property --% { syntax: '*'; inherits: false }",
  "counter style": '@counter-style % { system: cyclic; symbols: "x" }',
  "counter symbol": '@counter-style x { system: cyclic; symbols: "%" }',
  "position try": "@position-try --% { top: 1px }",
  "palette": "@font-palette-values --% { font-family: x }",
  "view transition types": "@view-transition { types: % }",
  "unknown at-rule": "@% x { .a { color: red } }",
  "prelude of an unknown at-rule": "@unknown % { .a { color: red } }",
  "address": ".a { background: url(/pixels/%.png) }",
  "address's query": '.a { background: url("/pixels/x.png?sig=%") }',
  "address's fragment": ".a { filter: url(#%) }",
  "address of a clip": ".a { clip-path: url('/x.svg#%') }",
  "address of a mask": ".a { mask: url(/pixels/%.svg) }",
  "address of a cursor": ".a { cursor: url(/pixels/%.png), auto }",
  "address of a marker": ".a { list-style-image: url(/pixels/%.png) }",
  "image set": '.a { background: image-set("/pixels/%.png" 1x) }',
  "drawing in an address": ".a { background: url(\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><text>%</text></svg>\") }",
  "text in an address": ".a { background: url(data:text/plain,%) }",
  "offset path": ".a { offset-path: url(#%) }",
  "anchor": ".a { anchor-name: --% }",
  "anchored": ".a { position-anchor: --% }",
  "anchor's function": ".a { top: anchor(--% bottom) }",
  "timeline": ".a { view-timeline-name: --% }",
  "timeline's scope": ".a { timeline-scope: --% }",
  "transition name": ".a { view-transition-name: % }",
  "transitioned": ".a { transition: % 1s }",
  "changing": ".a { will-change: % }",
  "unknown property": ".a { %: 1 }",
  "unknown value": ".a { color: % }",
  "unknown function": ".a { color: %(1) }",
  "unknown dimension": ".a { width: 1px% }",
  "hash": ".a { color: #% }",
  "escaped class": ".\\7a q% { color: red }",
  "digits of a length": `.a { margin-left: ${NUMBER}px }`,
  "digits of a custom property": `.a { --b: ${NUMBER} }`,
  "comment after a declaration": ".a { color: red; /* % */ }",
  "comment in a custom property": ".a { --b: x/* % */y }",
  "broken string": '.a { content: "%\n; color: red }',
  "broken rule": ".a { color: red; % }",
  "filter of old": ".a { filter: progid:DXImageTransform.Microsoft.AlphaImageLoader(src='%') }",
};
const COMMENTS = { "comment": "/* % */", "comment in a rule": ".a { /* % */ color: red }", "comment in a value": ".a { color: /*%*/ red }", "unended": "/* %" };
const IMPORTS = {
  "import": "@import url(/styles/empty.css?%);",
  "quoted import": '@import "/styles/empty.css?%";',
  "import's layer": "@import url(/styles/empty.css) layer(%);",
  "import's support": "@import url(/styles/empty.css) supports(display: %);",
  "namespace": "@namespace % url(http://www.w3.org/2000/svg);",
  "namespace's address": "@namespace x url(http://x.test/%);",
};
const DECLARATIONS = Object.fromEntries(
  Object.entries(RULES).flatMap(([place, rule]) => {
    const found = /^\.a \{ ([^{}]*%[^{}]*) \}$/.exec(rule);
    return found ? [[place, found[1]]] : [];
  }),
);

function fill(canary, table) {
  const one = ([place, text]) => (text.includes(NUMBER) ? text.replace(NUMBER, canary(place, digits(16))) : text.replace("%", canary(place)));
  return Object.entries(table).map(one);
}

/** A whole style sheet with a canary in everything that it may say. */
function sheet(canary) {
  return [...fill(canary, IMPORTS), ...fill(canary, RULES), ...fill(canary, COMMENTS)].join("\n");
}

/** The page of style sheets: written, linked, inserted, adopted, set, and changed late. */
export const sheetsPage = {
  name: "sheets",
  html: (canary) => `<link rel="stylesheet" href="sheets.css"><style>${sheet(within(canary, "style element"))}</style>
    <p class="a">x</p><ul><li>x</li></ul><div id="shadow"></div><div id="styled"></div><style id="late">b { color: red }</style><style id="edited">b { color: red }</style>
    ${fill(within(canary, "style attribute"), DECLARATIONS).map((text) => `<p style='${text.replaceAll("'", "&#39;")}'>x</p>`).join("\n")}`,
  files: (canary) => ({ "/sheets.css": ["text/css", sheet(within(canary, "linked sheet"))] }),
  async act(page, canary) {
    await page.evaluate(insertRules, fill(within(canary, "inserted rule"), RULES));
    await page.evaluate(adopt, [fill(within(canary, "adopted sheet"), RULES), fill(within(canary, "sheet adopted by a root"), RULES)]);
    await page.evaluate(adoptInserted, fill(within(canary, "rule inserted into an adopted sheet"), RULES));
    await page.evaluate(setStyles, {
      cssText: fill(within(canary, "style attribute set late"), DECLARATIONS),
      values: ["--b", "--c", "font-family", "grid-area", "animation-name", "background-image"].map((name) => {
        const value = canary(`property set: ${name}`);
        return [name, name === "background-image" ? `url(/pixels/${value}.png)` : value];
      }),
      name: `--${canary("name of a property set")}`,
    });
    await page.evaluate(changeSheets, [sheet(within(canary, "style text written late")), sheet(within(canary, "style element added"))]);
    await page.evaluate(editRules, [canary("selector changed"), canary("declaration changed"), canary("keyframes renamed"), canary("media changed"), canary("rule replaced")]);
  },
};

async function insertRules(rules) {
  const { sheet } = document.querySelector("#edited");
  for (const rule of rules) {
    try {
      sheet.insertRule(rule);
    } catch {
      // Not a rule that this browser knows.
    }
  }
}

async function adopt([own, inner]) {
  const sheets = [own, inner].map((rules) => Object.assign(new CSSStyleSheet(), {}).replace(rules.join("\n")));
  const [first, second] = await Promise.all(sheets);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, first];
  const root = document.querySelector("#shadow").attachShadow({ mode: "open" });
  root.innerHTML = "<p class='a'>x</p>";
  root.adoptedStyleSheets = [second];
}

async function adoptInserted(rules) {
  const added = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, added];
  await new Promise(requestAnimationFrame);
  for (const rule of rules) {
    try {
      added.insertRule(rule);
    } catch {
      // As above.
    }
  }
  added.replaceSync(rules.map((rule) => rule).join("\n"));
}

async function setStyles({ cssText, values, name }) {
  const box = document.querySelector("#styled");
  for (const text of cssText) {
    const made = box.appendChild(document.createElement("p"));
    await undefined;
    made.setAttribute("style", text);
  }
  await new Promise(requestAnimationFrame);
  for (const made of box.children) made.style.cssText = `${made.getAttribute("style")}; color: red`;
  for (const [property, value] of values) box.style.setProperty(property, value);
  box.style.setProperty(name, "1px");
  const [rule] = document.querySelector("#edited").sheet.cssRules;
  for (const [property, value] of values) rule?.style?.setProperty(property, value);
}

async function changeSheets([written, added]) {
  document.querySelector("#late").textContent = written;
  document.head.append(Object.assign(document.createElement("style"), { textContent: added }));
  await new Promise(requestAnimationFrame);
  document.querySelector("#late").firstChild?.appendData("b { color: green }");
}

async function editRules([selector, declaration, frames, media, replaced]) {
  const style = document.head.appendChild(document.createElement("style"));
  style.textContent = "b { color: red } @keyframes x { from { opacity: 1 } } @media screen { b { color: red } }";
  await new Promise(requestAnimationFrame);
  const [rule, keyframes, query] = style.sheet.cssRules;
  rule.selectorText = `.${selector}`;
  rule.style.fontFamily = declaration;
  keyframes.name = frames;
  query.media.mediaText = media;
  style.sheet.deleteRule(2);
  style.sheet.insertRule(`.${replaced} { color: red }`, 2);
}
