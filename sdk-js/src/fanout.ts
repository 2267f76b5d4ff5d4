import { redact, type Context, type RawEvent } from "./redact";
import type { Stream } from "./stream";

/** Streams that mask alike; an event is redacted once for all of them. */
interface Profile {
  context: Context;
  streams: Set<Stream>;
}

export interface FanOut {
  /** True if it was not there before. */
  add(stream: Stream): boolean;
  remove(stream: Stream): void;
  /** Redacts an event once per profile, and gives it to every stream. */
  take(event: RawEvent): void;
  size(): number;
}

/** All that distinguishes redaction today is which routes are declared. */
function profileOf(stream: Stream): string {
  return JSON.stringify(stream.policy.routes);
}

/** A mutation of which nothing is left to tell needs no place in a recording. */
function isEmpty(data: unknown): boolean {
  if (typeof data !== "object" || data === null || !("source" in data) || data.source !== 0) return false;
  const { texts, attributes, removes, adds } = data as Record<string, { attributes?: object }[]>;
  const told = attributes?.some((entry) => Object.keys(entry.attributes ?? {}).length > 0);
  return !told && !texts?.length && !removes?.length && !adds?.length;
}

export function createFanOut(secret: Context["secret"], tell?: Context["tell"]): FanOut {
  const profiles = new Map<string, Profile>();

  return {
    add(stream) {
      const key = profileOf(stream);
      const profile = profiles.get(key) ?? {
        context: { routes: stream.policy.routes, secret, counts: { masked: 0, dropped: 0 }, ...(tell ? { tell } : {}) },
        streams: new Set(),
      };
      const isNew = !profile.streams.has(stream);
      profile.streams.add(stream);
      profiles.set(key, profile);
      return isNew;
    },
    remove(stream) {
      const profile = profiles.get(profileOf(stream));
      profile?.streams.delete(stream);
      if (profile?.streams.size === 0) profiles.delete(profileOf(stream));
    },
    take(event) {
      for (const { context, streams } of profiles.values()) {
        const before = context.counts.masked;
        const redacted = redact(context, event);
        if (!redacted || isEmpty(redacted.data)) continue;
        const json = JSON.stringify(redacted.data);
        for (const stream of [...streams]) stream.take(redacted, json, context.counts.masked - before);
      }
    },
    size: () => profiles.size,
  };
}
