import type { ReactNode } from "react";
import type { Destination } from "./destinations";

type Name = Destination | "menu" | "search" | "account" | "check" | "attention";

const SHAPES: Record<Name, ReactNode> = {
  recordings: <path d="M3 4.5h14v11H3zM8.5 7.5v5l4-2.5z" />,
  members: <path d="M7.5 9a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM2.5 16c0-3 2-5 5-5s5 2 5 5M13 4.3a2.5 2.5 0 0 1 0 4.4M14.5 11.4c1.9.7 3 2.4 3 4.6" />,
  sites: <path d="M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM3 10h14M10 3c2 2 3 4.4 3 7s-1 5-3 7c-2-2-3-4.4-3-7s1-5 3-7z" />,
  policies: <path d="M5 3h10v14H5zM8 7h4M8 10h4M8 13.500h2" />,
  register: <path d="M4 3h12v14H4zM7 3v14M10 7h3M10 10h3" />,
  texts: <path d="M3 4h14v10H8l-3 3v-3H3zM6.500 7.500h7M6.500 10.500h4.500" />,
  requests: <path d="M3 5h14v10H3zM3 5.500 10 11l7-5.500" />,
  deletions: <path d="M4 6h12M8 6V4h4v2M5.5 6l.7 10h7.600l.7-10M8.5 9v4.500M11.5 9v4.5" />,
  incidents: <path d="M10 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 7.500V11l2.500 1.500M8 2h4" />,
  audit: <path d="M3 5h.01M3 10h.01M3 15h.01M6.500 5H17M6.500 10H17M6.500 15h6" />,
  installation: <path d="M4 4h12v5H4zM4 11h12v5H4zM7 6.500h.01M7 13.500h.01M10 6.500h3.500M10 13.500h3.5" />,
  menu: <path d="M3 6h14M3 10h14M3 14h14" />,
  search: <path d="M9 4a5 5 0 1 0 0 10A5 5 0 0 0 9 4zM12.6 12.6 16.5 16.5" />,
  account: <path d="M10 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM4 17c0-3.5 2.5-5.5 6-5.500s6 2 6 5.5" />,
  check: <path d="M4 10.5 8 14.5 16 5.5" />,
  attention: <path d="M10 3 18 16.500H2zM10 8v4M10 14.200v.3" />,
};

/** A drawing beside a label; by itself it says nothing. */
export function Icon({ name, size = 20 }: { name: Name; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {SHAPES[name]}
    </svg>
  );
}
