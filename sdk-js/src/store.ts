/** The part of `Storage` that is used. */
export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** One of the page's storages; undefined where the browser refuses it (the getter itself may throw). */
export function shelfOf(name: "sessionStorage" | "localStorage"): Shelf | undefined {
  try {
    return window[name];
  } catch {
    return undefined;
  }
}

/** Reads what lies under a key; what is not there or cannot be read is nothing. */
export function read(shelf: Shelf | undefined, key: string): unknown {
  try {
    return JSON.parse(shelf?.getItem(key) ?? "0") || undefined;
  } catch {
    return undefined;
  }
}

/** Writes it, or removes the key if that is nothing. False where storage refuses. */
export function write(shelf: Shelf | undefined, key: string, value: object = {}): boolean {
  try {
    if (Object.keys(value).length > 0) shelf?.setItem(key, JSON.stringify(value));
    else shelf?.removeItem(key);
    return shelf !== undefined;
  } catch {
    return false;
  }
}
