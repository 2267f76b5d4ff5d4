import type { WatchRequests } from "../signs";

/** Whether a request is the SDK's own, and no business of anybody. */
function isOurs(address: string, sdk: string): boolean {
  const { origin } = new URL(sdk);
  return address.startsWith(sdk) || (address.startsWith(origin) && /^\/v1\/(?:grants|batches|proofs|withdrawals|sites)/.test(address.slice(origin.length)));
}

/** `fetch` is wrapped: a browser reports a request only when its answer was read, and who looks at a status often does not. */
function wrapFetch(sdk: string, failed: () => void, stopped: AbortSignal): void {
  const native = window.fetch;
  const look = (act: () => boolean): void => {
    try {
      if (!stopped.aborted && act()) failed();
    } catch {
      // Whatever the page has changed, its request goes on.
    }
  };
  const wrapped = new Proxy(native, {
    apply(target, self, given: [unknown, RequestInit?]) {
      const answer = Reflect.apply(target, self, given) as Promise<Response>;
      const [asked, init] = given;
      const wasLeft = (): boolean => Boolean(init?.signal?.aborted || (asked instanceof Request && asked.signal.aborted));
      const isPages = (): boolean => !isOurs(asked instanceof Request ? asked.url : new URL(String(asked), document.baseURI).href, sdk);
      // The page gets a promise that fails as its own would: one that was looked at would count as handled.
      return answer.then(
        (said) => {
          look(() => said.status >= 400 && isPages());
          return said;
        },
        (error: unknown) => {
          look(() => !wasLeft() && isPages());
          throw error;
        },
      );
    },
  });
  window.fetch = wrapped;
  stopped.addEventListener("abort", () => {
    // What somebody has wrapped since stays theirs.
    if (window.fetch === wrapped) window.fetch = native;
  });
}

/** Of an `XMLHttpRequest` the browser itself tells the status. */
function observeOthers(sdk: string, failed: () => void, stopped: AbortSignal): void {
  const hasFailed = ({ initiatorType, name, responseStatus }: PerformanceResourceTiming): boolean =>
    initiatorType === "xmlhttprequest" &&
    !isOurs(name, sdk) &&
    // Of a request to another origin that may not be read nothing is told: no status is no failure there.
    (responseStatus >= 400 || (responseStatus === 0 && name.startsWith(`${location.origin}/`)));
  const observer = new PerformanceObserver((list) => {
    try {
      for (const entry of list.getEntries() as PerformanceResourceTiming[]) if (hasFailed(entry)) failed();
    } catch {
      // An error in here would be the page's.
    }
  });
  observer.observe({ type: "resource" });
  stopped.addEventListener("abort", () => observer.disconnect());
}

/** Requests of the page that failed: only their status is looked at. */
export const watchRequests: WatchRequests = (sdk, failed, stopped) => {
  // It may have been given up while this file was on its way.
  if (stopped.aborted) return;
  wrapFetch(sdk, failed, stopped);
  observeOthers(sdk, failed, stopped);
};
