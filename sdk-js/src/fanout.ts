import { contextOf, redact, type Context, type Page, type RawEvent } from "./redact";
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
}

/** All that distinguishes redaction today is which routes are declared. */
function profileOf(stream: Stream): string {
  return JSON.stringify(stream.policy.routes);
}

/** A mutation of which nothing is left to tell needs no place in a recording. */
function isEmpty(data: unknown): boolean {
  const { source, texts, attributes, removes, adds } = data as { source?: unknown } & Record<string, { attributes?: object }[]>;
  if (source !== 0) return false;
  const told = attributes?.some((entry) => Object.keys(entry.attributes ?? {}).length > 0);
  return !told && !texts?.length && !removes?.length && !adds?.length;
}

const FULL_SNAPSHOT = 2;
/** A larger picture of the page the server would refuse (`limits::INFLATED_BYTES`), and nothing that follows could be played. */
const PICTURE = 15_000_000;

export function createFanOut(page: Page): FanOut {
  const profiles = new Map<string, Profile>();

  function give({ context, streams }: Profile, event: RawEvent): void {
    const before = { ...context.counts };
    const redacted = redact(context, event);
    const { masked, dropped, left, cut } = context.counts;
    const lost = dropped + left + cut - before.dropped - before.left - before.cut;
    const isLost = !redacted || isEmpty(redacted.data);
    const json = isLost ? "" : JSON.stringify(redacted.data);
    for (const stream of [...streams]) {
      // No other word that is told contains this one.
      if (json.includes("failed_request") && !stream.policy.collection.requests) continue;
      if (event.type === FULL_SNAPSHOT && isLost) stream.finish("recorder-failed");
      else if (json.length > PICTURE) stream.finish("page-too-large");
      else if (!isLost) stream.take(redacted, json);
      stream.count(masked - before.masked, lost);
    }
  }

  return {
    add(stream) {
      const key = profileOf(stream);
      const profile = profiles.get(key) ?? { context: contextOf(page, stream.policy.routes), streams: new Set() };
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
      for (const profile of profiles.values()) give(profile, event);
    },
  };
}
