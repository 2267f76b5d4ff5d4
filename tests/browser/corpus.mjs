import { execFileSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const CORPUS = join(import.meta.dirname, "../corpus");

/** The names of the real recordings, without their ending. */
export const RECORDINGS = readdirSync(CORPUS)
  .filter((name) => name.endsWith(".json.zst"))
  .map((name) => name.slice(0, -".json.zst".length));

/** The JSON text of a real recording. */
export function readRecording(name) {
  const path = join(CORPUS, `${name}.json.zst`);
  return execFileSync("zstd", ["-dc", "--long=27", path], { encoding: "utf8", maxBuffer: 1 << 28 });
}

/** Imports a real recording as the `ux` of the demo shop; answers its id. */
export async function importRecording(server, directory, name) {
  return importText(server, directory, name, readRecording(name));
}

/** Imports a recording's JSON text as the `ux` of the demo shop; answers its id. */
export async function importText(server, directory, name, text) {
  const file = join(directory, `${name}.json`);
  writeFileSync(file, text, { mode: 0o644 });
  const [id] = await importFiles(server, [file]);
  return id;
}

/** Imports files of rrweb events as the `ux` of the demo shop; answers their ids, in order. */
export async function importFiles(server, files) {
  const { code, stdout, stderr } = await server.command(...importWords(files));
  if (code !== 0) throw new Error(`the import ended with ${code}: ${stderr}`);
  return stdout.trim().split("\n");
}

function importWords(files) {
  // Retention runs from this date, so it is today's: a fixed one would expire.
  const today = new Date().toISOString().slice(0, 10);
  const purpose = ["--purpose", "ux", "--collected-for", "ux", "--basis", "consent"];
  return ["import", ...files, "--site", "demo", ...purpose, "--collected-on", today];
}
