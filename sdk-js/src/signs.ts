import { loadScript } from "./script";
import type { Sign } from "./types";

/** The file that watches requests, by the hash of its content; put in place at build time. */
declare const REQUESTS: string;

/** Calls `failed` for each request of the page that fails, until it is stopped; `sdk` is the address of the SDK's files. */
export type WatchRequests = (sdk: string, failed: () => void, stopped: AbortSignal) => void;

type Heard = Partial<ErrorEvent & PromiseRejectionEvent>;

/** Whether the SDK itself began what failed: its file is where the stack begins. Neither is told to anybody. */
function isOurs({ error, reason, filename }: Heard, sdk: string): boolean {
  const stack = (error ?? reason)?.stack ?? filename;
  return String(stack).trim().split("\n").pop()!.includes(sdk);
}

/** Listens for errors and rejections, and for failed requests where that is asked for: only then anything is patched. */
export function watchSigns(base: string, requests: boolean, tell: (sign: Sign) => void): () => void {
  const life = new AbortController();
  const { signal } = life;
  const sdk = new URL(".", base).href;
  const listen = (type: string, sign: Sign): void =>
    window.addEventListener(
      type,
      (event) => {
        try {
          if (!isOurs(event as Heard, sdk)) tell(sign);
        } catch {
          // An error in here would be heard in here.
        }
      },
      { signal },
    );
  listen("error", "javascript_error");
  listen("unhandledrejection", "unhandled_rejection");
  if (requests) loadScript<WatchRequests>(sdk + REQUESTS).then((watch) => watch(sdk, () => tell("failed_request"), signal)).catch(() => {});
  return () => life.abort();
}
