import { useEffect, useRef, useState } from "react";
import type { RefObject } from "react";

/** Whether an element can be seen, and whether it is so near that it may be soon. */
export function useInView<Shown extends Element>(nearby: string): [RefObject<Shown | null>, boolean, boolean] {
  const element = useRef<Shown>(null);
  const [inView, setInView] = useState(false);
  const [near, setNear] = useState(false);
  useEffect(() => {
    const watching = [watch(element.current, "0px", setInView), watch(element.current, nearby, setNear)];
    return () => watching.forEach((stop) => stop());
  }, [nearby]);
  return [element, inView, near];
}

function watch(element: Element | null, rootMargin: string, onChange: (seen: boolean) => void) {
  const observer = new IntersectionObserver((entries) => onChange(entries.at(-1)?.isIntersecting ?? false), { rootMargin });
  if (element) observer.observe(element);
  return () => observer.disconnect();
}
