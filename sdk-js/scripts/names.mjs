// Fails when a part that was cut out of rrweb is still named by what is left, and when the bundle shortens what is a key
// of an event: such a hole shows only when it runs.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { INTERNAL } from "./bundle.mjs";
import { readTrimmed } from "./trim-rrweb.mjs";

const UNKNOWN_NAME = [2304, 2552, 18004];

const path = fileURLToPath(new URL("../node_modules/@rrweb/record/dist/record.js", import.meta.url));
const source = await readTrimmed(path);
const options = { allowJs: true, checkJs: true, noEmit: true, noResolve: true, types: [], target: ts.ScriptTarget.ES2022 };
const host = ts.createCompilerHost(options);
const read = host.getSourceFile;
host.getSourceFile = (name, ...rest) =>
  name === path ? ts.createSourceFile(name, source, options.target) : read(name, ...rest);
const program = ts.createProgram([path], options, host);
const unknown = program.getSemanticDiagnostics(program.getSourceFile(path)).filter(({ code }) => UNKNOWN_NAME.includes(code));

for (const { messageText } of unknown) console.error(ts.flattenDiagnosticMessageText(messageText, " "));
console.log(`trimmed rrweb: ${unknown.length} unknown names`);
if (unknown.length > 0) process.exit(1);

const fields = JSON.parse(readFileSync(new URL("../../tests/vectors/fields.json", import.meta.url), "utf8"));
const keys = new Set(fields.events.flatMap(({ path }) => path.split(/[^A-Za-z]+/)));
const sent = INTERNAL.split(" ").filter((name) => keys.has(name));
if (sent.length > 0) throw new Error(`shortened in the bundle, but a key of events: ${sent.join(", ")}`);
console.log("shortened names: none is a key of events");
