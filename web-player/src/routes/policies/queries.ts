import { queryOptions } from "@tanstack/react-query";
import { findDraft, findFramework, findVolumes, listPolicies, listVersions } from "../../api/policies";
import type { PurposeAddress } from "../../api/policies";

/** It changes with the server only. */
export const frameworkQuery = queryOptions({
  queryKey: ["framework"],
  queryFn: ({ signal }) => findFramework(signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The policies in force. The keys of all that is known of a purpose lie below its site's. */
export function policiesQuery(site: string) {
  return queryOptions({
    queryKey: ["policies", site],
    queryFn: ({ signal }) => listPolicies(site, signal),
  });
}

export function versionsQuery(address: PurposeAddress) {
  return queryOptions({
    queryKey: ["policies", address.site, address.purpose, "versions"],
    queryFn: ({ signal }) => listVersions(address, signal),
  });
}

/** Never taken from memory: whoever edits must have read the revision that is there. */
export function draftQuery(address: PurposeAddress) {
  return queryOptions({
    queryKey: ["policies", address.site, address.purpose, "draft"],
    queryFn: ({ signal }) => findDraft(address, signal),
    gcTime: 0,
  });
}

export function volumesQuery(address: PurposeAddress) {
  return queryOptions({
    queryKey: ["policies", address.site, address.purpose, "volumes"],
    queryFn: ({ signal }) => findVolumes(address, signal),
    staleTime: 20_000,
  });
}
