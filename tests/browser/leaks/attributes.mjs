import { within } from "./canaries.mjs";

const SVG = "http://www.w3.org/2000/svg";
const MATH = "http://www.w3.org/1998/Math/MathML";

/** By element, the attributes that carry a canary; with `=` its value, in which `%` is the canary. */
const HTML = {
  div:
    "id class title lang dir slot part role is nonce name itemid itemprop itemtype itemref accesskey translate autocapitalize " +
    "contenteditable draggable spellcheck tabindex hidden inert popover data-user data-testid data-test-id data-cy data-qa data-id " +
    "data-email test-id aria-label aria-description aria-roledescription aria-valuetext aria-placeholder aria-labelledby " +
    "aria-describedby aria-controls aria-owns aria-details aria-live aria-current aria-keyshortcuts aria-braillelabel aria-valuenow " +
    "onclick=say('%') onmouseover=say('%') onfocus=/*%*/ unknown v-bind:x @click=%() :key #ref [prop] (event) ng-model x-data wire:id " +
    "xml:lang xmlns:% xlink:title style=--x:'%' style=background:url(/%.png) style=% exportparts=%:% view-transition-name anchor",
  a: "href=https://shop.test/%?q=1 href=mailto:%@example.test href=tel:% href=#% href=javascript:void('%') href=data:text/plain,% ping=/ping/% download=%.pdf hreflang rel target type name referrerpolicy attributionsrc=/%",
  area: "href=/% alt shape coords",
  img: "alt title src=/pixels/%.png srcset=/pixels/%.png data-src=/% longdesc=/% usemap=#% sizes crossorigin name lowsrc decoding loading fetchpriority",
  input: "name id placeholder title value list pattern form formaction=/% autocomplete accept dirname min max step aria-label size maxlength",
  "input[type=hidden]": "value name",
  "input[type=radio]": "value name",
  "input[type=checkbox]": "value name",
  "input[type=submit]": "value formaction=/% formtarget",
  "input[type=reset]": "value",
  "input[type=button]": "value",
  "input[type=image]": "alt src=/pixels/%.png value",
  "input[type=email]": "value placeholder",
  "input[type=range]": "value list",
  textarea: "placeholder name wrap",
  button: "value name formaction=/% form popovertarget command commandfor type",
  select: "name autocomplete",
  option: "value label",
  optgroup: "label",
  form: "action=/% name method enctype target accept-charset rel",
  label: "for",
  output: "for name",
  meter: "value title",
  progress: "value",
  data: "value",
  li: "value type",
  ol: "start type",
  param: "name value",
  time: "datetime",
  ins: "datetime cite=/%",
  del: "datetime cite=/%",
  q: "cite=/%",
  blockquote: "cite=/%",
  iframe: "src=/empty?% name title srcdoc=<p>%</p> allow sandbox referrerpolicy",
  object: "data=/empty?% name type usemap classid codebase archive standby",
  embed: "src=/empty?% type",
  video: "poster=/pixels/%.png src=/pixels/% controlslist",
  audio: "src=/pixels/% title",
  source: "src=/pixels/% srcset=/pixels/% type media sizes",
  track: "src=/pixels/% srclang label kind",
  link: "href=/empty?% rel title media hreflang integrity imagesrcset as",
  script: "data-x src=/scripts/% integrity nonce type charset event",
  meta: "content name property http-equiv itemprop charset",
  base: "target",
  style: "title media nonce type",
  table: "summary background=/% border width bgcolor rules frame",
  td: "headers abbr axis scope width align char background=/% bgcolor",
  th: "abbr scope",
  col: "span width",
  font: "face color size",
  map: "name",
  slot: "name",
  dialog: "closedby returnvalue",
  details: "name open",
  marquee: "direction behavior bgcolor",
  fieldset: "name form",
  legend: "align",
  hr: "color size",
  body: "background=/% text link",
  "x-element": "value label data user-name name",
};
const SVG_PLACES = {
  svg: "viewBox preserveAspectRatio aria-label width xmlns:% version baseProfile",
  g: "id class fill=url(#%) fill=% stroke filter=url(#%) clip-path=url(/%.svg#a) mask=url(#%) transform style=--%:1 data-name inkscape:label",
  text: "font-family x textLength aria-label systemLanguage",
  use: "href=#% xlink:href=/%.svg#a",
  image: "href=/pixels/%.png xlink:href=/pixels/%.png",
  a: "href=/% xlink:title target",
  path: "d d=M0,0%L9,9 marker-end=url(#%) pathLength",
  polygon: "points",
  animate: "attributeName values from to begin=%.click href=#%",
  feImage: "href=/pixels/%.png result in",
  linearGradient: "href=#% gradientTransform id",
  style: "media title",
  script: "href=/scripts/%",
};
const MATH_PLACES = {
  math: "alttext display altimg=/% href=/%",
  mi: "mathvariant href=/% class id data-x",
  maction: "actiontype selection",
  annotation: "encoding src=/% definitionURL",
};

