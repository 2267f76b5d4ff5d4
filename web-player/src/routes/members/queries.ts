import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { listMembers } from "../../api/members";
import { sessionQuery } from "../../queries";

export const membersQuery = queryOptions({
  queryKey: ["members"],
  queryFn: ({ signal }) => listMembers(signal),
});

/** Does something to the members, then waits for the list as it is then. */
export function useDeed<Given, Outcome>(deed: (given: Given) => Promise<Outcome>, onDone?: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: deed,
    onSuccess: async () => {
      // One's own roles may be among what changed.
      await Promise.all([queries.invalidateQueries(membersQuery), queries.invalidateQueries(sessionQuery)]);
      onDone?.();
    },
  });
}
