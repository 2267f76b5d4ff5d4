import { isApiProblem } from "../api";

/** Problems of `docs/problems.md` that a person can do something about; each has words in `states.problem`. */
const KNOWN = {
  "/problems/denied": "denied",
  "/problems/unauthenticated": "signedOut",
  "/problems/foreign-origin": "foreign",
  "/problems/not-found": "gone",
  "/problems/too-many-requests": "tooMany",
  "/problems/unavailable": "busy",
  "/problems/unreadable-request": "unreadable",
  "/problems/wrong-password": "wrongPassword",
  "/problems/password-too-short": "passwordShort",
  "/problems/password-too-long": "passwordLong",
  "/problems/password-too-guessable": "passwordGuessable",
  "/problems/link-not-valid": "linkNotValid",
  "/problems/email-taken": "emailTaken",
  "/problems/roles-conflict": "rolesConflict",
  "/problems/role-not-grantable": "roleNotGrantable",
  "/problems/last-owner": "lastOwner",
  "/problems/site-key-taken": "siteKeyTaken",
  "/problems/origin-not-valid": "originNotValid",
} as const;

export type ProblemName = (typeof KNOWN)[keyof typeof KNOWN] | "unreachable" | "broken" | "failed" | "crashed";

/** What to call a problem in words. The server's own title names things as programs do, and is never shown. */
export function nameProblem(error: unknown): ProblemName {
  if (!isApiProblem(error)) return "crashed";
  if (error.status === 0) return "unreachable";
  if (error.status === 200) return "broken";
  const known = Object.entries(KNOWN).find(([type]) => type === error.type);
  if (known) return known[1];
  if (error.status === 403) return "denied";
  return error.status === 404 ? "gone" : "failed";
}
