import { PURPOSES, ROLES, oneOf } from "../terms";
import type { Purpose, Role } from "../terms";
import type { Answer } from "./http";
import { answer, client, content } from "./http";

export type Member = ReturnType<typeof readMember>;
export type HeldRole = ReturnType<typeof readRole>;

/** A role to grant. */
export interface NewRole {
  role: Role;
  /** A site's key; absent for all sites. */
  site?: string | undefined;
  purpose?: Purpose | undefined;
  /** The last day on which it holds, as YYYY-MM-DD. */
  until: string;
  /** Why two roles that exclude each other are held together. */
  exception?: string | undefined;
}

/** How an invitation or a fresh link went: mailed, or to be handed over. */
export interface Handover {
  mailed: boolean;
  link?: string | undefined;
}

type Given = Answer<"/api/members">["members"][number];

/** Reads a role as held; `role` is absent where this console does not know it. */
function readRole({ id, role, site, purpose, until, exception }: Given["roles"][number]) {
  return { id, role: oneOf(ROLES, role), named: role, site, purpose: oneOf(PURPOSES, purpose), until, exception };
}

function readMember(given: Given) {
  return { ...given, invited: given.state === "invited", roles: given.roles.map(readRole) };
}

/** What the server takes: absent, not undefined. */
function toBody({ role, until, site, purpose, exception }: NewRole) {
  return { role, until, ...(site && { site }), ...(purpose && { purpose }), ...(exception && { exception }) };
}

export async function listMembers(signal: AbortSignal): Promise<{ members: Member[]; mail: boolean }> {
  const { members, mail } = await content(client.GET("/api/members", { signal }));
  return { members: members.map(readMember), mail };
}

export async function inviteMember(invited: { email: string; name: string; roles: NewRole[] }): Promise<Handover> {
  const body = { ...invited, roles: invited.roles.map(toBody) };
  return content(client.POST("/api/members", { body }));
}

export async function removeMember(member: string): Promise<void> {
  await answer(client.DELETE("/api/members/{member}", { params: { path: { member } } }));
}

export async function grantRole(member: string, role: NewRole): Promise<void> {
  await answer(client.POST("/api/members/{member}/roles", { params: { path: { member } }, body: toBody(role) }));
}

export async function takeRole(member: string, role: string): Promise<void> {
  await answer(client.DELETE("/api/members/{member}/roles/{role}", { params: { path: { member, role } } }));
}

export async function makeLink(member: string): Promise<Handover> {
  return content(client.POST("/api/members/{member}/link", { params: { path: { member } } }));
}

export async function endMemberSessions(member: string): Promise<void> {
  await answer(client.DELETE("/api/members/{member}/sessions", { params: { path: { member } } }));
}
