/** How wide a letter and a space are beside a star, in quarters. */
export interface Font {
  letter: number;
  space: number;
  /** Whether a line goes on where the last one ends, as in running text, or ends, as in code; undefined where nobody has measured. */
  flows?: boolean;
}

/** What the masks on a line were too narrow by so far, in stars. */
export interface Line {
  short: number;
}

export const newLine = (): Line => ({ short: 0 });

/** Where nobody has measured it. */
export const ANY_FONT: Font = { letter: 5, space: 4 };

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
for (let size = 1; ; size = size === 1 ? 2 : size < 10 ? size + 2 : size === 10 ? 13 : Math.floor(size * 1.25)) {
  MASKS.push(starsOf(size));
  if (size >= LARGEST) break;
}

/** What Unicode calls white space. */
const SPACE = /\p{White_Space}/u;
const isSpace = (code: number): boolean => code === 32 || (code < 14 && code > 8) || (code > 132 && SPACE.test(String.fromCharCode(code)));

/** The width of `text` from `start` to `end`, in quarters of a star. */
function extent(text: string, start: number, end: number, { letter, space: gap }: Font): number {
  let sum = 0;
  let spaced = false;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    const space = isSpace(code);
    if (space) sum += spaced ? 0 : gap;
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

/** The width of a mask, in stars. */
function widthOf(mask: string, { space }: Font): number {
  return mask.length - (mask.length > 10 ? Math.floor((mask.length - 1) / 6) * (1 - space / 4) : 0);
}

/** Finds the mask for what is so many stars wide. */
function maskOf(width: number, font: Font): string {
  return MASKS.find((mask) => 10 * width <= 11 * widthOf(mask, font)) ?? (MASKS[MASKS.length - 1] as string);
}

/** A text shows how much room it takes, roughly, and its lines, in its font; what masks before it had too little is made up for. */
export function maskText(text: string, font = ANY_FONT, line = newLine()): string {
  const maskLine = (said: string, number: number): string => {
    if (number > 0 && !font.flows) line.short = 0;
    let start = 0;
    let end = said.length;
    while (start < end && isSpace(said.charCodeAt(start))) start += 1;
    const indent = said.slice(0, Math.min(start, INDENT));
    if (start === end) return indent;
    while (isSpace(said.charCodeAt(end - 1))) end -= 1;
    const width = extent(said, start, end, font) / 4;
    if (font.flows === undefined) return indent + maskOf(Math.ceil(width), font) + said.slice(end, end + 1);
    const most = Math.max(1, width / 8);
    const mask = maskOf(width + Math.min(most, Math.max(-most, line.short)), font);
    line.short += width - widthOf(mask, font);
    return indent + mask + said.slice(end, end + 1);
  };
  return text.includes("\n") ? text.split("\n", LINES).map(maskLine).join("\n") : maskLine(text, 0);
}

/** A form value shows only whether there is one. */
export function maskValue(value: string): string {
  return /[^*\p{White_Space}]/u.test(value) ? "********" : value;
}
