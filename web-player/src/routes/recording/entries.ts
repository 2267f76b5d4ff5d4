/** What stands in a transcript: what was done, what did not go as it was meant, and the notes at their moments. */
import type { Line, Note, Sign } from "../../api/recording";
import { signsOf } from "../../player/markers";
import type { SignMarker } from "../../player/markers";

export type Entry =
  | { id: string; ms: number; kind: "line"; line: Line }
  | { id: string; ms: number; kind: "sign"; sign: SignMarker }
  | { id: string; ms: number; kind: "note"; note: Note };

/** Lines, signs and notes in order; what comes at the same moment stands in this order. */
export function entriesOf(lines: readonly Line[], signs: readonly Sign[], notes: readonly Note[]): Entry[] {
  const done = lines.map((line, place): Entry => ({ id: `line-${place}`, ms: line.at_ms, kind: "line", line }));
  const written = notes.map((note): Entry => ({ id: note.id, ms: note.at_ms, kind: "note", note }));
  const told = signsOf(signs).map((sign, place): Entry => ({ id: `sign-${place}`, ms: sign.ms, kind: "sign", sign }));
  return [...done, ...told, ...written].sort((a, b) => a.ms - b.ms);
}

/** The entry that a moment belongs to: the last one begun. */
export function currentEntry(entries: readonly Entry[], ms: number): Entry | undefined {
  return entries.findLast((entry) => entry.ms <= ms);
}

/** Whether an entry, as it reads, holds all words that are searched for, whatever their case or accents. */
export function matches(text: string, search: string): boolean {
  const folded = fold(text);
  return fold(search)
    .split(/\s+/)
    .every((word) => folded.includes(word));
}

function fold(text: string): string {
  return text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
}
