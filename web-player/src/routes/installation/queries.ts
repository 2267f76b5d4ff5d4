import { queryOptions } from "@tanstack/react-query";
import { findInstallation, listOrganisations } from "../../api/installation";

const LOOK_EVERY_MS = 30_000;

export const installationQuery = queryOptions({
  queryKey: ["installation"],
  queryFn: ({ signal }) => findInstallation(signal),
  refetchInterval: LOOK_EVERY_MS,
});

export const organisationsQuery = queryOptions({
  queryKey: ["organisations"],
  queryFn: ({ signal }) => listOrganisations(signal),
});
