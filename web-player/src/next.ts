/** Only an address of the console itself may be gone to after signing in. */
export function parseNext(value: unknown): string | undefined {
  return typeof value === "string" && /^\/(?![/\\])/.test(value) && !value.startsWith("/sign-in") ? value : undefined;
}
