/** How wide a letter and a space are beside a star, in quarters. */
export interface Font {
  letter: number;
  space: number;
  isMeasured?: boolean;
}

/** Where nobody has measured it. */
export const ANY_FONT: Font = { letter: 5, space: 4 };

const LINES = 4096;
const INDENT = 32;
const WIDE = 0x2e80;
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
  let isSecond = false;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    const space = isSpace(code);
    if (space) sum += spaced ? 0 : gap;
    else if (code === 42) sum += 4;
    else if (code < WIDE || (code >= ICON[0] && code <= ICON[1])) sum += letter;
    else {
      // By twos: names of two to four letters are common where letters are wide.
      sum += isSecond ? 0 : 4 * letter;
      isSecond = !isSecond;
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

/** Finds the mask for what is so many stars wide: where that was measured about the nearest, else the first that is not much less. */
function maskOf(width: number, font: Font): string {
  const fits = (mask: string, at: number): boolean => {
    if (!font.isMeasured) return 10 * Math.ceil(width) <= 11 * mask.length;
    // Of long ones rather the longer: what stands in words and capitals is wider than the sample says.
    const part = mask.length < 10 ? 0.5 : 0.4;
    return width <= widthOf(mask, font) + part * (widthOf(MASKS[at + 1] ?? mask, font) - widthOf(mask, font));
  };
  return MASKS.find(fits) ?? (MASKS[MASKS.length - 1] as string);
}

function maskLine(line: string, font: Font): string {
  let start = 0;
  let end = line.length;
  while (start < end && isSpace(line.charCodeAt(start))) start += 1;
  const indent = line.slice(0, Math.min(start, INDENT));
  if (start === end) return indent;
  while (isSpace(line.charCodeAt(end - 1))) end -= 1;
  return indent + maskOf(extent(line, start, end, font) / 4, font) + line.slice(end, end + 1);
}

/** A text shows how much room it takes, roughly, and its lines, in its font. */
export function maskText(text: string, font = ANY_FONT): string {
  if (!text.includes("\n")) return maskLine(text, font);
  return text
    .split("\n", LINES)
    .map((line) => maskLine(line, font))
    .join("\n");
}

/** A form value shows only whether there is one. */
export function maskValue(value: string): string {
  return /[^*\p{White_Space}]/u.test(value) ? "********" : value;
}
