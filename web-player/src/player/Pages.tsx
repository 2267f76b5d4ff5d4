import { Button, NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Page } from "../api/recording";
import { formatClock } from "../format";
import { nextMoment } from "./markers";
import { pageAt } from "./pages";
import { StepGlyph } from "./StepGlyph";
import styles from "./player.module.css";

interface Props {
  pages: readonly Page[];
  ms: number;
  onSeek: (ms: number) => void;
}

/** Which page is shown, all pages to choose from, and the one before and after. */
export function Pages({ pages, ms, onSeek }: Props) {
  const { t } = useTranslation("recording");
  const starts = pages.map(({ at_ms }) => at_ms);
  const back = nextMoment(starts, ms, -1);
  const on = nextMoment(starts, ms, 1);
  const go = (to: number | undefined) => to !== undefined && onSeek(to);
  return (
    <div className={styles.group} role="group" aria-label={t("page")}>
      <StepButton label={t("pageBack")} by={-1} disabled={back === undefined} onClick={() => go(back)} />
      <NativeSelect
        size="xs"
        aria-label={t("page")}
        className={styles.pages}
        value={String(pageAt(pages, ms))}
        disabled={pages.length === 0}
        onChange={(event) => go(pages[Number(event.currentTarget.value)]?.at_ms)}
        data={pages.map((page, place) => ({
          value: String(place),
          label: t("pageOption", { page: place + 1, at: formatClock(page.at_ms), route: page.route ?? t("noRoute") }),
        }))}
      />
      <StepButton label={t("pageOn")} by={1} disabled={on === undefined} onClick={() => go(on)} />
    </div>
  );
}

interface StepProps {
  label: string;
  by: -1 | 1;
  mark?: boolean;
  disabled: boolean;
  onClick: () => void;
}

/** One step back or on, to a page or to a marker. */
export function StepButton({ label, by, mark = false, disabled, onClick }: StepProps) {
  return (
    <Button size="xs" variant="default" className={styles.step} disabled={disabled} onClick={onClick} aria-label={label} title={label}>
      <StepGlyph by={by} mark={mark} />
    </Button>
  );
}
