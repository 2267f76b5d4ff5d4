import { useEffect, useReducer, useRef } from "react";
import type { PieceRange, Timeline } from "../api/recording";
import { createFeed } from "./feed";
import type { Feed } from "./feed";
import type { Speed } from "./messages";
import { nextSpeed, START, step } from "./state";
import type { PlayerState } from "./state";
import { useDocument } from "./useDocument";

const SKIPPED_SHOWN_MS = 2_000;

export interface PlayerControls {
  /** For the frame's `onLoad`. */
  connect(frame: HTMLIFrameElement): void;
  toggle(): void;
  pause(): void;
  seek(ms: number): void;
  setSpeed(speed: Speed): void;
  shiftSpeed(by: -1 | 1): void;
  setSkip(on: boolean): void;
  setTrail(on: boolean): void;
  /** Fetches once more what did not arrive. */
  retry(): void;
}

export interface PlayerInput {
  /** Undefined until it has been read; the player gets ready meanwhile. */
  timeline: Timeline | undefined;
  fetchPieces(range: PieceRange, signal: AbortSignal): Promise<ArrayBuffer>;
  /** Where to begin. */
  startMs: number;
  /** The word on a blocked element. */
  blocked: string;
  /** Whether the pointer's trail is drawn at first. */
  trail: boolean;
  /** Reads the timeline again, when it no longer holds. */
  readTimeline(): Promise<Timeline>;
}

/** Plays a recording in a frame: what the player shows, and what one can do with it. */
export function usePlayer(input: PlayerInput): [PlayerState, PlayerControls] {
  const [state, change] = useReducer(step, { ...START, ms: input.startMs, trail: input.trail });
  const latest = useRef(input);
  const feed = useRef<Feed>(undefined);
  const { send, connect } = useDocument({
    onReport(report) {
      feed.current?.receive(report);
      change(report);
    },
    onTimeout: () => change({ kind: "timeout" }),
  });

  useEffect(() => {
    latest.current = input;
  });

  const { timeline } = input;
  useEffect(() => {
    if (timeline === undefined) return;
    change({ kind: "length", totalMs: timeline.length_ms });
    if (feed.current !== undefined) return feed.current.update(timeline);
    feed.current = createFeed(timeline, {
      fetchPieces: (range, signal) => latest.current.fetchPieces(range, signal),
      send,
      change,
      readTimeline: () => latest.current.readTimeline(),
      blocked: () => latest.current.blocked,
    });
    send({ kind: "trail", on: latest.current.trail });
    feed.current.seek(Math.min(latest.current.startMs, timeline.length_ms));
  }, [timeline, send]);
  useEffect(
    () => () => {
      feed.current?.close();
      feed.current = undefined;
    },
    [],
  );

  useEffect(() => {
    if (state.skippedMs === undefined) return;
    const timer = setTimeout(() => change({ kind: "unskipped" }), SKIPPED_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [state.skippedMs]);

  const controls: PlayerControls = {
    connect,
    toggle() {
      if (state.playing) return send({ kind: "pause" });
      if (state.finished || state.ms >= state.totalMs) feed.current?.seek(0);
      send({ kind: "play" });
    },
    pause: () => send({ kind: "pause" }),
    seek: (ms) => feed.current?.seek(Math.min(Math.max(ms, 0), state.totalMs)),
    setSpeed(speed) {
      change({ kind: "set", speed });
      feed.current?.setSpeed(speed);
      send({ kind: "speed", factor: speed });
    },
    shiftSpeed: (by) => controls.setSpeed(nextSpeed(state.speed, by)),
    setSkip(skip) {
      change({ kind: "set", skip });
      send({ kind: "skip-inactivity", on: skip });
    },
    setTrail(trail) {
      change({ kind: "set", trail });
      send({ kind: "trail", on: trail });
    },
    retry: () => feed.current?.retry(),
  };
  return [state, controls];
}
