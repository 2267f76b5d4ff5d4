import { isApiProblem } from "../api/http";

/** Whether pieces did not come because the recording has gone, or may not be watched any more. */
export function isLost(error: unknown): boolean {
  return isApiProblem(error) && (error.status === 404 || error.status === 403);
}
