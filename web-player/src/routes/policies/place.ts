import { useParams } from "@tanstack/react-router";
import type { Session, Site } from "../../api";
import { PURPOSES, oneOf } from "../../terms";
import type { Purpose } from "../../terms";

/** The purpose that the address names, if one may read its policy. */
export function useReadable(session: Session): { site: Site; purpose: Purpose } | undefined {
  const params = useParams({ strict: false });
  const site = session.sites.find(({ key }) => key === params.site);
  const purpose = oneOf(PURPOSES, params.purpose);
  return site && purpose && site.read_policies.includes(purpose) ? { site, purpose } : undefined;
}
