import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Site } from "../../api";
import type { Incident } from "../../api/incidents";
import { formatMoment } from "../../format";
import { useNow } from "../../now";
import screen from "../../states/screen.module.css";
import { inOrder } from "./clock";
import { ClockPicture } from "./ClockPicture";
import { Notices } from "./Notices";
import { useConcernWords } from "./useConcernWords";
import styles from "./incidents.module.css";

/** The incidents that were told of, those that press first, each with its clock and its notices. */
export function Told({ site, incidents }: { site: Site; incidents: Incident[] }) {
  const { t } = useTranslation("incidents");
  const now = useNow();
  return (
    <section className={screen.section} aria-labelledby="told">
      <h2 id="told">{t("told.title")}</h2>
      {incidents.length === 0 && (
        <>
          <p>{t("told.empty", { site: site.name })}</p>
          <p className="quiet">{t("told.emptyText")}</p>
        </>
      )}
      {incidents.length > 0 && (
        <ul className={styles.told}>
          {inOrder(incidents, now).map((incident) => (
            <One key={incident.id} site={site} incident={incident} />
          ))}
        </ul>
      )}
    </section>
  );
}

function One({ site, incident }: { site: Site; incident: Incident }) {
  const { t, i18n } = useTranslation("incidents");
  const words = useConcernWords();
  const [opened, setOpened] = useState(false);
  const moment = formatMoment(incident.learned_at, i18n.language);
  return (
    <li>
      <div>
        <h3>{words(incident.concerns)}</h3>
        <p className="quiet">{t("told.by", { by: incident.told_by, moment })}</p>
      </div>
      <ClockPicture incident={incident} />
      <details className={styles.notices} onToggle={(event) => setOpened(event.currentTarget.open)}>
        <summary>{t("notices.show")}</summary>
        {opened && <Notices site={site} incident={incident.id} />}
      </details>
    </li>
  );
}
