import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Purpose, Recording, Site } from "../../api";
import { useDevice } from "../../device";
import { formatMoment, formatTimeLeft } from "../../format";
import { useNow } from "../../now";
import { describeOpening } from "../../opening";
import { PurposeGlyph } from "../../purposes";
import { ScreenTitle } from "../../states/Notice";
import styles from "./recording.module.css";

interface Props {
  site: Site;
  purpose: Purpose;
  recording: Recording;
  onErase: (() => void) | undefined;
}

/** Purpose, route of entry, and what is known of the visit. */
export function RecordingHeader({ site, purpose, recording, onErase }: Props) {
  const { t } = useTranslation(["recording", "recordings", "shell"]);
  const route = recording.entry_route ?? t("recordings:noRoute");
  return (
    <header className={styles.header}>
      <div>
        <Link
          to="/sites/$site/$purpose"
          params={{ site: site.key, purpose }}
          className={styles.purpose}
          style={{ color: `var(--${purpose})` }}
        >
          <PurposeGlyph purpose={purpose} />
          {t(`shell:purpose.${purpose}`)}
          <span aria-hidden="true">▸</span>
        </Link>
        <ScreenTitle title={t("titleFor", { route })}>{route}</ScreenTitle>
        <Facts recording={recording} />
      </div>
      {onErase && (
        <Button variant="default" size="xs" className={styles.erase} onClick={onErase}>
          {t("recordings:erase")}
        </Button>
      )}
    </header>
  );
}

function Facts({ recording }: { recording: Recording }) {
  const { t, i18n } = useTranslation(["recording", "recordings"]);
  const now = useNow();
  const device = useDevice(recording);
  const end = recording.expires_at;
  const time = end && (formatTimeLeft(end, now, i18n.language) ?? t("recordings:soonGone"));
  return (
    <ul className={styles.facts}>
      <li>
        <time dateTime={recording.opened_hour}>{describeOpening(recording, now, i18n.language).exact}</time>
      </li>
      {device && <li>{device}</li>}
      <li>{recording.duration_band ? t(`recordings:band.${recording.duration_band}`) : t("recordings:open")}</li>
      {end && (
        <li title={t("leftTitle", { moment: formatMoment(end, i18n.language) })}>
          <time dateTime={end}>{t("left", { time })}</time>
        </li>
      )}
      {recording.imported && <li title={t("recordings:importedHint")}>{t("recordings:imported")}</li>}
      {recording.masked_on_arrival > 0 && (
        <li title={t("maskedHint")}>{t("masked", { count: recording.masked_on_arrival })}</li>
      )}
    </ul>
  );
}
