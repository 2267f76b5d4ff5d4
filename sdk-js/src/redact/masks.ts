/** How wide a letter is beside a star, in quarters, where nobody has measured it. */
export const LETTER = 5;

const LINES = 4096;
const INDENT = 32;
const WIDE = 0x1100;
/** Private use: what icons are written with, one letter wide. */
const ICON = [0xe000, 0xf8ff] as const;
const LARGEST = 11_200;

/** Stars, of which every sixth gives way to a space, so that a long text can break its lines. */
function starsOf(size: number): string {
  return size > 10 ? `${"***** ".repeat(size / 6 + 1).slice(0, size - 1)}*` : "*".repeat(size);
}

/** Every mask that there is, each a quarter longer than the last. */
const MASKS: string[] = [];
for (let size = 2; ; size = size < 10 ? size + 2 : size === 10 ? 13 : Math.floor(size * 1.25)) {
  MASKS.push(starsOf(size));
  if (size >= LARGEST) break;
}

/** What Unicode calls white space. */
const SPACE = /\p{White_Space}/u;
const isSpace = (code: number): boolean => code === 32 || (code < 14 && code > 8) || (code > 132 && SPACE.test(String.fromCharCode(code)));

/** The width of `text` from `start` to `end`, in quarters of a star. */
function extent(text: string, start: number, end: number, letter: number): number {
  let sum = 0;
  let spaced = false;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    const space = isSpace(code);
    if (space) sum += spaced ? 0 : 4;
    else if (code === 42) sum += 4;
    else if (code < WIDE || (code >= ICON[0] && code <= ICON[1])) sum += letter;
    else {
      sum += 2 * letter;
      if ((code & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00) at += 1;
    }
    spaced = space;
  }
  return sum;
}

function maskLine(line: string, letter: number): string {
  let start = 0;
  let end = line.length;
  while (start < end && isSpace(line.charCodeAt(start))) start += 1;
  const indent = line.slice(0, Math.min(start, INDENT));
  if (start === end) return indent;
  while (isSpace(line.charCodeAt(end - 1))) end -= 1;
  const size = Math.ceil(extent(line, start, end, letter) / 4);
  const mask = MASKS.find((stars) => 10 * size <= 11 * stars.length) ?? MASKS[MASKS.length - 1];
  return indent + mask + line.slice(end, end + 1);
}

/** A text shows how much room it takes, roughly, and its lines; `letter` is the width of a letter in quarters of a star. */
export function maskText(text: string, letter = LETTER): string {
  if (!text.includes("\n")) return maskLine(text, letter);
  return text
    .split("\n", LINES)
    .map((line) => maskLine(line, letter))
    .join("\n");
}

/** A form value shows only whether there is one. */
export function maskValue(value: string): string {
  return /[^*\p{White_Space}]/u.test(value) ? "********" : value;
}
