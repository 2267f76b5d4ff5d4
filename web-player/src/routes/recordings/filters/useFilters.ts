import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { NO_FILTERS, keepSearch, readFilters, writeFilters } from "../search";
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
  const clear = () => change({ ...NO_FILTERS, days: undefined, from: undefined, to: undefined });
  return { ...read, change, clear };
}
