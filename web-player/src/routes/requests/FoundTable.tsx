import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Recording } from "../../api";
import { archiveRequested } from "../../api/requests";
import type { CustomerRequest } from "../../api/requests";
import { formatDay, formatOpenedExactly } from "../../format";
import screen from "../../states/screen.module.css";
import { Trouble } from "../../states/Trouble";
import { StatementDialog } from "./StatementDialog";

interface Props {
  request: CustomerRequest;
  recordings: Recording[];
}

/** Each recording of a customer, to be handed over or spoken of. */
export function FoundTable({ request, recordings }: Props) {
  const { t } = useTranslation("requests");
  const [of, setOf] = useState<string>();
  const [said, setSaid] = useState(false);
  const taking = useMutation({ mutationFn: async (id: string) => hand(await archiveRequested(request, id), id) });
  return (
    <>
      <table className={screen.table} aria-label={t("found.table")}>
        <thead>
          <tr>
            <th scope="col">{t("found.opened")}</th>
            <th scope="col">{t("found.route")}</th>
            <th scope="col">{t("found.state")}</th>
            <th scope="col">{t("found.recording")}</th>
            <th scope="col">{t("found.acts")}</th>
          </tr>
        </thead>
        <tbody>
          {recordings.map((one) => (
            <Row
              key={one.id}
              one={one}
              isTaken={taking.isPending && taking.variables === one.id}
              onTake={() => taking.mutate(one.id)}
              onState={() => {
                setSaid(false);
                setOf(one.id);
              }}
            />
          ))}
        </tbody>
      </table>
      <p role="status">{taking.isSuccess ? t("found.archived") : said ? t("statement.saved") : ""}</p>
      <Trouble error={taking.error} />
      {of !== undefined && (
        <StatementDialog
          request={request}
          recording={of}
          onClose={() => setOf(undefined)}
          onDone={() => {
            taking.reset();
            setSaid(true);
            setOf(undefined);
          }}
        />
      )}
    </>
  );
}

interface RowProps {
  one: Recording;
  isTaken: boolean;
  onTake: () => void;
  onState: () => void;
}

function Row({ one, isTaken, onTake, onState }: RowProps) {
  const { t, i18n } = useTranslation("requests");
  return (
    <tr>
      <td className={screen.tight}>
        <time dateTime={one.opened_hour}>{formatOpenedExactly(one.opened_hour, i18n.language)}</time>
      </td>
      <td data-label={t("found.route")}>{one.entry_route ?? <span className="quiet">{t("found.noRoute")}</span>}</td>
      <td data-label={t("found.state")}>
        <State one={one} />
      </td>
      <td className={screen.id}>{one.id}</td>
      <td>
        <div className={screen.actions}>
          {one.restricted_until === undefined && (
            <Button variant="default" size="xs" loading={isTaken} onClick={onTake} aria-label={t("found.archiveOf", { recording: one.id })}>
              {t("found.archive")}
            </Button>
          )}
          <Button variant="default" size="xs" onClick={onState} aria-label={t("found.statementOf", { recording: one.id })}>
            {t("found.statement")}
          </Button>
        </div>
      </td>
    </tr>
  );
}

/** Restricted, going on or kept until a day; and whether it was proven whose it is. */
function State({ one }: { one: Recording }) {
  const { t, i18n } = useTranslation("requests");
  const day = (at: string) => formatDay(at.slice(0, 10), i18n.language);
  const { restricted_until: restricted, expires_at: expires } = one;
  return (
    <>
      {restricted ? <strong>{t("found.restricted", { day: day(restricted) })}</strong> : expires ? t("found.kept", { day: day(expires) }) : t("found.going")}
      <p className="quiet">{t(one.verified ? "found.verified" : "found.unverified")}</p>
    </>
  );
}

/** Hands a file to whoever asked for it. */
function hand(file: Blob, recording: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `revoir-${recording}.html`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
