import { Button } from "@mantine/core";
import { useEffect, useRef } from "react";
import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import styles from "./recordings.module.css";

interface Props {
  list: {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    isFetchNextPageError: boolean;
    fetchNextPage: () => Promise<unknown>;
  };
  count: number;
  filtered: boolean;
}

/** The end of what is listed: a button for what is older, which comes by itself to those who scroll. */
export function Foot({ list, count, filtered }: Props) {
  const { t } = useTranslation("recordings");
  const foot = useRef<HTMLDivElement>(null);
  const may = list.hasNextPage && !list.isFetchingNextPage && !list.isFetchNextPageError;
  useScrolledTo(foot, () => may && void list.fetchNextPage());
  return (
    <div ref={foot} className={styles.foot}>
      {list.hasNextPage && (
        <Button variant="default" data-more loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t("more")}
        </Button>
      )}
      {list.isFetchNextPageError && (
        <span role="alert" className="failure">
          {t("moreFailed")}
        </span>
      )}
      {!list.hasNextPage && count > 0 && <span className="quiet">{t(filtered ? "endFiltered" : "end", { count })}</span>}
    </div>
  );
}

/**
 * Calls `then` when an element is nearly scrolled to with wheel or finger. Whoever comes by the keyboard, or has the
 * page read aloud, would never reach what stands below a list that grows by itself.
 */
function useScrolledTo(element: RefObject<Element | null>, then: () => void) {
  const latest = useRef(then);
  useEffect(() => {
    latest.current = then;
  });
  useEffect(() => {
    let scrolls = false;
    const scroll = () => {
      scrolls = true;
    };
    const press = () => {
      scrolls = false;
    };
    const observer = new IntersectionObserver(
      (entries) => entries.at(-1)?.isIntersecting && scrolls && latest.current(),
      { rootMargin: "400px" },
    );
    if (element.current) observer.observe(element.current);
    for (const kind of ["wheel", "touchmove"]) window.addEventListener(kind, scroll, { passive: true });
    window.addEventListener("keydown", press);
    return () => {
      observer.disconnect();
      for (const kind of ["wheel", "touchmove"]) window.removeEventListener(kind, scroll);
      window.removeEventListener("keydown", press);
    };
  }, [element]);
}
