import type { Justified } from "../../../api/policies";

/** What is said of one deviation, as it is being written. */
export type Said = Required<Omit<Justified, "measure">>;

/** Whether a text says something. */
export function isSaid(text: string): boolean {
  return text.trim() !== "";
}
