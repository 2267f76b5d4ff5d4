import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { NO_FILTERS, readFilters, writeFilters } from "./search";
import type { AuditFilters } from "./search";

/** Changes some filters. `again` corrects the change before it, so that going back undoes both. */
export type ChangeFilters = (change: Partial<AuditFilters>, again?: boolean) => void;

/** The filters that the address asks for, what it asks for in vain, and how to change it. */
export function useFilters() {
  const search = useSearch({ from: "/shell/audit" });
  const navigate = useNavigate({ from: "/audit" });
  const read = useMemo(() => readFilters(search), [search]);
  const change: ChangeFilters = (changed, again = false) => {
    void navigate({
      search: (before) => writeFilters({ ...readFilters(before).filters, ...changed }),
      replace: again,
      resetScroll: false,
    });
  };
  const clear = () => void navigate({ search: writeFilters(NO_FILTERS), resetScroll: false });
  return { ...read, change, clear };
}
