import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Session, Site } from "../../api";
import type { CustomerRequest } from "../../api/requests";
import { useSession } from "../../session";
import { Denied } from "../../states/Denied";
import { ScreenTitle } from "../../states/Notice";
import screen from "../../states/screen.module.css";
import { Found } from "./Found";
import { Where } from "./Where";

/** A customer's request: what there is of them, what is done about it, and the letter that answers. */
export function RequestsScreen() {
  const { t } = useTranslation("requests");
  const session = useSession();
  const sites = session.sites.filter(({ answer }) => answer.length > 0);
  if (sites.length === 0) return <Denied needs={t("denied")} organisation={session.organisation.name} />;
  return <Answered session={session} sites={sites} />;
}

/** What was asked for; asking for the same again is another question. */
interface Asked {
  request: CustomerRequest;
  turn: number;
}

/** Neither identifier nor reference stands in an address or in a storage: they go with the screen. */
function Answered({ session, sites }: { session: Session; sites: Site[] }) {
  const { t } = useTranslation("requests");
  const [asked, setAsked] = useState<Asked>();
  const site = sites.find(({ key }) => key === asked?.request.site);
  return (
    <div className={screen.screen}>
      <div className={screen.head}>
        <div>
          <ScreenTitle title={t("title")} />
          <p className="quiet">{t("intro")}</p>
        </div>
      </div>
      <Where sites={sites} onAsk={(request) => setAsked({ request, turn: (asked?.turn ?? 0) + 1 })} />
      {asked && site ? (
        <Found key={asked.turn} request={asked.request} turn={asked.turn} site={site} organisation={session.organisation.name} />
      ) : (
        <p className="quiet">{t("where.not")}</p>
      )}
    </div>
  );
}
