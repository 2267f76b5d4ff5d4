/** The token of a link: what stands after the #, which never reaches the server in an address. */
export function readToken(fragment: string): string | undefined {
  const token = fragment.replace(/^#/, "");
  return /^[\w-]{16,256}$/.test(token) ? token : undefined;
}

let taken: string | undefined;

/** The token that the address holds; an address without one keeps the last, in memory, while the page is open. */
export function currentToken(): string | undefined {
  return location.hash === "" ? taken : readToken(location.hash);
}

/**
 * Takes the token out of the address, so that neither the history nor a shared screen keeps it, and that of every
 * link which is opened in the same tab later.
 */
export function watchToken(onChange: () => void): () => void {
  const take = () => {
    if (location.hash === "") return;
    taken = currentToken();
    history.replaceState(history.state, "", location.pathname);
    onChange();
  };
  take();
  window.addEventListener("hashchange", take);
  return () => window.removeEventListener("hashchange", take);
}
