const PREFIX = "jardin-clair.";

/** Reads one of the shop's own values, or `fallback` where there is none or storage is refused. */
export function recall(name, fallback) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name)) ?? fallback;
  } catch {
    return fallback;
  }
}

/** Keeps one of the shop's own values; a browser that refuses storage simply forgets it. */
export function keep(name, value) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // The page goes on without memory.
  }
}
