export const SHORTEST = 12;
export const LONGEST = 256;

export type Strength = "short" | "enough" | "good" | "great" | "long";

/** How a password's length is judged: length is what makes it hard to guess. Counts characters as people do. */
export function judgeLength(password: string): { strength: Strength; missing: number } {
  const length = [...password].length;
  const missing = Math.max(0, SHORTEST - length);
  if (missing > 0) return { strength: "short", missing };
  if (length > LONGEST) return { strength: "long", missing };
  return { strength: length < 16 ? "enough" : length < 24 ? "good" : "great", missing };
}
