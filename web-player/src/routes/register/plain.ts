import type { Told } from "../../api/texts";

function listed(head: string, lines: readonly string[]): string {
  return [head, ...lines.map((line) => `- ${line}`)].join("\n");
}

/** The texts of one language as plain text, to be put elsewhere. */
export function writeOut(told: Told, firstLevel: boolean): string {
  const first = [told.title, told.intro, ...(firstLevel ? [told.replay] : [])];
  const second = Object.values(told.purposes).map(({ label, description, details }) => listed(`${label}\n${description}`, details));
  const rest = [...(firstLevel ? [] : [told.replay]), ...told.privacy.map(({ title, lines }) => listed(title, lines))];
  return `${[...first, ...second, ...rest].join("\n\n")}\n`;
}
