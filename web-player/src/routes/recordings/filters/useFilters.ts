import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { keepSearch } from "../address";
import { NO_FILTERS, readFilters, writeFilters } from "../search";
import type { Filters } from "../search";

/** Changes some filters. `again` corrects the change before it, so that going back undoes both. */
export type ChangeFilters = (change: Partial<Filters>, again?: boolean) => void;

/** The filters that the address asks for, what it asks for in vain, and how to change it. */
export function useFilters() {
  const search = useSearch({ from: "/shell/sites/$site/$purpose" });
  const navigate = useNavigate({ from: "/sites/$site/$purpose" });
  const read = useMemo(() => readFilters(keepSearch({ ...search })), [search]);
  const change: ChangeFilters = (changed, again = false) => {
    void navigate({
      search: (before) => writeFilters({ ...readFilters(keepSearch({ ...before })).filters, ...changed }),
      replace: again,
      resetScroll: false,
    });
  };
  const none = { days: undefined, from: undefined, to: undefined, route: undefined, trigger: undefined, release: undefined };
  const clear = () => change({ ...NO_FILTERS, ...none });
  return { ...read, change, clear };
}
