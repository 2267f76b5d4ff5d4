import { useSearch } from "@tanstack/react-router";
import { readSearch } from "./concern";
import type { IncidentSearch } from "./concern";

/** What the address says of an incident. */
export function useIncidentSearch(): IncidentSearch {
  return readSearch({ ...useSearch({ from: "/shell/incidents" }) });
}
