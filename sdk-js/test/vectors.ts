import { readFileSync } from "node:fs";

/** Reads a file of the vectors that browser and server are both tested from. */
export function readVectors<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../tests/vectors/${name}`, import.meta.url), "utf8")) as T;
}
