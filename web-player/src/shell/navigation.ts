import { useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";

const SETTLED_MS = 300;

/**
 * Lets the focus follow to the title of the screen that opens, and answers what to announce when it went elsewhere.
 *
 * A title takes the focus where nothing has it (`ScreenTitle`), so what was pressed lets go first.
 */
export function useNavigation(): string {
  const router = useRouter();
  const [announced, setAnnounced] = useState("");
  useEffect(() => {
    const leave = router.subscribe("onBeforeLoad", ({ pathChanged, fromLocation }) => {
      if (!pathChanged || fromLocation === undefined) return;
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const arrive = router.subscribe("onResolved", ({ pathChanged, fromLocation }) => {
      if (!pathChanged || fromLocation === undefined) return;
      clearTimeout(timer);
      timer = setTimeout(() => setAnnounced(settle()), SETTLED_MS);
    });
    return () => {
      leave();
      arrive();
      clearTimeout(timer);
    };
  }, [router]);
  return announced;
}

/** Focuses the title of a screen that stayed while its address changed; answers what nobody has been told yet. */
function settle(): string {
  const title = document.querySelector<HTMLElement>("main h1");
  if (document.activeElement === document.body) title?.focus({ preventScroll: true });
  return document.activeElement === title ? "" : document.title;
}
