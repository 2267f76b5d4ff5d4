import { useState } from "react";
import type { RefObject } from "react";

/** Puts a text on the clipboard. Where that is closed, the text is selected instead, and both are told. */
export function useCopy(text: string, shown: RefObject<HTMLElement | null>) {
  const [outcome, setOutcome] = useState<"copied" | "selected">();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome("copied");
    } catch {
      if (shown.current) getSelection()?.selectAllChildren(shown.current);
      setOutcome("selected");
    }
  };
  return { outcome, copy };
}
