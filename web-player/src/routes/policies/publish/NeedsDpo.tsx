import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Session, Site } from "../../../api";
import type { Conformance } from "../../../api/policies";
import { useNow } from "../../../now";
import screen from "../../../states/screen.module.css";
import type { Purpose } from "../../../terms";
import { membersQuery } from "../../members/queries";
import { holdOf } from "../../members/roles";
import { Judgement } from "../Judgement";
import styles from "./publish.module.css";

interface Props {
  session: Session;
  site: Site;
  purpose: Purpose;
  conformance: Conformance;
  /** What a data protection officer alone decides, and the draft says, in words. */
  sole: readonly string[];
}

/** Tells somebody who may not publish this draft why, and who can. */
export function NeedsDpo({ session, site, purpose, conformance, sole }: Props) {
  const { t } = useTranslation("policy");
  return (
    <section className={`${screen.note} ${styles.needs}`} aria-labelledby="needs-dpo">
      <h2 id="needs-dpo">{t("publish.needsDpo")}</h2>
      {conformance.deviations.length > 0 && <p>{t("publish.needsDpoText")}</p>}
      {sole.map((words) => (
        <p key={words}>{words}</p>
      ))}
      {session.may.includes("manage_members") && <Who site={site} purpose={purpose} />}
      <p>{t("publish.needsDpoOr")}</p>
      {conformance.deviations.length > 0 && <Judgement conformance={conformance} />}
    </section>
  );
}

/** Only those who manage members may know who holds which role. */
function Who({ site, purpose }: { site: Site; purpose: Purpose }) {
  const { t, i18n } = useTranslation("policy");
  const now = useNow();
  const members = useQuery(membersQuery).data?.members;
  if (members === undefined) return undefined;
  const held = members.filter(({ roles }) =>
    roles.some(
      (role) =>
        role.role === "dpo" &&
        holdOf(role.until, now) !== "over" &&
        (role.site ?? site.key) === site.key &&
        (role.purpose ?? purpose) === purpose,
    ),
  );
  const names = new Intl.ListFormat(i18n.language).format(held.map(({ name, email }) => `${name} (${email})`));
  return <p>{held.length > 0 ? t("publish.needsDpoWho", { count: held.length, names }) : t("publish.needsDpoNobody")}</p>;
}
