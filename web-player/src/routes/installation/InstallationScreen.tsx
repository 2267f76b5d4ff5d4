import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Installation } from "../../api/installation";
import { useNow } from "../../now";
import { useSession } from "../../session";
import { formatAgo } from "../../shell/ago";
import { Icon } from "../../shell/icons";
import { Denied } from "../../states/Denied";
import { Failed } from "../../states/Failed";
import { ScreenTitle } from "../../states/Notice";
import screen from "../../states/screen.module.css";
import { Waiting } from "../../states/Waiting";
import { Health } from "./Health";
import { Organisations } from "./Organisations";
import { installationQuery } from "./queries";
import styles from "./installation.module.css";

/** The operator's morning: is all well, and what needs doing. */
export function InstallationScreen() {
  const session = useSession();
  if (!session.may.includes("operate")) return <Denied may="operate" organisation={session.organisation.name} />;
  return <Operated />;
}

function Operated() {
  const { t } = useTranslation("installation");
  const query = useQuery(installationQuery);
  return (
    <div className={screen.screen}>
      <div>
        <ScreenTitle title={t("title")} />
        <p className="quiet">{t("intro")}</p>
      </div>
      {query.isPending && <Waiting lines={6} />}
      {query.isError && query.data === undefined && <Failed error={query.error} retry={() => void query.refetch()} />}
      {query.data && (
        <>
          <Verdict installation={query.data} />
          <Looked at={query.dataUpdatedAt} isStale={query.isError} isLooking={query.isFetching} onLook={() => void query.refetch()} />
          <Health installation={query.data} />
        </>
      )}
      <Organisations />
    </div>
  );
}

/** One line that says whether anything needs doing, then each thing with what to do. */
function Verdict({ installation }: { installation: Installation }) {
  const { t } = useTranslation("installation");
  const { warnings, otherWarnings } = installation;
  const count = warnings.length + otherWarnings.length;
  const needs = [
    ...warnings.map((code) => ({ code, title: t(`warning.${code}`), what: t(`what.${code}`) })),
    ...otherWarnings.map((code) => ({ code, title: code, what: t("what.other", { code }) })),
  ];
  return (
    <section className={styles.verdict} data-well={count === 0}>
      <h2>
        <Icon name={count === 0 ? "check" : "attention"} />
        {count === 0 ? t("well") : t("needs", { count })}
      </h2>
      {count === 0 && <p>{t("wellText")}</p>}
      {count > 0 && (
        <ul>
          {needs.map(({ code, title, what }) => (
            <li key={code}>
              <strong>{title}</strong>
              <p>{what}</p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

interface LookedProps {
  at: number;
  isStale: boolean;
  isLooking: boolean;
  onLook: () => void;
}

function Looked({ at, isStale, isLooking, onLook }: LookedProps) {
  const { t, i18n } = useTranslation("installation");
  const now = useNow();
  const ago = formatAgo(new Date(at).toISOString(), now, i18n.language);
  return (
    <div className={screen.actions}>
      <span role="status" className={isStale ? "failure" : "quiet"}>
        {t(isStale ? "stale" : "checked", { ago })}
      </span>
      <Button size="xs" variant="default" loading={isLooking} onClick={onLook}>
        {t("again")}
      </Button>
    </div>
  );
}
