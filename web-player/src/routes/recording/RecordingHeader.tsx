import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Purpose, Recording, Site } from "../../api";
import { exportAddress } from "../../api/recording";
import { useDevice } from "../../device";
import { useNow } from "../../now";
import { describeOpening } from "../../opening";
import { listOf } from "../recordings/remembered";
import { useSigns } from "../recordings/useSigns";
import { PurposeGlyph } from "../../purposes";
import { ScreenTitle } from "../../states/Notice";
import { Countdown } from "./Countdown";
import styles from "./recording.module.css";

interface Props {
  site: Site;
  purpose: Purpose;
  recording: Recording;
  /** How long until it is destroyed. */
  leftMs: number;
  onErase: (() => void) | undefined;
}

/** Purpose, route of entry, and what is known of the visit. */
export function RecordingHeader({ site, purpose, recording, leftMs, onErase }: Props) {
  const { t } = useTranslation(["recording", "recordings", "shell"]);
  const route = recording.entry_route ?? t("recordings:noRoute");
  return (
    <header className={styles.header}>
      <div>
        <Link
          {...listOf(site.key, purpose)}
          className={styles.purpose}
          style={{ color: `var(--${purpose})` }}
        >
          <PurposeGlyph purpose={purpose} />
          {t(`shell:purpose.${purpose}`)}
          <span aria-hidden="true">▸</span>
        </Link>
        <ScreenTitle title={t("titleFor", { route })}>{route}</ScreenTitle>
        <Facts recording={recording} leftMs={leftMs} />
      </div>
      <div className={styles.deeds}>
        {site.export.includes(purpose) && (
          <Button
            component="a"
            variant="default"
            size="xs"
            href={exportAddress({ site: site.key, recording: recording.id })}
            download
            title={t("downloadHint")}
          >
            {t("download")}
          </Button>
        )}
        {onErase && (
          <Button variant="default" size="xs" className={styles.erase} onClick={onErase}>
            {t("recordings:erase")}
          </Button>
        )}
      </div>
    </header>
  );
}

function Facts({ recording, leftMs }: { recording: Recording; leftMs: number }) {
  const { t, i18n } = useTranslation(["recording", "recordings"]);
  const now = useNow();
  const device = useDevice(recording);
  const kept = useSigns().sayKept(recording.kept_for, recording.triggers);
  const end = recording.expires_at;
  return (
    <ul className={styles.facts}>
      <li>
        <time dateTime={recording.opened_hour}>{describeOpening(recording, now, i18n.language).exact}</time>
      </li>
      {device && <li>{device}</li>}
      <li>{recording.duration_band ? t(`recordings:band.${recording.duration_band}`) : t("recordings:open")}</li>
      {end && (
        <li>
          <Countdown end={end} leftMs={leftMs} />
        </li>
      )}
      {kept && <li>{kept}</li>}
      {recording.trial && (
        <li>
          <b>{t("recordings:trial")}</b> {t("recordings:trialHint")}
        </li>
      )}
      {recording.imported && !kept && <li title={t("recordings:importedHint")}>{t("recordings:imported")}</li>}
      {recording.verified === false && <li title={t("recordings:unverifiedHint")}>{t("recordings:unverified")}</li>}
      {recording.masked_on_arrival > 0 && (
        <li title={t("maskedHint")}>{t("masked", { count: recording.masked_on_arrival })}</li>
      )}
    </ul>
  );
}
