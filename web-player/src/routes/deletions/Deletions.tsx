import { NativeSelect } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Purpose, Session } from "../../api";
import { PurposeGlyph } from "../../purposes";
import { useSession } from "../../session";
import { Denied } from "../../states/Denied";
import { Notice, ScreenTitle } from "../../states/Notice";
import screen from "../../states/screen.module.css";
import { PURPOSES, oneOf } from "../../terms";
import { EraseById } from "./EraseById";
import { Register } from "./Register";

/** What was deleted by hand, per site and purpose. */
export function Deletions() {
  const session = useSession();
  if (!session.may.includes("review")) return <Denied may="review" organisation={session.organisation.name} />;
  return <Reviewed session={session} />;
}

function Reviewed({ session }: { session: Session }) {
  const { t } = useTranslation(["deletions", "shell"]);
  const search = useSearch({ from: "/shell/deletions" });
  const navigate = useNavigate();
  const site = session.sites.find(({ key }) => key === search.site) ?? session.sites.at(0);
  const purpose = search.purpose ?? PURPOSES[0];
  const show = (where: { site?: string; purpose?: Purpose }) =>
    void navigate({ to: "/deletions", search: { ...search, ...where }, replace: true });
  return (
    <div className={screen.screen}>
      <div className={screen.head}>
        <div>
          <ScreenTitle title={t("title")} />
          <p className="quiet">{t("intro")}</p>
        </div>
      </div>
      {site === undefined ? (
        <Notice title={t("noSites")}>
          <p className="quiet">{t("noSitesText")}</p>
        </Notice>
      ) : (
        <>
          <div className={screen.where}>
            <NativeSelect
              label={t("site")}
              value={site.key}
              onChange={(event) => show({ site: event.currentTarget.value })}
              data={session.sites.map(({ key, name }) => ({ value: key, label: name }))}
            />
            <NativeSelect
              label={t("purpose")}
              leftSection={<PurposeGlyph purpose={purpose} />}
              value={purpose}
              onChange={(event) => show({ purpose: oneOf(PURPOSES, event.currentTarget.value) ?? purpose })}
              data={PURPOSES.map((one) => ({ value: one, label: t(`shell:purpose.${one}`) }))}
            />
          </div>
          {site.erase.includes(purpose) && !site.watch.includes(purpose) && (
            <EraseById key={`${site.key}/${purpose}/by-id`} site={site} purpose={purpose} />
          )}
          <Register key={`${site.key}/${purpose}`} site={site} purpose={purpose} />
        </>
      )}
    </div>
  );
}
