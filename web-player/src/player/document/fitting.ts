import type { Replayer } from "@rrweb/replay";

export interface Size {
  width: number;
  height: number;
}

/** Scales the replayed page down to the window, and centres it there. */
export function fitPage({ wrapper }: Replayer, { width, height }: Size): void {
  const scale = Math.min(innerWidth / width, innerHeight / height, 1);
  const left = Math.max(0, (innerWidth - width * scale) / 2);
  const top = Math.max(0, (innerHeight - height * scale) / 2);
  wrapper.style.width = `${width}px`;
  wrapper.style.height = `${height}px`;
  wrapper.style.transform = `translate(${left}px, ${top}px) scale(${scale})`;
}
