import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { makeToken, revokeToken } from "../../api/sites";
import type { SiteToken } from "../../api/sites";
import { formatDay } from "../../format";
import { Confirm } from "../../states/Confirm";
import { Copy } from "../../states/Copy";
import { Failed } from "../../states/Failed";
import screen from "../../states/screen.module.css";
import { Trouble } from "../../states/Trouble";
import { Waiting } from "../../states/Waiting";
import { MOST_DAYS, dayAhead, lastDayOf } from "../members/roles";
import { tokensQuery, useTokenDeed } from "./queries";

/** The tokens by which a ticket system and a pipeline tell of the site. */
export function Tokens({ site }: { site: string }) {
  const { t } = useTranslation("sites");
  const query = useQuery(tokensQuery(site));
  const heading = useRef<HTMLHeadingElement>(null);
  const [asking, setAsking] = useState<SiteToken>();
  const [revoked, setRevoked] = useState<string>();
  return (
    <section className={screen.section}>
      <h2 ref={heading} tabIndex={-1}>
        {t("tokens")}
      </h2>
      <p className="quiet">{t("tokensText")}</p>
      {query.isPending && <Waiting lines={2} />}
      {query.isError && <Failed error={query.error} retry={() => void query.refetch()} />}
      {query.data?.length === 0 && <p className="quiet">{t("tokensNone")}</p>}
      {query.data && query.data.length > 0 && <TokenTable tokens={query.data} onRevoke={setAsking} />}
      <p role="status">{revoked !== undefined && t("tokenRevoked", { name: revoked })}</p>
      <NewToken site={site} />
      {asking && (
        <Revoking
          site={site}
          token={asking}
          onDone={() => {
            setRevoked(asking.name);
            setAsking(undefined);
            // After the dialog has given the focus back to a button that is gone.
            setTimeout(() => heading.current?.focus());
          }}
          onClose={() => setAsking(undefined)}
        />
      )}
    </section>
  );
}

/** Asks before a program can tell of nothing any more. */
function Revoking({ site, token, onDone, onClose }: { site: string; token: SiteToken; onDone: () => void; onClose: () => void }) {
  const { t } = useTranslation("sites");
  const revoking = useTokenDeed(site, () => revokeToken(site, token.id), onDone);
  return (
    <Confirm
      title={t("tokenRevokeTitle", { name: token.name })}
      deed={t("tokenRevoke")}
      doing={revoking}
      onDo={() => revoking.mutate(undefined)}
      onClose={onClose}
    >
      <p>{t("tokenRevokeText")}</p>
    </Confirm>
  );
}

function TokenTable({ tokens, onRevoke }: { tokens: SiteToken[]; onRevoke: (token: SiteToken) => void }) {
  const { t, i18n } = useTranslation("sites");
  return (
    <table className={screen.table}>
      <thead>
        <tr>
          <th scope="col">{t("tokenName")}</th>
          <th scope="col">{t("tokenUntil")}</th>
          <th scope="col">{t("tokenRevoke")}</th>
        </tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <tr key={token.id}>
            <td>{token.name}</td>
            <td data-label={t("tokenUntil")}>
              <time dateTime={lastDayOf(token.until)}>{formatDay(lastDayOf(token.until), i18n.language)}</time>
            </td>
            <td>
              <Button variant="default" size="xs" aria-label={t("tokenRevokeOne", { name: token.name })} onClick={() => onRevoke(token)}>
                {t("tokenRevoke")}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function NewToken({ site }: { site: string }) {
  const { t } = useTranslation("sites");
  const [name, setName] = useState("");
  const [until, setUntil] = useState(() => dayAhead(MOST_DAYS, Date.now()));
  const [tried, setTried] = useState(false);
  const making = useTokenDeed(
    site,
    (token: { name: string; until: string }) => makeToken(site, token),
    () => {
      setName("");
      setTried(false);
    },
  );
  const isDay = until >= dayAhead(0, Date.now()) && until <= dayAhead(MOST_DAYS, Date.now());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() !== "" && isDay) making.mutate({ name: name.trim(), until });
  };
  return (
    <form onSubmit={submit} noValidate className={screen.form}>
      <TextInput
        label={t("tokenName")}
        description={t("tokenNameHint")}
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={tried && name.trim() === "" && t("nameMissing")}
      />
      <TextInput
        type="date"
        label={t("tokenUntil")}
        min={dayAhead(0, Date.now())}
        max={dayAhead(MOST_DAYS, Date.now())}
        value={until}
        onChange={(event) => setUntil(event.currentTarget.value)}
        error={tried && !isDay && t("tokenUntilBad")}
      />
      <Trouble error={making.error} />
      <div className={screen.actions}>
        <Button type="submit" variant="default" loading={making.isPending}>
          {t("tokenMake")}
        </Button>
      </div>
      <div role="status">
        {making.data !== undefined && (
          <>
            <p>{t("tokenOnce")}</p>
            <Copy text={making.data} label={t("tokenCopy")} />
          </>
        )}
      </div>
    </form>
  );
}
