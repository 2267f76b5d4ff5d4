import { MutationCache, QueryCache, QueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { findSession, isApiProblem } from "./api";
import type { Session } from "./api";
import { sessionQuery } from "./queries";

/** Whether the session that was there is over; signing in forgets it. */
const overKey = ["session-over"] as const;

/** Whether an answer says that nobody is signed in any more. Wrong credentials are another 401. */
export function saysOver(error: unknown): boolean {
  return isApiProblem(error) && error.status === 401 && error.type !== "/problems/wrong-credentials";
}

/** Whether an answer says that one's roles do not allow what was asked for. */
export function saysDenied(error: unknown): boolean {
  return isApiProblem(error) && error.status === 403;
}

export function isOver(queries: QueryClient): boolean {
  return queries.getQueryData(overKey) === true;
}

/**
 * Makes the store of answers. When any answer says that the session is over, `onSignedOut` is called; when one says
 * that a role is missing, it may have been taken away, and the roles are asked for again.
 */
export function createQueries(onSignedOut: () => void): QueryClient {
  const notice = (error: unknown) => {
    if (saysDenied(error)) {
      void queries.invalidateQueries({ queryKey: sessionQuery.queryKey }, { cancelRefetch: false });
    }
    if (!saysOver(error)) return;
    queries.setQueryData(overKey, true);
    onSignedOut();
  };
  const queries = new QueryClient({
    queryCache: new QueryCache({ onError: notice }),
    mutationCache: new MutationCache({ onError: notice }),
    defaultOptions: {
      queries: {
        retry: (times, error) => times < 2 && isApiProblem(error) && (error.status === 0 || error.status >= 502),
        refetchOnWindowFocus: false,
        networkMode: "always",
      },
      mutations: { networkMode: "always" },
    },
  });
  queries.setQueryDefaults(overKey, { gcTime: Number.POSITIVE_INFINITY });
  return queries;
}

/** Whoever returns to the tab sees at once whether they are still signed in, and as whom. */
export function watchReturning(queries: QueryClient, onSignedOut: () => void): void {
  document.addEventListener("visibilitychange", () => {
    const before = queries.getQueryData(sessionQuery.queryKey);
    if (document.visibilityState !== "visible" || !before || isOver(queries)) return;
    void recheck(queries, before, onSignedOut);
  });
}

async function recheck(queries: QueryClient, before: Session, onSignedOut: () => void): Promise<void> {
  try {
    const now = await findSession(AbortSignal.timeout(10_000));
    if (now === undefined) {
      queries.setQueryData(overKey, true);
      onSignedOut();
    } else if (now.member.id !== before.member.id) {
      // Someone else has signed in with another tab: nothing of what was shown is theirs.
      window.location.reload();
    } else {
      queries.setQueryData(sessionQuery.queryKey, now);
    }
  } catch {
    // The server was not reached; the next request will say so where it matters.
  }
}

/** Who is signed in. Only for screens inside the shell, which nobody else reaches. */
export function useSession(): Session {
  const { data } = useSuspenseQuery(sessionQuery);
  if (data === null) throw new Error("nobody is signed in");
  return data;
}
