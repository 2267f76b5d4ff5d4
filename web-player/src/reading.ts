import type { components } from "./schema";
import { BROWSERS, DEVICES, DURATION_BANDS, MAY, PURPOSES, ROLES, STATES, oneOf, thoseOf } from "./terms";

type Schemas = components["schemas"];
export type Session = ReturnType<typeof readSession>;
export type Site = ReturnType<typeof readSite>;
export type Recording = ReturnType<typeof readRecording>;
export type RecordingPage = ReturnType<typeof readPage>;

/** A role of one's own, and how far it reaches. */
interface Grant {
  role: string;
  site?: string | undefined;
  purpose?: string | undefined;
  until: string;
  exception?: string | undefined;
}

/** Reads who is signed in, with the roles and purposes that this console knows. */
export function readSession(answer: Schemas["Session"]) {
  return {
    ...answer,
    roles: thoseOf(ROLES, answer.roles),
    may: thoseOf(MAY, answer.may),
    grants: answer.grants.map(readGrant),
    sites: answer.sites.map(readSite),
  };
}

function readGrant({ role, site, purpose, until, exception }: Grant) {
  return { role: oneOf(ROLES, role), named: role, site, purpose: oneOf(PURPOSES, purpose), until, exception };
}

function readSite(answer: Schemas["SiteRights"]) {
  return {
    ...answer,
    watch: thoseOf(PURPOSES, answer.watch),
    answer: thoseOf(PURPOSES, answer.answer),
    look_up: thoseOf(PURPOSES, answer.look_up),
    erase: thoseOf(PURPOSES, answer.erase),
    export: thoseOf(PURPOSES, answer.export),
    read_policies: thoseOf(PURPOSES, answer.read_policies),
    edit_policies: thoseOf(PURPOSES, answer.edit_policies),
    deviate: thoseOf(PURPOSES, answer.deviate),
    review: thoseOf(PURPOSES, answer.review),
    respond: thoseOf(PURPOSES, answer.respond),
  };
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
