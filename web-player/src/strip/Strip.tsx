import { useTranslation } from "react-i18next";
import { drawStrip, findShape } from "./geometry";
import type { StripData } from "./geometry";
import styles from "./strip.module.css";

const WIDTH = 160;
const BARS = 20;
const GROUND = 24;

/** A small picture of a recording: activity as height over the stretches of its pages. It says in words what it shows. */
export function Strip({ strip }: { strip: StripData }) {
  const says = useStripWords(strip);
  const { bars, pages, friction, triggers } = drawStrip(strip, WIDTH, BARS);
  return (
    <svg className={styles.strip} viewBox={`0 0 ${WIDTH} ${GROUND}`} preserveAspectRatio="none" role="img" aria-label={says}>
      <path className={styles.bars} d={bars} />
      {pages.map(({ from, width }) => (
        <rect key={from} className={styles.page} x={from} y={BARS + 1} width={width} height={GROUND - BARS - 1} />
      ))}
      <path className={styles.friction} d={friction} />
      <path className={styles.trigger} d={triggers} />
    </svg>
  );
}

/** What a strip shows, in words: "3 pages, mostly active at the start; rage clicks". */
export function useStripWords(strip: StripData | undefined): string {
  const { t, i18n } = useTranslation("recordings");
  if (strip === undefined) return t("stripNone");
  const pages = t("stripPages", { count: Math.max(1, strip.pages.length) });
  const shape = t("strip", { pages, shape: t(`stripShape.${findShape(strip.activity)}`) });
  const kinds = new Set(strip.markers.map(({ friction }) => friction));
  const marked = [...kinds].map((friction) => (friction === undefined ? t("stripTrigger") : t(`sign.${friction}`)));
  return marked.length === 0 ? shape : t("stripMarked", { shape, list: new Intl.ListFormat(i18n.language).format(marked) });
}