/** One entry for each attribute: `{place, tag, type, space, name, value}`; a name may itself be a canary. */
function listAttributes(canary) {
  const entries = [];
  const read = (places, space) => {
    for (const [key, words] of Object.entries(places)) {
      const [, tag, type] = /^([\w-]+)(?:\[type=(\w+)\])?$/.exec(key);
      for (const word of words.split(" ")) entries.push(attribute(canary, { key, tag, type, space, word }));
    }
  };
  read(HTML, undefined);
  read(SVG_PLACES, SVG);
  read(MATH_PLACES, MATH);
  for (const prefix of ["", "data-", "aria-", "on"]) {
    entries.push({ tag: "div", name: `${prefix}${canary(`an attribute's name after "${prefix}"`)}`, value: "1" });
  }
  return entries;
}

function attribute(canary, { key, tag, type, space, word }) {
  const [name, ...rest] = word.split("=");
  const value = canary(`${space === undefined ? "" : `${space.split("/").at(-1)} `}${key} ${word}`);
  return { tag, type, space, name: name.replace("%", value), value: rest.length > 0 ? rest.join("=").replaceAll("%", value) : value };
}

/** The page whose elements have canaries in every attribute: from the start, with elements that come, and changed late. */
export const attributesPage = {
  name: "attributes",
  html: (canary) => `<div id="box"></div><script>say = () => {}; (${makeElements})(${json(listAttributes(within(canary, "at first")))}, "first")</script>
    <${canary("a custom element's name")}>x</${"x"}>
    <script>customElements.define("${canary("a defined element's name")}-x", class extends HTMLElement {})</script>`,
  async act(page, canary) {
    await page.evaluate(({ make, entries }) => new Function(`(${make})(...arguments)`)(entries, "added"), {
      make: makeElements.toString(),
      entries: listAttributes(within(canary, "added")),
    });
    await page.evaluate(({ make, entries }) => new Function(`return (${make})(...arguments)`)(entries, "changed"), {
      make: makeElements.toString(),
      entries: listAttributes(within(canary, "changed")),
    });
    await page.evaluate((name) => document.body.append(document.createElement(name)), canary("an added custom element's name"));
  },
};

const json = (value) => JSON.stringify(value).replaceAll("<", "\\u003c");

/** In the page: one element for each attribute, which has it from the start, or gets it a frame later. */
function makeElements(entries, when) {
  const set = (element, name, value) => {
    try {
      element.setAttribute(name, value);
    } catch {
      // No name that `setAttribute` takes: the parser does.
      const parsed = document.createElement("div");
      parsed.innerHTML = `<i ${name}="x"></i>`;
      const found = parsed.firstChild.attributes[0].cloneNode();
      found.value = value;
      element.setAttributeNode(found);
    }
  };
  const box = document.body.appendChild(document.createElement("div"));
  const made = entries.map(({ tag, type, space }) => {
    const element = space === undefined ? document.createElement(tag) : document.createElementNS(space, tag);
    if (type !== undefined) element.setAttribute("type", type);
    return element;
  });
  const fill = () => entries.forEach(({ name, value }, at) => set(made[at], name, value));
  if (when !== "changed") fill();
  box.append(...made);
  return when === "changed" ? new Promise(requestAnimationFrame).then(fill) : undefined;
}
