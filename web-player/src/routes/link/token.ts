/** The token of a link: what stands after the #, which never reaches the server in an address. */
export function readToken(fragment: string): string | undefined {
  const token = fragment.replace(/^#/, "");
  return /^[\w-]{16,256}$/.test(token) ? token : undefined;
}

let taken: string | undefined;

/**
 * Takes the token out of the address, so that neither the history nor a shared screen keeps it.
 * It stays in memory for as long as the page is open; an address without one keeps the last.
 */
export function takeToken(): string | undefined {
  if (location.hash !== "") {
    taken = readToken(location.hash);
    history.replaceState(history.state, "", location.pathname);
  }
  return taken;
}
