import { spawnSync } from "node:child_process";
import { gunzipSync, inflateSync } from "node:zlib";
import { formsOfCanary } from "./canaries.mjs";

/** How often something may be packed into something else. */
const DEPTH = 4;
const BASE64 = /[A-Za-z0-9+/_-]{24,}={0,2}/g;
const ESCAPED = /\\u[0-9a-f]{4}|\\["\\/bfnrt]/gi;
const GZIP = Buffer.from([0x1f, 0x8b, 0x08]);

/** These bytes, and all that is packed in them: gzip, deflate, base64, percent, JSON in JSON. */
export function unfold(bytes, depth = DEPTH) {
  if (depth === 0) return [bytes];
  const text = bytes.toString("latin1");
  const inner = [...unpacked(bytes), ...unescaped(text), ...(text.match(BASE64) ?? []).flatMap(decoded)];
  return [bytes, ...inner.flatMap((part) => unfold(part, depth - 1))];
}

function unpacked(bytes) {
  const at = bytes.indexOf(GZIP);
  return [
    attempt(() => at >= 0 && gunzipSync(bytes.subarray(at))),
    attempt(() => bytes[0] === 0x78 && inflateSync(bytes)),
  ].filter(Boolean);
}

function unescaped(text) {
  const plain = text.replace(ESCAPED, (escape) => attempt(() => JSON.parse(`"${escape}"`)) ?? escape);
  const percent = text.replace(/(%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll("%", ""), "hex").toString("latin1"));
  return [plain, percent].filter((found) => found !== text).map((found) => Buffer.from(found, "latin1"));
}

/** What a run of base64 says, where that is something: packed bytes or text. */
function decoded(run) {
  const bytes = Buffer.from(run, "base64");
  const isPacked = bytes.indexOf(GZIP) === 0;
  const isText = bytes.every((byte) => byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte < 127));
  return isPacked || isText ? [bytes] : [];
}

function attempt(act) {
  try {
    return act();
  } catch {
    return undefined;
  }
}

/** The places whose canaries are in any form in what lies under these paths, with a file for each. */
export function findPlaces(canaries, ...paths) {
  const places = new Map();
  for (const [place, value] of canaries.values) for (const form of formsOfCanary(value)) places.set(form, place);
  const search = ["--recursive", "--text", "--only-matching", "--no-filename", "--fixed-strings", "--file=-", ...paths];
  const input = [...places.keys()].join("\n");
  const found = spawnSync("grep", search, { input, env: { ...process.env, LC_ALL: "C" }, maxBuffer: 1 << 28 });
  if (found.status > 1) throw new Error(`grep failed: ${found.stderr}`);
  const matches = new Set(found.stdout.toString("latin1").split("\n").filter(Boolean));
  return [...new Set([...matches].map((match) => places.get(match) ?? match))].sort();
}
