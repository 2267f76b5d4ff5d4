/** What can be filed of how visitors are asked. Pure; the server looks at the bytes themselves. */

const KIB = 1024;
/** As `limits.rs` of the server has them. */
export const MOST = { text: 256 * KIB, picture: KIB * KIB };

export const PICTURES = ["image/png", "image/webp"];
/** What a file chooser offers. */
export const OFFERED = [...PICTURES, "text/plain", "application/json", ".json", ".txt", ".js", ".html", ".xml", ".yml", ".yaml"].join(",");

const ALSO_TEXT = /\/(json|javascript|xml|yaml|x-yaml|ld\+json|manifest\+json)$/;

export type Unfit = "empty" | "kind" | "largeText" | "largePicture";

/** What keeps a file from being filed, as far as its name for its kind and its size tell. */
export function unfit({ type, size }: { type: string; size: number }): Unfit | undefined {
  const isPicture = PICTURES.includes(type);
  const isText = type === "" || type.startsWith("text/") || ALSO_TEXT.test(type);
  if (!isPicture && !isText) return "kind";
  if (size === 0) return "empty";
  if (isPicture) return size > MOST.picture ? "largePicture" : undefined;
  return size > MOST.text ? "largeText" : undefined;
}

/** The day of the browser's own clock, as a field shows it. */
export function today(now: number): string {
  const at = new Date(now);
  return new Date(now - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
