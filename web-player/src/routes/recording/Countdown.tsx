import { VisuallyHidden } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { LAST_MINUTES, formatCountdown, formatMoment } from "../../format";

const SECOND = 1_000;
const MINUTE = 60_000;
/** Said aloud when so much is left. */
const WARNINGS_MS = [LAST_MINUTES, MINUTE];

/** How long is left until a moment: by the minute, and by the second towards the end. It calls once when it has come. */
export function useTimeLeft(end: string | undefined, onEnd: () => void): number {
  const endMs = end === undefined ? Number.POSITIVE_INFINITY : Date.parse(end);
  const [left, setLeft] = useState(() => endMs - Date.now());
  const over = left <= 0;
  useEffect(() => {
    if (over) return onEnd();
    if (!Number.isFinite(endMs)) return;
    const now = endMs - Date.now();
    // The next tick falls where the shown number changes, or the last minutes begin.
    const unit = now > LAST_MINUTES ? MINUTE : SECOND;
    const timer = setTimeout(() => setLeft(endMs - Date.now()), Math.max(0, now % unit) + 20);
    return () => clearTimeout(timer);
  }, [endMs, left, over, onEnd]);
  return left;
}

/** The time that a recording has left, live. */
export function Countdown({ end, leftMs }: { end: string; leftMs: number }) {
  const { t, i18n } = useTranslation("recording");
  const warning = WARNINGS_MS.findLast((warned) => leftMs <= warned);
  return (
    <>
      <time dateTime={end} title={t("leftTitle", { moment: formatMoment(end, i18n.language) })}>
        {t("left", { time: formatCountdown(leftMs, i18n.language) })}
      </time>
      <VisuallyHidden role="status">
        {warning !== undefined && t("leftSoon", { time: formatCountdown(warning, i18n.language) })}
      </VisuallyHidden>
    </>
  );
}
