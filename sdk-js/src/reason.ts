/** Why a page cannot be followed: a tree that is deeper than the browser's own stack, or something else. */
export function reasonOf(error: unknown): string {
  return error instanceof RangeError ? "page-too-deep" : "recorder-failed";
}
