const SEGMENTS = 32;

/** Cuts an address down to its path: scheme, host, query and fragment are dropped. */
function pathOf(address: string): string {
  const scheme = address.indexOf("://");
  const rest = address.slice(scheme + 3);
  const start = rest.search(/[/?#]/);
  const local = scheme < 0 ? address : start < 0 ? "/" : rest.slice(start);
  return local.split(/[?#]/)[0] ?? "/";
}

/** Whether a path is one that this pattern stands for. */
export function fits(pattern: string, path: string): boolean {
  const found = path.split("/");
  const declared = pattern.split("/");
  return (
    declared.length === found.length &&
    declared.every((part, at) => part === found[at] || (part.startsWith(":") && found[at] !== ""))
  );
}

/** The declared pattern that an address matches, itself; else its path with every segment masked. */
export function routeOf(address: string, patterns: readonly string[]): string {
  const path = pathOf(address);
  const known = patterns.find((pattern) => pattern === path || fits(pattern, path));
  if (known !== undefined) return known;
  const segments = path.replace(/^\/+/, "").split("/").slice(0, SEGMENTS);
  return `/${segments.map((segment) => (segment === "" ? "" : "*")).join("/")}`;
}
