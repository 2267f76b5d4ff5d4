import { createHash, randomBytes } from "node:crypto";
import { formsOf } from "../canaries.mjs";

const MARK = "zq7-";
const HASHES = ["md5", "sha1", "sha256"];

/**
 * Hands out one random value for each place, and remembers which place has which.
 *
 * A value is also a name: it may stand as a class, an element, an attribute, a property.
 */
export function createCanaries() {
  const values = new Map();
  const canary = (place, value = `${MARK}${randomBytes(7).toString("hex")}`) => {
    if (values.has(place)) throw new Error(`two canaries in one place: ${place}`);
    values.set(place, value);
    return value;
  };
  return Object.assign(canary, { values });
}

/** The same, for places that have a part of the page in common. */
export function within(canary, part) {
  return (place, value) => canary(`${part}: ${place}`, value);
}

/** Every form in which a canary could have leaked: written, encoded or hashed. */
export function formsOfCanary(value) {
  const random = value.startsWith(MARK) ? value.slice(MARK.length) : value;
  return [...formsOf(random), ...hashesOf(value)];
}

function hashesOf(value) {
  const spellings = [...new Set([value, value.toLowerCase(), value.toUpperCase(), value.replaceAll(" ", "")])];
  return spellings.flatMap((spelling) =>
    HASHES.flatMap((name) => {
      const hash = createHash(name).update(spelling).digest();
      const base64 = hash.toString("base64").replace(/=+$/, "");
      return [hash.toString("hex"), hash.toString("hex").toUpperCase(), base64, hash.toString("base64url")];
    }),
  );
}
