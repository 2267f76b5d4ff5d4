import { within } from "./canaries.mjs";

/** Elements that hold words of their own, each where it may stand. */
const WORDS =
  "p h1 h2 h3 h4 h5 h6 div span a em strong small s cite q dfn abbr data time code var samp kbd sub sup i b u mark bdi bdo " +
  "pre blockquote address article section nav aside header footer main figure ins del output label button legend " +
  "center font tt big marquee nobr xmp x-unknown unknown-element";

/** Markup around a text, by name; `%` is where the canary goes. */
const PLACES = {
  "list item": "<ul><li>%</li></ul>",
  "ordered list item": "<ol><li>%</li></ol>",
  "menu item": "<menu><li>%</li></menu>",
  term: "<dl><dt>%</dt><dd>x</dd></dl>",
  definition: "<dl><dt>x</dt><dd>%</dd></dl>",
  caption: "<table><caption>%</caption><tr><td>x</td></tr></table>",
  "heading cell": "<table><thead><tr><th>%</th></tr></thead></table>",
  cell: "<table><tr><td>%</td></tr></table>",
  "foot cell": "<table><tfoot><tr><td>%</td></tr></tfoot></table>",
  "figure caption": "<figure><figcaption>%</figcaption></figure>",
  "field set legend": "<fieldset><legend>%</legend></fieldset>",
  summary: "<details><summary>%</summary>x</details>",
  "closed details": "<details><summary>x</summary>%</details>",
  "open details": "<details open><summary>x</summary>%</details>",
  "closed dialog": "<dialog>%</dialog>",
  "open dialog": "<dialog open>%</dialog>",
  popover: "<div popover>%</div>",
  ruby: "<ruby>x<rp>(</rp><rt>%</rt></ruby>",
  textarea: "<textarea>%</textarea>",
  option: "<select><option>%</option></select>",
  "grouped option": "<select><optgroup label='x'><option>%</option></optgroup></select>",
  "data list option": "<datalist id='list'><option>%</option></datalist>",
  "meter text": "<meter value='0.5'>%</meter>",
  "progress text": "<progress value='0.5'>%</progress>",
  "hidden element": "<div hidden>%</div>",
  "element not shown": "<div style='display: none'>%</div>",
  "invisible element": "<div style='visibility: hidden'>%</div>",
  "inert element": "<div inert>%</div>",
  contenteditable: "<div contenteditable>%</div>",
  "plain contenteditable": "<div contenteditable='plaintext-only'>%</div>",
  "nested text": "<div><div><div><span><b>%</b></span></div></div></div>",
  comment: "<!-- % -->",
  "conditional comment": "<!--[if IE]>%<![endif]-->",
  template: "<template><p>%</p></template>",
  noscript: "<noscript><p>%</p></noscript>",
  "data script": "<script type='application/json'>{\"name\": \"%\"}</script>",
  "linked data": "<script type='application/ld+json'>{\"name\": \"%\"}</script>",
  "unknown script": "<script type='text/x-template'><b>%</b></script>",
  "frame fallback": "<iframe>%</iframe>",
  "object fallback": "<object>%</object>",
  "video fallback": "<video>%</video>",
  "audio fallback": "<audio>%</audio>",
  "canvas fallback": "<canvas>%</canvas>",
  "picture fallback": "<picture>%</picture>",
  "no frames": "<noframes>%</noframes>",
  slot: "<slot>%</slot>",
  "svg text": "<svg><text y='20'>%</text></svg>",
  "svg span": "<svg><text y='20'><tspan>%</tspan></text></svg>",
  "svg text path": "<svg><path id='way' d='M0 10H90'/><text><textPath href='#way'>%</textPath></text></svg>",
  "svg title": "<svg><title>%</title></svg>",
  "svg description": "<svg><desc>%</desc></svg>",
  "svg metadata": "<svg><metadata>%</metadata></svg>",
  "svg style": "<svg><style>.a { content: '%' }</style></svg>",
  "svg foreign object": "<svg><foreignObject width='90' height='20'><p>%</p></foreignObject></svg>",
  "svg character data": "<svg><text><![CDATA[%]]></text></svg>",
  "svg link": "<svg><a><text>%</text></a></svg>",
  "svg symbol": "<svg><symbol><text>%</text></symbol></svg>",
  "math identifier": "<math><mi>%</mi></math>",
  "math text": "<math><mtext>%</mtext></math>",
  "math operator": "<math><mo>%</mo></math>",
  "math number": "<math><mn>%</mn></math>",
  "math error": "<math><merror><mtext>%</mtext></merror></math>",
  "math annotation": "<math><semantics><mi>x</mi><annotation>%</annotation></semantics></math>",
  "declared open shadow root": "<div><template shadowrootmode='open'>%</template></div>",
  "declared closed shadow root": "<div><template shadowrootmode='closed'>%</template></div>",
};

for (const tag of WORDS.split(" ")) PLACES[`text of ${tag}`] = `<${tag}>%</${tag}>`;

/** Markup with a canary in the text of every kind of element. */
export function textMarkup(canary) {
  return Object.entries(PLACES).map(([place, markup]) => markup.replace("%", canary(place))).join("\n");
}

/** The page whose texts are there from the start, come later, and change. */
export const textsPage = {
  name: "texts",
  html(canary) {
    return `<title>${canary("title of the document")}</title><main>${textMarkup(within(canary, "at first"))}</main>`;
  },
  async act(page, canary) {
    await page.evaluate(addMarkup, textMarkup(within(canary, "added")));
    await page.evaluate(changeTexts, [canary("changed text"), canary("changed comment"), canary("added text node"), canary("split text")]);
    await page.evaluate(makeRoots, [canary("open shadow root"), canary("closed shadow root"), canary("changed shadow root")]);
    await page.evaluate((text) => void (document.title = text), canary("changed title"));
  },
};

export function addMarkup(markup) {
  const box = document.createElement("section");
  if (box.setHTMLUnsafe) box.setHTMLUnsafe(markup);
  else box.innerHTML = markup;
  document.body.append(box);
}

async function changeTexts([text, comment, added, split]) {
  const frame = () => new Promise(requestAnimationFrame);
  const box = document.createElement("p");
  box.append("x", document.createComment("x"), "yyyy");
  document.body.append(box);
  await frame();
  box.firstChild.data = text;
  box.childNodes[1].data = comment;
  box.append(added);
  await frame();
  box.childNodes[2].appendData(`and ${split} and more`);
  box.childNodes[2].splitText(6);
}

async function makeRoots([open, closed, changed]) {
  for (const [mode, text] of [["open", open], ["closed", closed]]) {
    const host = document.createElement("div");
    document.body.append(host);
    host.attachShadow({ mode }).append(text);
  }
  const root = document.body.appendChild(document.createElement("div")).attachShadow({ mode: "open" });
  root.append("x");
  await new Promise(requestAnimationFrame);
  root.firstChild.data = changed;
}
