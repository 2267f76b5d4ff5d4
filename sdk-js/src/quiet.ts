/**
 * What every request has in common: no cookie, and of the page no more than its origin.
 * "no-referrer" would also empty the `Origin` of a request to the page's own host, by which the server knows the site.
 */
export const QUIET = { credentials: "omit", referrerPolicy: "strict-origin" } as const;
