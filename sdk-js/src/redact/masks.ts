/** The mask alphabet is `*` and Unicode white space: length and line breaks stay, content goes. */
export function maskText(text: string): string {
  return text.replace(/\P{White_Space}/gu, "*");
}

/** A form value shows only whether there is one. */
export function maskValue(value: string): string {
  return /[^*\p{White_Space}]/u.test(value) ? "********" : value;
}
