import { readFile } from "node:fs/promises";
import { join } from "node:path";

const SDK = join(import.meta.dirname, "../../../sdk-js");

/** One edit of a source file of the SDK; what is looked for stands there exactly once. */
const edit = (file, from, to) => ({ file, from, to });

/**
 * Deliberate holes: a rule of the SDK taken out, or something told that should not be, and the page on which that must
 * be found.
 */
export const HOLES = {
  "texts as they are": ["texts", edit("redact/rules.ts", "maskText(given, page.font(tag))", "given")],
  "values as they are": ["fields", edit("redact/rules.ts", 'string("value mask", maskValue)', 'string("value mask", (given) => given)')],
  "typed values as they are": [
    "fields",
    edit("recorder.ts", '(text) => (text ? "********" : "")', '(text) => text ?? ""'),
    edit("redact/rules.ts", 'string("value mask", maskValue)', 'string("value mask", (given) => given)'),
  ],
  "attributes that nobody knows": ["attributes", edit("redact/marks.ts", "if (kind === undefined) return undefined;", "if (kind === undefined) return given;")],
  "plain attributes as they are": ["attributes", edit("redact/marks.ts", "scrubValue(`@${name}`, given, context.page.styles), context);", "given, context);")],
  "paths as they are": ["attributes", edit("redact/marks.ts", "PATH.test(given) && !LONG_NUMBER.test(given) && !LETTERS.test(given)", "true")],
  "links as they are": ["attributes", edit("redact/marks.ts", 'kept("address", given, "#", context)', 'kept("address", given, given, context)')],
  "names as they are": ["attributes", edit("redact/marks.ts", 'kept("name", given, known, context);', 'kept("name", given, given, context);')],
  "elements by their names": ["attributes", edit("redact/tags.ts", "styles.names.element(name)", "given")],
  "style sheets as they are": ["sheets", edit("redact/rules.ts", "scrubSheet(given, page.styles)", "given")],
  "strings of style sheets": ["sheets", edit("redact/values.ts", 'maskText(said.replace(/[ \\t\\n\\r\\f]/g, " "))', "said")],
  "words of style sheets": ["sheets", edit("redact/values.ts", "styles) ? said : styles.names.use(said)", "styles) ? said : said")],
  "addresses of style sheets": ["sheets", edit("redact/values.ts", ': "url()"', ": `url(${said})`")],
  "classes of style sheets": ["sheets", edit("redact/selectors.ts", "const name = walk.styles.names.use(next.said);", "const name = next.said;")],
  "attributes that sheets ask for": ["sheets", edit("redact/selectors.ts", "putWord(walk, `.${name}`)", 'putWord(walk, `[x="${said?.said}"].${name}`)')],
  "custom properties by their names": ["sheets", edit("redact/names.ts", "`--${numberOf(`  ${name}`, \"\")}`", "name")],
  "comments of style sheets": ["sheets", edit("redact/walk.ts", 'token.text === SPLIT ? SPLIT : "/**/"', "token.text")],
  "the address of the page": ["address", edit("redact/route.ts", 'segment === "" ? "" : "*"', "segment")],
  "the address as referrer": ["address", edit("quiet.ts", 'referrerPolicy: "strict-origin"', 'referrerPolicy: "unsafe-url"')],
  "the address in the tab's storage": ["address", edit("store.ts", "JSON.stringify(value)", "JSON.stringify({ ...value, at: btoa(location.href) })")],
  "the title in a request": ["texts", edit("transport.ts", "await net.fetch(url, {", 'await net.fetch(`${url}?${btoa(document.title)}`, {')],
  "events that the page makes": [
    "deeds",
    edit("redact.ts", "5: sign,", "5: (given) => given,"),
    edit("recorder.ts", "const idle = watchIdle(", "(window as any).rrweb = { record: { addCustomEvent: (tag: string, payload: unknown) => emit({ type: 5, data: { tag, payload }, timestamp: Date.now() }) } };\n  const idle = watchIdle("),
  ],
  "errors of the page": [
    "deeds",
    edit("recorder.ts", "const idle = watchIdle(", 'addEventListener("error", ({ error }) => emit({ type: 5, data: String(error?.stack), timestamp: Date.now() }));\n  const idle = watchIdle('),
    edit("redact.ts", "5: sign,", "5: (given) => given,"),
  ],
};

/** One hole more, which no canary shows: of a field that holds a secret, that something was typed. */
export const SECRET_HOLE = [edit("secret.ts", "if (field && (known.has(field) || looksSecret(field))) return remember(field);", "return false;")];

/** Builds the SDK with these edits; fails where what is to be taken out is not there. */
export async function bundleWithHole(edits) {
  // The SDK's own tools may not be installed where only its build is needed.
  const { bundleSdk } = await import(join(SDK, "scripts/bundle.mjs"));
  const edited = new Map();
  for (const { file, from, to } of edits) {
    const path = join(SDK, "src", file);
    const source = edited.get(path) ?? (await readFile(path, "utf8"));
    if (source.split(from).length !== 2) throw new Error(`not once in ${file}: ${from}`);
    edited.set(path, source.replace(from, () => to));
  }
  const load = ({ path }) => (edited.has(path) ? { contents: edited.get(path), loader: "ts" } : undefined);
  return bundleSdk([{ name: "hole", setup: (build) => build.onLoad({ filter: /\.ts$/ }, load) }]);
}
