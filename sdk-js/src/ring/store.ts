import { encode, fromBase64 } from "../batch";

/** Where a ring outlives its page: a database of its own, under a key that dies with the tab. */
export interface Store {
  /** Adds to what is kept of a generation. */
  put(generation: number, text: string): Promise<void>;
  /** Forgets all generations before this one. */
  drop(generation: number): Promise<void>;
  /** All that is kept, by generation, in the order in which it was put there. */
  read(): Promise<[generation: number, text: string][]>;
  close(): void;
}

/** A piece of a generation as it lies in the database: it cannot be read without the key. */
interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  bytes: ArrayBuffer;
}

const PREFIX = "revoir-";
const PIECES = "pieces";
const STALE_MS = 30 * 60_000;

export interface RingKey {
  /** The database's name. */
  name: string;
  /** base64 */
  key: string;
}

/** Draws what a new ring needs; its name says when it began, so that one whose tab is gone can be told. */
export function drawKey(now: number): RingKey {
  const draw = (length: number): string => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(length))));
  return { name: `${PREFIX}${now.toString(36)}-${draw(12)}`, key: draw(32) };
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}

const through = (bytes: BlobPart, stream: GenericTransformStream): Promise<ArrayBuffer> =>
  new Response(new Blob([bytes]).stream().pipeThrough(stream as ReadableWritablePair<Uint8Array, Uint8Array>)).arrayBuffer();

/** Deletes rings that began long ago and that no tab holds: their keys are gone. */
export async function sweepStores(now: number, locks: LockManager | undefined = navigator.locks): Promise<void> {
  const names = (await indexedDB.databases()).flatMap(({ name }) => (name?.startsWith(PREFIX) ? [name] : []));
  for (const name of names) {
    const began = Number.parseInt(name.slice(PREFIX.length).split("-")[0] ?? "", 36);
    if (!(began > now - STALE_MS)) await locks?.request(name, { ifAvailable: true }, (lock) => void (lock && indexedDB.deleteDatabase(name)));
  }
}

/** Opens a ring's database; fails where the browser has none, or no cryptography. */
export async function openStore({ name, key: raw }: RingKey): Promise<Store> {
  const key = await crypto.subtle.importKey("raw", fromBase64(raw), "AES-GCM", false, ["encrypt", "decrypt"]);
  const asked = indexedDB.open(name);
  asked.onupgradeneeded = () => void asked.result.createObjectStore(PIECES);
  const database = await settled(asked);
  const pieces = (mode: IDBTransactionMode): IDBObjectStore => database.transaction(PIECES, mode).objectStore(PIECES);

  let number = 0;

  async function open({ iv, bytes }: Sealed): Promise<string> {
    const packed = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, bytes);
    return new TextDecoder().decode(await through(packed, new DecompressionStream("gzip")));
  }

  return {
    async put(generation, text) {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const packed = await through(encode(text), new CompressionStream("gzip"));
      const sealed: Sealed = { iv, bytes: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, packed) };
      number += 1;
      await settled(pieces("readwrite").put(sealed, [generation, number]));
    },
    async drop(generation) {
      await settled(pieces("readwrite").delete(IDBKeyRange.upperBound([generation])));
    },
    async read() {
      const all = pieces("readonly");
      const [keys, sealed] = await Promise.all([settled(all.getAllKeys()), settled(all.getAll() as IDBRequest<Sealed[]>)]);
      const found = keys as [number, number][];
      number = Math.max(0, ...found.map(([, piece]) => piece));
      const texts = await Promise.all(sealed.map(open));
      return texts.map((text, at) => [found[at]?.[0] ?? 0, text]);
    },
    close: () => database.close(),
  };
}
