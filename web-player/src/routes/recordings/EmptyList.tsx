import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Site } from "../../api";
import { useSession } from "../../session";
import { Notice } from "../../states/Notice";

interface Props {
  site: Site;
  filtered: boolean;
  clear: () => void;
}

/** The key of the site that the demo makes. */
const DEMO = "demo";

/** Says why there is nothing, and what to do. */
export function EmptyList({ site, filtered, clear }: Props) {
  const { t } = useTranslation("recordings");
  if (!filtered) return <Never site={site} />;
  return (
    <Notice title={t("emptyFiltered")} action={<Button onClick={clear}>{t("filters.clearAll")}</Button>}>
      <p className="quiet">{t("emptyFilteredText")}</p>
    </Notice>
  );
}

function Never({ site }: { site: Site }) {
  const { t } = useTranslation("recordings");
  const { may, organisation } = useSession();
  const owner = may.includes("manage_sites");
  const demo = site.key === DEMO;
  const next = demo ? t("emptyDemo") : owner ? t("emptyOwner") : t("emptyAsk", { organisation: organisation.name });
  const shop = (
    <Button component="a" href="/demo/" target="_blank" rel="noopener">
      {t("emptyDemoAction")}
    </Button>
  );
  const snippet = (
    <Button renderRoot={(props) => <Link {...props} to="/sites/$site" params={{ site: site.key }} />}>
      {t("emptyOwnerAction")}
    </Button>
  );
  return (
    <Notice title={t("empty")} action={demo ? shop : owner && snippet}>
      <p className="quiet">{t("emptyText")}</p>
      <p className="quiet">{next}</p>
    </Notice>
  );
}
