import { readFile } from "node:fs/promises";
import { join } from "node:path";

const SDK = join(import.meta.dirname, "../../../sdk-js");

/** Deliberate holes: one rule of the SDK taken out, and the page on which that must be found. */
export const HOLES = {
  "texts as they are": { page: "texts", file: "redact/rules.ts", from: "string(maskText)", to: "string((text) => text)" },
};

/** Builds the SDK with one hole; fails where the rule is not there to be taken out. */
export async function bundleWithHole({ file, from, to }) {
  // The SDK's own tools may not be installed where only its build is needed.
  const { bundleSdk } = await import(join(SDK, "scripts/bundle.mjs"));
  const path = join(SDK, "src", file);
  const source = await readFile(path, "utf8");
  if (source.split(from).length !== 2) throw new Error(`not once in ${file}: ${from}`);
  const contents = source.replace(from, () => to);
  const hole = {
    name: "hole",
    setup: (build) => build.onLoad({ filter: /\.ts$/ }, ({ path: asked }) => (asked === path ? { contents, loader: "ts" } : undefined)),
  };
  return bundleSdk([hole]);
}
