import { useEffect, useState } from "react";

const SAID_MS = 4_000;

/** What was done is said for a moment. */
export function useSaid<Said>(): [Said | undefined, (said: Said) => void] {
  const [said, setSaid] = useState<Said>();
  useEffect(() => {
    if (said === undefined) return;
    const timer = setTimeout(() => setSaid(undefined), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  return [said, setSaid];
}
