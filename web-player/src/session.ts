import { QueryCache, QueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { isApiProblem } from "./api";
import type { Session } from "./api";
import { sessionQuery } from "./queries";

/** Makes the store of answers. When any answer says that the session is over, `onSignedOut` is called. */
export function createQueries(onSignedOut: () => void): QueryClient {
  const queries = new QueryClient({
    queryCache: new QueryCache({
      onError(error) {
        if (!isApiProblem(error) || error.status !== 401) return;
        queries.setQueryData(sessionQuery.queryKey, null);
        onSignedOut();
      },
    }),
    defaultOptions: {
      queries: {
        retry: (times, error) => times < 2 && isApiProblem(error) && (error.status === 0 || error.status >= 502),
        refetchOnWindowFocus: false,
        networkMode: "always",
      },
      mutations: { networkMode: "always" },
    },
  });
  return queries;
}

/** Who is signed in. Only for screens inside the shell, which nobody else reaches. */
export function useSession(): Session {
  const { data } = useSuspenseQuery(sessionQuery);
  if (data === null) throw new Error("nobody is signed in");
  return data;
}
