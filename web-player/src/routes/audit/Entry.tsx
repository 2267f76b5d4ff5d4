import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Session } from "../../api";
import type { AuditEntry } from "../../api/audit";
import { formatTime } from "./days";
import { reasonOf } from "./phrase";
import { Sentence } from "./Sentence";
import styles from "./audit.module.css";

interface Props {
  session: Session;
  entry: AuditEntry;
  onErase: (number: number) => void;
}

/** One entry: when, what, its number, and what lies beside it. */
export function Entry({ session, entry, onErase }: Props) {
  const { t, i18n } = useTranslation("audit");
  return (
    <>
      <time dateTime={entry.at} className={styles.time}>
        {formatTime(entry.at, i18n.language)}
      </time>
      <div className={styles.body}>
        <p>
          <Sentence session={session} entry={entry} />
        </p>
        <Subject session={session} entry={entry} />
        <Beside entry={entry} onErase={session.may.includes("erase_words") ? onErase : undefined} />
      </div>
      <Link to="/audit" search={{ upto: entry.number }} className={styles.number}>
        {t("number", { number: entry.number })}
      </Link>
    </>
  );
}

/** The way to what an entry is about, for those who may go there. */
function Subject({ session, entry }: { session: Session; entry: AuditEntry }) {
  const { t } = useTranslation("audit");
  const site = session.sites.find(({ key }) => key === entry.site);
  const { purpose, recording } = entry;
  if (recording !== undefined) {
    const isOpen = site && purpose && site.watch.includes(purpose) && entry.event !== "recording.erased";
    return (
      <p className={styles.quiet}>
        {t("recording")}{" "}
        {isOpen ? (
          <Link to="/sites/$site/$purpose/recordings/$recording" params={{ site: site.key, purpose, recording }}>
            {recording}
          </Link>
        ) : (
          recording
        )}
      </p>
    );
  }
  if (entry.event !== "policy.published" || !site || !purpose || !site.read_policies.includes(purpose)) return undefined;
  return (
    <p className={styles.quiet}>
      <Link to="/policies/$site/$purpose/history" params={{ site: site.key, purpose }}>
        {t("history")}
      </Link>
    </p>
  );
}

/** The reason, in one's own words where there are any, and how to erase those. */
function Beside({ entry, onErase }: { entry: AuditEntry; onErase: Props["onErase"] | undefined }) {
  const { t } = useTranslation("audit");
  const { number, words } = entry;
  const reason = reasonOf(entry);
  // "Another reason" says nothing beside the reason itself.
  const isSaid = reason !== undefined && !(reason === "other" && words !== undefined);
  return (
    <>
      {(isSaid || words !== undefined) && (
        <p className={styles.quiet}>
          {t("reason")} {isSaid && t(`reasons.${reason}`)} {words !== undefined && <q className={styles.words}>{words}</q>}
        </p>
      )}
      {entry.words_erased && <p className={styles.quiet}>{t("wordsErased")}</p>}
      {words !== undefined && onErase && (
        <button
          type="button"
          className={styles.erase}
          aria-label={t("erase.deedOf", { number })}
          onClick={() => onErase(number)}
        >
          {t("erase.deed")}
        </button>
      )}
    </>
  );
}
