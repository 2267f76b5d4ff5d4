import type { components } from "./schema";
import { BROWSERS, DEVICES, DURATION_BANDS, PURPOSES, ROLES, STATES, oneOf, thoseOf } from "./terms";

type Schemas = components["schemas"];
export type Session = ReturnType<typeof readSession>;
export type Site = ReturnType<typeof readSite>;
export type Recording = ReturnType<typeof readRecording>;
export type RecordingPage = ReturnType<typeof readPage>;

/** Reads who is signed in, with the roles and purposes that this console knows. */
export function readSession(answer: Schemas["Session"]) {
  return { ...answer, roles: thoseOf(ROLES, answer.roles), sites: answer.sites.map(readSite) };
}

function readSite(answer: Schemas["SiteRights"]) {
  return { ...answer, watch: thoseOf(PURPOSES, answer.watch), erase: thoseOf(PURPOSES, answer.erase) };
}

/** Reads a recording; a term that this console does not know becomes the unknown one. */
export function readRecording(answer: Schemas["Recording"]) {
  return {
    ...answer,
    state: oneOf(STATES, answer.state) ?? "open",
    duration_band: oneOf(DURATION_BANDS, answer.duration_band),
    device: oneOf(DEVICES, answer.device) ?? "unknown",
    browser: oneOf(BROWSERS, answer.browser) ?? "other",
  };
}

/** Reads some recordings and where the next ones begin. */
export function readPage(answer: Schemas["RecordingPage"]) {
  return { ...answer, recordings: answer.recordings.map(readRecording) };
}
