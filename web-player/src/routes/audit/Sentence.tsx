import { Link } from "@tanstack/react-router";
import { Fragment } from "react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Session } from "../../api";
import type { AuditEntry } from "../../api/audit";
import { formatDay } from "../../format";
import { PurposeGlyph } from "../../purposes";
import type { Purpose } from "../../terms";
import { phraseOf } from "./phrase";
import styles from "./audit.module.css";

/** Stands around what a sentence shows as more than text: no words hold it. */
const MARK = "\u2063";
const MARKED = {
  who: `${MARK}who${MARK}`,
  whom: `${MARK}whom${MARK}`,
  site: `${MARK}site${MARK}`,
  purpose: `${MARK}purpose${MARK}`,
  entry: `${MARK}entry${MARK}`,
  event: `${MARK}event${MARK}`,
};

/** From this year on, a role is held for ever. */
const ENDLESS = "9000";

/** An entry as one would tell it. */
export function Sentence({ session, entry }: { session: Session; entry: AuditEntry }) {
  const { t } = useTranslation("audit");
  const { sentence, purpose = entry.purpose, ...phrase } = phraseOf(entry);
  const said = useSaid(phrase);
  const text = sentence ? t(`sentence.${sentence}`, { ...said, ...MARKED }) : t("unknown", MARKED);
  const shown: Record<string, ReactNode> & Record<keyof typeof MARKED, ReactNode> = {
    who: <Actor entry={entry} />,
    whom: <Person id={entry.member ?? ""} name={entry.member_name} />,
    site: <strong>{session.sites.find(({ key }) => key === entry.site)?.name ?? entry.site ?? t("aSite")}</strong>,
    purpose: <OfPurpose purpose={purpose} />,
    entry: <ToEntry number={Number(entry.detail)} />,
    event: <code>{entry.event}</code>,
  };
  return text.split(MARK).map((part, at) => <Fragment key={at}>{at % 2 === 0 ? part : shown[part]}</Fragment>);
}

/** What an entry's detail says, in words. */
function useSaid({ role, day, count, number }: Omit<ReturnType<typeof phraseOf>, "sentence" | "purpose">) {
  const { t, i18n } = useTranslation(["audit", "shell"]);
  const known = day !== undefined && /^\d{4}-\d\d-\d\d$/.test(day);
  const named = known ? formatDay(day, i18n.language) : (day ?? "");
  return {
    count: count ?? 0,
    number: number ?? "",
    day: named,
    until: known && day < ENDLESS ? t("until", { day: named }) : t("endless"),
    role: role ? t(`shell:role.${role}`) : t("aRole"),
  };
}

function Actor({ entry }: { entry: AuditEntry }) {
  const { t } = useTranslation("audit");
  const { actor } = entry;
  if (actor === "cli" || actor === "system" || actor === "token") return <strong>{t(actor)}</strong>;
  return <Person id={actor} name={entry.actor_name} />;
}

/** Someone by name, with the way to all that they did and that was done to them. */
function Person({ id, name }: { id: string; name: string | undefined }) {
  const { t } = useTranslation("audit");
  return (
    <Link to="/audit" search={{ member: id }} className={styles.person ?? ""}>
      {name ?? t("gone", { id })}
    </Link>
  );
}

function OfPurpose({ purpose }: { purpose: Purpose | undefined }) {
  const { t } = useTranslation(["audit", "shell"]);
  if (purpose === undefined) return <strong>{t("aPurpose")}</strong>;
  return (
    <strong className={styles.purpose}>
      <PurposeGlyph purpose={purpose} /> {t(`shell:purpose.${purpose}`)}
    </strong>
  );
}

function ToEntry({ number }: { number: number }) {
  const { t } = useTranslation("audit");
  return (
    <Link to="/audit" search={{ upto: number }}>
      {t("entry", { number })}
    </Link>
  );
}
