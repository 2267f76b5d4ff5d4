/** What visitors are told, as plain text to be put elsewhere. Pure. */

import type { Told } from "../../api/texts";

/** The parts of the texts, in their order. */
export const PARTS = ["first", "second", "privacy"] as const;
export type Part = (typeof PARTS)[number];

function listed(head: string, lines: readonly string[]): string {
  return [head, ...lines.map((line) => `- ${line}`)].join("\n");
}

/** One part in one language. Session replay is told of on the second level where the first one does not (§ 25). */
export function writeOut(part: Part, told: Told, firstLevel: boolean): string {
  const paragraphs = {
    first: [told.title, told.intro, ...(firstLevel ? [told.replay] : [])],
    second: [
      ...Object.values(told.purposes).map(({ label, description, details }) => listed(`${label}\n${description}`, details)),
      ...(firstLevel ? [] : [told.replay]),
    ],
    privacy: told.privacy.map(({ title, lines }) => listed(title, lines)),
  };
  return `${paragraphs[part].join("\n\n")}\n`;
}
