/** What stands in a transcript: what was done, and the notes at their moments. */
import type { Line, Note } from "../../api/recording";

export type Entry =
  | { id: string; ms: number; kind: "line"; line: Line }
  | { id: string; ms: number; kind: "note"; note: Note };

/** Lines and notes in order; a note comes after what was done at the same moment. */
export function entriesOf(lines: readonly Line[], notes: readonly Note[]): Entry[] {
  const done = lines.map((line, place): Entry => ({ id: `line-${place}`, ms: line.at_ms, kind: "line", line }));
  const written = notes.map((note): Entry => ({ id: note.id, ms: note.at_ms, kind: "note", note }));
  return [...done, ...written].sort((a, b) => a.ms - b.ms);
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
