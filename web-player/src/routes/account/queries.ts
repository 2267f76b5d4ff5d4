import { queryOptions } from "@tanstack/react-query";
import { listOwnSessions } from "../../api/account";

export const ownSessionsQuery = queryOptions({
  queryKey: ["own-sessions"],
  queryFn: ({ signal }) => listOwnSessions(signal),
});
