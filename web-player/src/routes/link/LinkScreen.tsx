import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { isApiProblem } from "../../api";
import { findLink } from "../../api/account";
import { Failed } from "../../states/Failed";
import { ScreenTitle } from "../../states/Notice";
import { Gate } from "../sign-in/Gate";
import styles from "../sign-in/sign-in.module.css";
import { Choose } from "./Choose";
import { currentToken, watchToken } from "./token";

/** What an invitation or a reset opens: who it is for, and a password to choose. */
export function LinkScreen() {
  const token = useSyncExternalStore(watchToken, currentToken);
  return <Gate>{token === undefined ? <NoToken /> : <Opened key={token} token={token} />}</Gate>;
}

function Opened({ token }: { token: string }) {
  const { t } = useTranslation("account");
  const query = useQuery({
    queryKey: ["link", token],
    queryFn: ({ signal }) => findLink(token, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (query.data) return <Choose token={token} link={query.data} />;
  if (isApiProblem(query.error) && query.error.status === 410) return <NotValid />;
  return (
    <div className={styles.form}>
      <ScreenTitle title={t("link.opening")} />
      {query.isPending ? (
        <Skeleton height={160} />
      ) : (
        <Failed error={query.error} retry={() => void query.refetch()} />
      )}
    </div>
  );
}

export function NotValid() {
  const { t } = useTranslation("account");
  return (
    <div className={styles.form} role="alert">
      <ScreenTitle title={t("link.notValid")} />
      <p>{t("link.notValidText")}</p>
      <p className="quiet">{t("link.notValidInvited")}</p>
      <Link to="/forgotten">{t("link.again")}</Link>
      <Link to="/sign-in">{t("link.signIn")}</Link>
    </div>
  );
}

function NoToken() {
  const { t } = useTranslation("account");
  return (
    <div className={styles.form}>
      <ScreenTitle title={t("link.none")} />
      <p>{t("link.noneText")}</p>
      <Link to="/sign-in">{t("link.signIn")}</Link>
    </div>
  );
}
