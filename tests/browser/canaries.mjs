import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes, randomInt } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A value that occurs nowhere else, to be typed into the field that it is named after. */
export function canary(name) {
  return `zq7-${name}-${randomBytes(6).toString("hex")}`;
}

/** `count` random digits, of which the first is not 0. */
export function digits(count) {
  const rest = Array.from({ length: count - 1 }, () => randomInt(10));
  return [randomInt(1, 10), ...rest].join("");
}

/** A card number that passes the check, in groups of four. */
export function cardNumber() {
  const body = `4${digits(14)}`;
  const check = [...Array(10).keys()].find((digit) => luhn(`${body}${digit}`) % 10 === 0);
  return `${body}${check}`.match(/.{4}/g).join(" ");
}

function luhn(number) {
  const values = [...number].reverse().map((digit, place) => Number(digit) * (place % 2 === 0 ? 1 : 2));
  return values.reduce((sum, value) => sum + (value > 9 ? value - 9 : value), 0);
}

/** A French IBAN that passes the check, in groups of four. */
export function iban() {
  const account = digits(23);
  // F is 15 and R is 27 in the check's alphabet.
  const check = 98n - (BigInt(`${account}152700`) % 97n);
  return `FR${String(check).padStart(2, "0")}${account}`.match(/.{1,4}/g).join(" ");
}

/** Every form in which a value could have leaked, as printable text. */
export function formsOf(value) {
  const spellings = new Set([value, value.toLowerCase(), value.toUpperCase()]);
  for (const spelling of [...spellings]) {
    spellings.add(spelling.replaceAll(" ", ""));
    spellings.add(spelling.replaceAll(" ", "-"));
  }
  return [...new Set([...spellings].flatMap(encodingsOf))];
}

function encodingsOf(text) {
  const bytes = Buffer.from(text);
  const hex = bytes.toString("hex");
  const pairs = hex.match(/../g);
  const units = [...text].map((letter) => letter.charCodeAt(0).toString(16).padStart(4, "0"));
  return [
    text,
    encodeURIComponent(text),
    new URLSearchParams({ "": text }).toString().slice(1),
    pairs.map((pair) => `%${pair}`).join(""),
    pairs.map((pair) => `%${pair.toUpperCase()}`).join(""),
    hex,
    hex.toUpperCase(),
    JSON.stringify(text).slice(1, -1),
    units.map((unit) => `\\u${unit}`).join(""),
    units.map((unit) => `\\u${unit.toUpperCase()}`).join(""),
    ...base64Forms(bytes),
  ];
}

/** What stays the same of a value's base64 wherever it begins in what is encoded. */
function base64Forms(bytes) {
  return [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
    const first = Math.ceil((offset * 8) / 6);
    const last = Math.floor(((offset + bytes.length) * 8) / 6);
    const sure = encoded.slice(first, last);
    return [sure, sure.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

/** Searches everything under these paths for these values in all forms; answers the files with what they hold. */
export function findLeaks(values, ...paths) {
  const forms = values.flatMap(formsOf).join("\n");
  const search = ["--recursive", "--text", "--only-matching", "--fixed-strings", "--file=-", ...paths];
  const found = spawnSync("grep", search, { input: forms, env: { ...process.env, LC_ALL: "C" }, maxBuffer: 1 << 28 });
  if (found.status === 1) return [];
  const leaks = found.stdout.toString("latin1").trim().split("\n");
  return found.status === 0 ? [...new Set(leaks)] : [`grep failed: ${found.stderr}`, ...leaks];
}

/** Writes bytes under a name into the directory of what is to be searched. */
export function keepEvidence(directory, name, bytes) {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, name), bytes);
}

/** Dumps the whole database as text. */
export function dumpDatabase(pgDump, socketDirectory) {
  return execFileSync(pgDump, ["-h", socketDirectory, "-U", "postgres", "revoir"], { maxBuffer: 1 << 30 });
}
