import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { changeSite } from "../../api/sites";
import type { Sighting, SiteSettings } from "../../api/sites";
import { formatMoment } from "../../format";
import { useNow } from "../../now";
import { formatAgo } from "../../shell/ago";
import screen from "../../states/screen.module.css";
import { Trouble } from "../../states/Trouble";
import { useDeed } from "./queries";
import styles from "./sites.module.css";

interface Props {
  site: SiteSettings;
  /** Absent until the first look. */
  sightings: Sighting[] | undefined;
  isFailing: boolean;
}

/** Whether the site's pages were seen, and which origins asked without being allowed. */
export function LiveCheck({ site, sightings = [], isFailing }: Props) {
  const { t } = useTranslation("sites");
  const seen = sightings.filter(({ allowed }) => allowed);
  // One that was allowed since it was seen is not refused any more.
  const own = [...site.origins, ...site.test_origins];
  const refused = sightings.filter(({ allowed, origin }) => !allowed && !own.includes(origin));
  return (
    <section className={screen.section}>
      <h2>{t("check")}</h2>
      <div className={styles.check} role="status">
        {seen.length > 0 ? <Seen seen={seen} /> : <Waiting />}
        {refused.map(({ origin }) => (
          <Refused key={origin} site={site} origin={origin} />
        ))}
        {isFailing && <p className="failure">{t("checkFailed")}</p>}
      </div>
    </section>
  );
}

function Waiting() {
  const { t } = useTranslation("sites");
  return (
    <div className={styles.waiting}>
      <div>
        <strong>{t("waiting")}</strong>
        <p className="quiet">{t("waitingText")}</p>
      </div>
    </div>
  );
}

function Seen({ seen }: { seen: Sighting[] }) {
  const { t, i18n } = useTranslation("sites");
  const now = useNow();
  const language = i18n.language;
  return (
    <div className={screen.note} data-tone="good">
      <strong>✓ {t("seen")}</strong>
      <ul>
        {seen.map(({ origin, seen_at: at }) => (
          <li key={origin}>
            <time dateTime={at} title={formatMoment(at, language)}>
              {t("seenAt", { origin, ago: formatAgo(at, now, language) })}
            </time>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Refused({ site, origin }: { site: SiteSettings; origin: string }) {
  const { t } = useTranslation("sites");
  const allowing = useDeed(() => changeSite(site.key, { origins: [...site.origins, origin] }));
  return (
    <div className={screen.note}>
      <strong>{t("notAllowed", { origin })}</strong>
      <p>{t("notAllowedText")}</p>
      <Button mt={8} size="xs" variant="default" loading={allowing.isPending} onClick={() => allowing.mutate(undefined)}>
        {t("addOrigin", { origin })}
      </Button>
      <Trouble error={allowing.error} />
    </div>
  );
}
