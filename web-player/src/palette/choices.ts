/** One thing that the palette offers. */
export interface Choice {
  id: string;
  group: "screens" | "recordings" | "actions";
  label: string;
  /** What stands quietly beside it. */
  detail?: string;
}

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/** The recording's id that a text is or holds, as a pasted address does. */
export function findId(text: string): string | undefined {
  return ID.exec(text)?.[0].toLowerCase();
}

/** The moment, in seconds, that a pasted address names: `?t=SECONDS`. */
export function findMoment(text: string): number | undefined {
  const seconds = /[?&]t=(\d+(?:\.\d+)?)/.exec(text)?.[1];
  return seconds === undefined ? undefined : Number(seconds);
}

function plain(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase();
}

/** The choices in which every word of the query begins a word; accents and case do not matter. */
export function matching<C extends Choice>(choices: readonly C[], query: string): C[] {
  const wanted = plain(query).split(/\s+/).filter(Boolean);
  return choices.filter(({ label, detail }) => {
    const words = plain(`${label} ${detail ?? ""}`).split(/[^\p{L}\p{N}]+/u);
    return wanted.every((part) => words.some((word) => word.startsWith(part)));
  });
}
