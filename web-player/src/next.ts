/** Only an address of the console itself may be gone to after signing in. Browsers skip control characters in one. */
export function parseNext(value: unknown): string | undefined {
  if (typeof value !== "string" || !/^\/(?![/\\])/.test(value) || /[\x00-\x1f]/.test(value)) return undefined;
  return value.startsWith("/sign-in") ? undefined : value;
}
