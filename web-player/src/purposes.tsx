import type { ReactNode } from "react";
import type { Session, Site } from "./api";
import type { Purpose } from "./terms";

const SHAPES: Record<Purpose, ReactNode> = {
  support: <path d="M2 3.5h12v7H7.5L4.5 13v-2.5H2z" />,
  ux: <path d="M3.5 2.5 13 7.5l-4.2 1.3-1.6 4.2z" />,
  errors: <path d="M8 2.2 14.5 13h-13zM8 6.5v3M8 11v.6" />,
};

/** The glyph and colour of a purpose; its name always stands beside it. */
export function PurposeGlyph({ purpose }: { purpose: Purpose }) {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke={`var(--${purpose})`}
      strokeWidth="1.6"
      strokeLinejoin="round"
      strokeLinecap="round"
      aria-hidden="true"
      style={{ flex: "none" }}
    >
      {SHAPES[purpose]}
    </svg>
  );
}

/** The first site and purpose that someone may watch. */
export function firstWatchable(session: Session): { site: Site; purpose: Purpose } | undefined {
  return session.sites
    .flatMap((site) => site.watch.map((purpose) => ({ site, purpose })))
    .at(0);
}
