import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Purpose, Site } from "../../api";
import { freezeWatching, thawWatching } from "../../api/incidents";
import type { Freeze } from "../../api/incidents";
import { formatMoment } from "../../format";
import { PurposeGlyph } from "../../purposes";
import { listsKey } from "../../queries";
import screen from "../../states/screen.module.css";
import { WhyDialog } from "../../states/WhyDialog";
import { incidentsQuery } from "./queries";
import styles from "./incidents.module.css";

type Turn = "freeze" | "thaw";

/** Which purposes nobody watches for the moment, and the way to change that. */
export function Freezes({ site, freezes }: { site: Site; freezes: Freeze[] }) {
  const { t } = useTranslation("incidents");
  return (
    <section className={screen.section} aria-labelledby="freezes">
      <h2 id="freezes">{t("freezes.title")}</h2>
      <p className="quiet">{t("freezes.intro")}</p>
      <ul className={screen.rows}>
        {site.review.map((purpose) => (
          <One key={purpose} site={site} purpose={purpose} freeze={freezes.find((it) => it.purpose === purpose)} />
        ))}
      </ul>
    </section>
  );
}

interface OneProps {
  site: Site;
  purpose: Purpose;
  freeze: Freeze | undefined;
}

function One({ site, purpose, freeze }: OneProps) {
  const { t, i18n } = useTranslation(["incidents", "shell"]);
  const [asking, setAsking] = useState<Turn>();
  const [said, setSaid] = useState<Turn>();
  const name = t(`shell:purpose.${purpose}`);
  const turn = freeze ? "thaw" : "freeze";
  return (
    <li>
      <div>
        <p className={styles.purpose}>
          <PurposeGlyph purpose={purpose} /> <strong>{name}</strong>
        </p>
        <p className={freeze ? undefined : "quiet"}>
          {freeze ? t("freezes.frozen", { by: freeze.by, moment: formatMoment(freeze.frozen_at, i18n.language) }) : t("freezes.open")}
        </p>
        <span role="status">{said && t(`${said}.done`)}</span>
      </div>
      {site.respond.includes(purpose) && (
        <Button variant="default" aria-label={t(`${turn}.of`, { purpose: name })} onClick={() => setAsking(turn)}>
          {t(`${turn}.deed`)}…
        </Button>
      )}
      {asking && (
        <TurnWatching
          site={site.key}
          purpose={purpose}
          turn={asking}
          onDone={() => (setSaid(asking), setAsking(undefined))}
          onClose={() => setAsking(undefined)}
        />
      )}
    </li>
  );
}

interface TurnProps {
  site: string;
  purpose: Purpose;
  turn: Turn;
  onDone: () => void;
  onClose: () => void;
}

function TurnWatching({ site, purpose, turn, onDone, onClose }: TurnProps) {
  const { t } = useTranslation(["incidents", "shell"]);
  const queries = useQueryClient();
  const turning = useMutation({
    mutationFn: (why: string) => (turn === "freeze" ? freezeWatching : thawWatching)({ site, purpose }, why),
    onSuccess: async () => {
      void queries.invalidateQueries({ queryKey: listsKey(site, purpose) });
      await queries.invalidateQueries({ queryKey: incidentsQuery(site).queryKey });
      onDone();
    },
  });
  return (
    <WhyDialog
      title={t(`${turn}.title`, { purpose: t(`shell:purpose.${purpose}`) })}
      words={{ why: t("freeze.why"), hint: t("freeze.whyHint"), missing: t("freeze.missing") }}
      deed={t(`${turn}.deed`)}
      danger={turn === "freeze"}
      doing={turning}
      onDo={(why) => turning.mutate(why)}
      onClose={onClose}
    >
      <p>{t(`${turn}.text`)}</p>
    </WhyDialog>
  );
}
