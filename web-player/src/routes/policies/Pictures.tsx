import { useTranslation } from "react-i18next";
import type { Collection } from "../../api/policies";
import { dotsOf, sayMinutes, saySeconds, stripOf } from "./amounts";
import styles from "./pictures.module.css";

const DOTS = 100;

/** Which visits are recorded, drawn: dots of a hundred, a span around a trigger, or visits sorted out. */
export function CollectionPicture({ collection: { L1, L2, L3 } }: { collection: Collection }) {
  return (
    <>
      {L1 && <Dots rate={L1.rate} />}
      {L2 && <Span before={L2.before_s ?? 60} after={L2.after_s ?? 120} />}
      {L3 && <Sorted delay={L3.delete_within_minutes ?? 15} />}
    </>
  );
}

function Dots({ rate }: { rate: number }) {
  const { t } = useTranslation("policies");
  const drawn = dotsOf(rate, DOTS);
  const few = rate > 0 && rate < 1 / DOTS;
  return (
    <svg viewBox="0 0 200 40" className={styles.dots} role="img" aria-label={few ? t("picture.dotsFew") : t("picture.dots", { count: drawn })}>
      {Array.from({ length: DOTS }, (_, at) => (
        <circle key={at} cx={4 + 8 * (at % 25)} cy={5 + 10 * Math.floor(at / 25)} r={3} data-drawn={at < drawn || undefined} />
      ))}
    </svg>
  );
}

const SPAN = 200;

function Span({ before, after }: { before: number; after: number }) {
  const { t, i18n } = useTranslation("policies");
  const whole = Math.max(1, before + after);
  const at = 12 + (before / whole) * (SPAN - 24);
  const said = { before: saySeconds(before, i18n.language), after: saySeconds(after, i18n.language) };
  return (
    <figure className={styles.span}>
      <svg viewBox={`0 0 ${SPAN} 24`} role="img" aria-label={t("picture.ring", said)}>
        <line x1="0" x2={SPAN} y1="18" y2="18" />
        <rect x="12" y="14" width={SPAN - 24} height="8" rx="2" />
        <path d={`M${at - 5} 3h10l-5 9z`} />
      </svg>
      <figcaption aria-hidden="true">{t("picture.ring", said)}</figcaption>
    </figure>
  );
}

/** Which of a few visits stay; the picture stands for the rule, not for figures. */
const STAYS = [false, true, false, false, true, false, false, false];

function Sorted({ delay }: { delay: number }) {
  const { t, i18n } = useTranslation("policies");
  return (
    <svg viewBox="0 0 200 20" className={styles.sorted} role="img" aria-label={t("picture.analysis", { delay: sayMinutes(delay, i18n.language) })}>
      {STAYS.map((stays, at) => (
        <g key={at} data-drawn={stays || undefined}>
          <rect x={1 + 25 * at} y="3" width="20" height="14" rx="2" />
          {!stays && <path d={`M${1 + 25 * at} 17l20-14`} />}
        </g>
      ))}
    </svg>
  );
}

/** How long recordings are kept, against what the framework accepts. */
export function RetentionStrip({ minutes, accepted }: { minutes: number; accepted: number }) {
  const { t, i18n } = useTranslation("policies");
  const strip = stripOf(minutes, accepted);
  const said = { chosen: sayMinutes(minutes, i18n.language), accepted: sayMinutes(accepted, i18n.language) };
  return (
    <div className={styles.strip} role="img" aria-label={t(strip.beyond > 0 ? "picture.stripBeyond" : "picture.strip", said)}>
      <div className={styles.bar}>
        <span className={styles.within} style={{ width: `${strip.within}%` }} />
        {strip.beyond > 0 && <span className={styles.beyond} style={{ width: `${strip.beyond}%` }} />}
        <span className={styles.limit} style={{ left: `${strip.accepted}%` }} />
      </div>
      <span className="quiet">{t("picture.upTo", said)}</span>
    </div>
  );
}

/** What becomes of masked content: three lines of text as bars, with a seal where they can be opened. */
export function MaskingPicture({ sealed }: { sealed: boolean }) {
  return (
    <svg viewBox="0 0 32 24" className={styles.glyph} aria-hidden="true">
      <rect x="1" y="3" width="26" height="5" rx="2.5" />
      <rect x="1" y="10" width="18" height="5" rx="2.5" />
      <rect x="1" y="17" width="22" height="5" rx="2.5" />
      {sealed && <circle cx="26" cy="17" r="5" />}
    </svg>
  );
}

/** Recordings of one visitor: apart, or linked by a pseudonym. */
export function IdentifierPicture({ linked }: { linked: boolean }) {
  return (
    <svg viewBox="0 0 32 24" className={styles.glyph} aria-hidden="true">
      {linked && <path d="M4 12h24" />}
      <circle cx="4" cy="12" r="3" />
      <circle cx="16" cy="12" r="3" />
      <circle cx="28" cy="12" r="3" />
    </svg>
  );
}
