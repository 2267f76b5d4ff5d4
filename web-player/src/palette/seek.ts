import { findRecording, isApiProblem } from "../api";
import type { Session } from "../api";
import { addressOf } from "../shell/place";
import { PURPOSES, oneOf } from "../terms";

/** The address of a recording known by its id alone; `undefined` where none of the watched sites has it. */
export async function seekRecording(session: Session, recording: string, signal: AbortSignal): Promise<string | undefined> {
  for (const site of session.sites.filter(({ watch }) => watch.length > 0)) {
    try {
      const found = await findRecording({ site: site.key, recording }, signal);
      const purpose = oneOf(PURPOSES, found.purpose);
      if (purpose) return `${addressOf(site.key, purpose)}/recordings/${recording}`;
    } catch (error) {
      if (!isApiProblem(error) || (error.status !== 404 && error.status !== 403)) throw error;
    }
  }
  return undefined;
}
